"""The paper's settings, and those that make no sense."""

import pytest

from crossclip.errors import CrossClipError
from train.settings import PROMPTS, TERMS, PretrainSettings


def test_the_six_terms_are_all_ordered_pairs_of_the_three_encoders():
    assert len(set(TERMS)) == 6
    assert {tuple(sorted(term.split("-"))) for term in TERMS} == {
        ("meta", "photo"),
        ("meta", "text"),
        ("photo", "text"),
    }
    assert PretrainSettings().terms == list(TERMS)


def test_every_prompt_says_where_the_name_goes():
    PretrainSettings(templates=list(PROMPTS))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"terms": []}, "name one at least, and no others"),
        ({"terms": ["photo-photo"]}, "the terms of the loss are photo-text"),
        ({"templates": [PROMPTS[0], "a bird"]}, "the template 'a bird' does not say where the {name} goes"),
        ({"temperature": -0.1}, "cannot be below 0"),
        ({"chunk": -1}, "cannot be below 0"),
        ({"workers": -2}, "workers is -2: give their number, 0 for none, or -1"),
    ],
)
def test_what_makes_no_sense_is_refused(change, message):
    with pytest.raises(CrossClipError, match=message):
        PretrainSettings(**change)
