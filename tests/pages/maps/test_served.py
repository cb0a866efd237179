"""What the app's server hands out."""

import tomllib

import pytest

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
    """What Streamlit keeps for the run of a page: under each name the picture that was added last."""

    def __init__(self):
        self.media_file_mgr, self.kept = self, {}

    def add(self, data, kind, coordinates):
        assert kind == "image/png"
        self.kept[coordinates] = data
        return f"/media/{coordinates}.png"


@pytest.fixture
def media(monkeypatch):
    media = Media()
    monkeypatch.setattr(served.runtime, "get_instance", lambda: media)
    monkeypatch.setattr(served.st, "session_state", {})
    return media


def test_each_picture_of_a_map_is_kept_under_a_name_of_its_own(media):
    keep = served.kept_pictures("range")
    assert [keep(b"png"), keep(b"png")] == ["../../media/range.0.png", "../../media/range.1.png"]


def test_pictures_outlive_the_run_of_the_page_that_showed_them(media):
    for run in range(served.MOST_KEPT + 5):
        media.kept.clear()
        served.kept_pictures("range")(bytes([run]))
        before = {bytes([one]) for one in range(max(0, run - served.MOST_KEPT + 1), run + 1)}
        assert before <= set(media.kept.values())
    assert len(media.kept) <= served.MOST_KEPT + 1, "not for ever"
