"""How values of the table are read, and written again."""

import pytest

from crossclip.field_marks import Look, Mark, vocabulary


@pytest.mark.parametrize(
    "text", ["streaked white and brown", "black", "short thick conical orange and red", "very long thin black"]
)
def test_a_look_is_written_as_it_was_read(text):
    assert str(vocabulary().look(text)) == text


def test_a_look_has_shapes_pattern_and_colours():
    assert vocabulary().look("long curved down pale gray") == Look(("long", "curved down"), None, ("pale gray",))
    assert vocabulary().look("barred dark gray and white") == Look((), "barred", ("dark gray", "white"))


def test_a_mark_may_have_colours_or_none():
    assert vocabulary().mark("crest") == Mark("crest")
    assert vocabulary().mark("black and white crown stripe") == Mark("crown stripe", ("black", "white"))
    assert str(vocabulary().mark("iridescent red throat patch")) == "iridescent red throat patch"


def test_sizes_go_up_in_steps():
    sizes = [
        vocabulary().size(text)
        for text in ("smaller than a robin", "about a robin", "larger than a robin", "about an eagle")
    ]
    assert [str(size) for size in sizes[:3]] == ["smaller than a robin", "about a robin", "larger than a robin"]
    assert sizes[0].step + 2 == sizes[1].step + 1 == sizes[2].step < sizes[3].step
    assert str(sizes[3]) == "about an eagle"
