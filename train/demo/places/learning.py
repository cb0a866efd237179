"""Fine-tuning of what place and date say: from records, survey runs and feeders, and from absences on surveys.

The head starts as the sum of two similarities, photo with species and place with species, each carried by units of its
own (`FusionHead.start_from_alignment`). Here the units of place learn on and those of the photo stay: nothing that a
place teaches can unlearn a photo of a species that had none in training.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits, log_softmax
from torch.optim import AdamW

from crossclip.model import CrossClip
from train.batches.draws import Part, step_generator
from train.demo.places.points import Points
from train.demo.places.units import lock_photo_units, settle
from train.engine.loop import train
from train.engine.objective import Loss, Objective
from train.engine.settings import LoopSettings
from train.identity import deciding
from train.tables.rows import Rows


@dataclass(frozen=True)
class PlaceSettings:
    """Attributes:
    rate: AdamW's.
    records, runs, feeders: points of each source a step.
    run_weight, feeder_weight, visit_weight, text_weight: of their terms; records weigh 1.
    hidden_place, hidden_date: chance that a point's place is hidden, and a record's date: surveys and feeders
        have one season and do not speak for the year as a whole.
    """

    rate: float = 2e-3
    records: int = 256
    runs: int = 128
    feeders: int = 128
    run_weight: float = 0.5
    feeder_weight: float = 0.5
    visit_weight: float = 5.0
    text_weight: float = 0.25
    hidden_place: float = 0.1
    hidden_date: float = 0.2


@dataclass(frozen=True)
class PlaceSources:
    """What is known of places.

    Attributes:
        records: of all species.
        runs, covered: of survey routes, over the covered species, whose class indices `covered` (K,) holds.
        feeders, gardens: of feeders, over the species of gardens, likewise.
    """

    records: Points
    runs: Points
    covered: Tensor
    feeders: Points
    gardens: Tensor


class PlaceBatch(NamedTuple):
    """Sightings (N, 3) and targets (N, C) of each source, and what was found on the runs (N, covered)."""

    records: Tensor
    recorded: Tensor
    runs: Tensor
    counted: Tensor
    present: Tensor
    feeders: Tensor
    fed: Tensor


class Placing(Objective[PlaceBatch]):
    """From a batch to the cross-entropies of what was found, given place and date alone.

    Surveys and feeders each add an offset for a species in training: a bird that a drive at dawn or a feeder meets
    more often than a birder does is no commoner for that in the model's answer.
    """

    def __init__(self, model: CrossClip, sources: PlaceSources, settings: PlaceSettings) -> None:
        super().__init__()
        if model.visits is None:
            raise ValueError("the model has no surveyed species to learn visits of")
        self.model, self.settings, self.visits = model, settings, model.visits
        self.run_offset = nn.Parameter(torch.zeros(len(sources.covered)))
        self.feeder_offset = nn.Parameter(torch.zeros(len(sources.gardens)))
        self.register_buffer("covered", sources.covered, persistent=False)
        self.register_buffer("gardens", sources.gardens, persistent=False)

    def train(self, mode: bool = True) -> Placing:
        super().train(mode)
        for tower in (self.model.photo, self.model.text):
            tower.eval()
        return self

    def forward(self, batch: PlaceBatch) -> Loss:
        s = self.settings
        sizes = [len(batch.records), len(batch.runs), len(batch.feeders)]
        nothing = torch.full_like(batch.records[:1], torch.nan)
        sightings = torch.cat([batch.records, batch.runs, batch.feeders, nothing])
        *metas, unknown = self.model.encode_meta(sightings).split([*sizes, 1])
        nowhere = self.model(torch.zeros_like(unknown), unknown)  # what place says where there is none: taken off
        records, runs, feeders = (self.model(None, meta) - nowhere for meta in metas)
        named = self.model.log_scale.exp() * metas[0] @ self.model.class_embeddings.T
        visits = self.visits(metas[1])
        terms = {
            "records": entropy(records, batch.recorded),
            "runs": entropy(runs[:, self.covered] + self.run_offset, batch.counted),
            "feeders": entropy(feeders[:, self.gardens] + self.feeder_offset, batch.fed),
            "visits": binary_cross_entropy_with_logits(visits, batch.present),
            "text": entropy(named, batch.recorded),
        }
        weights = {
            "records": 1.0,
            "runs": s.run_weight,
            "feeders": s.feeder_weight,
            "visits": s.visit_weight,
            "text": s.text_weight,
        }
        loss = torch.stack([weights[name] * term for name, term in terms.items()]).sum()
        return Loss(loss, {name: term.item() for name, term in terms.items()})


def entropy(logits: Tensor, targets: Tensor) -> Tensor:
    """Mean cross-entropy of distributions (N, C)."""
    return -(targets * log_softmax(logits, dim=1)).sum(dim=1).mean()


def learn_places(
    model: CrossClip,
    sources: PlaceSources,
    validation: Rows,
    settings: PlaceSettings,
    loop: LoopSettings,
    output: Path,
) -> None:
    """Train the place encoder, the head's units of place and the visits in place.

    Args:
        validation: records of held-back places, and photos there, which say how sure place may be and what it counts.
    """
    scale = model.log_scale.exp().item()
    model.head.start_from_alignment(model.class_embeddings, scale, scale / 2)
    objective = Placing(model, sources, settings).train()
    locks = lock_photo_units(model.head, model.config.embedding_dim)
    optimizer = AdamW(_groups(objective), lr=settings.rate, betas=(0.9, 0.98))
    batches = place_batches(sources, settings, loop.seed, loop.steps)
    train(
        "places",
        objective,
        optimizer,
        batches,
        loop,
        output,
        {**deciding(settings), "species": list(model.config.species)},
    )
    for lock in locks:
        lock.remove()
    settle(model.eval(), validation)


def place_batches(
    sources: PlaceSources, settings: PlaceSettings, seed: int, steps: int
) -> Callable[[int, Part], Iterator[PlaceBatch]]:
    """Batches from any step on."""

    def batches(start: int, part: Part) -> Iterator[PlaceBatch]:
        for step in range(start, steps):
            records, recorded, _ = sources.records.draw(settings.records, seed, 4 * step)
            runs, counted, present = sources.runs.draw(settings.runs, seed, 4 * step + 1)
            feeders, fed, _ = sources.feeders.draw(settings.feeders, seed, 4 * step + 2)
            generator = step_generator(seed, 4 * step + 3)
            for sightings in (records, runs, feeders):
                sightings[torch.rand(len(sightings), generator=generator) < settings.hidden_place, :2] = torch.nan
            records[torch.rand(len(records), generator=generator) < settings.hidden_date, 2] = torch.nan
            yield PlaceBatch(records, recorded, runs, counted, present, feeders, fed)

    return batches


def _groups(objective: Placing, decay: float = 0.01) -> list[dict[str, Any]]:
    """What learns, for an optimiser: matrices of the place encoder decay; the head's hold what pre-training taught."""
    model = objective.model
    decaying: list[nn.Parameter] = []
    others: list[nn.Parameter] = []
    for parameter in model.meta.parameters():
        (decaying if parameter.ndim > 1 else others).append(parameter)
    others += [*model.head.parameters(), *objective.visits.parameters(), objective.run_offset, objective.feeder_offset]
    return [{"params": decaying, "weight_decay": decay}, {"params": others, "weight_decay": 0.0}]
