"""What a training run sees of photos: their pixels, or features that a backbone made of them once for all."""

from __future__ import annotations

from torch import Tensor

from crossclip.model import CrossClip


def features_of(model: CrossClip, seen: Tensor) -> Tensor:
    """Features (N, F) of what is seen: of pixels (N, 3, H, W), or the features (N, F) themselves."""
    return seen if seen.ndim == 2 else model.photo.features(seen)


def embed_seen(model: CrossClip, seen: Tensor) -> Tensor:
    """Unit vectors (N, dim) of what is seen."""
    return model.photo.project(features_of(model, seen))
