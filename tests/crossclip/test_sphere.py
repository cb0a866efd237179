"""Places on the sphere."""

import pytest

from crossclip.sphere import EARTH, chord, kilometres, on_sphere


def test_distances_are_those_of_great_circles():
    here = on_sphere([0.0, 180.0, -180.0], [0.0, 0.0, 0.0])
    assert kilometres(here, on_sphere(0.0, 90.0)) == pytest.approx([EARTH * 3.141593 / 2] * 3, rel=1e-5)
    assert kilometres(here[1], here[2]) == pytest.approx(0, abs=1e-6)
    assert kilometres(on_sphere(0, 0), on_sphere(0.001, 0)) == pytest.approx(0.1112, rel=1e-3)


def test_a_chord_is_as_long_as_its_places_are_apart():
    here, there = on_sphere(0, 0), on_sphere(40, 30)
    assert chord(float(kilometres(here, there))) == pytest.approx(float(((here - there) ** 2).sum() ** 0.5))
