"""Stage two: classify from the embeddings of photo and of place and date (paper, section 3.2).

python -m train.finetune --table birds.csv --model runs/birds/pretrained --output runs/birds --epochs 50
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, normalize
from torch.optim import Adam

from crossclip.errors import CrossClipError
from crossclip.model import CrossClip
from crossclip.predict import Predictor
from train.answering.branches import branches_of
from train.answering.calibration import calibrate, validation_logits
from train.batches.batch import Batch
from train.batches.crops import Crops
from train.batches.photos import PhotoSet
from train.batches.settings import BatchSettings
from train.batches.steps import step_batches
from train.command.command import exit_cleanly
from train.command.processes import first_goes_ahead, is_first
from train.engine.begun import DATA, left_to_do
from train.engine.joined import joined_mean
from train.engine.loop import train
from train.engine.objective import Loss, Objective
from train.engine.options import run_options
from train.engine.settings import LoopSettings
from train.identity import deciding
from train.models.adapters import adapted
from train.probabilities import top_k_accuracy
from train.seen import embed_seen
from train.settings import FinetuneSettings
from train.tables.rows import Rows

MADE = "model"
"""Name of the model folder that this stage ends with."""
EVENNESS = 0.5
"""0 weighs made-up photos by how often their species is recorded, 1 weighs all species alike."""


class Finetuning(Objective[Batch]):
    """From a batch to the cross-entropy of photo with place and date, over the classes that have
    photos: a class without any is never a wrong answer that a photo could have been drawn from, so
    photos teach nothing against it. To this come the cross-entropy of place and date alone, over all
    classes, and, if asked for, that of photos made up for sightings without (`borrowed`)."""

    photoless: Tensor
    evenly: Tensor

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

    def forward(self, batch: Batch) -> Loss:
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
        loss = photo_loss + self.settings.place_alone * place_loss
        if self.settings.photo_alone:
            nowhere = self.model.encode_meta(torch.full_like(batch.sightings[:1], torch.nan)).expand_as(meta)
            untold = self.model(photo, nowhere).masked_fill(self.photoless, -torch.inf)
            loss = loss + self.settings.photo_alone * cross_entropy(untold, batch.labels)
        if self.settings.borrowed and len(batch.other_labels):
            loss = loss + self.settings.borrowed * self._borrowed(photo.detach(), alone, batch)
        return Loss(loss, {"photo": photo_loss.item(), "place": place_loss.item()})

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
    photos: PhotoSet | None = None,
    validate: Callable[[], float] | None = None,
) -> None:
    """Train head, place and photo encoders in place, from the alignment that pre-training left."""
    photos = photos or Crops(rows, model.config)
    if settings.aligned_head:
        scale = 1 / model.temperature.item()
        model.head.start_from_alignment(model.class_embeddings, scale, settings.place_share * scale)
    objective = Finetuning(model, rows, settings).to(model.log_scale.device).train()
    batches = step_batches(rows, photos, batch_settings, loop.seed, loop.steps * loop.accumulate, settings.workers)
    with adapted(model.photo.backbone, settings.photo_lora):
        towers = [(model.head.parameters(), settings.head_rate), (model.meta.parameters(), settings.encoder_rate)]
        if not settings.locked_photo:
            towers.append((model.photo.parameters(), settings.encoder_rate))
        groups = [([p for p in parameters if p.requires_grad], rate) for parameters, rate in towers]
        learned = [parameter for parameters, _ in groups for parameter in parameters]
        optimizer = Adam([{"params": parameters, "lr": rate} for parameters, rate in groups])
        start = [parameter.detach().clone() for parameter in learned]
        train(
            "finetune",
            objective,
            optimizer,
            batches,
            loop,
            output,
            identity=deciding(settings, batch_settings, model.config) | {DATA: rows.digest()},
            validate=validate,
            device=model.log_scale.device,
        )
        with torch.no_grad():
            for begun, parameter in zip(start, learned, strict=True):
                parameter.copy_(begun.lerp(parameter, settings.way))
    model.eval()


def main() -> None:
    run, batch_settings, settings, loop = run_options(__doc__, FinetuneSettings)
    if not run.model:
        raise CrossClipError("fine-tuning goes on from a model: give --model, the folder that train.pretrain made")
    output = Path(run.output)
    rows, species = run.read()
    steps = run.loop(loop, rows, batch_settings)
    if not left_to_do(output, "finetune", MADE, steps, rows.digest(), run, batch_settings, settings, loop):
        return
    with first_goes_ahead():
        model = CrossClip.from_pretrained(run.model).to(run.device)
    run.check_species(model, species)
    validation, _ = run.read("validation")
    shown = validation.with_photos()

    def accuracy() -> float:
        return top_k_accuracy(
            branches_of(Predictor(model, run.device), shown, settings.workers)["photo+place+date"], shown.labels
        )

    finetune(model, rows, settings, batch_settings, steps, output, validate=accuracy if len(shown) else None)
    if len(validation):
        calibrate(model, validation_logits(model, validation))
    if is_first():
        model.save_pretrained(output / MADE)


if __name__ == "__main__":
    exit_cleanly(main)
