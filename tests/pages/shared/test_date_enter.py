"""What lets a typed date count with Enter is on every page; what it does is tested in a browser."""

from pages.shared.date_enter import SCRIPT


def test_it_is_on_every_page(app):
    assert not app.exception
    assert "stDateInput" in SCRIPT.read_text(encoding="utf-8")
    assert any("date_enter" in str(element.proto) for element in app.get("bidi_component"))
