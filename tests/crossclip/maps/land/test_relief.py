"""Light and shadow of the land."""

import numpy as np
import pytest

from crossclip.maps.land import relief


def at(longitude: float, latitude: float) -> float:
    return float(relief.shading()[relief.GRID.cell(longitude, latitude)])


@pytest.mark.parametrize(
    ("slope", "longitude", "latitude", "lit"),
    [
        ("the Sierra Nevada's west", -119.6, 37.6, True),
        ("the Sierra Nevada's east", -118.1, 37.0, False),
        ("the Front Range's east", -105.1, 39.9, False),
        ("the Appalachians' east", -81.2, 36.0, False),
    ],
)
def test_the_light_is_from_the_north_west(slope, longitude, latitude, lit):
    assert (at(longitude, latitude) > 0.1) if lit else (at(longitude, latitude) < -0.1), slope


def test_what_is_level_is_neither():
    assert at(-40, 40) == 0, "the open Atlantic"
    assert abs(at(-97, 40)) < 0.15, "the Great Plains"
    assert np.abs(relief.shading()).max() <= 1


def test_it_is_laid_over_colours_as_white_and_black():
    laid = relief.opacity(np.array([-1.0, 0.0, 1.0]))
    assert laid.tolist() == [[0, 0, 0, 102], [0, 0, 0, 0], [255, 255, 255, 102]]


def test_its_version_is_that_of_its_source(monkeypatch, tmp_path):
    assert len(relief.version()) == 12
    (tmp_path / "relief.py").write_text("another")
    monkeypatch.setattr(relief, "__file__", str(tmp_path / "relief.py"))
    assert relief.version.__wrapped__() != relief.version()
