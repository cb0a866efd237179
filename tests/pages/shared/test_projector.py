"""Projector mode stays on from page to page and is part of the link."""

from streamlit.testing.v1 import AppTest

from tests.pages.app_runs import open_app


def styles(app) -> str:
    assert not app.exception
    return "".join(element.value for element in app.html)


def test_a_link_switches_it_on_and_pages_keep_it(monkeypatch, tiny_folder):
    app = open_app(monkeypatch, tiny_folder, projector="on", date="2024-05-31")
    assert "last row of a class room" in styles(app)
    assert "Only map and answer" in styles(app)
    assert app.query_params == {"projector": "on", "date": "2024-05-31"}
    app.switch_page("pages/about.py").run()
    assert not app.exception
    assert app.query_params["projector"] == "on"
    app.switch_page("pages/identify.py").run()
    assert app.query_params["projector"] == "on"


def script():
    from pages.links.address import publish
    from pages.shared.projector import projector_switch

    projector_switch("about")
    publish("about")


def test_it_is_switched_off_and_out_of_the_link():
    app = AppTest.from_function(script, default_timeout=60)
    app.query_params["projector"] = "on"
    assert app.run().toggle(key="projector").value
    app.toggle(key="projector").set_value(False).run()
    assert not app.exception
    assert app.query_params == {}


def test_what_a_link_should_not_hold_is_no_mode(monkeypatch, tiny_folder):
    app = open_app(monkeypatch, tiny_folder, projector="<script>")
    assert not app.toggle(key="projector").value
    assert app.query_params == {}
