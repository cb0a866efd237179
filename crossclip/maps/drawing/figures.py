"""Figures for papers and slides: PNG, SVG and PDF with title, scale and credit."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from pathlib import Path
from textwrap import fill

import numpy as np
from matplotlib.artist import Artist
from matplotlib.cm import ScalarMappable
from matplotlib.colors import FuncNorm, ListedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from crossclip.errors import CrossClipError
from crossclip.files import OutputError, whole_file
from crossclip.maps.drawing.cartography import backdrop
from crossclip.maps.drawing.marks import LINE, draw_line, draw_pin, draw_relief
from crossclip.maps.drawing.sheet import (
    BOTTOM,
    INK,
    LEFT,
    NO_DATA,
    SIDE,
    TOP,
    HatchedHandle,
    draw,
    inches,
    page,
    style,
)
from crossclip.maps.drawing.smoothing import known_share
from crossclip.maps.land.extents import Extent
from crossclip.maps.land.grids import Grid
from crossclip.maps.land.relief import CREDIT, Background
from crossclip.maps.place_map import PALE, EmbeddingMap
from crossclip.maps.value_map import ValueMap
from crossclip.maps.values.scales import Scale
from crossclip.sighting import Sighting

WORDS = 50  # characters of a line beside the scale
SIZE, PAIR_SIZE = (7.2, 6.2), (10.0, 5.0)  # inches: the width of a page with two columns; of a slide
EXTEND = {(False, False): "neither", (True, False): "min", (False, True): "max", (True, True): "both"}
METADATA = {"png": {"Software": "CrossCLIP"}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}


def value_figure(
    *maps: ValueMap,
    scale: Scale | None = None,
    size: tuple[float, float] | None = None,
    part: Extent | None = None,
    place: Sighting = Sighting(),
    caption: str = "",
    background: Background = "plain",
) -> Figure:
    """A map of numbers, or several of one kind side by side, with one scale (paper, Fig. 3b).

    Args:
        scale: by default the first map's own.
        size: width and height in inches.
        part: what to show of the maps' extent; by default all of its land.
        place: to be marked, with what is written there.
        caption: small words below, such as the name of the model.
        background: "relief" for light and shadow of the land, which change no hue.

    Raises:
        CrossClipError: for no map, or more than one an inch.
    """
    size = size or (SIZE if len(maps) == 1 else PAIR_SIZE)
    if not 1 <= len(maps) <= size[0]:
        raise CrossClipError(f"a figure of {size[0]:g} inches has room for 1 to {size[0]:.0f} maps, not {len(maps)}")
    first, scale = maps[0], scale or maps[0].scale
    width = size[0] / len(maps)
    norm = FuncNorm((scale.position, scale.value), vmin=scale.low, vmax=scale.high)
    with style():
        titles = [(drawn.title, drawn.scientific) for drawn in maps]
        notes = [drawn.note for drawn in maps if drawn.note]
        figure = page(size, titles, first.subtitle, first.date, notes, _caption(caption, first.grid, part, background))
        for column, drawn in enumerate(maps):
            axes = inches(figure, column * width + SIDE, BOTTOM, width - 2 * SIDE, size[1] - TOP - BOTTOM)
            draw(axes, drawn.grid, drawn.shown, part, scale)
            if background == "relief":
                draw_relief(axes, drawn.grid, part)
            if drawn.line is not None:
                draw_line(axes, drawn.grid, drawn.shown, drawn.line, part)
            if place.longitude is not None and place.latitude is not None:
                draw_pin(axes, drawn, place.longitude, place.latitude, part)
        ticks = dict(scale.ticks())
        beyond_low = not scale.diverging and any((drawn.known < scale.low).any() for drawn in maps)
        beyond_high = any((np.abs(drawn.known) > scale.high).any() for drawn in maps)
        bar = figure.colorbar(
            ScalarMappable(norm, ListedColormap(scale.palette() / 255)),
            cax=inches(figure, LEFT, 0.44, 0.45 * min(size[0], SIZE[0]), 0.1),
            orientation="horizontal",
            extend=EXTEND[beyond_low or (scale.diverging and beyond_high), beyond_high],
            ticks=scale.value([*ticks]),
        )
        bar.ax.set_xticklabels(ticks.values())
        bar.ax.minorticks_off()
        bar.outline.set_linewidth(0.4)
        bar.ax.tick_params(width=0.4, length=2)
        figure.text(LEFT / size[0], 0.6 / size[1], f"{first.meaning[0].upper()}{first.meaning[1:]}")
        _add_legend(figure, maps)
        return figure


def embedding_figure(
    embedding_map: EmbeddingMap,
    size: tuple[float, float] = (7.2, 4.8),
    background: Background = "plain",
    part: Extent | None = None,
) -> Figure:
    """The map of places that are alike to the model (paper, Fig. 3a).

    Args:
        size: width and height in inches.
        background, part: as of `value_figure`.
    """
    with style():
        title, subtitle = "Places as the model knows them", "Place-and-date embeddings"
        caption = _caption("", embedding_map.grid, part, background)
        figure = page(size, [(title, "")], subtitle, embedding_map.date, caption=caption)
        axes = inches(figure, SIDE, BOTTOM, size[0] - 2 * SIDE, size[1] - TOP - BOTTOM)
        colours, support = embedding_map.colours, embedding_map.support
        if support is not None:
            share = known_share(embedding_map.grid, support)[..., None]
            colours = 1 - (1 - colours) * (PALE + (1 - PALE) * share)
        draw(axes, embedding_map.grid, colours, part)
        if background == "relief":
            draw_relief(axes, embedding_map.grid, part)
        words = (
            "Red, green and blue are three independent components of the embedding: like colours mark places that the\n"
            "model finds alike. A colour has no other meaning."
        )
        pale = "" if support is None else f" Pale: {embedding_map.few_records}, a guess."
        figure.text(LEFT / size[0], 0.5 / size[1], words + pale, va="center")
        return figure


def figure_bytes(figure: Figure, suffix: str, dpi: int = 300) -> bytes:
    """A figure as the bytes of a png, svg or pdf file, the same at every run; text stays text.

    Raises:
        OutputError: for another suffix.
    """
    if suffix not in METADATA:
        raise OutputError(f"a figure cannot be written as {suffix or 'a file without suffix'}: use png, svg or pdf")
    buffer = io.BytesIO()
    with style():
        figure.savefig(buffer, format=suffix, dpi=dpi, metadata=METADATA[suffix])
    return buffer.getvalue()


def save_figure(figure: Figure, path: str | os.PathLike[str], dpi: int = 300) -> None:
    """Write a figure whole or not at all, in the format that the path's suffix names.

    Raises:
        OutputError: for another suffix, or a folder that cannot be written.
    """
    data = figure_bytes(figure, Path(path).suffix.lower().removeprefix("."), dpi)
    with whole_file(path) as draft:
        draft.write_bytes(data)


def _caption(words: str, grid: Grid, part: Extent | None, background: Background) -> str:
    """Small words below a figure: those given, its projection, and whose its background is."""
    projection = f"{backdrop(grid.extent, part).projection.name} projection"
    return f"{'. '.join(filter(None, (words, projection, CREDIT if background == 'relief' else '')))}."


def _add_legend(figure: Figure, maps: Sequence[ValueMap]) -> None:
    """What hatching and line mean, beside the scale."""
    reasons = dict.fromkeys(f"No value: {drawn.no_value}" for drawn in maps if drawn.support is not None)
    entries: dict[str, Artist] = {fill(reason, WORDS): Patch(facecolor=NO_DATA) for reason in reasons}
    if maps[0].line is not None:
        entries[maps[0].line_meaning] = Line2D([], [], color=INK, linewidth=LINE)
    if not entries:
        return
    width, height = figure.get_size_inches()
    lines = sum(1 + text.count("\n") for text in entries)
    figure.legend(
        [*entries.values()],
        [*entries],
        loc="lower right",
        bbox_to_anchor=(1 - LEFT / width, (0.4 if lines == 1 else 0.2) / height),
        borderaxespad=0,
        frameon=False,
        handler_map={Patch: HatchedHandle()},
    )
