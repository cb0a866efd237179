"""The classifier on the embeddings of photo and of place and date."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class FusionHead(nn.Module):
    """The classifier of the second stage (paper, section 3.2): the photo's and the sighting's
    embeddings, concatenated, to logits, through one hidden layer. A missing photo is a learned vector."""

    def __init__(self, dim: int, width: int, classes: int, dropout: float) -> None:
        super().__init__()
        self.unknown_photo = nn.Parameter(torch.zeros(dim))
        self.hidden = nn.Linear(2 * dim, width)
        self.dropout = nn.Dropout(dropout)
        self.output = nn.Linear(width, classes)

    def forward(self, photo_embedding: Tensor | None, meta: Tensor) -> Tensor:
        """Logits (N, classes) from photo_embedding (N, dim) or (1, dim) or None, and meta (N, dim)."""
        photo = self.unknown_photo if photo_embedding is None else photo_embedding
        joined = torch.cat([photo.expand_as(meta), meta], dim=-1)
        logits: Tensor = self.output(self.dropout(nn.functional.gelu(self.hidden(joined))))
        return logits

    @torch.no_grad()
    def start_from_alignment(self, class_embeddings: Tensor, photo_scale: float, meta_scale: float) -> None:
        """Start as what pre-training taught: logits = photo_scale cos(photo, class) + meta_scale cos(meta, class).

        Exact, because GELU(x) - GELU(-x) = x: half of the hidden layer carries the sum of the two
        scaled embeddings, the other half its negative. Needs width = 2 dim, as in the paper (512, 256).
        """
        dim = class_embeddings.shape[1]
        if self.hidden.out_features != 2 * dim:
            raise ValueError(f"the hidden layer must be {2 * dim} wide to carry {dim} dimensions both ways")
        identity = torch.eye(dim)
        scaled = torch.cat([photo_scale * identity, meta_scale * identity], dim=1)
        self.hidden.weight.copy_(torch.cat([scaled, -scaled]))
        self.output.weight.copy_(torch.cat([class_embeddings, -class_embeddings], dim=1))
        self.hidden.bias.zero_()
        self.output.bias.zero_()
