"""Stage one: align photo, text and place-and-date by the six-term loss (paper, section 3.1).

    python -m train.pretrain --table birds.csv --output runs/birds --epochs 200
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.optim import AdamW
from torch.utils.data import Dataset

from crossclip.losses import LabelledEmbeddings, cross_contrastive_loss
from crossclip.model import CrossClip
from train.batches import Batch, BatchSettings, Photos, step_batches
from train.loop import LoopSettings, train
from train.rows import Rows
from train.transforms import training_transform

Leash = Callable[[Batch, Tensor, Tensor], Tensor]


@dataclass(frozen=True)
class PretrainSettings:
    """Learning rates are the paper's (section 4.2), with 1e-3 for the projection heads.

    Attributes:
        every_caption: contrast with the captions of all classes, not only those of the batch.
        locked_photo: the photo encoder stays as it is and only its projection learns (locked-image
            tuning, Zhai et al. 2022).
    """

    photo_rate: float = 1e-4
    text_rate: float = 1e-5
    meta_rate: float = 5e-5
    projection_rate: float = 1e-3
    weight_decay: float = 0.01
    every_caption: bool = False
    locked_photo: bool = False
    workers: int = 0


def pretrain(
    model: CrossClip,
    rows: Rows,
    settings: PretrainSettings,
    batch_settings: BatchSettings,
    loop: LoopSettings,
    output: Path,
    photos: Dataset | None = None,
    leash: Leash | None = None,
) -> None:
    """Train the encoders in place and store the class text embeddings in the model.

    Args:
        photos: what photo rows look like: their augmented pixels, unless features of a locked encoder
            are given.
        leash: an addition to the loss, of (batch, photo embeddings, embeddings of all captions).
    """
    device = model.log_scale.device
    photos = photos or Photos(rows, training_transform(model.config))
    captions = model.prompts(model.config.species)
    photo_classes = rows.photo_classes.to(device)
    optimizer = AdamW(parameter_groups(model, settings), weight_decay=settings.weight_decay)
    batches = step_batches(rows, photos, batch_settings, loop.seed, loop.steps, settings.workers, device)

    def loss_of(batch: Batch) -> tuple[Tensor, dict[str, float]]:
        photo = model.encode_photo(batch.photos)
        sightings = torch.cat([batch.sightings[batch.sighted], batch.other_sightings])
        sighting_labels = torch.cat([batch.labels[batch.sighted], batch.other_labels])
        present = torch.cat([batch.labels, sighting_labels]).unique()
        text_labels = torch.arange(rows.classes, device=device) if settings.every_caption else present
        text = model.encode_text([captions[label] for label in text_labels])
        loss = cross_contrastive_loss(
            {
                "photo": LabelledEmbeddings(photo, batch.labels, photo_classes),
                "text": LabelledEmbeddings(text, text_labels),
                "meta": LabelledEmbeddings(model.encode_meta(sightings), sighting_labels),
            },
            model.temperature,
        )
        figures = {"six_terms": loss.item(), "scale": 1 / model.temperature.item()}
        return (loss if leash is None else loss + leash(batch, photo, text)), figures

    model.train()
    if settings.locked_photo:
        model.photo.backbone.eval().requires_grad_(False)
    train("pretrain", model, optimizer, batches, loss_of, loop, output, repr((settings, batch_settings, len(rows))))
    model.eval().requires_grad_(True)
    store_class_embeddings(model)


def parameter_groups(model: CrossClip, settings: PretrainSettings) -> list[dict]:
    """Each encoder at its own rate; projection heads and temperature at theirs."""
    towers = [
        (model.meta.parameters(), settings.meta_rate),
        (model.text.backbone.parameters(), settings.text_rate),
        (model.text.projection.parameters(), settings.projection_rate),
        (model.photo.projection.parameters(), settings.projection_rate),
        ([model.log_scale], settings.projection_rate),
    ]
    if not settings.locked_photo:
        towers.append((model.photo.backbone.parameters(), settings.photo_rate))
    return [{"params": list(parameters), "lr": rate} for parameters, rate in towers]


@torch.no_grad()
def store_class_embeddings(model: CrossClip) -> None:
    """Encode every class's prompt once, so that known species never need the text encoder again."""
    model.class_embeddings.copy_(model.encode_text(model.prompts(model.config.species)))


def main() -> None:
    from train.options import run_options, start_model

    run, batch_settings, settings = run_options(__doc__, BatchSettings, PretrainSettings)
    rows, species = run.read()
    model = start_model(run, species)
    loop = run.loop(rows, batch_settings)
    pretrain(model, rows, settings, batch_settings, loop, Path(run.output))
    model.save_pretrained(Path(run.output) / "pretrained")


if __name__ == "__main__":
    from train.options import exit_cleanly

    exit_cleanly(main)
