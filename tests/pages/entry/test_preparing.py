"""What would be waited for is read beside the first page."""

import gc
import shutil
from concurrent.futures import Future
from threading import enumerate as threads

import pytest

from crossclip.errors import CrossClipError
from crossclip.maps.weeks import MID_YEAR, week_day
from pages.entry.preparing import prepare_aside
from pages.shared.model import load_atlas, load_predictor
from pages.shared.turns import TURNS


@pytest.fixture
def fresh_folder(monkeypatch, tiny_folder, tmp_path):
    """A model that nobody has loaded yet."""
    folder = shutil.copytree(tiny_folder, tmp_path / "model")
    monkeypatch.setenv("CROSSCLIP_MODEL", str(folder))
    monkeypatch.setattr(TURNS, "quiet", 0.01)
    return folder


def prepared() -> Future[None]:
    photos = prepare_aside()
    for thread in threads():
        if thread.name.startswith("preparing"):
            thread.join(60)
    return photos


def test_photos_words_and_the_first_map_wait_for_nothing_any_more(monkeypatch, fresh_folder):
    prepared().result()
    predictor = load_predictor()
    assert predictor.model.has_photo
    assert predictor.model.has_text
    monkeypatch.setattr(type(predictor), "embed_sightings", lambda *given: pytest.fail("computed again"))
    load_atlas().species_map("Blue Jay", week_day(MID_YEAR))


def test_python_does_not_look_for_garbage_in_what_stays(fresh_folder):
    before = gc.get_freeze_count()
    prepared()
    assert gc.get_freeze_count() > before
    assert not any(one is load_predictor() for one in gc.get_objects())


def test_it_is_begun_once(fresh_folder):
    assert prepare_aside() is prepare_aside()
    prepared()


def test_a_photo_encoder_that_cannot_be_read_is_told_and_the_rest_is_read(fresh_folder):
    config = fresh_folder / "config.json"
    config.write_text(config.read_text().replace("mobilenet_v3_small", "mobilenet_v3_large"))
    with pytest.raises(CrossClipError, match="do not fit"):
        prepared().result()
    assert load_predictor().model.has_text


def test_nothing_is_read_while_a_page_runs(fresh_folder):
    with TURNS.turn():
        photos = prepare_aside()
        assert not photos.done()
        assert not load_predictor().model.has_photo
    prepared().result()
