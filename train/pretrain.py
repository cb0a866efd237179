"""Stage one: align photo, text and place-and-date by the six-term loss (paper, section 3.1).

    python -m train.pretrain --table birds.csv --output runs/birds --epochs 200
    torchrun --nproc_per_node 4 -m train.pretrain runs/birds/pretrain.yaml

The second form takes the settings that a run has saved, here on four GPUs.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import AdamW

from crossclip.model import CrossClip
from crossclip.model.crossclip import in_words
from train.alignment import alignment_accuracy, centre_projections, store_class_embeddings
from train.batches.batch import Batch, Leash
from train.batches.crops import Crops
from train.batches.photos import PhotoSet
from train.batches.settings import BatchSettings
from train.batches.steps import step_batches
from train.command.command import exit_cleanly
from train.command.processes import first_goes_ahead, is_first
from train.engine.begun import DATA, left_to_do
from train.engine.joined import in_chunks, joined
from train.engine.loop import train
from train.engine.objective import Loss, Objective
from train.engine.options import run_options, start_model
from train.engine.settings import LoopSettings
from train.identity import deciding
from train.losses import LabelledEmbeddings, cross_contrastive_loss
from train.models.adapters import adapted
from train.seen import embed_seen
from train.settings import PretrainSettings
from train.tables.rows import Rows

MADE = "pretrained"
"""Name of the model folder that this stage ends with."""


class Pretraining(Objective[Batch]):
    """From a batch to the cross-contrastive loss over the joined batch of all processes."""

    photo_classes: Tensor

    def __init__(
        self, model: CrossClip, photo_classes: Tensor, settings: PretrainSettings, leash: Leash | None = None
    ) -> None:
        super().__init__()
        self.model, self.settings, self.leash = model, settings, leash
        self.register_buffer("photo_classes", photo_classes, persistent=False)
        names = [in_words(name) for name in model.config.species]
        self.captions = [
            [prompt.format(name=name) for name in names] for prompt in (model.config.prompt, *settings.templates)
        ]

    def train(self, mode: bool = True) -> Pretraining:
        super().train(mode)
        if self.settings.locked_photo:
            self.model.photo.backbone.eval()
        if self.settings.locked_text:
            text: nn.Module = self.model.text.backbone
            text.eval()
        return self

    def forward(self, batch: Batch) -> Loss:
        labels = joined(batch.labels)
        known = joined(torch.cat([batch.sighted, torch.ones_like(batch.other_labels, dtype=torch.bool)]))
        meta_labels = joined(torch.cat([batch.labels, batch.other_labels]))[known]
        # Text first: a GPU is busy with it while the processor makes ready the rest.
        text_labels = torch.cat([labels, meta_labels]).unique()
        if self.settings.every_caption:
            text_labels = torch.arange(len(self.photo_classes), device=labels.device)
        text = self.model.encode_text(self._captions(text_labels, int(batch.seed)))
        if self.settings.caption_each:
            text_labels, distinct = torch.cat([labels, joined(batch.other_labels)]), text_labels
            text = text[torch.searchsorted(distinct, text_labels)]
        photo = in_chunks(partial(embed_seen, self.model), batch.photos, self.settings.chunk)
        meta = joined(self.model.encode_meta(torch.cat([batch.sightings, batch.other_sightings])))[known]
        modalities = {
            "photo": LabelledEmbeddings(joined(photo), labels, self.photo_classes),
            "text": LabelledEmbeddings(text, text_labels),
            "meta": LabelledEmbeddings(meta, meta_labels),
        }
        temperature = self.settings.temperature or self.model.temperature
        loss = cross_contrastive_loss(
            modalities, temperature, self.settings.terms, self._followers, self.settings.summed
        )
        figures = {"six_terms": loss.item(), "scale": 1 / torch.as_tensor(temperature).item()}
        return Loss(loss if self.leash is None else loss + self.leash(batch, photo, text), figures)

    @property
    def _followers(self) -> tuple[str, ...]:
        return ("meta",) if self.settings.meta_follows else ()

    def _captions(self, labels: Tensor, seed: int) -> list[str]:
        """One for each distinct label: encoding every row's would repeat work."""
        generator = torch.Generator().manual_seed(seed)
        drawn = torch.randint(len(self.captions), (len(labels),), generator=generator)
        return [self.captions[template][label] for template, label in zip(drawn, labels.tolist(), strict=True)]


