"""What a range map's files are called, and what they hold beside the map that is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from crossclip.maps.drawing.file_names import YEAR, file_stem
from crossclip.maps.drawing.geotiff import write_geotiff
from crossclip.maps.flatness import flat_words
from crossclip.maps.place_map import EmbeddingMap
from crossclip.maps.species_map import SpeciesDifference, SpeciesMap
from crossclip.maps.value_map import ValueMap
from crossclip.maps.values.readings import Reading
from pages.shared.model import model_words
from pages.shared.words import plain, sentence

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def year_stem(names: Sequence[str], difference: bool, given_photo: bool, reading: Reading) -> str:
    """The name of the file of a range map's year, as northern-cardinal_year."""
    return file_stem(_what(names, difference), YEAR, *_how(given_photo, reading))


def figure_of(*maps: ValueMap | EmbeddingMap, **options: Any) -> Figure:
    """A map, or maps beside each other, as a figure; Matplotlib is read when the first one is asked for."""
    from crossclip.maps.drawing.figures import embedding_figure, value_figure

    draw: Callable[..., Figure] = embedding_figure if isinstance(maps[0], EmbeddingMap) else value_figure
    return draw(*maps, **options)


def geotiff_of(maps: Sequence[ValueMap]) -> dict[str, Callable[[Path], None]]:
    """What writes a single map as GeoTIFF, as `download_buttons` takes it; nothing for maps beside each other."""
    if len(maps) > 1:
        return {}
    return {"tif": lambda path: write_geotiff(maps[0], path, model_words())}


def tell_flatness(maps: Sequence[SpeciesMap] | Sequence[SpeciesDifference]) -> None:
    """Say of a map given a photo that it is the same everywhere, and where another one is."""
    said = [flat_words(drawn) for drawn in maps if isinstance(drawn, SpeciesMap)]
    for words in filter(None, said):
        st.info(plain(f"{sentence(words)} Where the photo could have been taken is shown on the Identify page."))


def _what(names: Sequence[str], difference: bool) -> list[str]:
    return [" minus ".join(names)] if difference else list(names)


def _how(given_photo: bool, reading: Reading) -> list[str]:
    return ["given photo"] * given_photo + ["visit"] * (reading == "visit")
