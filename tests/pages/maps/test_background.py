"""The background of maps, in the session and in the address."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.app_runs import open_app
from tests.pages.map_runs import shown


@pytest.mark.parametrize(
    ("asked", "drawn"), [({"background": "relief"}, "relief"), ({"background": "<b>"}, "plain"), ({}, "plain")]
)
def test_an_address_may_ask_for_relief_and_keeps_it(monkeypatch, tiny_folder, asked, drawn):
    app = open_app(monkeypatch, tiny_folder, **asked)
    assert shown(app)["background"] == drawn
    assert app.query_params == ({"background": "relief"} if drawn == "relief" else {})


def test_what_was_chosen_is_for_the_next_map_and_the_address():
    def script():
        import streamlit as st

        from pages.links.address import publish
        from pages.maps.background import background, follow_background, set_background

        follow_background()
        publish("any")
        st.write(background())
        set_background("relief")

    app = AppTest.from_function(script).run()
    assert ([text.value for text in app.markdown], app.query_params) == (["plain"], {})
    app.run()
    assert ([text.value for text in app.markdown], app.query_params) == (["relief"], {"background": "relief"})
