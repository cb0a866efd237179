"""Stage one: align photo, text and place-and-date by the six-term loss (paper, section 3.1).

    python -m train.pretrain --table birds.csv --output runs/birds --epochs 200
    torchrun --nproc_per_node 4 -m train.pretrain runs/birds/pretrain.yaml

The second form takes the settings that a run has saved, here on four GPUs.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import permutations
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.optim import AdamW
from torch.utils.data import Dataset

from crossclip.errors import CrossClipError
from crossclip.model import CrossClip
from crossclip.model.crossclip import in_words
from train.alignment import alignment_accuracy, centre_projections, store_class_embeddings
from train.engine.batches import Batch, Photos, step_batches
from train.engine.joined import in_chunks, joined
from train.engine.loop import LoopSettings, train
from train.engine.processes import first_goes_ahead, is_first
from train.engine.sampler import BatchSettings
from train.engine.transforms import training_transform
from train.losses import LabelledEmbeddings, cross_contrastive_loss
from train.rows import Rows
from train.seen import embed_seen

Leash = Callable[[Batch, Tensor, Tensor], Tensor]
TERMS = tuple(f"{anchor}-{candidate}" for anchor, candidate in permutations(("photo", "text", "meta"), 2))


@dataclass(frozen=True)
class PretrainSettings:
    """Learning rates are the paper's (section 4.2), with 1e-3 for the projection heads.

    Attributes:
        terms: of the loss, as anchor-candidate; all six by default, two make the paper's "CLIP".
        temperature: 0 learns it from 0.07 on; else it stays as given.
        meta_follows: place and date learn towards photo and text, and do not move these. They are weak
            evidence: four of the six terms would otherwise draw together what shares a region.
        spread_captions: a fresh text projection starts with the captions of all classes at right angles.
        every_caption: contrast with the captions of all classes, not only those of the batch.
        templates: more prompts, besides the model's own, of which each caption draws one a step.
        locked_photo: the photo encoder stays as it is and only its projection learns (locked-image
            tuning, Zhai et al. 2022).
        chunk: photos encoded at a time, for batches larger than the memory; 0 for all at once.
    """

    photo_rate: float = 1e-4
    text_rate: float = 1e-5
    meta_rate: float = 5e-5
    projection_rate: float = 1e-3
    weight_decay: float = 0.01
    terms: list[str] = field(default_factory=lambda: list(TERMS))
    temperature: float = 0.0
    meta_follows: bool = False
    spread_captions: bool = False
    every_caption: bool = False
    templates: list[str] = field(default_factory=list)
    locked_photo: bool = False
    chunk: int = 0
    workers: int = 0

    def __post_init__(self) -> None:
        if not self.terms or not set(self.terms) <= set(TERMS):
            raise CrossClipError(f"the terms of the loss are {', '.join(TERMS)}: name one at least, and no others")
        if bare := [template for template in self.templates if "{name}" not in template]:
            raise CrossClipError(f"the template {bare[0]!r} does not say where the {{name}} goes")
        if min(self.temperature, self.chunk, self.workers) < 0:
            raise CrossClipError("temperature, chunk and workers cannot be below 0")


class Pretraining(nn.Module):
    """From a batch to the cross-contrastive loss over the joined batch of all processes."""

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
        return self

    def forward(self, batch: Batch) -> tuple[Tensor, dict[str, float]]:
        labels = joined(batch.labels)
        known = joined(torch.cat([batch.sighted, torch.ones_like(batch.other_labels, dtype=torch.bool)]))
        meta_labels = joined(torch.cat([batch.labels, batch.other_labels]))[known]
        # Text first: a GPU is busy with it while the processor makes ready the rest.
        text_labels = torch.cat([labels, meta_labels]).unique()
        if self.settings.every_caption:
            text_labels = torch.arange(len(self.photo_classes), device=labels.device)
        text = self.model.encode_text(self._captions(text_labels, batch.seed.item()))
        photo = in_chunks(partial(embed_seen, self.model), batch.photos, self.settings.chunk)
        meta = joined(self.model.encode_meta(torch.cat([batch.sightings, batch.other_sightings])))[known]
        modalities = {
            "photo": LabelledEmbeddings(joined(photo), labels, self.photo_classes),
            "text": LabelledEmbeddings(text, text_labels),
            "meta": LabelledEmbeddings(meta, meta_labels),
        }
        temperature = self.settings.temperature or self.model.temperature
        loss = cross_contrastive_loss(modalities, temperature, self.settings.terms, self._followers)
        figures = {"six_terms": loss.item(), "scale": 1 / torch.as_tensor(temperature).item()}
        return (loss if self.leash is None else loss + self.leash(batch, photo, text)), figures

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
    photos: Dataset | None = None,
    leash: Leash | None = None,
    validate: Callable[[], float] | None = None,
) -> None:
    """Train the encoders in place and store the class text embeddings in the model.

    Args:
        photos: what photo rows look like: their augmented pixels, unless features of a locked encoder
            are given.
        leash: an addition to the loss, of (batch, photo embeddings, embeddings of all captions).
    """
    photos = photos or Photos(rows, training_transform(model.config))
    objective = Pretraining(model, rows.photo_classes.to(model.log_scale.device), settings, leash).train()
    if settings.locked_photo:
        model.photo.backbone.requires_grad_(False)
    optimizer = AdamW(parameter_groups(model, settings), weight_decay=settings.weight_decay)
    batches = step_batches(rows, photos, batch_settings, loop.seed, loop.steps * loop.accumulate, settings.workers)
    train(
        "pretrain",
        objective,
        optimizer,
        batches,
        loop,
        output,
        f"{settings} {batch_settings} {model.config} {rows.digest()}",
        validate,
        model.log_scale.device,
    )
    if settings.temperature:
        with torch.no_grad():
            model.log_scale.fill_(-math.log(settings.temperature))
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


def main() -> None:
    from train.engine.options import run_options, start_model

    run, batch_settings, settings, loop = run_options("pretrain", __doc__, BatchSettings, PretrainSettings)
    rows, species = run.read()
    with first_goes_ahead():
        model = start_model(run, species, loop.seed)
    photos = Photos(rows, training_transform(model.config))
    if not run.model:
        centre_projections(model, rows, photos, settings.spread_captions)
    validation, _ = run.read("validation")
    pretrain(
        model,
        rows,
        settings,
        batch_settings,
        run.loop(loop, rows, batch_settings),
        Path(run.output),
        photos,
        validate=partial(alignment_accuracy, model, validation) if validation.has_photo.any() else None,
    )
    if is_first():
        model.save_pretrained(Path(run.output) / "pretrained")


if __name__ == "__main__":
    from train.engine.options import exit_cleanly

    exit_cleanly(main)
