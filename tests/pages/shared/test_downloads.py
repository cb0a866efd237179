"""Buttons that hand out a figure and its numbers."""

from matplotlib.figure import Figure

from pages.shared import downloads


def test_each_file_is_made_only_when_it_is_asked_for(monkeypatch):
    made, buttons = [], {}

    def button(label, make, name, key, on_click):
        assert on_click == "ignore"
        buttons[label] = (make, name, key)

    def draw() -> Figure:
        made.append("figure")
        return Figure()

    monkeypatch.setattr(downloads.st, "download_button", button)
    downloads.download_buttons("jay", draw, {"geojson": lambda path: path.write_text("{}")}, key="map")
    assert {label: rest for label, (_, *rest) in buttons.items()} == {
        "PNG": ["jay.png", "map_png"],
        "SVG": ["jay.svg", "map_svg"],
        "PDF": ["jay.pdf", "map_pdf"],
        "GeoJSON": ["jay.geojson", "map_geojson"],
    }
    assert not made
    assert buttons["PNG"][0]().startswith(b"\x89PNG")
    assert buttons["GeoJSON"][0]() == b"{}"
    assert made == ["figure"]
