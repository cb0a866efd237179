"""The six systems of the paper's table, each a recipe that can be run by its name.

A system trains what is missing of a trial, and then answers for the photos of any split by branch,
that is by what it is told: see `train.report.answers.BRANCHES`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.optim import Adam

from crossclip.predict import Predictor
from train.alignment import centre_projections
from train.calibration import calibrate
from train.engine.batches import sighting_batches
from train.engine.loop import train
from train.engine.sampler import BatchSettings
from train.evaluate import photo_branches
from train.finetune import FinetuneSettings, finetune
from train.pretrain import PretrainSettings, pretrain
from train.report.metrics import plain_product
from train.seen import embed_seen
from train.systems.classifier_system import classifier_system
from train.systems.classifiers import META_PLANES
from train.systems.experiment import Experiment
from train.systems.geoprior import GeoPrior, GeoPriorSettings, PresenceOnly
from train.systems.trial import Answerer, Branches, Trial
from train.systems.trunk import photo_numbers


@dataclass(frozen=True)
class Recipe:
    """What the ablation varies of our system."""

    pretrain: PretrainSettings
    finetune: FinetuneSettings
    batch: BatchSettings
    place_encoding: str = "sphere"
    meta_dropout: float = 0.2
    projection_dropout: float = 0.2

    @classmethod
    def of(cls, experiment: Experiment) -> Recipe:
        s = experiment.settings
        return cls(
            PretrainSettings(
                photo_rate=s.photo_rate,
                text_rate=s.text_rate,
                meta_rate=s.meta_rate,
                temperature=0.12,
                every_caption=True,
                spread_captions=True,
                meta_follows=True,
            ),
            FinetuneSettings(
                head_rate=1e-3,
                encoder_rate=s.photo_rate / 10,
                place_share=1.0,
                photo_alone=1.0,
                borrowed=3.0,
                stretch=3.0,
            ),
            experiment.batch(shuffled=True, sightings=s.sightings, balance=1.0),
        )


def photo(trial: Trial) -> Answerer:
    """InceptionV3: a classifier of the photo alone."""
    return classifier_system(trial)


def planes(trial: Trial) -> Answerer:
    """InceptionV3 with place and date as more input planes."""
    return classifier_system(trial, planes=META_PLANES)


def supcon(trial: Trial) -> Answerer:
    """InceptionV3, pre-trained by supervised contrast of photos (Khosla et al. 2020)."""
    return classifier_system(trial, contrast=True)


def clip(trial: Trial) -> Answerer:
    """Photo and text alone, two of the six terms; then a classifier of the photo."""
    recipe = Recipe.of(trial.experiment)
    two = dataclasses.replace(recipe.pretrain, terms=["photo-text", "text-photo"])
    photos = dataclasses.replace(recipe.batch, sightings=0)
    answer = ours(trial, dataclasses.replace(recipe, pretrain=two, batch=photos), places=False)
    return lambda split: {"photo": answer(split)["photo"]}


def geoprior(trial: Trial) -> Answerer:
    """InceptionV3 times the presence-only geographical prior (Mac Aodha et al. 2019)."""
    e = trial.experiment
    torch.manual_seed(trial.seed)
    rows = e.rows["train"]
    settings = GeoPriorSettings()
    photographers = int(rows.photographers.max()) + 1
    prior = GeoPrior(len(e.species), settings, photographers).to(e.settings.device)
    batch = e.batch(sightings=2 * e.settings.sightings, balance=1.0)
    loop = dataclasses.replace(trial.loop(1, 1), steps=e.settings.prior_steps)

    def learn(folder) -> None:
        batches = sighting_batches(rows.without_photos(), batch, trial.seed, loop.steps)
        optimizer = Adam(prior.parameters(), lr=settings.rate * trial.rate)
        train(
            "geo prior",
            PresenceOnly(prior).train(),
            optimizer,
            batches,
            loop,
            folder,
            f"{settings} {batch} {rows.digest()}",
            device=e.settings.device,
        )

    trial.stage("prior", prior, learn)
    prior.eval()
    photo_answer = photo(dataclasses.replace(trial, name="photo"))

    @torch.inference_mode()
    def answer(split: str) -> Branches:
        presence = prior(e.photo_rows[split].sightings.to(e.settings.device)).sigmoid().cpu()
        place = presence / presence.sum(dim=1, keepdim=True)
        told = photo_answer(split)
        return told | {"place+date": place, "product": plain_product(told["photo"], place)}

    return answer


def ours(trial: Trial, recipe: Recipe | None = None, places: bool = True) -> Answerer:
    """CrossCLIP: cross-contrastive pre-training of three encoders, then fine-tuning."""
    e = trial.experiment
    recipe = recipe or Recipe.of(e)
    torch.manual_seed(trial.seed)
    model = e.crossclip(
        place_encoding=recipe.place_encoding,
        meta_dropout=recipe.meta_dropout,
        projection_dropout=recipe.projection_dropout,
    )
    source, rows = e.source(model.config), e.rows["train"]
    if not places:
        rows = rows.without_sightings()
    pretraining = scaled(recipe.pretrain, trial.rate, ("photo_rate", "text_rate", "meta_rate", "projection_rate"))
    finetuning = scaled(recipe.finetune, trial.rate, ("head_rate", "encoder_rate"))

    def run(stage, settings, epochs: float) -> Callable:
        def learn(folder) -> None:
            with source.learning(model.photo.backbone):
                loop, photos = trial.loop(epochs, recipe.batch.photos), source.training(rows)
                if stage is pretrain:
                    centre_projections(model, rows, photos, settings.spread_captions)
                stage(model, rows, settings, recipe.batch, loop, folder, photos)

        return learn

    trial.stage("pretrained", model, run(pretrain, pretraining, e.settings.pretrain_epochs))
    trial.stage("finetuned", model, run(finetune, finetuning, e.settings.finetune_epochs))
    model.eval()

    @torch.inference_mode()
    def embedded(split: str) -> Tensor:
        with source.learning(model.photo.backbone):
            parts = source.evaluation(split, e.photo_rows[split])
            return torch.cat([embed_seen(model, part.to(e.settings.device)).cpu() for part in parts])

    def answer(split: str) -> Branches:
        chosen = e.photo_rows[split]
        return photo_branches(
            Predictor(model, e.settings.device), embedded(split)[photo_numbers(chosen.photos)], chosen.sightings
        )

    raw, labels = answer("validation"), e.photo_rows["validation"].labels
    branches = {"photo": "photo", "meta": "place+date", "photo+meta": "photo+place+date"}
    calibrate(model, {known: (raw[branch].clamp_min(1e-30).log(), labels) for known, branch in branches.items()})
    return answer


def scaled(settings, factor: float, names: tuple[str, ...]):
    """Settings with some of their learning rates multiplied."""
    return dataclasses.replace(settings, **{name: factor * getattr(settings, name) for name in names})


SYSTEMS: dict[str, Callable[[Trial], Answerer]] = {
    "photo": photo,
    "planes": planes,
    "supcon": supcon,
    "clip": clip,
    "geoprior": geoprior,
    "ours": ours,
}
