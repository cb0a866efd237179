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
        photo = self.unknown_photo[None] if photo_embedding is None else photo_embedding
        if len(photo) == 1:  # one for all, as on maps: what it adds is the same everywhere
            ours, theirs = self.hidden.weight.split(meta.shape[-1], dim=1)
            hidden = nn.functional.linear(photo, ours, self.hidden.bias) + nn.functional.linear(meta, theirs)
        else:
            hidden = self.hidden(torch.cat([photo, meta], dim=-1))
        logits: Tensor = self.output(self.dropout(nn.functional.gelu(hidden)))
        return logits

    @torch.no_grad()
    def start_from_alignment(self, class_embeddings: Tensor, photo_scale: float, meta_scale: float) -> None:
        """Start as what pre-training taught: logits = photo_scale cos(photo, class) + meta_scale cos(meta, class).

        Exact, because GELU(x) - GELU(-x) = x. In a hidden layer of 2 dim units, as in the paper (512, 256), one half
        carries the sum of the two scaled embeddings and the other its negative. In one of 4 dim units the photo has
        the first half to itself and place the second: what place learns there leaves the photo's answer as it is.

        Args:
            class_embeddings: (classes, dim) unit vectors.

        Raises:
            ValueError: for a hidden layer of another width.
        """
        dim, width = class_embeddings.shape[1], self.hidden.out_features
        photo, meta = photo_scale * torch.eye(dim), meta_scale * torch.eye(dim)
        if width == 2 * dim:
            scaled = torch.cat([photo, meta], dim=1)
            hidden, output = [scaled, -scaled], [class_embeddings, -class_embeddings]
        elif width == 4 * dim:
            first, second = torch.cat([photo, 0 * meta], dim=1), torch.cat([0 * photo, meta], dim=1)
            hidden, output = [first, -first, second, -second], [class_embeddings, -class_embeddings] * 2
        else:
            raise ValueError(
                f"the hidden layer must be {2 * dim} or {4 * dim} wide to carry {dim} dimensions both ways"
            )
        self.hidden.weight.copy_(torch.cat(hidden))
        self.output.weight.copy_(torch.cat(output, dim=1))
        self.hidden.bias.zero_()
        self.output.bias.zero_()


class VisitHead(nn.Module):
    """Whether each of some species is found on a morning's visit to a place: meta embeddings (N, dim) to logits
    (N, species), each of which stands alone."""

    SCALE = 16.0  # numbers of a unit vector are small for a linear layer

    def __init__(self, dim: int, species: int) -> None:
        super().__init__()
        self.linear = nn.Linear(dim, species)

    def forward(self, meta: Tensor) -> Tensor:
        logits: Tensor = self.linear(self.SCALE * meta)
        return logits
