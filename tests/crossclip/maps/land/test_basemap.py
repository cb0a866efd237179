"""Land and sea, lines to draw, grids, and coverage."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import shapely

from crossclip.maps.land import basemap

GREENLAND, AROUND = (-75, 58, -10, 84), (-76, 57, -9, 85)


@pytest.mark.parametrize(
    ("longitude", "latitude", "land"),
    [
        (-88.0, 41.0, True),  # Illinois
        (-40.0, 40.0, False),  # the Atlantic
        (0.0, -90.0, True),
        (0.0, 90.0, False),  # the poles
        (180.0, 67.0, True),
        (-180.0, 67.0, True),
        (180.0, 0.0, False),  # the date line: Chukotka, the Pacific
        (-87.0, 43.5, False),  # Lake Michigan
        (-112.5, 41.2, False),  # Great Salt Lake
        (-155.5, 19.6, True),  # Hawaii
    ],
)
def test_tells_land_from_sea(longitude, latitude, land):
    assert basemap.is_land([longitude], [latitude]).tolist() == [land]


def test_coasts_have_no_frame_and_lose_nothing_else():
    lines = basemap.coast_lines()
    for start, end in ((line[:-1], line[1:]) for line in lines):
        assert not ((np.abs(start[:, 0]) == 180) & (np.abs(end[:, 0]) == 180)).any()
        assert not ((start[:, 1] == -90) & (end[:, 1] == -90)).any()
    drawn = sum(shapely.LineString(line).length for line in lines)
    frame = shapely.box(-180, -90, 180, 90).boundary.intersection(basemap.land().boundary).length
    assert frame > 360
    assert drawn == pytest.approx(basemap.land().boundary.length - frame)


def test_coasts_are_points_close_together_shores_of_lakes_among_them():
    points = basemap.coast_points()
    assert (np.hypot(*(points - (-87.63, 41.88)).T) < 0.15).any(), "Chicago"
    assert (np.abs(points) <= (180, 90)).all()


def test_towns_are_those_to_label_a_map_with():
    names = [town.name for town in basemap.towns()]
    assert {"Chicago", "San Francisco", "Havana"} <= set(names)
    assert basemap.towns()[0].population == max(town.population for town in basemap.towns())


def test_lines_simplify():
    fine, coarse = basemap.coast_lines(), basemap.coast_lines(tolerance=0.1)
    assert len(coarse) == len(fine)
    assert sum(map(len, coarse)) < sum(map(len, fine)) / 2
    assert len(basemap.border_lines("state", 0.1)) == len(basemap.border_lines("state"))


def test_simple_land_has_fewer_points_and_every_island():
    fine, simple = basemap.land(), basemap.simple_land(0.1)
    assert len(shapely.get_parts(simple)) == len(shapely.get_parts(fine))
    assert shapely.get_num_coordinates(simple) < shapely.get_num_coordinates(fine) / 2
    near, inside = (shapely.clip_by_rect(shape, *box) for shape, box in ((fine, AROUND), (simple, GREENLAND)))
    assert near.buffer(0.2).covers(inside)
    assert simple.intersects(shapely.Point(-88, 41))


def test_many_threads_may_ask_for_land_at_once():
    """In a process of its own, which ended by a damaged heap before they asked one after the other."""
    asked = """
import subprocess
import sys
from pathlib import Path

import numpy as np
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from crossclip.maps.land import basemap

places, together = np.meshgrid(np.linspace(-150, -60, 200), np.linspace(20, 70, 150)), Barrier(4)
basemap.land()

def ask(_):
    together.wait(60)
    return sum(int(basemap.is_land(*places).sum()) for _ in range(3))

with ThreadPoolExecutor(4) as threads:
    assert len(set(threads.map(ask, range(4)))) == 1
"""
    ended = subprocess.run([sys.executable, "-c", asked], cwd=Path(__file__).parents[4], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr[-2000:]
