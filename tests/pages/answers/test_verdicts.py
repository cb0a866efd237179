"""Sureness and doubt in words."""

from crossclip.answers.confidence import Group, Verdict
from pages.answers.verdicts import doubt, how_sure


def test_a_number_stands_beside_its_word():
    assert how_sure(Verdict("Blue Jay", "C c", 0.9, None, True)) == "**90%, fairly sure**"
    group = Group("bird of the genus Larus", 0.97, 12)
    said = how_sure(Verdict("Western Gull", "L o", 0.6, group, True))
    assert said == "**Bird of the genus Larus: 97%, sure.** Western Gull, of the 12 I know: 60%, unsure."
    assert how_sure(Verdict("Western Gull", "L o", 0.6, group, False)).startswith(
        "**Bird of the genus Larus: 97%, unsure"
    )


def test_a_doubt_says_what_can_be_done():
    likely, unlikely = (Verdict("Blue Jay", "C c", p, None, False) for p in (0.97, 0.3))
    assert doubt(likely, 5).startswith("All the same")
    assert doubt(unlikely, 5).startswith("The photo does not look")
    assert "The nearest I know is Blue Jay" in how_sure(unlikely)
