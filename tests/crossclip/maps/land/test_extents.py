"""Parts of the globe."""

import pytest

from crossclip.maps.land.extents import Extent, GridError


@pytest.mark.parametrize(
    ("box", "words"),
    [
        ((10, 0, -10, 5), "no map crosses the date line"),
        ((0, 5, 10, 5), "south"),
        ((-190, 0, 0, 5), "globe"),
        ((0, 0, 10, 91), "globe"),
        ((float("nan"), 0, 10, 5), "numbers"),
    ],
)
def test_refuses_impossible_extents(box, words):
    with pytest.raises(GridError, match=words):
        Extent(*box)
