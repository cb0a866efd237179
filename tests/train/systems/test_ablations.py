"""The variants of an ablation."""

from dataclasses import asdict

import pytest

from crossclip.model.encodings import PLACE_ENCODINGS
from train.settings import TERMS
from train.systems.ablations import variants
from train.systems.recipe import Recipe
from train.systems.settings import ExperimentSettings

SETTINGS = ExperimentSettings("t.csv", "out")
OURS = asdict(Recipe.of(SETTINGS))


def changed(recipe: Recipe) -> dict[str, object]:
    """The settings that are not ours."""
    found = {}
    for part, value in asdict(recipe).items():
        of = OURS[part]
        parts = value.items() if isinstance(value, dict) else [(part, value)]
        found |= {name: new for name, new in parts if new != (of[name] if isinstance(of, dict) else of)}
    return found


@pytest.mark.parametrize(("name", "recipe"), variants(SETTINGS).items(), ids=lambda part: str(part)[:40])
def test_a_variant_differs_from_ours(name, recipe):
    assert changed(recipe), name


def test_each_term_is_left_out_once():
    left_out = [changed(variants(SETTINGS)[f"without the term {term}"])["terms"] for term in TERMS]
    assert [set(TERMS) - set(terms) for terms in left_out] == [{term} for term in TERMS]


def test_names_say_what_is_changed():
    named = variants(SETTINGS)
    assert changed(named["temperature 0.07"]) == {"temperature": 0.07}
    assert named["batch of 64 photos"].batch.photos == 64
    assert named["batch of 16 photos"].batch.photos == 16
    assert {recipe.place_encoding for recipe in named.values()} <= set(PLACE_ENCODINGS)
