"""Each patch does its work, and what it is against is still there: where that fails, the patch can go."""

import asyncio
import importlib.util
import inspect
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from types import SimpleNamespace

import pytest
import streamlit.runtime.app_session
from starlette.datastructures import Headers
from starlette.formparsers import MultiPartParser
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileStorageError
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.testing.v1 import AppTest
from streamlit.web.server.starlette import starlette_routes

from pages.shared import streamlit_patches
from pages.shared.streamlit_patches import (
    callbacks_are_whole,
    files_outlast_their_run,
    let_go,
    maps_compile_late,
    uploads_are_answered,
    uploads_stay_in_memory,
)

APP = """
import streamlit as st

page = st.navigation([st.Page("pages/one.py", default=True)])
st.title("The app")
page.run()
"""
PAGE = """
import streamlit as st
{patch}
st.header("The page")
"""
PATCH = """
from pages.shared.streamlit_patches import pages_belong_to_the_app

pages_belong_to_the_app()
"""
BODY = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n' + bytes(3 * 2**20) + b"\r\n--x--\r\n"


def opened_at_its_page(folder, patch: str) -> AppTest:
    """An app that a fresh server is asked for by the link of a page."""
    (folder / "pages").mkdir()
    (folder / "app.py").write_text(APP)
    (folder / "pages" / "one.py").write_text(PAGE.format(patch=patch))
    app = AppTest.from_file(folder / "app.py", default_timeout=60).switch_page("pages/one.py").run()
    assert not app.exception
    assert [header.value for header in app.header] == ["The page"]
    return app


@pytest.fixture
def rolled(monkeypatch) -> list[int]:
    """Uploads that would have gone to a disk."""
    seen: list[int] = []
    monkeypatch.setattr(tempfile.SpooledTemporaryFile, "rollover", lambda file: seen.append(1))
    return seen


def parse(parser: type[MultiPartParser]) -> None:
    async def stream():
        yield BODY

    parsing = parser(Headers({"content-type": "multipart/form-data; boundary=x"}), stream()).parse()
    with ThreadPoolExecutor() as thread:  # of its own: a browser test before may have left a loop running in this one
        thread.submit(asyncio.run, parsing).result()


def test_streamlit_still_runs_a_page_without_the_app(tmp_path):
    assert not opened_at_its_page(tmp_path, patch="").title


def test_a_page_is_run_by_the_app_from_the_first_link_on(tmp_path):
    assert [title.value for title in opened_at_its_page(tmp_path, PATCH).title] == ["The app"]
    assert PagesManager.uses_pages_directory is False


def test_starlette_still_takes_a_large_upload_to_the_disk(rolled):
    spec = importlib.util.find_spec("starlette.formparsers")
    fresh = importlib.util.module_from_spec(spec)  # as it is before anybody has changed it
    spec.loader.exec_module(fresh)
    parse(fresh.MultiPartParser)
    assert rolled
    assert "request.form()" in inspect.getsource(starlette_routes), "Streamlit reads uploads in another way"


def test_a_large_upload_stays_in_memory(rolled, monkeypatch):
    monkeypatch.setattr(MultiPartParser, "spool_max_size", MultiPartParser.spool_max_size)
    uploads_stay_in_memory()
    parse(MultiPartParser)
    assert not rolled


def test_streamlit_still_keeps_uploads_until_a_session_ends():
    source = inspect.getsource(streamlit.runtime.app_session)
    assert "remove_session_files" in source
    assert "remove_file(" not in source, "uploads that nothing shows are dropped: `let_go` may be needless"


def test_uploads_that_were_taken_in_are_let_go(monkeypatch):
    manager = MemoryUploadedFileManager("/upload")
    for name in ("a", "b"):
        manager.add_file("session", UploadedFileRec(name, f"{name}.jpg", "image/jpeg", b"photo"))
    context = SimpleNamespace(session_id="session", uploaded_file_mgr=manager)
    monkeypatch.setattr(streamlit_patches, "get_script_run_ctx", lambda: context)
    let_go([SimpleNamespace(file_id="a")])
    assert [file.file_id for file in manager.get_files("session", ["a", "b"])] == ["b"]


def left_in_a_queue(clear) -> list[str]:
    """What of an answer to an upload and of something drawn is still to be sent when a run begins."""
    queue = ForwardMsgQueue()
    for kind in ("file_urls_response", "delta"):
        msg = ForwardMsg()
        getattr(msg, kind).SetInParent()
        queue.enqueue(msg)
    clear(queue, retain_lifecycle_msgs=True)
    return [msg.WhichOneof("type") for msg in queue.flush()]


def test_a_browser_is_told_where_an_upload_goes_though_a_run_begins(monkeypatch):
    unpatched = inspect.unwrap(ForwardMsgQueue.clear)
    assert left_in_a_queue(unpatched) == [], "Streamlit keeps the answer itself"
    monkeypatch.setattr(ForwardMsgQueue, "clear", unpatched)
    uploads_are_answered()
    uploads_are_answered()
    assert left_in_a_queue(ForwardMsgQueue.clear) == ["file_urls_response"]


class BrokenOffError(Exception):
    """What a run is ended with where another is asked for."""


def come_to_their_end() -> list[str]:
    """What is done of a callback that uses the session's state, and of its page, if a control is used meanwhile."""
    asked, done = [], []

    def give_way() -> None:
        if asked:
            raise BrokenOffError

    class Session(dict):
        def on_script_will_rerun(self, states: WidgetStates, **options: object) -> None:
            asked.append(True)
            state["chosen"] = 1
            done.append("callback")

    state = SafeSessionState(Session(), give_way)
    with suppress(BrokenOffError):
        state.on_script_will_rerun(WidgetStates())
        state["drawn"] = 1
        done.append("page")
    return done


