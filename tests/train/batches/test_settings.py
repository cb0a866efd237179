"""What a step may draw."""

import pytest

from crossclip.errors import CrossClipError
from train.batches.settings import BatchSettings


def test_a_step_of_the_paper_has_32_photos():
    assert BatchSettings().photos == 32
    assert BatchSettings(classes=3, photos_per_class=5, views=4).photos == 15, "views are of the same photos"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"classes": 0}, "classes is 0: it must be at least 1"),
        ({"photos_per_class": -1}, "photos_per_class is -1: it must be at least 1"),
        ({"views": 0}, "views is 0: it must be at least 1"),
        ({"balance": 1.5}, "balance is 1.5: it must be from 0 to 1"),
        ({"class_balance": -0.1}, "class_balance is -0.1: it must be from 0 to 1"),
        ({"unknown_date": 2.0}, "unknown_date is 2.0: it must be from 0 to 1"),
        ({"sightings": -1}, "sightings is -1: it cannot be below 0"),
    ],
)
def test_what_cannot_be_drawn_is_refused(change, message):
    with pytest.raises(CrossClipError, match=message):
        BatchSettings(**change)
