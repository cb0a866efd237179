"""The files that a map is written to: a figure, numbers, a page to move about in, or the year as a film."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crossclip.cli.answers import remark
from crossclip.cli.checks import ArgumentError

if TYPE_CHECKING:
    from datetime import date as Date

    from torch import Tensor

    from crossclip.maps.atlas import Atlas
    from crossclip.maps.land.extents import Extent
    from crossclip.maps.land.relief import Background
    from crossclip.maps.species_map import SpeciesMap
    from crossclip.maps.value_map import ValueMap
    from crossclip.maps.values.readings import Reading

FILMS, NUMBERS = (".gif", ".mp4"), (".csv", ".geojson", ".tif")
RESOLUTION, YEAR_RESOLUTION, WORLD_RESOLUTION = 0.25, 1.0, 0.5  # degrees
WEEK_CELLS = 120  # of a frame of a year that plays, from west to east


def is_year(draft: Path) -> bool:
    """Whether a file shows a year, by its name."""
    return draft.suffix.lower() in FILMS


def check_asked(arguments: Namespace, draft: Path) -> None:
    """Refuse a map of nothing or in the place of its photo, and a date of what shows all of them."""
    if arguments.photo and Path(arguments.photo).resolve() == Path(arguments.output).resolve():
        raise ArgumentError("--output is the photo itself: give it another name, so that the photo stays")
    if is_year(draft) and arguments.date:
        raise ArgumentError(f"--date does not go with {draft.suffix}: it plays the whole year")
    if draft.suffix.lower() in NUMBERS and arguments.background != "plain":
        raise ArgumentError(f"--background is of pictures: {draft.suffix} holds numbers")
    if arguments.species is not None:
        return
    if not arguments.photo:
        raise ArgumentError("there is nothing to map: name a species, or give --photo, or both")
    if arguments.reading != "next":
        raise ArgumentError("--reading is said of a species: name one, or leave it out")
    if is_year(draft):
        raise ArgumentError(f"a photo was taken on one day: {draft.suffix} plays the year of a species")


def given_resolution(arguments: Namespace, draft: Path) -> float:
    """In degrees: coarser for a film, of 52 maps."""
    if arguments.resolution is not None:
        return float(arguments.resolution)
    return YEAR_RESOLUTION if is_year(draft) else RESOLUTION


@dataclass(frozen=True)
class Drawing:
    """What was asked to be drawn of a species; see `Atlas.species_map`."""

    atlas: Atlas
    species: str
    photo: Tensor | None
    extent: Extent
    resolution: float
    reading: Reading
    background: Background = "plain"
    whole: bool = False  # show all of the extent, and not only where the birds are

    def write(self, date: Date | None, draft: Path, model: str) -> None:
        """Write it in the format that the file's name says.

        Args:
            model: that it is of, in words.
        """
        suffix = draft.suffix.lower()
        if suffix in FILMS:
            write_film([self._year(self.resolution)], draft, model, self.background)
            return
        grid = self.photo, self.extent, self.resolution, self.reading
        drawn = self.atlas.species_map(self.species, date, *grid)
        tell_flatness(drawn)
        if suffix in NUMBERS:
            write_numbers(drawn, draft, model)
            return
        from crossclip.maps.drawing.home import home_of
        from crossclip.maps.drawing.year_scale import coarse_year, year_scale

        year = coarse_year(self.atlas, self.species, self.photo, self.extent, self.reading)
        scale, home = year_scale([year]), None if self.whole else home_of([drawn, *year])
        if suffix == ".html":
            from crossclip.maps.web import save_page

            year = self._year(max(self.resolution, (self.extent.east - self.extent.west) / WEEK_CELLS))
            edges = self.atlas.year_edges(drawn.grid, year)
            save_page(drawn, year, draft, scale, edges, model, self.background, home or self.extent)
        else:
            from crossclip.maps.drawing.figures import save_figure, value_figure

            figure = value_figure(drawn, scale=scale, part=home, caption=model, background=self.background)
            save_figure(figure, draft)

    def _year(self, resolution: float) -> tuple[SpeciesMap, ...]:
        return self.atlas.species_year(self.species, self.photo, self.extent, resolution, self.reading)


def write_numbers(drawn: ValueMap, draft: Path, model: str) -> None:
    """Write the values of a map."""
    suffix = draft.suffix.lower()
    if suffix == ".csv":
        drawn.to_csv(draft)
    elif suffix == ".geojson":
        drawn.to_geojson(draft)
    else:
        from crossclip.maps.drawing.geotiff import write_geotiff

        write_geotiff(drawn, draft, model)


def write_photo_places(
    atlas: Atlas,
    photo: Tensor,
    date: Date | None,
    extent: Extent,
    resolution: float,
    draft: Path,
    model: str,
    background: Background = "plain",
    whole: bool = False,
) -> None:
    """Write where a photo could have been taken, and say in a line what the map says."""
    from crossclip.gazetteer import nearest_town
    from crossclip.maps.photo_places import photo_places

    drawn = photo_places(atlas, photo, date, extent, resolution)
    suffix = draft.suffix.lower()
    if suffix in NUMBERS:
        write_numbers(drawn, draft, model)
    elif suffix == ".html":
        view = extent if whole else None
        drawn.to_folium(heading=drawn.title, caption=model, background=background, view=view).save(draft)
    else:
        from crossclip.maps.drawing.figures import save_figure, value_figure
        from crossclip.maps.drawing.home import home_of

        home = None if whole else home_of([drawn])
        save_figure(value_figure(drawn, part=home, caption=model, background=background), draft)
    best = drawn.best
    assert best.longitude is not None
    assert best.latitude is not None
    remark(f"{drawn.words}; the likeliest place is {nearest_town(best.longitude, best.latitude).words}")


def tell_flatness(drawn: SpeciesMap) -> None:
    """Remark that a map given a photo is the same everywhere, if it is."""
    from crossclip.maps.flatness import flat_words

    if said := flat_words(drawn):
        remark(f"{said}; without a species, map --photo shows where the photo could have been taken")


def write_film(
    columns: Sequence[Sequence[SpeciesMap]], draft: Path, model: str, background: Background = "plain"
) -> None:
    """Write a year, with its progress on a terminal."""
    from tqdm import tqdm

    from crossclip.maps.drawing.animation import write_year

    weeks = len(columns[0])
    with tqdm(total=weeks, unit="week", disable=None) as bar:  # None: only on a terminal

        def tell(share: float) -> None:
            bar.update(round(share * weeks) - bar.n)

        write_year(columns, draft, model=model, progress=tell, background=background)
