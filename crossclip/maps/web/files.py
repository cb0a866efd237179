"""What a map in a browser needs besides its numbers: Leaflet, the plugins' scripts, styles and the base map.

A server hands them out once, as files; a notebook or a saved page carries them as `data:` URIs.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from functools import cache
from importlib.resources import files
from pathlib import Path

from crossclip.files import whole_file
from crossclip.maps.land import relief
from crossclip.maps.web.pictures import relief_picture
from crossclip.maps.web.world import world

SCRIPTS = ("board", "sheet", "base_map", "relief", "pictures", "values", "hover", "pin", "player", "legend", "view")
RELIEF = "relief-{}.webp"
KINDS = {"js": "text/javascript", "css": "text/css"}
Link = tuple[str, str]
"""What folium calls a script or a style sheet, and where it is."""


@cache
def contents() -> dict[str, str]:
    """All files by name, in the order in which a page reads them."""
    leaflet = files("xstatic.pkg.leaflet") / "data"
    own = files("crossclip.maps.web")
    plugins = "\n".join((own / "scripts" / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS)
    base_map = f"window.crossclip.world = {json.dumps(world(), separators=(',', ':'), ensure_ascii=False)};\n"
    return {
        "leaflet.css": (leaflet / "leaflet.css").read_text(encoding="utf-8"),
        "crossclip.css": (own / "style.css").read_text(encoding="utf-8"),
        "leaflet.js": (leaflet / "leaflet.js").read_text(encoding="utf-8"),
        "crossclip.js": f"{plugins}{base_map}",
    }


@cache
def relief_link(folder: str | None = None) -> str:
    """Where the picture of light and shadow is; `folder` as for `links`. A browser asks for it where it is shown."""
    if folder is None:
        return data_uri(relief_picture(), "image/webp")
    return f"{folder}/{RELIEF.format(relief.version())}"


@cache
def links(folder: str | None = None) -> tuple[list[Link], list[Link]]:
    """Scripts and style sheets, as `folium.Map.default_js` and `default_css` have them.

    Args:
        folder: address of the folder that `write_files` has filled; None for `data:` URIs.
    """
    found: dict[str, list[Link]] = {"js": [], "css": []}
    for name, text in contents().items():
        kind = name.rpartition(".")[2]
        if folder is None:
            address = data_uri(text.encode(), f"{KINDS[kind]};charset=utf-8")
        else:  # a browser that has seen another version asks again
            address = f"{folder}/{name}?{hashlib.sha256(text.encode()).hexdigest()[:12]}"
        found[kind].append((name.replace(".", "_"), address))
    return found["js"], found["css"]


def write_files(folder: Path) -> None:
    """Write the files that are not there yet, or are of another version, each whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    picture = folder / RELIEF.format(relief.version())
    if not picture.is_file():
        with whole_file(picture) as draft:
            draft.write_bytes(relief_picture())
    for name, text in contents().items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            with whole_file(path) as draft:
                draft.write_text(text, encoding="utf-8")


def data_uri(data: bytes, kind: str) -> str:
    """Bytes of a media type, as `image/png`, as an address that holds them."""
    return f"data:{kind};base64,{b64encode(data).decode()}"
