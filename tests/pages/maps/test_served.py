"""What the app's server hands out."""

import tomllib

from pages.maps import served
from pages.shared.model import ROOT


def test_files_are_written_where_streamlit_serves_them(tmp_path, monkeypatch):
    monkeypatch.setattr(served, "STATIC", tmp_path)
    served.map_files.clear()
    assert served.map_files() == "../../app/static/maps"
    assert {path.name for path in (tmp_path / "maps").iterdir()} >= {"leaflet.js", "leaflet.css", "crossclip.js"}
    served.map_files.clear()
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["server"]["enableStaticServing"]


class Media:
    """What keeps files for the run of a page."""

    def __init__(self):
        self.media_file_mgr = self

    def add(self, data, kind, coordinates):
        assert kind == "image/png"
        return f"/media/{coordinates}.png"


def test_each_picture_of_a_map_is_kept_under_a_name_of_its_own(monkeypatch):
    monkeypatch.setattr(served.runtime, "get_instance", Media)
    keep = served.kept_pictures("range")
    assert [keep(b"png"), keep(b"png")] == ["../../media/range.0.png", "../../media/range.1.png"]
