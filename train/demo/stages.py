"""The demo model's own stage before the two of the paper: how its photo encoder begins, and what holds it there.

The photo encoder first learns to give the public classifier's features, without labels. From there the six terms can
pull without tearing (locked-image tuning, Zhai et al. 2022).
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import torch
from torch import Tensor
from torch.nn.functional import cosine_similarity, kl_div, normalize
from torch.optim import AdamW

from crossclip.model import CrossClip, CrossClipConfig
from crossclip.model.encoders import PhotoEncoder
from train.batches.batch import Batch, Leash
from train.batches.features import FeatureCache
from train.batches.photos import PhotoFeatures, Photos, training_transform
from train.batches.settings import BatchSettings
from train.batches.steps import step_batches
from train.demo.teacher import Teacher, feature_loss
from train.engine.loop import train
from train.engine.objective import Loss, Objective
from train.engine.settings import LoopSettings
from train.tables.rows import Rows

LEASH_SCALE = 20.0  # of cosines that are held where they were
ADAPT_RATE = 6e-6  # gently: the start is the teacher itself, and 2e-5 cost species without photos 0.6 points


def adapt(
    photo: PhotoEncoder,
    config: CrossClipConfig,
    teacher: Teacher,
    photos: pd.DataFrame,
    projection: Tensor,
    steps: int,
    output: Path,
) -> None:
    """Train all layers of the photo encoder to give, of each augmented photo, the mean of the teacher's features of
    the photo and of its mirror image."""
    labels = torch.from_numpy(photos.cub_class.astype("category").cat.codes.to_numpy().copy()).long()
    nowhere = torch.full((len(photos), 3), torch.nan)
    real = torch.zeros(len(photos), dtype=torch.bool)
    rows = Rows(
        photos.photo.to_numpy(dtype=str),
        labels,
        nowhere,
        int(labels.max()) + 1,
        simulated=real,
        photographers=torch.full_like(labels, -1),
    )
    loop = LoopSettings(steps, warmup=5, checkpoint_every=30)
    augmented = Photos(rows, training_transform(config))
    batches = step_batches(rows, augmented, BatchSettings(classes=16, photos_per_class=2), loop.seed, steps, workers=1)
    photo.to(memory_format=torch.channels_last)
    optimizer = AdamW(photo.backbone.parameters(), lr=ADAPT_RATE, weight_decay=0)
    train("adapt", Imitation(photo, teacher, projection).train(), optimizer, batches, loop, output)
    photo.eval()


class Imitation(Objective[Batch]):
    """From a batch to how far a photo encoder's features are from the teacher's, of both views of a photo."""

    def __init__(self, photo: PhotoEncoder, teacher: Teacher, projection: Tensor) -> None:
        super().__init__()
        self.photo, self.teacher, self.projection = photo, teacher, projection

    def forward(self, batch: Batch) -> Loss:
        target = (self.teacher(batch.photos) + self.teacher(batch.photos.flip(-1))) / 2
        return Loss(feature_loss(self.photo.features(batch.photos), target, self.projection))


def photo_features(model: CrossClip, rows: Rows, views: int, output: Path, name: str) -> PhotoFeatures:
    """Features of augmented photos by the photo encoder as it stands, kept in `output`."""
    model.eval().to(memory_format=torch.channels_last)

    def encode(pixels: Tensor) -> Tensor:
        return model.photo.features(pixels)

    photos = Photos(rows, training_transform(model.config, smallest=0.5))
    return FeatureCache(output, chunk=32).views(name, encode, rows, photos, views)


def tether(projection: Tensor, anchors: Tensor) -> Leash:
    """What holds pre-training near the aligned start: over all species, what a photo's features said before, and
    where the names lay."""

    def leash(batch: Batch, photo: Tensor, text: Tensor) -> Tensor:
        before = (LEASH_SCALE * normalize(batch.photos @ projection.T, dim=1) @ anchors.T).softmax(dim=1)
        now = (LEASH_SCALE * photo @ text.T).log_softmax(dim=1)
        return kl_div(now, before, reduction="batchmean") + 5 * (1 - cosine_similarity(text, anchors)).mean()

    return leash
