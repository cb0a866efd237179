"""What a map's numbers mean, what two maps make of each other, and the scale that they share."""

from datetime import date

import numpy as np
import pytest

from crossclip.errors import CrossClipError
from crossclip.maps.land.extents import Extent
from crossclip.maps.land.grids import Grid
from crossclip.maps.species_map import PHOTO_ENDS, SMALLEST, SpeciesDifference, SpeciesMap, shared_scale

GRID = Grid.over(Extent(-90, 38, -88, 40), 1)
JULY = date(2024, 7, 1)


def drawn(values, name="Jay", given_photo=False, day=JULY, support=None) -> SpeciesMap:
    values = np.asarray(values, np.float32).reshape(2, 2)
    return SpeciesMap(GRID, values, name, name.lower(), given_photo=given_photo, date=day, support=support)


def test_a_map_says_what_its_numbers_are():
    assert drawn([0, 0, 0, 1]).meaning == "probability that the next bird reported here is this species"
    assert "in this photo, if taken here" in drawn([0, 0, 0, 1], given_photo=True).meaning
    about = drawn([0, 0, 0, 1]).about()
    assert (about["species"], about["scientific_name"], about["date"]) == ("Jay", "jay", "2024-07-01")


def test_a_difference_is_first_minus_second_and_names_both():
    difference = SpeciesDifference.between(drawn([0.5, 0.5, 0, 0]), drawn([0.25, 0.5, 0.5, 0], "Wren"))
    assert difference.values.ravel().tolist() == [0.25, 0, -0.5, 0]
    assert difference.title == "Jay minus Wren"
    assert difference.meaning.endswith("this species, less that of Wren".replace("this species", "Jay"))
    assert difference.scale.low == -difference.scale.high


@pytest.mark.parametrize("other", [drawn([0, 0, 0, 1], day=None), drawn([0, 0, 0, 1], given_photo=True)])
def test_maps_of_another_kind_are_not_compared(other):
    with pytest.raises(CrossClipError, match="on the same grid and date"):
        SpeciesDifference.between(drawn([0, 0, 0, 1]), other)


def test_maps_side_by_side_share_a_scale():
    one, other = drawn([0, 0, 0, 0.1]), drawn([0, 0, 0, 0.4], "Wren")
    assert shared_scale([one, other]) == shared_scale([other, one])
    assert shared_scale([one, other]).high > shared_scale([one]).high
    assert shared_scale([one]).power == 0.5


def test_given_a_photo_the_scale_ends_at_a_round_number():
    assert drawn([0, 0, 0, 0.3], given_photo=True).scale.high == 0.5
    assert drawn([0, 0, 0, 0.01], given_photo=True).scale.high == PHOTO_ENDS[0]


def test_a_map_of_nothing_still_has_a_scale():
    assert drawn([0, 0, 0, 0]).scale.high == SMALLEST
    assert shared_scale([drawn([1, 1, 1, 1], support=np.zeros((2, 2), bool))]).high == 1.0
