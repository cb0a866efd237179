"""The presence-only geographical prior of Mac Aodha et al. 2019: the rival of our place branch."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import logsigmoid
from torch.optim import Adam

from crossclip.model.encoders import MetaEncoder
from train.batches.batch import Batch
from train.batches.steps import sighting_batches
from train.engine.begun import DATA
from train.engine.loop import train
from train.engine.objective import Loss, Objective
from train.engine.stages import Stage
from train.identity import deciding
from train.probabilities import plain_product
from train.systems.experiment import Answerer, Branches, Trial


@dataclass(frozen=True)
class GeoPriorSettings:
    """Those of the prior's own paper: Adam's rate, the residual network, and how place is encoded; and what else the
    network reads of a place, which is ours."""

    rate: float = 5e-4
    width: int = 256
    depth: int = 4
    dropout: float = 0.5
    encoding: str = "wrap"
    covariates: str = "none"


class GeoPrior(nn.Module):
    """Place and date (N, 3) to how likely each class was reported there, (N, classes) logits of each
    class on its own: they do not sum to one."""

    def __init__(self, classes: int, settings: GeoPriorSettings, photographers: int = 0) -> None:
        super().__init__()
        self.encoder = MetaEncoder(
            settings.encoding, settings.width, settings.depth, settings.width, settings.dropout, settings.covariates
        )
        self.encoder.set_submodule("projection", nn.Identity())
        self.presence = nn.Linear(settings.width, classes, bias=False)
        self.photographer = nn.Linear(settings.width, photographers, bias=False) if photographers else None

    def forward(self, sightings: Tensor) -> Tensor:
        return self.presence(self.encoder(sightings))


class PresenceOnly(Objective[Batch]):
    """From a batch's sightings to the presence-only loss (Mac Aodha et al. 2019, equations 4 to 6).

    What was reported should score high, every other class low, and at random places of the sphere, on
    random days, all classes low. A report weighs as much as all absences together. With photographers, who
    reported scores high there and low elsewhere, the others are left alone, as in the authors' code; and a
    photographer goes with the classes that he reports.
    """

    def __init__(self, prior: GeoPrior) -> None:
        super().__init__()
        self.prior = prior

    def forward(self, batch: Batch) -> Loss:
        prior, sightings, labels = self.prior, batch.other_sightings, batch.other_labels
        here, elsewhere = prior.encoder(sightings), prior.encoder(random_sightings(len(sightings), sightings.device))
        loss = presence_loss(prior.presence(here), labels) + absence_loss(prior.presence(elsewhere))
        if prior.photographer is not None:
            who = batch.other_photographers
            known = who >= 0
            his = prior.photographer.weight[who[known]]
            loss = loss + presence_loss(his @ prior.presence.weight.T, labels[known])
            loss = loss + absence_loss(-(his * here[known]).sum(dim=1))
            loss = loss + absence_loss((his * elsewhere[known]).sum(dim=1))
        return Loss(loss)


def presence_loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Mean over rows and classes of -log of the reported class, times their number, and -log(1 - others)."""
    classes = logits.shape[1]
    reported = torch.nn.functional.one_hot(labels, classes).bool()
    return torch.where(reported, -classes * logsigmoid(logits), -logsigmoid(-logits)).mean()


def absence_loss(logits: Tensor) -> Tensor:
    return -logsigmoid(-logits).mean()


def random_sightings(count: int, device: torch.device) -> Tensor:
    """(count, 3): places uniform on the sphere, days uniform over the year."""
    longitude, height, year = torch.rand(3, count, device=device)
    latitude = torch.asin(2 * height - 1) * (180 / math.pi)
    return torch.stack([360 * longitude - 180, latitude, year], dim=1)


def geoprior(trial: Trial, photo: Callable[[Trial], Answerer]) -> Answerer:
    """A system of photos times the presence-only geographical prior (Mac Aodha et al. 2019)."""
    e = trial.experiment
    torch.manual_seed(trial.seed)
    rows = e.rows["train"]
    settings = GeoPriorSettings(covariates=e.settings.place_covariates)
    photographers = int(rows.photographers.max()) + 1
    prior = GeoPrior(len(e.species), settings, photographers).to(e.settings.device)
    batch = e.batch(sightings=2 * e.settings.sightings, balance=1.0)
    loop = dataclasses.replace(trial.loop(1, 1), steps=e.settings.prior_steps)

    def learn(folder: Path) -> None:
        batches = sighting_batches(rows.without_photos(), batch, trial.seed, loop.steps)
        optimizer = Adam(prior.parameters(), lr=settings.rate * trial.rate)
        train(
            "geo prior",
            PresenceOnly(prior).train(),
            optimizer,
            batches,
            loop,
            folder,
            deciding(settings, batch) | {DATA: rows.digest()},
            device=e.settings.device,
        )

    trial.stages.run(prior, Stage("prior", learn))
    prior.eval()
    photo_answer = photo(dataclasses.replace(trial, name="photo"))

    @torch.inference_mode()
    def answer(split: str) -> Branches:
        presence = prior(e.photo_rows[split].sightings.to(e.settings.device)).sigmoid().cpu()
        place = presence / presence.sum(dim=1, keepdim=True)
        told = photo_answer(split)
        return told | {"place+date": place, "product": plain_product(told["photo"], place)}

    return answer
