"""Maps of numbers or of embeddings in a browser: one, or several of one kind that move together."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from functools import partial
from typing import Any

import numpy as np

from crossclip.errors import CrossClipError
from crossclip.maps.drawing.home import home_of
from crossclip.maps.land.extents import Extent
from crossclip.maps.land.relief import Background
from crossclip.maps.place_map import EmbeddingMap
from crossclip.maps.species_map import SpeciesMap, shared_scale
from crossclip.maps.value_map import ValueMap
from crossclip.maps.values.scales import LEVELS, Scale
from crossclip.maps.values.written import numbers, words_of
from crossclip.maps.web import mercator
from crossclip.maps.web.files import data_uri
from crossclip.maps.web.pictures import codes_picture, colours_picture, levels_picture, masks_picture
from crossclip.maps.web.pin_map import written_pair
from crossclip.maps.web.plugins import Hover, Legend, Pin, Player, Readout, Values
from crossclip.maps.web.web_map import WebMap
from crossclip.maps.weeks import WEEKS, time_words, week_name, week_of
from crossclip.sighting import Sighting

Keep = Callable[[bytes], str]
"""Puts a PNG where the page finds it, and says where that is."""
PROJECTION = f"Projection: {mercator.NAME}, in which what lies north is drawn too large."


@dataclass(frozen=True)
class Panel:
    """One of the maps beside each other.

    Attributes:
        drawn: what is shown while nothing plays.
        year: a map for each week, to play; none without.
        edges: where each week has values, on the grid of `drawn`, so that what plays has the edges of what stands
            still; by default on its own grid.
        alt: the text alternative.
        title, italics: what stands above it, where there are several.
    """

    drawn: ValueMap | EmbeddingMap
    year: Sequence[ValueMap] = ()
    edges: Sequence[np.ndarray] = ()
    alt: str = ""
    title: str = ""
    italics: str = ""


def web_map(
    maps: Sequence[ValueMap | EmbeddingMap | Panel],
    scale: Scale | None = None,
    year: Sequence[ValueMap] = (),
    view: Extent | None = None,
    place: Sighting = Sighting(),
    week: int | None = None,
    heading: str = "",
    caption: str = "",
    folder: str | None = None,
    keep: Keep = partial(data_uri, kind="image/png"),
    background: Background = "plain",
) -> WebMap:
    """Maps of one grid and one scale beside each other, to move about in.

    Args:
        scale: by default the first map's own.
        year: the weeks of a single map.
        view: where the map opens; by default where the values are.
        place: where the pin is.
        week: which of the year is shown; None where the map is of no week.
        heading: above all, on a page of its own.
        caption: small words below.
        folder: as `WebMap` has it.
        keep: where pictures are kept; by default in the page.
        background: as `pin_map` has it.

    Raises:
        CrossClipError: for no map.
    """
    if not maps:
        raise CrossClipError("there is no map to show: give one, or several of one grid")
    panels = [one if isinstance(one, Panel) else Panel(one, year) for one in maps]
    words = {"heading": heading, "background": background, "remark": ". ".join(filter(None, (caption, PROJECTION)))}
    data = shown_values(panels, scale, place, week, keep) | words
    drawn = WebMap(view or opening(panels), data, folder, heading)
    weeks = [week_name(number) for number in WEEKS]
    for plugin in (Values(), Hover(), Pin(), Player(weeks), Readout(), Legend()):
        drawn.add_child(plugin)
    return drawn


def save_page(
    drawn: SpeciesMap,
    year: Sequence[SpeciesMap],
    path: str | os.PathLike[str],
    scale: Scale | None = None,
    edges: Sequence[np.ndarray] = (),
    caption: str = "",
    background: Background = "plain",
    view: Extent | None = None,
) -> None:
    """Write a map and its year as a page of its own, whole or not at all.

    Args:
        scale: by default that of the year.
        edges: as `Panel` has them.
        caption: small words below, such as the name of the model.
        background: as `pin_map` has it.
        view: where it opens, as of `web_map`.
    """
    names = f"{drawn.title} ({drawn.scientific})" if drawn.scientific else drawn.title
    heading = f"{names}, {time_words(drawn.date)}"
    week = None if drawn.date is None else week_of(drawn.date)
    scale = scale or shared_scale(year or [drawn])
    panels = [Panel(drawn, year, edges)]
    page = web_map(panels, scale, view=view, week=week, heading=heading, caption=caption, background=background)
    page.save(path)


def opening(panels: Sequence[Panel]) -> Extent:
    """Where maps open: on what they have to show through the year."""
    return home_of([drawn for panel in panels for drawn in (panel.drawn, *panel.year)])


def shown_values(
    panels: Sequence[Panel], scale: Scale | None, place: Sighting, week: int | None, keep: Keep
) -> dict[str, Any]:
    """What `Shown` shows of maps; see `web_map`."""
    first = panels[0].drawn
    extent = mercator.shown_extent(first.grid.extent)
    data: dict[str, Any] = {
        "extent": list(astuple(extent)),
        "grid": list(astuple(first.grid.extent)),
        "pin": written_pair(place),
        "week": week,
        "weeks": len(WEEKS),
        "when": time_words(first.date),
    }
    if isinstance(first, EmbeddingMap):
        return data | {"panels": [_coloured(panel, keep) for panel in panels]}
    scale = scale or first.scale
    return data | {
        "panels": [_panel(panel, scale, keep) for panel in panels],
        "palette": b64encode(scale.palette().tobytes()).decode(),
        "ticks": scale.ticks(),
        "meaning": f"{first.meaning[0].upper()}{first.meaning[1:]}",
        "words": words_of(first) | {"levels": _level_numbers(first, scale) if panels[0].year else ""},
        "hatched": first.support is not None,
        "line": None if first.line is None else _line(first.line, first.line_meaning, scale),
    }


def _panel(panel: Panel, scale: Scale, keep: Keep) -> dict[str, Any]:
    drawn = panel.drawn
    assert isinstance(drawn, ValueMap)
    mask, _ = masks_picture(drawn.grid, [~np.isnan(drawn.shown)])
    shown: dict[str, Any] = {
        "still": keep(levels_picture([drawn], scale)),
        "mask": {"url": keep(mask), "count": 1, "index": 0},
        "codes": keep(codes_picture(drawn)),
        "title": panel.title,
        "italics": panel.italics,
        "alt": panel.alt or f"Map of {drawn.title}: {drawn.meaning}",
    }
    if panel.year:
        grid = drawn.grid if panel.edges else panel.year[0].grid
        masks, weeks = masks_picture(grid, panel.edges or [~np.isnan(week.shown) for week in panel.year])
        shown["year"] = keep(levels_picture(panel.year, scale))
        shown["yearMask"] = {"url": keep(masks), "count": max(weeks) + 1, "weeks": weeks}
    return shown


def _coloured(panel: Panel, keep: Keep) -> dict[str, Any]:
    assert isinstance(panel.drawn, EmbeddingMap)
    alt = panel.alt or "Map of places: like colours are places that the model finds alike"
    return {"still": keep(colours_picture(panel.drawn)), "alt": alt, "title": panel.title, "italics": panel.italics}


def _level_numbers(drawn: ValueMap, scale: Scale) -> str:
    """The digits of each level of a frame, about."""
    return " ".join(numbers(drawn, scale.value(np.linspace(0, 1, LEVELS))))


def _line(value: float, words: str, scale: Scale) -> dict[str, Any]:
    """Along which level, between those of cells, a line runs, and what it is."""
    return {"level": 1 + float(scale.position(value)) * (LEVELS - 1), "words": words}
