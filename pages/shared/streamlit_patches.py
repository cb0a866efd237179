"""What the app changes of the insides of Streamlit, Starlette and Branca: each patch, and the version that needed it.

`tests/pages/shared/test_streamlit_patches.py` fails where one is no longer needed; then it goes.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, wraps
from pathlib import PurePosixPath
from time import monotonic
from typing import Any

import streamlit as st
from jinja2 import Template
from starlette.formparsers import MultiPartParser
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.media_file_manager import MediaFileManager, _get_session_id
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.runtime.uploaded_file_manager import UploadedFile

KEPT_SECONDS = 30  # of what was shown: a busy browser fetches it that much later at most


def pages_belong_to_the_app() -> None:
    """Let app.py run the pages, from the first link on (Streamlit 1.67).

    Streamlit takes a folder called pages for an older kind of app until `st.navigation` has been called once: the
    first link that a fresh server opens would run the page's file alone, without app.py. The server says otherwise as
    it starts; where it had no chance to, a run that began so is started again.
    """
    alone, PagesManager.uses_pages_directory = PagesManager.uses_pages_directory, False
    if alone:
        st.rerun()


def uploads_stay_in_memory() -> None:
    """Keep an upload off the disk (Starlette 1.10).

    An upload of more than a megabyte would lie in a temporary file until it has arrived whole.
    """
    MultiPartParser.spool_max_size = (st.get_option("server.maxUploadSize") + 1) * 2**20


def let_go(files: Iterable[UploadedFile]) -> None:
    """Give back the memory of uploads that were taken in (Streamlit 1.67).

    Streamlit keeps every upload until its session ends, though the uploader is gone.
    """
    context = get_script_run_ctx()
    if context is None or not isinstance(manager := context.uploaded_file_mgr, MemoryUploadedFileManager):
        return
    for file in files:
        manager.remove_file(context.session_id, file.file_id)


def uploads_are_answered() -> None:
    """Let a browser hear where to send a photo that was chosen as a run began (Streamlit 1.67).

    Streamlit drops what it has not sent yet when a run begins: the browser would wait for the address for ever.
    """
    drop = ForwardMsgQueue.clear
    if hasattr(drop, "__wrapped__"):
        return

    @wraps(drop)
    def clear(queue: ForwardMsgQueue, retain_lifecycle_msgs: bool = False, *args: Any, **options: Any) -> None:
        answers = [msg for msg in queue._queue if msg.HasField("file_urls_response")] if retain_lifecycle_msgs else []
        drop(queue, retain_lifecycle_msgs, *args, **options)
        queue._queue += [answer for answer in answers if answer not in queue._queue]

    ForwardMsgQueue.clear = clear  # type: ignore[assignment, method-assign]


def callbacks_are_whole() -> None:
    """Let a callback come to its end (Streamlit 1.67).

    Where it reads or writes the session's state it would be broken off if another control is used meanwhile, and not
    be called again: half a photo would be there, or none.
    """
    call = SafeSessionState.on_script_will_rerun
    if hasattr(call, "__wrapped__"):
        return

    @wraps(call)
    def call_whole(state: SafeSessionState, *args: Any, **options: Any) -> None:
        give_way = state._yield_callback
        give_way()
        object.__setattr__(state, "_yield_callback", lambda: None)
        try:
            call(state, *args, **options)
        finally:
            object.__setattr__(state, "_yield_callback", give_way)

    SafeSessionState.on_script_will_rerun = call_whole  # type: ignore[assignment, method-assign]


def files_outlast_their_run() -> None:
    """Let a browser fetch what it was shown, or what was made at its click (Streamlit 1.67).

    Streamlit lets go of the pictures and downloads of a session when its next run begins, and of what a click made at
    once, and drops them as soon as a run of any session ends. Where many use a server, files would be missing.
    """
    forget, make = MediaFileManager.clear_session_refs, MediaFileManager.execute_deferred
    if hasattr(forget, "__wrapped__"):
        return

    @wraps(forget)
    def forget_later(manager: MediaFileManager, ended: str | None = None) -> None:
        held: dict[Any, dict[str, str]] = manager._files_by_session_and_coord
        session, now, unmade = ended or _get_session_id(), monotonic(), manager._deferred_callables
        with manager._lock:
            for key in [key for key in held if isinstance(key, tuple) and key[0] == session]:
                if ended or now - key[1] > KEPT_SECONDS:
                    del held[key]
                else:  # what a click would make of earlier runs keeps what they computed
                    held[key] = {name: file for name, file in held[key].items() if file not in unmade}
            if not ended and session in held:
                held[session, now, object()] = held[session]
        forget(manager, ended)

    @wraps(make)
    def make_and_hold(manager: MediaFileManager, file_id: str) -> str:
        held: dict[Any, dict[str, str]] = manager._files_by_session_and_coord
        wanted = manager._deferred_callables.get(file_id)
        address = make(manager, file_id)
        if wanted is not None:
            with manager._lock:
                held[wanted["session_id"], monotonic(), object()] = {file_id: PurePosixPath(address).stem}
        return address

    MediaFileManager.clear_session_refs = forget_later  # type: ignore[assignment, method-assign]
    MediaFileManager.execute_deferred = make_and_hold  # type: ignore[assignment, method-assign]


class LateTemplate:
    """A template that is compiled when it is first used."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _compiled(self) -> Template:
        return Template(self.text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._compiled, name)


def maps_compile_late() -> None:
    """Spare the templates that nothing is rendered from (Branca 0.8).

    A map's scripts are put into a page of its own as templates, a dozen a map, and compiled there; streamlit-folium
    takes the scripts themselves and asks for no page.
    """
    import branca.element  # with folium, where a map is shown

    branca.element.Template = LateTemplate  # type: ignore[assignment, misc]