def test_a_callback_comes_to_its_end_and_then_the_run_gives_way(monkeypatch):
    unpatched = inspect.unwrap(SafeSessionState.on_script_will_rerun)
    monkeypatch.setattr(SafeSessionState, "on_script_will_rerun", unpatched)
    assert come_to_their_end() == [], "Streamlit lets callbacks come to their end itself"
    callbacks_are_whole()
    callbacks_are_whole()
    assert come_to_their_end() == ["callback"]


class Files:
    """What one session shows, on a server where others come and go; its runs as Streamlit begins and ends them."""

    def __init__(self, monkeypatch, now: list[float]):
        self.storage = MemoryMediaFileStorage("/media")
        self.manager = MediaFileManager(self.storage)
        monkeypatch.setattr("streamlit.runtime.media_file_manager._get_session_id", lambda: "session")
        monkeypatch.setattr(streamlit_patches, "_get_session_id", lambda: "session")
        monkeypatch.setattr(streamlit_patches, "monotonic", lambda: now[0])
        for name in ("clear_session_refs", "execute_deferred"):
            monkeypatch.setattr(MediaFileManager, name, inspect.unwrap(getattr(MediaFileManager, name)))

    def begin_a_run(self) -> None:
        self.manager.clear_session_refs()

    def others_end_runs(self) -> None:
        for _ in range(2):
            self.manager.remove_orphaned_files()

    def end(self) -> None:
        self.manager.clear_session_refs("session")
        self.others_end_runs()

    def can_fetch(self, address: str) -> bool:
        with suppress(MediaFileStorageError):
            return bool(self.storage.get_file(address.removeprefix("/media/")))
        return False

    def can_make(self, wanted: str) -> bool:
        with suppress(MediaFileStorageError):
            return bool(self.manager.execute_deferred(wanted))
        return False

    def show(self) -> tuple[str, str]:
        """A picture, and a button for what is made when it is clicked."""
        picture = self.manager.add(b"picture", "image/png", "1")
        return picture, self.manager.add_deferred(lambda: b"figure", "image/png", "2", "figure.png")


def test_files_are_there_for_a_while_after_the_run_that_showed_them(monkeypatch):
    now = [0.0]
    files = Files(monkeypatch, now)
    picture, button = files.show()
    files.begin_a_run()
    files.others_end_runs()
    assert not files.can_fetch(picture), "Streamlit keeps what is still shown itself"
    assert not files.can_make(button)
    files_outlast_their_run()
    files_outlast_their_run()
    picture, button = files.show()
    for run in range(3):
        files.begin_a_run()
        files.others_end_runs()
        assert files.can_fetch(picture)
        assert files.can_make(button) == (run == 0), "it keeps what its run computed"
    now[0] = streamlit_patches.KEPT_SECONDS + 1
    files.begin_a_run()
    files.others_end_runs()
    assert not files.can_fetch(picture), "not for ever"
    assert not files.can_make(button)


def test_what_a_click_made_is_there_when_others_have_ended_their_runs(monkeypatch):
    files = Files(monkeypatch, [0.0])
    made = files.manager.execute_deferred(files.show()[1])
    files.others_end_runs()
    assert not files.can_fetch(made), "Streamlit keeps it until it is fetched"
    files_outlast_their_run()
    made = files.manager.execute_deferred(files.show()[1])
    files.others_end_runs()
    assert files.can_fetch(made)


def test_nothing_of_a_session_outlives_it(monkeypatch):
    files = Files(monkeypatch, [0.0])
    files_outlast_their_run()
    picture, button = files.show()
    made = files.manager.execute_deferred(button)
    files.begin_a_run()
    files.end()
    assert not files.can_fetch(picture)
    assert not files.can_fetch(made)
    assert not files.can_make(button)


def test_a_map_in_the_app_compiles_no_script(monkeypatch):
    import branca.element
    import jinja2
    from streamlit_folium import st_folium

    from crossclip.maps.web import pin_map
    from crossclip.sighting import Sighting

    compiled, sent = [], []
    compile_text = jinja2.Environment.compile

    def count(environment, source, *given, **options):
        compiled.append(source)
        return compile_text(environment, source, *given, **options)

    def send() -> str:
        drawn = pin_map(Sighting(-92.1, 46.8), "near Duluth", folder="maps")
        st_folium(drawn, key="map", feature_group_to_add=drawn.shown, returned_objects=[], render=False)
        return sent[-1]["script"]

    monkeypatch.setattr("streamlit_folium._component_func", lambda **given: sent.append(given))
    monkeypatch.setattr(branca.element, "Template", jinja2.Template)
    monkeypatch.setattr(jinja2.Environment, "compile", count)
    script, without = send(), [source for source in compiled if "crossclip." in source]
    assert without, "nothing to be gained any more: the patch can go"
    maps_compile_late()
    compiled.clear()
    assert send() == script
    assert not [source for source in compiled if "crossclip." in source]


def test_a_map_is_a_page_of_its_own_all_the_same(monkeypatch, tmp_path):
    import branca.element
    import jinja2

    from crossclip.maps.web import pin_map
    from crossclip.sighting import Sighting

    monkeypatch.setattr(branca.element, "Template", jinja2.Template)
    maps_compile_late()
    pin_map(Sighting(-92.1, 46.8), "near Duluth").save(tmp_path / "map.html")
    assert "crossclip.pin(" in (tmp_path / "map.html").read_text(encoding="utf-8")
