"""A batch: the photos of a step, with labels, places and dates, and sightings without photo beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields

import torch
from torch import Tensor


@dataclass(frozen=True)
class Batch:
    """Photo rows: `photos` (B, ...) pixels or features, `labels` (B,), `sightings` (B, 3), and
    `sighted` (B,) where those were known before any were hidden.
    Sighting rows, without photo: `other_labels` (S,), `other_sightings` (S, 3), and
    `other_photographers` (S,), -1 where unknown. `seed` () of what all processes must draw alike.
    Photos in bytes, uint8, become what a network takes on its device, by `finish` and `drawn` (B, 3)."""

    photos: Tensor
    labels: Tensor
    sightings: Tensor
    sighted: Tensor
    other_labels: Tensor
    other_sightings: Tensor
    other_photographers: Tensor
    seed: Tensor = field(default_factory=lambda: torch.tensor(0))
    drawn: Tensor = field(default_factory=lambda: torch.empty(0, 3))
    finish: Callable[[Tensor, Tensor], Tensor] | None = None

    def to(self, device: torch.device) -> Batch:
        tensors = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "finish"}
        moved = {name: tensor.to(device, non_blocking=True) for name, tensor in tensors.items()}
        photos = moved["photos"]
        if self.finish and photos.dtype == torch.uint8:
            photos = self.finish(photos, moved["drawn"])
        if photos.ndim == 4:
            photos = photos.contiguous(memory_format=torch.channels_last)
        return Batch(**moved | {"photos": photos})

    def __str__(self) -> str:
        """What the batch held, for the error of a loss that is no number."""
        labels = ", ".join(map(str, self.labels.unique().tolist()[:8]))
        broken = int((~self.photos.flatten(1).isfinite()).any(dim=1).sum()) if len(self.photos) else 0
        return (
            f"{len(self.labels)} photos ({broken} with pixels that are no numbers) of classes {labels}..., "
            f"{int(self.sighted.sum())} of them with place or date, "
            f"and {len(self.other_labels)} sightings without photo"
        )


Leash = Callable[[Batch, Tensor, Tensor], Tensor]
"""What may be added to the loss of pre-training: from a batch, its photo embeddings and those of all captions."""
