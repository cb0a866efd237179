"""Groups that a word names."""

import pytest

from crossclip.field_marks import field_marks, groups
from crossclip.words.text_groups import COLLECTIVE, group_members, plural

ALL = list(field_marks())


def test_every_group_is_found_in_the_singular_and_the_plural():
    for group, members in groups().items():
        for text in (group, plural(group).upper()):
            name, found = group_members(text, ALL)
            assert name == group
            assert set(found) == set(members)


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("chickadee", "chickadees"),
        ("goose", "geese"),
        ("titmouse", "titmice"),
        ("thrush", "thrushes"),
        ("finch", "finches"),
        ("jay", "jays"),
        ("wrentit", "wrentits"),
        ("canary", "canaries"),
        ("bird of prey", "birds of prey"),
    ],
)
def test_plurals(one, many):
    assert plural(one) == many


@pytest.mark.parametrize(
    ("text", "name", "member", "stranger"),
    [
        ("raptors", "raptor", "Red-tailed Hawk", "Blue Jay"),
        ("Birds of prey", "bird of prey", "Bald Eagle", "Blue Jay"),
        ("songbirds", "songbird", "Blue Jay", "Mallard"),
        ("larus", "Larus", "Western Gull", "Blue Jay"),
        ("Corvidae", "Corvidae", "Blue Jay", "Mallard"),
        ("anseriformes", "Anseriformes", "Mallard", "Blue Jay"),
        ("sapsuckers", "sapsucker", "Red-naped Sapsucker", "Downy Woodpecker"),
    ],
)
def test_other_words_for_groups(text, name, member, stranger):
    found, members = group_members(text, ALL)
    assert found == name
    assert member in members
    assert stranger not in members


def test_collective_words_are_of_several_groups_of_the_table():
    for name, parts in COLLECTIVE.items():
        assert sum(part in groups() for part in parts) > 1, name


def test_what_is_no_group_of_the_models_species_is_none():
    assert group_members("winter", ALL) is None
    assert group_members("zorblax", ALL) is None
    assert group_members("gulls", ["Blue Jay"]) is None
