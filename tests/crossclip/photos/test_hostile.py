"""Uploads that nobody should send: each is a sentence or a picture, quickly, in little memory, and never on a disk."""

import tempfile
import threading
import time

import pytest
from starlette.formparsers import MultiPartParser
from streamlit import get_option
from streamlit.testing.v1 import AppTest

from crossclip.photos.exif import read_exif_sighting
from crossclip.photos.reading import MAX_SCANS, PhotoError, PixelBudget, read_photo
from tests.crossclip.photos.hostile import COUNT, SCRIPT, encoded, hostile
from tests.pages.app_runs import APP, errors, open_app, photo_file, press, upload, words

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning", "ignore::RuntimeWarning")
SLOWEST = 10.0  # seconds of one upload, on a slow machine that is busy


@pytest.fixture(scope="module")
def uploads() -> list[tuple[str, bytes]]:
    return hostile()


def outcome(content: bytes) -> str:
    """The sentence a file is refused with, or nothing where it can be read."""
    try:
        read_photo(content)
        read_exif_sighting(content)
    except PhotoError as error:
        return str(error)
    return ""


@pytest.mark.slow
def test_every_hostile_upload_is_a_sentence_or_a_picture(uploads, monkeypatch):
    for name in ("NamedTemporaryFile", "TemporaryFile", "mkstemp", "mkdtemp"):
        monkeypatch.setattr(tempfile, name, lambda *_, **__: pytest.fail("written to a disk"))
    assert len(uploads) == COUNT == 200
    refused = 0
    for name, content in uploads:
        start = time.monotonic()
        sentence = outcome(content)
        assert time.monotonic() - start < SLOWEST, name
        assert "\n" not in sentence, name
        assert len(sentence) < 200, name
        assert "<" not in sentence, name
        refused += bool(sentence)
    assert 100 < refused < 190  # some are sound pictures with something odd about them


def test_a_picture_in_endless_scans_is_refused_before_it_is_decoded(uploads, monkeypatch):
    scans = dict(uploads)["scans.jpg"]
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda image: pytest.fail("decoded"))
    assert f"more than {MAX_SCANS}" in outcome(scans)


def test_an_ordinary_progressive_picture_is_read():
    assert outcome(encoded("JPEG", progressive=True)) == ""


def test_pictures_are_decoded_at_once_only_within_the_budget():
    budget, running, most = PixelBudget(10), [], []

    def decode() -> None:
        with budget.spend(4):
            running.append(4)
            most.append(sum(running))
            time.sleep(0.005)
            running.pop()

    threads = [threading.Thread(target=decode) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(most) == 12
    assert max(most) <= 8
    with pytest.raises(KeyError), budget.spend(10):  # what fails gives its pixels back
        raise KeyError
    with budget.spend(10):
        pass


@pytest.fixture
def app(monkeypatch, tiny_folder) -> AppTest:
    return open_app(monkeypatch, tiny_folder)


@pytest.mark.slow
def test_the_page_shows_a_sentence_for_each_and_no_traceback(app, uploads):
    for name, content in uploads[::9]:
        app.file_uploader[0].set_value([(name, content, "image/jpeg")]).run()
        messages = errors(app)
        assert [bool(message) for message in messages] == ([True] if outcome(content) else [])
        assert SCRIPT not in words(app) + "".join(messages)
        if messages:
            press(app, "Dismiss")
        else:
            press(app, next(button.label for button in app.button if button.label.startswith("Remove photo")))


def test_a_hostile_upload_leaves_the_photos_before_it_alone(app, uploads):
    upload(app, photo_file())
    before = app.header[0].value
    assert errors(upload(app, uploads[8][1]))
    assert app.header[0].value == before


def test_uploads_are_not_spooled_to_a_disk(app):
    assert MultiPartParser.spool_max_size > get_option("server.maxUploadSize") * 2**20
    assert APP.name == "app.py"
