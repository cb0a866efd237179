"""Classifiers of photos alone: the paper's InceptionV3 rows, for any torchvision backbone."""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, normalize
from torchvision.models import Inception3

from crossclip.model.encodings import encode_season, place_inputs
from train.batches.batch import Batch
from train.batches.features import blocks_of
from train.engine.joined import joined
from train.engine.objective import Loss, Objective

AUXILIARY_WEIGHT = 0.4  # Szegedy et al. 2015


class PhotoClassifier(nn.Module):
    """A backbone and one linear layer, with the auxiliary head where the backbone has one (InceptionV3).

    Args:
        network: a backbone without its last layer, and `width`, that of its features.
        planes: place and date come as constant planes beside red, green and blue (`meta_planes`). Their weights
            start at zero, so that training starts from the photo alone.
        locked_blocks: of the network are left out while it learns (`train.batches.features`); planes then stand
            beside the maps that these blocks give.
        covariates: of a place that have planes as well, a name in `PLACE_COVARIATES`.
    """

    def __init__(
        self,
        network: nn.Module,
        width: int,
        classes: int,
        planes: bool = False,
        locked_blocks: int = 0,
        covariates: str = "none",
    ) -> None:
        super().__init__()
        self.network = network
        if isinstance(network, Inception3) and network.AuxLogits is not None:
            network.AuxLogits.fc = nn.Linear(network.AuxLogits.fc.in_features, classes)
        self.planes, self.covariates = planes, covariates
        if planes:
            count = meta_planes(torch.zeros(1, 3), covariates).shape[1]
            _widen_first_convolution(blocks_of(network)[locked_blocks:] if locked_blocks else network, count)
        self.output = nn.Linear(width, classes)

    def features(self, pixels: Tensor, sightings: Tensor | None = None) -> tuple[Tensor, Tensor | None]:
        """Pooled features (N, width), and the auxiliary head's logits while it trains."""
        if self.planes:
            if sightings is None:
                raise ValueError("a classifier with planes of place and date needs sightings beside the photos")
            planes = meta_planes(sightings, self.covariates)[:, :, None, None].expand(-1, -1, *pixels.shape[2:])
            pixels = torch.cat([pixels, planes], dim=1)
        output = self.network(pixels)
        return (output.logits, output.aux_logits) if hasattr(output, "aux_logits") else (output, None)

    def forward(self, pixels: Tensor, sightings: Tensor | None = None) -> Tensor:
        """Logits (N, classes)."""
        return self.output(self.features(pixels, sightings)[0])


def meta_planes(sightings: Tensor, covariates: str = "none") -> Tensor:
    """(N, 8) of sightings (N, 3): sine and cosine of longitude, latitude and day of year, zero where unknown, and
    whether place and date are known; with covariates, (N, 8 + theirs)."""
    longitude, latitude, year = sightings.unbind(-1)
    known_place = (~(longitude.isnan() | latitude.isnan())).float()[:, None]
    known_date = (~year.isnan()).float()[:, None]
    place = place_inputs("wrap", covariates)(longitude.nan_to_num(), latitude.nan_to_num()) * known_place
    return torch.cat([place, encode_season(year.nan_to_num()) * known_date, known_place, known_date], dim=1)


class Classification(Objective[Batch]):
    """From a batch to the cross-entropy of a photo classifier."""

    def __init__(self, classifier: PhotoClassifier) -> None:
        super().__init__()
        self.classifier = classifier

    def forward(self, batch: Batch) -> Loss:
        features, auxiliary = self.classifier.features(batch.photos, batch.sightings)
        loss = cross_entropy(self.classifier.output(features), batch.labels)
        figures = {"cross_entropy": loss.item()}
        if auxiliary is not None:
            loss = loss + AUXILIARY_WEIGHT * cross_entropy(auxiliary, batch.labels)
        return Loss(loss, figures)


class SupervisedContrast(Objective[Batch]):
    """From a batch of several views a photo to the supervised contrastive loss (Khosla et al. 2020),
    through a projection that is thrown away afterwards."""

    def __init__(self, classifier: PhotoClassifier, temperature: float = 0.1, dim: int = 128) -> None:
        super().__init__()
        self.classifier, self.temperature = classifier, temperature
        width = classifier.output.in_features
        self.projection = nn.Sequential(nn.Linear(width, width), nn.ReLU(), nn.Linear(width, dim))

    def forward(self, batch: Batch) -> Loss:
        embeddings = normalize(self.projection(self.classifier.features(batch.photos, batch.sightings)[0]), dim=1)
        loss = supervised_contrastive_loss(joined(embeddings), joined(batch.labels), self.temperature)
        return Loss(loss)


def supervised_contrastive_loss(embeddings: Tensor, labels: Tensor, temperature: float) -> Tensor:
    """L_out of Khosla et al. 2020, equation 2, averaged over anchors: unit vectors (N, D), labels (N,).

    No embedding is its own positive, nor in its own denominator; one without any positive has no term.
    """
    itself = torch.eye(len(labels), dtype=torch.bool, device=labels.device)
    logits = (embeddings @ embeddings.T / temperature).masked_fill(itself, -torch.inf)
    positive = (labels[:, None] == labels[None, :]) & ~itself
    count = positive.sum(dim=1)
    per_anchor = -logits.log_softmax(dim=1).masked_fill(~positive, 0.0).sum(dim=1) / count.clamp(min=1)
    return per_anchor.sum() / (count > 0).sum().clamp(min=1)


def _widen_first_convolution(network: nn.Module, planes: int) -> None:
    name, first = next((n, m) for n, m in network.named_modules() if isinstance(m, nn.Conv2d))
    wide = nn.Conv2d(
        first.in_channels + planes,
        first.out_channels,
        cast(tuple[int, int], first.kernel_size),
        cast(tuple[int, int], first.stride),
        cast("str | tuple[int, int]", first.padding),
        bias=first.bias is not None,
    )
    with torch.no_grad():
        wide.weight.zero_()
        wide.weight[:, : first.in_channels] = first.weight
        if first.bias is not None and wide.bias is not None:
            wide.bias.copy_(first.bias)
    network.set_submodule(name, wide)
    if isinstance(network, Inception3):
        network.transform_input = False  # InceptionV3's would keep three of the planes only
