"""Our system, and the photo-text one that is half of it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import torch
from torch import Tensor

from crossclip.predict import Predictor
from train.alignment import centre_projections
from train.answering.branches import photo_branches
from train.answering.calibration import branch_logits, calibrate
from train.command.processes import is_first
from train.engine.stages import Stage
from train.finetune import finetune
from train.pretrain import pretrain
from train.seen import embed_seen
from train.systems.experiment import Answerer, Branches, Trial
from train.systems.recipe import Recipe, scaled


def clip(trial: Trial) -> Answerer:
    """Photo and text alone, two of the six terms; then a classifier of the photo."""
    recipe = Recipe.of(trial.experiment.settings)
    two = dataclasses.replace(recipe.pretrain, terms=["photo-text", "text-photo"])
    photos = dataclasses.replace(recipe.batch, sightings=0)
    answer = ours(trial, dataclasses.replace(recipe, pretrain=two, batch=photos), places=False)
    return lambda split: {"photo": answer(split)["photo"]}


def paper(trial: Trial) -> Answerer:
    """CrossCLIP by the recipe that the paper prints."""
    return ours(trial, Recipe.of_paper(trial.experiment.settings))


def ours(trial: Trial, recipe: Recipe | None = None, places: bool = True) -> Answerer:
    """CrossCLIP: cross-contrastive pre-training of three encoders, then fine-tuning."""
    e = trial.experiment
    recipe = recipe or Recipe.of(e.settings)
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

    def learn_alignment(folder: Path) -> None:
        with source.learning(model.photo.backbone):
            loop, photos = (
                trial.loop(e.settings.pretrain_epochs, recipe.batch.photos, **recipe.pace),
                source.training(rows),
            )
            centre_projections(model, rows, photos, pretraining.spread_captions)
            pretrain(model, rows, pretraining, recipe.batch, loop, folder, photos)

    def learn_classes(folder: Path) -> None:
        with source.learning(model.photo.backbone):
            loop, photos = (
                trial.loop(e.settings.finetune_epochs, recipe.batch.photos, **recipe.pace),
                source.training(rows),
            )
            finetune(model, rows, finetuning, recipe.batch, loop, folder, photos)

    trial.stages.run(model, Stage("pretrained", learn_alignment), Stage("finetuned", learn_classes))
    model.eval()

    @torch.inference_mode()
    def embedded(split: str) -> Tensor:
        with source.learning(model.photo.backbone):
            parts = source.evaluation(split, e.photo_rows[split])
            return torch.cat([embed_seen(model, part.to(e.settings.device)).cpu() for part in parts])

    def answer(split: str) -> Branches:
        chosen = e.photo_rows[split]
        photos = embedded(split)[chosen.photo_numbers]
        return photo_branches(Predictor(model, e.settings.device), photos, chosen.sightings)

    calibrate(model, branch_logits(answer("validation"), e.photo_rows["validation"].labels))
    if places and is_first():
        model.save_pretrained(trial.folder / "model")  # which app and command line open
    return answer
