"""The address holds the view and is not to be trusted; `script` stands for a page."""

import pytest
from streamlit.testing.v1 import AppTest


def script():
    import streamlit as st

    from pages.links.address import Parameter, follow, publish
    from pages.links.readers import number_reader

    page = st.session_state.get("page", "one")
    parameters = (Parameter("week", f"{page}_week", 27, "a week from 1 to 52", number_reader(1, 52)),)
    if page == "bare":
        publish(page)
        return
    follow(page, parameters)
    st.number_input("Week", 1, 52, key=f"{page}_week", persist_state="session")
    publish(page, parameters)


def opened(**query: str) -> AppTest:
    app = AppTest.from_function(script)
    app.query_params.update(query)
    return app.run()


def week(app: AppTest) -> int:
    assert not app.exception
    return app.number_input[0].value


def address(app: AppTest) -> dict[str, str]:
    return {name: value[-1] if isinstance(value, list) else value for name, value in app.query_params.items()}


def test_a_link_sets_the_state_and_the_default_view_has_a_bare_address():
    assert week(opened()) == 27
    assert address(opened()) == {}
    app = opened(week="3", other="x")
    assert week(app) == 3
    assert not app.warning
    assert address(app) == {"week": "3"}


def test_a_control_that_is_moved_moves_the_address():
    app = opened(week="3")
    app.number_input[0].set_value(40).run()
    assert (week(app), address(app)) == (40, {"week": "40"})
    app.number_input[0].set_value(27).run()
    assert (week(app), address(app)) == (27, {})


def test_back_brings_the_view_of_the_address():
    app = opened(week="3")
    app.number_input[0].set_value(40).run()
    app.query_params["week"] = "3"
    assert week(app.run()) == 3
    app.query_params.clear()
    assert week(app.run()) == 27


def test_a_control_moved_before_the_address_has_followed_wins():
    app = opened(week="3")
    app.number_input[0].set_value(40).run()
    app.query_params["week"] = "3"
    app.number_input[0].set_value(41).run()
    assert (week(app), address(app)) == (41, {"week": "41"})


def test_another_page_and_back_by_the_menu_keeps_the_state():
    app = opened(week="3")
    for page, expected in (("two", 27), ("one", 3), ("bare", None), ("one", 3)):
        app.session_state.page = page
        app.query_params.clear()
        app.run()
        assert expected is None or week(app) == expected
    assert address(app) == {"week": "3"}


@pytest.mark.parametrize("value", ["0", "53", "-1", "1e1", "nan", "", "٣", "<script>alert(1)</script>", "9" * 5000])
def test_what_cannot_be_used_is_one_sentence_and_the_default(value):
    app = opened(week=value)
    assert week(app) == 27
    assert app.warning[0].value == "The link was followed without its week, which is not a week from 1 to 52."
    assert app.run().warning, "a page that runs again by itself, as when a year is there, still says so"
    assert not app.number_input[0].set_value(28).run().warning


def test_what_could_not_be_used_is_no_longer_said_on_another_page():
    app = opened(week="53")
    for page in ("two", "one"):
        app.session_state.page = page
        app.query_params.clear()
        assert not app.run().warning


def held_script():
    import streamlit as st

    from pages.links.address import hold, publish

    hold("mode", st.session_state.get("mode", "on"))
    publish("bare")


def test_what_is_held_stands_in_every_address_until_it_is_taken_out():
    app = AppTest.from_function(held_script).run()
    assert address(app) == {"mode": "on"}
    app.session_state["mode"] = None
    app.run()
    assert not app.exception
    assert address(app) == {}
