"""Settings of the loop that make no sense."""

import pytest

from crossclip.errors import CrossClipError
from train.engine.settings import LoopSettings


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"schedule": "linear"}, "the schedule 'linear' is unknown: use one of cosine"),
        ({"precision": "fp8"}, "the precision 'fp8' is unknown"),
        ({"schedule": "plateau"}, "need both validate_every and patience"),
        ({"patience": 3}, "need both validate_every and patience"),
        ({"accumulate": 0}, "accumulate must be at least 1"),
        ({"ema": 1.0}, "ema from 0 to below 1"),
        ({"warmup": -1}, "warmup is -1"),
    ],
)
def test_settings_that_make_no_sense_are_one_sentence(changes, message):
    with pytest.raises(CrossClipError, match=message):
        LoopSettings(**changes)
