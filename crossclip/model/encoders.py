"""The three encoders, photo, text and place-and-date, and the projection to their common space.

Each encoder gives features of its own width; `Projection` brings photo and text features to the
embedding space. The meta encoder's features have its width already (paper, section 3.1; design of
the residual network after Mac Aodha et al. 2019).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize

from crossclip.model.backbones import fold_batch_norm, photo_backbone
from crossclip.model.encodings import encode_season, place_inputs

if TYPE_CHECKING:
    from transformers import PreTrainedModel

RIDGE = 0.03
"""Directions weaker than this part of the strongest are not brought up to it by `Projection.spread`."""


class Projection(nn.Module):
    """Features (N, features) to unit vectors (N, dim): Linear-GELU-Linear with a residual,
    dropout, LayerNorm, then L2 normalisation."""

    def __init__(self, features: int, dim: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.inner = nn.Linear(features, dim)
        self.outer = nn.Linear(dim, dim)
        self.dropout = nn.Dropout(dropout)
        self.norm = nn.LayerNorm(dim)

    @torch.no_grad()
    def centre(self, features: Tensor) -> None:
        """Make the mean of some features (N, features) the origin of the embedding space.

        Pooled features share a large mean. Without this, a fresh projection sends them all to nearly the
        same point, from which contrastive training takes long to part them.
        """
        self.inner.bias.copy_(-(self.inner.weight @ features.mean(dim=0)))

    @torch.no_grad()
    def spread(self, features: Tensor) -> None:
        """`centre`, and turn some features (N, features) nearly at right angles to each other.

        What a text encoder makes of names differs in few directions, in those that names share most of
        all. Whitened (with a ridge, so that noise is not blown up), no two classes start as neighbours
        for their names' sake, and photos find room between them.
        """
        centred = features - features.mean(dim=0)
        size = (centred @ self.inner.weight.T).std()
        _, strengths, directions = torch.linalg.svd(centred, full_matrices=False)
        frame = nn.init.orthogonal_(centred.new_empty(self.inner.out_features, len(strengths)))
        whitening = frame / (strengths + RIDGE * strengths[0]) @ directions
        self.inner.weight.copy_(whitening * (size / (centred @ whitening.T).std()))
        self.centre(features)

    def forward(self, features: Tensor) -> Tensor:
        projected = self.inner(features)
        refined = self.dropout(self.outer(nn.functional.gelu(projected)))
        return normalize(self.norm(projected + refined), dim=-1)


class ResidualLayer(nn.Module):
    """Linear, ReLU, Dropout, Linear, ReLU around a skip connection."""

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(width, width), nn.ReLU(), nn.Dropout(dropout), nn.Linear(width, width), nn.ReLU()
        )

    def forward(self, x: Tensor) -> Tensor:
        change: Tensor = self.layers(x)
        return x + change


class MetaEncoder(nn.Module):
    """Place and date to a unit vector (N, dim), whichever of the two is known.

    Args:
        encoding: a name in `PLACE_ENCODINGS`.
        width, depth: of the residual network.
        dim: of the embedding space.
        covariates: a name in `PLACE_COVARIATES`: what the network reads of the place besides.
    """

    def __init__(
        self, encoding: str, width: int, depth: int, dim: int, dropout: float, covariates: str = "none"
    ) -> None:
        super().__init__()
        self.encode_place = place_inputs(encoding, covariates)
        nowhere = torch.zeros(1, device="cpu")  # on the meta device, radians take a second: torch loads its compiler
        place_width = self.encode_place(nowhere, nowhere).shape[-1]
        self.unknown_place = nn.Parameter(torch.zeros(place_width))
        self.unknown_date = nn.Parameter(torch.zeros(2))
        self.network = nn.Sequential(
            nn.Linear(place_width + 2, width), nn.ReLU(), *(ResidualLayer(width, dropout) for _ in range(depth))
        )
        self.projection = Projection(width, dim, dropout)

    def forward(self, sightings: Tensor) -> Tensor:
        """Embed sightings (N, 3) as `sighting_tensor` makes them; NaN is unknown."""
        longitude, latitude, year_fraction = sightings.unbind(-1)
        known_place = ~(longitude.isnan() | latitude.isnan())[:, None]
        known_date = ~year_fraction.isnan()[:, None]
        # NaN is replaced before it is encoded: `where` alone would leave NaN in the gradient.
        place = self.encode_place(longitude.nan_to_num(), latitude.nan_to_num())
        season = encode_season(year_fraction.nan_to_num())
        place = torch.where(known_place, place, self.unknown_place)
        season = torch.where(known_date, season, self.unknown_date)
        embedding: Tensor = self.projection(self.network(torch.cat([place, season], dim=-1)))
        return embedding


class PhotoEncoder(nn.Module):
    """A network of torchvision, timm or open_clip without its last layer, then a projection: (N, 3, H, W)
    pixels, normalised as the model's photo transform does, to unit vectors (N, dim).

    Args:
        name: as `photo_backbone` takes it, e.g. "resnet50" or "timm:convnext_base.fb_in22k".
        folded: True for a network whose batch norms were folded into its convolutions.
        turned: True for one that takes pixels turned by 180 degrees.
        pretrained: fetch its library's own weights for it (the only use of the internet here).
    """

    def __init__(
        self,
        name: str,
        dim: int,
        dropout: float,
        folded: bool = False,
        pretrained: bool = False,
        turned: bool = False,
    ) -> None:
        super().__init__()
        self.turned = turned
        self.backbone, features = photo_backbone(name, pretrained)
        if folded:
            fold_batch_norm(self.backbone)
        self.projection = Projection(features, dim, dropout)

    def oriented(self, images: Tensor) -> Tensor:
        """Images (N, C, H, W) as the backbone takes them, or its maps as the picture stands."""
        return images.flip(-1, -2).contiguous(memory_format=torch.channels_last) if self.turned else images

    def features(self, pixels: Tensor) -> Tensor:
        """Pooled features of the backbone, (N, features)."""
        output = self.backbone(self.oriented(pixels))
        features: Tensor = output.logits if hasattr(output, "logits") else output  # inception_v3 in training mode
        return features

    def project(self, features: Tensor) -> Tensor:
        """Unit vectors (N, dim) of features (N, features) that were computed before."""
        embedding: Tensor = self.projection(features)
        return embedding

    def forward(self, pixels: Tensor) -> Tensor:
        """Unit vectors (N, dim) of pixels (N, 3, H, W)."""
        return self.project(self.features(pixels))


class TextEncoder(nn.Module):
    """Any Hugging Face encoder, first-token pooling, then a projection: tokens to unit vectors (N, dim)."""

    def __init__(self, backbone: PreTrainedModel, dim: int, dropout: float) -> None:
        super().__init__()
        self.backbone = backbone
        self.projection = Projection(backbone.config.hidden_size, dim, dropout)

    def features(self, **tokens: Tensor) -> Tensor:
        """What the encoder makes of the first token, (N, hidden)."""
        features: Tensor = self.backbone(**tokens).last_hidden_state[:, 0]
        return features

    def forward(self, **tokens: Tensor) -> Tensor:
        embedding: Tensor = self.projection(self.features(**tokens))
        return embedding
