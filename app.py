"""CrossCLIP in the browser: `streamlit run app.py`. The server; what a session runs is `pages/_frame.py`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from threading import Thread

import streamlit as st
from starlette.formparsers import MultiPartParser

from crossclip.errors import CrossClipError

# An upload of more than a megabyte would lie in a temporary file until it has arrived whole.
MultiPartParser.spool_max_size = (st.get_option("server.maxUploadSize") + 1) * 2**20


def warm_up() -> None:
    """Import torch and load the model while the first browser is on its way; a session tells what is wrong."""
    from pages._shared import load_atlas

    with suppress(CrossClipError):
        load_atlas()


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    Thread(target=warm_up, daemon=True).start()
    yield


app = st.App("pages/_frame.py", lifespan=lifespan)
