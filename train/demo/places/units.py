"""The head's units of place beside those of the photo: what may learn of them, and what place counts beside a photo."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy
from torch.utils.hooks import RemovableHandle

from crossclip.model import CrossClip
from crossclip.model.head import FusionHead
from crossclip.predict import Predictor
from train.answering.calibration import fitted_temperature
from train.tables.rows import Rows

SHARES = [round(0.05 * step, 2) for step in range(6, 31)]


def lock_photo_units(head: FusionHead, dim: int) -> list[RemovableHandle]:
    """Keep what the head's units of the photo say: their weights get no gradient, and those of place none from photos.

    Needs the arrangement of `FusionHead.start_from_alignment` with 4 dim units. Weights that decay would still move.
    """

    def masked(parameter: Tensor, mask: Tensor) -> RemovableHandle:
        return parameter.register_hook(lambda gradient: gradient * mask)

    units = torch.arange(4 * dim) >= 2 * dim
    inputs = torch.arange(2 * dim) >= dim
    return [
        masked(head.hidden.weight, units[:, None] & inputs[None, :]),
        masked(head.hidden.bias, units),
        masked(head.output.weight, units[None, :]),
    ]


@torch.no_grad()
def settle(model: CrossClip, validation: Rows) -> None:
    """Let place say nothing where nothing is known, and weigh it beside a photo as validation finds best.

    What place alone answers is the same as before, by its own temperature.

    Args:
        validation: records of held-back places, and photos at such places, if any.
    """
    head, dim = model.head, model.config.embedding_dim
    nobody = torch.zeros(1, dim)
    head.output.bias.sub_(head(nobody, model.encode_meta(torch.full((1, 3), torch.nan)))[0])
    records, photos = validation.places_alone(), validation.with_photos()
    logits = torch.cat([model(None, model.encode_meta(part)) for part in records.sightings.split(8192)])
    _weigh_place(head, dim, 1 / fitted_temperature(logits, records.labels))
    if len(photos):
        _weigh_place(head, dim, fitted_share(model, photos))


def _weigh_place(head: FusionHead, dim: int, factor: float) -> None:
    head.output.weight[:, 2 * dim :] *= factor
    head.output.bias.mul_(factor)
    head.unknown_photo.mul_(factor)


@torch.no_grad()
def fitted_share(model: CrossClip, photos: Rows) -> float:
    """What the log-probabilities of place are to be multiplied with, beside photos: of `SHARES`, the one that, with a
    temperature for both, makes photos at places (rows) least surprising."""
    embeddings = Predictor(model).embed_photos(photos.distinct_photos)[photos.photo_numbers]
    meta = model.encode_meta(photos.sightings)
    together, place = model(embeddings, meta), model(torch.zeros_like(embeddings), meta)

    def surprise(share: float) -> float:
        logits = together + (share - 1) * place
        return cross_entropy(logits / fitted_temperature(logits, photos.labels), photos.labels).item()

    return min(SHARES, key=surprise)
