"""Stage two: classify from the embeddings of photo and of place and date (paper, section 3.2).

    python -m train.finetune --table birds.csv --model runs/birds/pretrained --output runs/birds --epochs 50
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, normalize
from torch.optim import Adam
from torch.utils.data import Dataset

from crossclip.model import CrossClip
from train.batches import Batch, BatchSettings, Photos, step_batches
from train.loop import LoopSettings, train
from train.rows import Rows
from train.transforms import training_transform

STRETCH = 1.5
"""Training photos lie nearer to their species than photos to come: made-up ones go this much further."""
EVENNESS = 0.5
"""0 weighs made-up photos by how often their species is recorded, 1 weighs all species alike."""


@dataclass(frozen=True)
class FinetuneSettings:
    """Attributes:
    head_rate, encoder_rate: Adam's, for the head, and for the encoders that learn on.
    locked_photo: the photo encoder and its projection stay as they are.
    place_share: how much the logits of a fresh head owe to place beside photo, before it learns.
    borrowed: weight of a third term, photos made up for the sightings without: the text embedding of
        their species, astray as far and where to as a real photo of the batch is from its own
        (Hariharan and Girshick 2017). All species alike, so that none is known by being made up.
    way: how far the weights go from where they start to where training takes them (Wortsman et al.
        2022): less than 1 keeps more of what holds for classes without photos.
    """

    head_rate: float = 1e-4
    encoder_rate: float = 1e-5
    locked_photo: bool = False
    place_share: float = 0.6
    borrowed: float = 0.0
    way: float = 1.0
    workers: int = 0


def finetune(
    model: CrossClip,
    rows: Rows,
    settings: FinetuneSettings,
    batch_settings: BatchSettings,
    loop: LoopSettings,
    output: Path,
    photos: Dataset | None = None,
) -> None:
    """Train head, place and photo encoders in place, from the alignment that pre-training left.

    Cross-entropy of photo with place and date, over the classes that have photos: a class without
    any is never a wrong answer that a photo could have been drawn from, so photos teach nothing
    against it. To this come the cross-entropy of place and date alone, over all classes, and, if asked
    for, that of photos made up for sightings without (`FinetuneSettings.borrowed`).
    """
    device = model.log_scale.device
    photos = photos or Photos(rows, training_transform(model.config))
    photoless = ~rows.photo_classes.to(device)
    sighted = torch.bincount(rows.labels[~rows.has_photo], minlength=rows.classes)
    evenly = sighted.clamp(min=1).float().pow(-EVENNESS).to(device)
    scale = 1 / model.temperature.item()
    model.head.start_from_alignment(model.class_embeddings, scale, settings.place_share * scale)
    learning = [{"params": list(model.head.parameters()), "lr": settings.head_rate}]
    encoders = [model.meta] if settings.locked_photo else [model.meta, model.photo]
    learning += [{"params": list(encoder.parameters()), "lr": settings.encoder_rate} for encoder in encoders]
    optimizer = Adam(learning)
    start = [parameter.detach().clone() for group in learning for parameter in group["params"]]
    batches = step_batches(rows, photos, batch_settings, loop.seed, loop.steps, settings.workers, device)

    def loss_of(batch: Batch) -> tuple[Tensor, dict[str, float]]:
        with torch.set_grad_enabled(not settings.locked_photo):
            photo = model.encode_photo(batch.photos)
        meta = model.encode_meta(batch.sightings)
        together = model(photo, meta).masked_fill(photoless, -torch.inf)
        if len(batch.other_labels):
            alone, alone_labels = model.encode_meta(batch.other_sightings), batch.other_labels
        else:
            alone, alone_labels = meta[batch.sighted], batch.labels[batch.sighted]
        photo_loss = cross_entropy(together, batch.labels)
        place_loss = cross_entropy(model(None, alone), alone_labels) if len(alone) else photo_loss.new_zeros(())
        loss = photo_loss + place_loss
        if settings.borrowed and len(batch.other_labels):
            astray = photo.detach() - model.class_embeddings[batch.labels]
            lent = torch.randint(len(astray), (len(batch.other_labels),), device=device)
            made_up = normalize(model.class_embeddings[batch.other_labels] + STRETCH * astray[lent], dim=1)
            loss = loss + settings.borrowed * cross_entropy(model(made_up, alone), batch.other_labels, evenly)
        return loss, {"photo": photo_loss.item(), "place": place_loss.item()}

    model.train()
    if settings.locked_photo:
        model.photo.eval()
    train("finetune", model, optimizer, batches, loss_of, loop, output, repr((settings, batch_settings, len(rows))))
    with torch.no_grad():
        learned = (parameter for group in learning for parameter in group["params"])
        for begun, parameter in zip(start, learned, strict=True):
            parameter.copy_(begun.lerp(parameter, settings.way))
    model.eval()


def calibrate(model: CrossClip, logits: dict[str, tuple[Tensor, Tensor]]) -> None:
    """Fit one temperature for each kind of input (Guo et al. 2017) and keep it in the configuration.

    Args:
        logits: for "photo", "meta" and "photo+meta", the logits (N, classes) and labels (N,) of
            validation rows.
    """
    from scipy.optimize import minimize_scalar

    def temperature(scores: Tensor, labels: Tensor) -> float:
        def loss(log_temperature: float) -> float:
            return cross_entropy(scores / float(torch.tensor(log_temperature).exp()), labels).item()

        return float(torch.tensor(minimize_scalar(loss, bounds=(-2, 2), method="bounded").x).exp())

    model.config = dataclasses.replace(
        model.config, calibration={known: temperature(*pair) for known, pair in logits.items()}
    )


def main() -> None:
    from train.evaluate import validation_logits
    from train.options import run_options

    run, batch_settings, settings = run_options(__doc__, BatchSettings, FinetuneSettings)
    rows, species = run.read()
    model = CrossClip.from_pretrained(run.model).to(run.device)
    run.check_species(model, species)
    finetune(model, rows, settings, batch_settings, run.loop(rows, batch_settings), Path(run.output))
    validation, _ = run.read("validation")
    if len(validation):
        calibrate(model, validation_logits(model, validation))
    model.save_pretrained(Path(run.output) / "model")


if __name__ == "__main__":
    from train.options import exit_cleanly

    exit_cleanly(main)
