"""What a model answers to rows that are told more or less, branch by branch (`train.report.answers.BRANCHES`)."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from crossclip.predict import Predictor
from train.batches.asked import embed_asked
from train.probabilities import plain_product
from train.tables.rows import Rows, hidden


def photo_branches(predictor: Predictor, photos: Tensor, sightings: Tensor) -> dict[str, Tensor]:
    """Probabilities (N, classes) for photos that are told more or less, by the names in `BRANCHES`.

    As the Predictor answers: where neither place nor date is known, the photo speaks alone.

    Args:
        photos: (N, dim) embeddings.
        sightings: (N, 3) as `sighting_tensor` makes them.
    """

    def told(**unknown: bool) -> Tensor:
        known = hidden(sightings, **unknown)
        fused = predictor.probabilities(photos, predictor.embed_sightings(known), "photo+meta")
        return torch.where(known.isnan().all(dim=1, keepdim=True), photo, fused)

    nothing = predictor.embed_sightings(torch.full_like(sightings, torch.nan))
    photo = predictor.probabilities(photos, nothing, "photo")
    place = predictor.probabilities(None, predictor.embed_sightings(sightings), "meta")
    product = plain_product(photo, place)
    return {
        "photo": photo,
        "photo+place": told(date=True),
        "photo+date": told(place=True),
        "photo+place+date": told(),
        "place+date": place,
        "product": torch.where(sightings.isnan().all(dim=1, keepdim=True), photo, product),
    }


def branches_of(
    predictor: Predictor, rows: Rows, workers: int = -1, embed: Callable[..., Tensor] = embed_asked
) -> dict[str, Tensor]:
    """`photo_branches` of rows that all have a photo, each photo looked at once: by `embed_asked` in this process, by
    `embed_together` in all of a run."""
    embeddings = embed(predictor, rows.distinct_photos, workers)[rows.photo_numbers]
    return photo_branches(predictor, embeddings, rows.sightings)


def prior_of(predictor: Predictor, rows: Rows) -> Tensor:
    """Probabilities (N, classes) by place and date alone."""
    return predictor.probabilities(None, predictor.embed_sightings(rows.sightings), "meta")
