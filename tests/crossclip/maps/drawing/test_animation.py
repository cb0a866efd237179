"""The year as moving pictures: every week once, with one scale, whole or not at all."""

import numpy as np
import pytest

from crossclip.files import OutputError
from crossclip.maps.drawing.animation import write_year, year_frames
from crossclip.maps.land.extents import Extent
from crossclip.maps.land.grids import Grid
from crossclip.maps.species_map import SpeciesDifference, SpeciesMap, shared_scale
from crossclip.maps.weeks import week_day

imageio = pytest.importorskip("imageio.v3")
GRID = Grid.over(Extent(-100, 35, -80, 48), 1.0)


def weeks(species: str, *levels: float) -> list[SpeciesMap]:
    return [
        SpeciesMap(GRID, np.where(GRID.land, np.float32(level), np.nan), species, "Avis", date=week_day(number))
        for number, level in enumerate(levels, start=1)
    ]


def test_one_scale_serves_all_weeks_of_all_maps():
    year, other = weeks("Blue Jay", 0.1, 0.2), weeks("Mallard", 0.4, 0.1)
    assert shared_scale([*year, *other]).high == pytest.approx(0.4)
    differences = [SpeciesDifference.between(a, b) for a, b in zip(year, other, strict=True)]
    assert shared_scale(differences).diverging


def test_a_frame_a_week_each_unlike_the_others():
    frames = list(year_frames([weeks("Blue Jay", 0.1, 0.9)], model="a model"))
    assert len(frames) == 2
    assert frames[0].shape == frames[1].shape
    assert frames[0].shape[0] % 2 == frames[0].shape[1] % 2 == 0
    assert (frames[0] != frames[1]).any()


@pytest.mark.parametrize("suffix", ["gif", "mp4"])
def test_the_film_holds_every_week(suffix, tmp_path):
    told = []
    write_year([weeks("Blue Jay", 0.1, 0.5, 0.9)], path := tmp_path / f"jay.{suffix}", progress=told.append)
    assert len(list(imageio.imiter(path))) == 3
    assert told == pytest.approx([1 / 3, 2 / 3, 1])


def test_another_suffix_and_another_folder_are_told(tmp_path):
    with pytest.raises(OutputError, match="use gif or mp4"):
        write_year([weeks("Blue Jay", 0.1)], tmp_path / "jay.avi")
    with pytest.raises(OutputError, match="there is no folder"):
        write_year([weeks("Blue Jay", 0.1)], tmp_path / "none" / "jay.gif")


def test_nothing_is_left_of_a_film_that_broke(tmp_path):
    def stop(share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_year([weeks("Blue Jay", 0.1, 0.2)], tmp_path / "jay.gif", progress=stop)
    assert list(tmp_path.iterdir()) == []
