"""Photos by words: whether a description finds the photos of its bird, in the space that both are put into."""

from __future__ import annotations

import torch
from torch import Tensor

AMONG = 10
DRAWS = 20  # of other descriptions, for each photo and each description of its bird


def photos_by_words(photos: Tensor, species: Tensor, texts: Tensor, meant: Tensor, seed: int = 0) -> tuple[float, int]:
    """How often a photo lies nearer to a description of its bird than to nine of other birds.

    Photos of birds that no text describes are left out; chance is right in one of `AMONG`.

    Args:
        photos, texts: unit vectors (N, dim) and (M, dim) of one space.
        species, meant: (N,) and (M,), class indices of the birds shown and described.

    Returns:
        the share, and of how many photos; NaN and 0 where there are none, or fewer than nine other birds' texts.
    """
    cosines = photos @ texts.T
    own = species[:, None] == meant[None, :]
    generator = torch.Generator().manual_seed(seed)
    shares = []
    for row, mine in zip(cosines, own, strict=True):
        others = row[~mine]
        if not mine.any() or len(others) < AMONG - 1:
            continue
        drawn = torch.stack([torch.randperm(len(others), generator=generator)[: AMONG - 1] for _ in range(DRAWS)])
        rivals = others[drawn].amax(dim=1)
        shares.append((row[mine][:, None] > rivals[None, :]).double().mean())
    return (torch.stack(shares).mean().item() if shares else float("nan")), len(shares)
