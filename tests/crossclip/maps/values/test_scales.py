"""Scales: a value's colour and the colour's value are each other's inverse."""

import numpy as np
import pytest

from crossclip.maps.values.scales import LEVELS, NO_VALUE, Scale

SQUARE_ROOT = Scale(0.0, 0.25, power=0.5)
BOTH_WAYS = Scale.around_zero(0.1, power=0.5)


@pytest.mark.parametrize("scale", [SQUARE_ROOT, BOTH_WAYS, Scale(-1.0, 3.0)])
def test_value_undoes_position(scale):
    values = np.linspace(scale.low, scale.high, 11)
    assert scale.value(scale.position(values)) == pytest.approx(values)
    assert scale.position([scale.low, scale.high]).tolist() == [0, 1]


def test_zero_is_the_middle_of_a_difference():
    assert BOTH_WAYS.position([-0.1, 0, 0.1]).tolist() == [0, 0.5, 1]


def test_levels_end_where_colours_do_and_nothing_has_none():
    levels = SQUARE_ROOT.levels(np.array([np.nan, -1.0, 0.0, 0.25, 9.0]))
    assert levels.tolist() == [NO_VALUE, 1, 1, LEVELS, LEVELS]


def test_a_dark_page_turns_colours_round_but_not_those_of_a_difference():
    assert SQUARE_ROOT.palette().shape == (LEVELS, 3)
    assert (SQUARE_ROOT.palette(dark=True) == SQUARE_ROOT.palette()[::-1]).all()
    assert (BOTH_WAYS.palette(dark=True) == BOTH_WAYS.palette()).all()


def test_ticks_are_round_and_lie_within():
    positions, words = zip(*SQUARE_ROOT.ticks(), strict=True)
    assert words == ("0%", "5%", "10%", "15%", "20%", "25%")
    assert positions[0] == 0
    assert positions[-1] == 1


def test_words_of_a_difference_have_a_sign():
    assert [BOTH_WAYS.label(value) for value in (0.05, -0.05, 0, -1e-17)] == ["+5%", "-5%", "0%", "0%"]
    assert Scale(0, 1, percent=False).label(0.5) == "0.5"


def test_paints_as_the_legend_does_and_nothing_where_there_is_no_value():
    scale = Scale(0.0, 0.4, power=0.5)
    values = np.array([[0.0, 0.1, 0.4, 0.9, np.nan]], dtype=np.float32)
    painted = scale.painted(values)
    assert painted.dtype == np.uint8
    assert painted[0, :, 3].tolist() == [255, 255, 255, 255, 0]
    assert painted[0, :4, :3].tolist() == [scale.palette()[level].tolist() for level in (0, 127, 254, 254)]
