"""What becomes of our system when one thing is changed: the variants behind the choices."""

from __future__ import annotations

from dataclasses import replace

from train.pretrain import TERMS
from train.sampler import BatchSettings
from train.systems import OursSettings

OURS = OursSettings()


def variants(batch: BatchSettings) -> dict[str, OursSettings]:
    """By name; `batch` is the one that our system has otherwise."""

    def pretrained(**changes) -> OursSettings:
        return replace(OURS, pretrain=replace(OURS.pretrain, **changes))

    def batched(classes: int, photos: int) -> OursSettings:
        return replace(OURS, batch=replace(batch, classes=classes, photos_per_class=photos))

    return {
        **{f"without the term {term}": pretrained(terms=[t for t in TERMS if t != term]) for term in TERMS},
        **{f"place as {name}": replace(OURS, place_encoding=name) for name in ("wrap", "sphere")},
        "temperature 0.007": pretrained(temperature=0.007),
        "temperature 0.07": pretrained(temperature=0.07),
        "batch of 16 photos": batched(8, 2),
        "batch of 64 photos": batched(32, 2),
        "8 classes of 4 photos": batched(8, 4),
        "32 classes of 1 photo": batched(32, 1),
        "captions of the batch only": pretrained(every_caption=False),
        "four prompts": pretrained(templates=list(PROMPTS)),
        "place dropout 0.5": replace(OURS, meta_dropout=0.5),
        "place and date never hidden": replace(OURS, batch=replace(batch, unknown_place=0.0, unknown_date=0.0)),
    }


PROMPTS = ("A photo of the bird {name}", "{name}, seen in the wild", "This bird is a {name}")
