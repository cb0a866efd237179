"""What the app changes of the insides of Streamlit and Starlette: each patch, and the version that needed it.

`tests/pages/shared/test_streamlit_patches.py` fails where one is no longer needed; then it goes.
"""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st
from starlette.formparsers import MultiPartParser
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile


def pages_belong_to_the_app() -> None:
    """Let app.py run the pages, from the first link on (Streamlit 1.67).

    Streamlit takes a folder called pages for an older kind of app until `st.navigation` has been called once: the
    first link that a fresh server opens would run the page's file alone, without app.py. A run that began so is
    started again.
    """
    if PagesManager.uses_pages_directory:
        PagesManager.uses_pages_directory = False
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
