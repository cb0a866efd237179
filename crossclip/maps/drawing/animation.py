"""The year of a map as moving pictures: GIF for slides and pages, MP4 for films."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from crossclip.files import OutputError, whole_file
from crossclip.maps.drawing.home import home_of
from crossclip.maps.land.extents import Extent
from crossclip.maps.land.relief import Background
from crossclip.maps.species_map import SpeciesDifference, SpeciesMap, shared_scale
from crossclip.maps.values.scales import Scale
from crossclip.maps.weeks import time_words, week_of

FORMATS = ("gif", "mp4")
SECOND = 5  # weeks
DPI = 110

Maps = Sequence[SpeciesMap] | Sequence[SpeciesDifference]


class _Sheet:
    """A figure that is drawn once and given week after week.

    Args:
        weeks: the maps beside each other, of the first week that is shown.
        part: what to show of their extent.
    """

    def __init__(self, weeks: Maps, scale: Scale, part: Extent, model: str, background: Background) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        from crossclip.maps.drawing.figures import value_figure
        from crossclip.maps.drawing.sheet import FAINT, LEFT

        self.first, self.part, self.scale = weeks[0], part, scale
        figure = value_figure(*weeks, scale=scale, part=part, caption=model, background=background)
        figure.set_dpi(DPI)
        width, height = figure.get_size_inches()
        place = (1 - LEFT / width, 1 - 0.5 / height)
        self.week: Any = figure.text(*place, "", size=9, color=FAINT, ha="right")
        self.canvas: Any = FigureCanvasAgg(figure)
        self.images: list[Any] = [axes.images[0] for axes in figure.axes if axes.images]
        self.words: Any = next(text for text in figure.texts if text.get_text().startswith(self.first.subtitle))
        self.said: str = self.words.get_text()

    def picture(self, weeks: Maps) -> np.ndarray:
        """The figure of a week (height, width, 3) uint8."""
        from crossclip.maps.drawing.cartography import backdrop
        from crossclip.maps.drawing.sheet import smooth, style

        for image, drawn in zip(self.images, weeks, strict=True):
            image.set_data(self.scale.painted(smooth(backdrop(drawn.grid.extent, self.part), drawn.grid, drawn.shown)))
        if self.first.date is not None and weeks[0].date is not None:
            self.words.set_text(self.said.replace(time_words(self.first.date), time_words(weeks[0].date)))
            self.week.set_text(f"week {week_of(weeks[0].date)}")
        with style():
            self.canvas.draw()
        picture = np.asarray(self.canvas.buffer_rgba())[..., :3]
        # Films are made of pairs of lines.
        return np.ascontiguousarray(picture[: picture.shape[0] // 2 * 2, : picture.shape[1] // 2 * 2])


def year_frames(
    columns: Sequence[Maps], scale: Scale | None = None, model: str = "", background: Background = "plain"
) -> Iterator[np.ndarray]:
    """A picture (height, width, 3) uint8 of each week, with its week, the model and one scale for all.

    Args:
        columns: for each map that stands beside others, its weeks (weeks,).
        scale: by default one that fits all weeks of all.
        model: what the values come from, in words.
        background: as of `value_figure`.
    """
    maps = [week for column in columns for week in column]
    scale, home = scale or shared_scale(maps), home_of(maps)
    sheets: dict[tuple[str, ...], _Sheet] = {}
    for number, weeks in enumerate(zip(*columns, strict=True)):
        # What a legend says differs by season for few species; a line is drawn anew each week.
        key = tuple(drawn.no_value for drawn in weeks) + ((str(number),) if weeks[0].line is not None else ())
        if key not in sheets:
            sheets[key] = _Sheet(weeks, scale, home, model, background)
        yield sheets[key].picture(weeks)


def write_year(
    columns: Sequence[Maps],
    path: str | os.PathLike[str],
    scale: Scale | None = None,
    model: str = "",
    progress: Callable[[float], object] = lambda share: None,
    background: Background = "plain",
) -> None:
    """Write the year as .gif or .mp4, whole or not at all.

    Args:
        columns, scale, model, background: as for `year_frames`.
        progress: is told the share that is done, from 0 to 1.

    Raises:
        OutputError: for another suffix, or a folder that cannot be written.
    """
    import imageio.v2 as imageio

    suffix = Path(path).suffix.lower().removeprefix(".")
    if suffix not in FORMATS:
        raise OutputError(f"a year cannot be written as {suffix or 'a file without suffix'}: use gif or mp4")
    options: dict[str, object] = {"duration": 1000 / SECOND, "loop": 0}
    if suffix == "mp4":
        options = {"fps": SECOND, "macro_block_size": 2, "quality": 8, "ffmpeg_log_level": "error"}
    count = len(columns[0])
    film: Any = imageio.get_writer
    with whole_file(path) as draft, film(draft, format=suffix.upper(), mode="I", **options) as writer:
        for number, frame in enumerate(year_frames(columns, scale, model, background), start=1):
            writer.append_data(frame)
            progress(number / count)
