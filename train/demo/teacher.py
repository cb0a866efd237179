"""The public bird classifier that the demo's photo encoder learns from, and what it is started with.

The classifier's network was made with padding at the bottom and right; torchvision's pads at the top and left, which
costs accuracy. Turned by 180 degrees, kernels and picture alike, the torchvision network reproduces the original
exactly: so the photo encoder takes turned pixels (`CrossClipConfig.photo_turned`), and so does its teacher.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn.functional import cosine_similarity, mse_loss, normalize

from crossclip.errors import CrossClipError
from crossclip.model.backbones import fold_batch_norm, torchvision_backbone
from crossclip.model.encoders import PhotoEncoder

LAST_LAYER = "classifier.1"


class Teacher(nn.Module):
    """The classifier as published: pixels (N, 3, 224, 224), scaled to -1..1, to features (N, 1280)."""

    def __init__(self, weights: dict[str, Tensor]) -> None:
        super().__init__()
        self.backbone = load_backbone(weights)
        self.eval().requires_grad_(False).to(memory_format=torch.channels_last)

    def forward(self, pixels: Tensor) -> Tensor:
        with torch.no_grad():
            features: Tensor = self.backbone(pixels.flip(-1, -2).contiguous(memory_format=torch.channels_last))
            return features


def read_classifier(path: Path) -> dict[str, Tensor]:
    """The classifier's state dict.

    Raises:
        CrossClipError: if the file is missing or not whole.
    """
    try:
        return load_file(path)
    except (OSError, SafetensorError) as error:
        raise CrossClipError(f"the public bird classifier {path} cannot be read: {error}") from None


def load_backbone(weights: dict[str, Tensor]) -> nn.Module:
    """MobileNetV2 without its last layer, batch norms folded into the convolutions, kernels turned by 180 degrees."""
    backbone, _ = torchvision_backbone("mobilenet_v2")
    backbone.load_state_dict({k: v for k, v in weights.items() if not k.startswith(LAST_LAYER)})
    fold_batch_norm(backbone)
    for module in backbone.modules():
        if isinstance(module, nn.Conv2d):
            module.weight.data = module.weight.data.flip(-1, -2)
    return backbone


def aligned_start(class_weights: Tensor, dim: int) -> tuple[Tensor, Tensor]:
    """A common space with no training: photo projection (dim, features) and class anchors (classes, dim).

    The singular value decomposition of the classifier's rows, its singular values shared evenly
    between both sides. One dimension is left empty and turned onto the diagonal, which LayerNorm's
    centring takes away, so that the projection's LayerNorm changes no cosine.
    """
    left, values, right = torch.linalg.svd(class_weights, full_matrices=False)
    root = values[: dim - 1].sqrt()
    photo = nn.functional.pad((right[: dim - 1].T * root).T, (0, 0, 0, 1))
    anchors = nn.functional.pad(left[:, : dim - 1] * root, (0, 1))
    mirror = torch.eye(dim)[-1] - torch.ones(dim) / dim**0.5
    rotation = torch.eye(dim) - 2 * torch.outer(mirror, mirror) / mirror.dot(mirror)  # Householder
    return rotation @ photo, normalize(anchors @ rotation, dim=1)


@torch.no_grad()
def start_photo_encoder(photo: PhotoEncoder, weights: dict[str, Tensor], projection: Tensor) -> None:
    """Give the photo encoder the classifier's layers and the aligned projection."""
    photo.backbone.load_state_dict(load_backbone(weights).state_dict())
    head = photo.projection
    head.inner.weight.copy_(projection)
    for zero in (head.inner.bias, head.outer.weight, head.outer.bias):
        zero.zero_()


def feature_loss(student: Tensor, teacher: Tensor, projection: Tensor) -> Tensor:
    """How far features (N, F) are from the teacher's: relative square error, and one minus the cosine
    after the projection (dim, F), where classes are told apart."""
    cosine = cosine_similarity(student @ projection.T, teacher @ projection.T)
    return mse_loss(student, teacher) / teacher.square().mean() + (1 - cosine).mean()
