"""Words on a page."""

import pytest

from pages.shared.words import plain, sentence


def test_an_error_becomes_a_sentence():
    assert sentence(ValueError("write a place")) == "Write a place."
    assert sentence(ValueError("birds.csv has no column photo")) == "birds.csv has no column photo."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("![x](y)", r"!\[x\](y)"),
        ("$1$ `a` _b_ *c* ~d~", r"\$1\$ \`a\` \_b\_ \*c\* \~d\~"),
        ("<b>", r"\<b\>"),
        ("a", "a"),
    ],
)
def test_markdown_in_a_text_is_shown_as_it_stands(text, shown):
    assert plain(text) == shown
