"""The head's units of place beside those of the photo: what may learn of them, and what place counts beside a photo."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle

from crossclip.model import CrossClip
from crossclip.model.head import FusionHead
from train.calibration import fitted_temperature
from train.rows import Rows


def lock_photo_units(head: FusionHead, dim: int) -> list[RemovableHandle]:
    """Keep what the head's units of the photo say: their weights get no gradient, and those of place none from photos.

    Needs the arrangement of `FusionHead.start_from_alignment` with 4 dim units. Weights that decay would still move.
    """

    def masked(parameter: nn.Parameter, mask: Tensor) -> RemovableHandle:
        return parameter.register_hook(lambda gradient: gradient * mask)

    units = torch.arange(4 * dim) >= 2 * dim
    inputs = torch.arange(2 * dim) >= dim
    return [
        masked(head.hidden.weight, units[:, None] & inputs[None, :]),
        masked(head.hidden.bias, units),
        masked(head.output.weight, units[None, :]),
    ]


@torch.no_grad()
def settle(model: CrossClip, validation: Rows, share: float) -> None:
    """Let place say nothing where nothing is known, and weigh `share` of its log-probabilities beside a photo.

    Records of one checklist are not independent of each other and of what a photo shows: counted in full, place says
    too much. What place alone answers is the same as before, by its own temperature.
    """
    head, dim = model.head, model.config.embedding_dim
    nobody = torch.zeros(1, dim)
    head.output.bias -= head(nobody, model.encode_meta(torch.full((1, 3), torch.nan)))[0]
    logits = torch.cat([model(None, model.encode_meta(part)) for part in validation.sightings.split(8192)])
    factor = share / fitted_temperature(logits, validation.labels)
    head.output.weight[:, 2 * dim :] *= factor
    head.output.bias *= factor
    head.unknown_photo *= factor
