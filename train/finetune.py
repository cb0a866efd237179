"""Stage two: classify from the embeddings of photo and of place and date (paper, section 3.2).

python -m train.finetune --table birds.csv --model runs/birds/pretrained --output runs/birds --epochs 50
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, normalize
from torch.optim import Adam
from torch.utils.data import Dataset

from crossclip.model import CrossClip
from crossclip.predict import Predictor
from train.calibration import calibrate
from train.engine.batches import Batch, Photos, step_batches
from train.engine.joined import joined_mean
from train.engine.loop import LoopSettings, train
from train.engine.sampler import BatchSettings
from train.engine.transforms import training_transform
from train.report.metrics import top_k_accuracy
from train.rows import Rows
from train.seen import embed_seen

EVENNESS = 0.5
"""0 weighs made-up photos by how often their species is recorded, 1 weighs all species alike."""


@dataclass(frozen=True)
class FinetuneSettings:
    """Attributes:
    head_rate, encoder_rate: Adam's, for the head, and for the encoders that learn on.
    locked_photo: the photo encoder and its projection stay as they are.
    place_share: how much the logits of a fresh head owe to place beside photo, before it learns.
    photo_alone: weight of a term for the same photos without place and date; what a place explains
        would otherwise teach the photo encoder nothing.
    borrowed: weight of a further term, photos made up for the sightings without: the text embedding of
        their species, astray where to a real photo of the batch is from its own, and `stretch` times as
        far (Hariharan and Girshick 2017): photos that train lie nearer to their species than photos to
        come, and teach the head to trust photos too much.
    way: how far the weights go from where they start to where training takes them (Wortsman et al.
        2022): less than 1 keeps more of what holds for classes without photos.
    """

    head_rate: float = 1e-4
    encoder_rate: float = 1e-5
    locked_photo: bool = False
    place_share: float = 0.6
    photo_alone: float = 0.0
    borrowed: float = 0.0
    stretch: float = 1.5
    way: float = 1.0
    workers: int = 0


class Finetuning(nn.Module):
    """From a batch to the cross-entropy of photo with place and date, over the classes that have
    photos: a class without any is never a wrong answer that a photo could have been drawn from, so
    photos teach nothing against it. To this come the cross-entropy of place and date alone, over all
    classes, and, if asked for, that of photos made up for sightings without (`borrowed`)."""

    def __init__(self, model: CrossClip, rows: Rows, settings: FinetuneSettings) -> None:
        super().__init__()
        self.model, self.settings = model, settings
        sighted = torch.bincount(rows.labels[~rows.has_photo], minlength=rows.classes)
        self.register_buffer("photoless", ~rows.photo_classes, persistent=False)
        self.register_buffer("evenly", sighted.clamp(min=1).float().pow(-EVENNESS), persistent=False)

    def train(self, mode: bool = True) -> Finetuning:
        super().train(mode)
        if self.settings.locked_photo:
            self.model.photo.eval()
        return self

    def forward(self, batch: Batch) -> tuple[Tensor, dict[str, float]]:
        with torch.set_grad_enabled(not self.settings.locked_photo):
            photo = embed_seen(self.model, batch.photos)
        meta = self.model.encode_meta(batch.sightings)
        together = self.model(photo, meta).masked_fill(self.photoless, -torch.inf)
        if len(batch.other_labels):
            alone, alone_labels = self.model.encode_meta(batch.other_sightings), batch.other_labels
        else:
            alone, alone_labels = meta[batch.sighted], batch.labels[batch.sighted]
        photo_loss = cross_entropy(together, batch.labels)
        place_loss = joined_mean(cross_entropy(self.model(None, alone), alone_labels, reduction="none"))
        loss = photo_loss + place_loss
        if self.settings.photo_alone:
            nowhere = self.model.encode_meta(torch.full_like(batch.sightings[:1], torch.nan)).expand_as(meta)
            untold = self.model(photo, nowhere).masked_fill(self.photoless, -torch.inf)
            loss = loss + self.settings.photo_alone * cross_entropy(untold, batch.labels)
        if self.settings.borrowed and len(batch.other_labels):
            loss = loss + self.settings.borrowed * self._borrowed(photo.detach(), alone, batch)
        return loss, {"photo": photo_loss.item(), "place": place_loss.item()}

    def _borrowed(self, photo: Tensor, alone: Tensor, batch: Batch) -> Tensor:
        known = self.model.class_embeddings
        astray = photo - known[batch.labels]
        lent = torch.randint(len(astray), (len(batch.other_labels),), device=astray.device)
        made_up = normalize(known[batch.other_labels] + self.settings.stretch * astray[lent], dim=1)
        losses = cross_entropy(self.model(made_up, alone), batch.other_labels, self.evenly, reduction="none")
        return joined_mean(losses, self.evenly[batch.other_labels])


def finetune(
    model: CrossClip,
    rows: Rows,
    settings: FinetuneSettings,
    batch_settings: BatchSettings,
    loop: LoopSettings,
    output: Path,
    photos: Dataset | None = None,
    validate: Callable[[], float] | None = None,
) -> None:
    """Train head, place and photo encoders in place, from the alignment that pre-training left."""
    photos = photos or Photos(rows, training_transform(model.config))
    scale = 1 / model.temperature.item()
    model.head.start_from_alignment(model.class_embeddings, scale, settings.place_share * scale)
    objective = Finetuning(model, rows, settings).to(model.log_scale.device).train()
    learning = [{"params": list(model.head.parameters()), "lr": settings.head_rate}]
    encoders = [model.meta] if settings.locked_photo else [model.meta, model.photo]
    learning += [{"params": list(encoder.parameters()), "lr": settings.encoder_rate} for encoder in encoders]
    optimizer = Adam(learning)
    start = [parameter.detach().clone() for group in learning for parameter in group["params"]]
    batches = step_batches(rows, photos, batch_settings, loop.seed, loop.steps * loop.accumulate, settings.workers)
    train(
        "finetune",
        objective,
        optimizer,
        batches,
        loop,
        output,
        fingerprint=f"{settings} {batch_settings} {model.config} {rows.digest()}",
        validate=validate,
        device=model.log_scale.device,
    )
    with torch.no_grad():
        learned = (parameter for group in learning for parameter in group["params"])
        for begun, parameter in zip(start, learned, strict=True):
            parameter.copy_(begun.lerp(parameter, settings.way))
    model.eval()


def main() -> None:
    from train.engine.options import run_options
    from train.engine.processes import first_goes_ahead, is_first
    from train.evaluate import answers_of, validation_logits

    run, batch_settings, settings, loop = run_options("finetune", __doc__, BatchSettings, FinetuneSettings)
    rows, species = run.read()
    with first_goes_ahead():
        model = CrossClip.from_pretrained(run.model).to(run.device)
    run.check_species(model, species)
    validation, _ = run.read("validation")

    def accuracy() -> float:
        answers = answers_of(Predictor(model, run.device), validation)
        return top_k_accuracy(answers.probability["photo+place+date"], answers.labels)

    finetune(
        model,
        rows,
        settings,
        batch_settings,
        run.loop(loop, rows, batch_settings),
        Path(run.output),
        validate=accuracy if validation.has_photo.any() else None,
    )
    if len(validation):
        calibrate(model, validation_logits(model, validation))
    if is_first():
        model.save_pretrained(Path(run.output) / "model")


if __name__ == "__main__":
    from train.engine.options import exit_cleanly

    exit_cleanly(main)
