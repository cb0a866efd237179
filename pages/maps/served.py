"""What maps ask of the app's own server: Leaflet, scripts and land once, and pictures of numbers once each."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import streamlit as st
from streamlit import runtime

from pages.shared.model import ROOT

STATIC = ROOT / "static"
# Seen from the frame that streamlit-folium puts a map in, so that the app may lie below any address.
SERVER = "../.."


@st.cache_resource(show_spinner=False)
def map_files() -> str:
    """The address of Leaflet and of the plugins' files, from the installed packages, written when the app starts."""
    from crossclip.maps.web.files import write_files

    write_files(STATIC / "maps")
    return f"{SERVER}/app/static/maps"


def kept_pictures(key: str) -> Callable[[bytes], str]:
    """Keeps pictures as Streamlit keeps those of `st.image`: in memory, while the page of a session shows them.

    Args:
        key: tells the maps of a page apart.
    """
    numbers = count()

    def keep(png: bytes) -> str:
        files = runtime.get_instance().media_file_mgr
        return f"{SERVER}{files.add(png, 'image/png', f'{key}.{next(numbers)}')}"

    return keep
