"""The files of a map: what they are called, its figure, and its numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crossclip.maps.drawing.file_names import YEAR, file_stem
from crossclip.maps.drawing.geotiff import write_geotiff
from crossclip.maps.place_map import EmbeddingMap
from crossclip.maps.value_map import ValueMap, write_csv, write_geojson
from crossclip.maps.values.readings import Reading
from pages.shared.model import model_words

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.figure import Figure


def range_stem(names: Sequence[str], difference: bool, given_photo: bool, reading: Reading, when: str = YEAR) -> str:
    """The name of a file of a range map, without its suffix: northern-cardinal_year, northern-cardinal_week-27."""
    what = [" minus ".join(names)] if difference else names
    return file_stem(what, when, *["given photo"] * given_photo, *["visit"] * (reading == "visit"))


def figure_of(*maps: ValueMap | EmbeddingMap, **options: Any) -> Figure:
    """A map, or maps beside each other, as a figure; Matplotlib is read when the first one is asked for."""
    from crossclip.maps.drawing.figures import embedding_figure, value_figure

    draw: Callable[..., Figure] = embedding_figure if isinstance(maps[0], EmbeddingMap) else value_figure
    return draw(*maps, **options)


def number_files(*maps: ValueMap) -> dict[str, Callable[[Path], None]]:
    """What writes the numbers of a map, or of maps beside each other, as `download_buttons` takes it.

    Whoever may click later keeps hold of the maps, and of nothing else that their page has computed.
    """
    first, title = maps[0], " and ".join(drawn.title for drawn in maps)
    if len(maps) == 1:
        geotiff = {"tif": lambda path: write_geotiff(first, path, model_words())}
        return {"csv": first.to_csv, "geojson": first.to_geojson, **geotiff}

    def columns() -> dict[str, np.ndarray]:
        ending = "" if first.column == "value" else f"_{first.column}"
        return {drawn.title.lower().replace(" ", "_") + ending: drawn.shown for drawn in maps}

    about = ValueMap.about(first) | {"title": title}
    return {
        "csv": lambda path: write_csv(path, first.grid, columns()),
        "geojson": lambda path: write_geojson(path, first.grid, columns(), about),
    }