def pretrain(
    model: CrossClip,
    rows: Rows,
    settings: PretrainSettings,
    batch_settings: BatchSettings,
    loop: LoopSettings,
    output: Path,
    photos: PhotoSet | None = None,
    leash: Leash | None = None,
    validate: Callable[[], float] | None = None,
) -> None:
    """Train the encoders in place and store the class text embeddings in the model.

    Args:
        photos: what photo rows look like: their augmented pixels, unless features of a locked encoder
            are given.
        leash: an addition to the loss, of (batch, photo embeddings, embeddings of all captions).
    """
    photos = photos or Crops(rows, model.config)
    objective = Pretraining(model, rows.photo_classes.to(model.log_scale.device), settings, leash).train()
    if settings.locked_photo:
        model.photo.backbone.requires_grad_(False)
    if settings.locked_projection:
        model.photo.projection.requires_grad_(False)
    if settings.locked_text:
        model.text.backbone.requires_grad_(False)
    batches = step_batches(rows, photos, batch_settings, loop.seed, loop.steps * loop.accumulate, settings.workers)
    with adapted(model.photo.backbone, settings.photo_lora), adapted(model.text.backbone, settings.text_lora):
        optimizer = optimizer_for(model, settings)
        train(
            "pretrain",
            objective,
            optimizer,
            batches,
            loop,
            output,
            deciding(settings, batch_settings, model.config) | {DATA: rows.digest()},
            validate,
            model.log_scale.device,
        )
    if settings.temperature:
        with torch.no_grad():
            model.log_scale.fill_(-math.log(settings.temperature))
    model.eval().requires_grad_(True)
    store_class_embeddings(model)


def learning(network: nn.Module) -> list[nn.Parameter]:
    return [parameter for parameter in network.parameters() if parameter.requires_grad]


def parameter_groups(model: CrossClip, settings: PretrainSettings) -> list[dict[str, Any]]:
    """Each encoder at its own rate; projection heads and temperature at theirs."""
    towers = [
        (model.meta.parameters(), settings.meta_rate),
        (learning(model.text.backbone), settings.text_rate),
        (model.text.projection.parameters(), settings.projection_rate),
        ([model.log_scale], settings.projection_rate),
    ]
    if not settings.locked_projection:
        towers.append((model.photo.projection.parameters(), settings.projection_rate))
    if not settings.locked_photo:
        towers.append((learning(model.photo.backbone), settings.photo_rate))
    groups = [{"params": list(parameters), "lr": rate} for parameters, rate in towers]
    return [group for group in groups if group["params"]]


def optimizer_for(model: CrossClip, settings: PretrainSettings) -> AdamW:
    """On a GPU all of a group in one launch: small steps wait for those."""
    fused = model.log_scale.is_cuda or None
    return AdamW(parameter_groups(model, settings), weight_decay=settings.weight_decay, fused=fused)


def main() -> None:
    run, batch_settings, settings, loop = run_options(__doc__, PretrainSettings)
    output = Path(run.output)
    rows, species = run.read()
    steps = run.loop(loop, rows, batch_settings)
    if not left_to_do(output, "pretrain", MADE, steps, rows.digest(), run, batch_settings, settings, loop):
        return
    with first_goes_ahead():
        model = start_model(run, species, loop.seed)
    photos = Crops(rows, model.config)
    if not run.model:
        centre_projections(model, rows, photos, settings.spread_captions)
    validation, _ = run.read("validation")
    validate = partial(alignment_accuracy, model, validation, settings.workers) if validation.has_photo.any() else None
    pretrain(model, rows, settings, batch_settings, steps, output, photos, validate=validate)
    if is_first():
        model.save_pretrained(output / MADE)


if __name__ == "__main__":
    exit_cleanly(main)
