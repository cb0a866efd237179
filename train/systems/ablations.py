"""What becomes of our system when one thing is changed: the variants behind the choices."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from train.settings import PROMPTS, TERMS
from train.systems.recipe import Recipe
from train.systems.settings import ExperimentSettings


def variants(settings: ExperimentSettings) -> dict[str, Recipe]:
    """Recipes by what they change of ours."""
    ours = Recipe.of(settings)

    def pretrained(**changes: Any) -> Recipe:
        return replace(ours, pretrain=replace(ours.pretrain, **changes))

    def finetuned(**changes: Any) -> Recipe:
        return replace(ours, finetune=replace(ours.finetune, **changes))

    def batched(**changes: Any) -> Recipe:
        return replace(ours, batch=replace(ours.batch, **changes))

    return {
        **{f"without the term {term}": pretrained(terms=[t for t in TERMS if t != term]) for term in TERMS},
        **{f"place as {name}": replace(ours, place_encoding=name) for name in ("wrap", "sphere-waves")},
        "temperature 0.007": pretrained(temperature=0.007),
        "temperature 0.07": pretrained(temperature=0.07),
        "temperature learned": pretrained(temperature=0.0),
        "batch of 16 photos": batched(classes=8, photos_per_class=2),
        "batch of 64 photos": batched(classes=32, photos_per_class=2),
        "16 classes of 2 photos": batched(shuffled=False),
        "8 classes of 4 photos": batched(shuffled=False, classes=8, photos_per_class=4),
        "sightings as often as reported": batched(balance=0.0),
        "place and date move photo and text": pretrained(meta_follows=False),
        "photos always with their place": finetuned(photo_alone=0.0),
        "no made-up photos": finetuned(borrowed=0.0),
        "captions start as the text encoder gives them": pretrained(spread_captions=False),
        "captions of the batch only": pretrained(every_caption=False),
        "four prompts": pretrained(templates=list(PROMPTS)),
        "place dropout 0.5": replace(ours, meta_dropout=0.5),
        "projection dropout 0.5": replace(ours, projection_dropout=0.5),
        "place and date never hidden": batched(unknown_place=0.0, unknown_date=0.0),
    }
