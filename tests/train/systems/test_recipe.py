"""The recipe of our system."""

import pytest

from train.settings import TERMS
from train.systems.recipe import Recipe, scaled
from train.systems.settings import ExperimentSettings

SETTINGS = ExperimentSettings("t.csv", "out", classes=6, photos_per_class=3, sightings=40, photo_rate=2e-4)


def test_the_recipe_follows_the_experiment():
    recipe = Recipe.of(SETTINGS)
    assert recipe.pretrain.photo_rate == 2e-4
    assert recipe.finetune.encoder_rate == pytest.approx(2e-5)
    assert (recipe.batch.photos, recipe.batch.sightings) == (18, 40)
    assert recipe.pretrain.terms == list(TERMS)
    assert SETTINGS.batch.sightings == 0, "what other systems draw stays as it was"


def test_a_factor_changes_the_named_rates_alone():
    before = Recipe.of(SETTINGS).pretrain
    after = scaled(before, 3, ("photo_rate", "text_rate"))
    assert (after.photo_rate, after.text_rate) == (3 * before.photo_rate, 3 * before.text_rate)
    assert (after.meta_rate, after.temperature) == (before.meta_rate, before.temperature)
