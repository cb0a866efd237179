"""Descriptions that can be read, and those that cannot."""

import pytest

from crossclip.errors import CrossClipError
from crossclip.text import LONGEST, checked_description


def test_a_description_is_read_without_double_spaces():
    assert checked_description("  small\nyellow   bird ") == "small yellow bird"
    assert len(checked_description("a" * LONGEST)) == LONGEST


@pytest.mark.parametrize(
    ("text", "words"), [("", "blank"), (" \n\t", "blank"), ("a " * LONGEST, f"{LONGEST} are read")]
)
def test_a_description_that_cannot_be_read_says_what_would_be(text, words):
    with pytest.raises(CrossClipError, match=words):
        checked_description(text)
