"""Birds that the public classifier knows and the demo model does not list: where they lie in the model's space."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import normalize

from crossclip.errors import CrossClipError
from crossclip.model import CrossClip
from train.demo.teacher import LAST_LAYER

ALIKE = 0.9
"""The least mean cosine between a listed species' own embedding and where its row of the classifier comes to lie."""


@torch.no_grad()
def stranger_anchors(model: CrossClip, weights: dict[str, Tensor], listed: list[int]) -> Tensor:
    """Unit vectors (N, dim) of the classes that are not listed.

    A class's row gives its score from features, and the photo projection brings features to the space: so the class
    lies where its cosine with a projected photo goes as that score (least squares).

    Args:
        weights: of the public classifier.
        listed: the classes of the model's species.

    Raises:
        CrossClipError: if listed classes do not come to lie where their species do.
    """
    rows, inner = weights[f"{LAST_LAYER}.weight"], model.photo.projection.inner.weight
    if rows.shape[1] != inner.shape[1]:
        raise CrossClipError(f"the classifier has {rows.shape[1]} features and the photo encoder {inner.shape[1]}")
    anchors = normalize(rows @ torch.linalg.pinv(inner), dim=1)
    agreement = float((anchors[listed] * normalize(model.class_embeddings, dim=1)).sum(dim=1).mean())
    if agreement < ALIKE:
        raise CrossClipError(f"the model's space is not the classifier's: cosine {agreement:.2f} between their species")
    others = torch.ones(len(rows), dtype=torch.bool)
    others[listed] = False
    return anchors[others]
