"""What every first page needs, read as soon as the server is there instead of when the first person comes."""

from __future__ import annotations

import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from importlib import import_module
from threading import Thread, main_thread

import streamlit as st

from crossclip.errors import CrossClipError


@asynccontextmanager
async def reading_ahead(app: st.App) -> AsyncIterator[None]:
    """While a server lives: it answers at once, and reads beside."""
    Thread(target=_begin, name="reading ahead").start()
    yield


def _begin() -> None:
    if not st.get_option("server.headless"):
        webbrowser.open(address())  # which Streamlit does for scripts alone (1.67)
    read_ahead()


def address() -> str:
    """Where the app is seen in a browser of this machine."""
    protocol = "https" if st.get_option("server.sslCertFile") else "http"
    host, port = st.get_option("browser.serverAddress"), st.get_option("browser.serverPort")
    return f"{protocol}://{host}:{port}/{st.get_option('server.baseUrlPath').strip('/')}".rstrip("/")


def read_ahead() -> None:
    """Read the model, then what draws maps, and then begin with what can wait until no page runs."""
    from pages.entry.preparing import prepare_aside  # PyTorch comes with these, which takes two seconds and more
    from pages.maps.served import map_files
    from pages.shared.model import load_predictor

    web = partial(import_module, "crossclip.maps.web")  # and folium; streamlit-folium wants a session
    with suppress(CrossClipError):  # who opens a page is told
        for read in (load_predictor, map_files, web, prepare_aside):
            if main_thread().is_alive():  # else the server ends
                read()
