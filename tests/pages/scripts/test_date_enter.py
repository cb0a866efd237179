"""What lets a typed date count with Enter is on every page; what it does is tested in a browser."""


def test_it_is_on_every_page(app):
    assert not app.exception
    assert any("date_enter" in str(element.proto) for element in app.get("bidi_component"))
