"""Systems that are a classifier of the photo: three of the paper's six, and the photo branch of a fourth."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import log_softmax
from torch.optim import AdamW

from train.batches.batch import Batch
from train.batches.settings import BatchSettings
from train.batches.steps import step_batches
from train.calibration import fitted_temperature
from train.engine.loop import train
from train.engine.objective import Objective
from train.engine.stages import Stage
from train.rows import hidden
from train.systems.classifiers import Classification, PhotoClassifier, SupervisedContrast
from train.systems.experiment import Answerer, Branches, Trial

OUTPUT_RATE = 1e-3


def classifier_system(trial: Trial, planes: int = 0, contrast: bool = False) -> Answerer:
    """Train a classifier of photos and answer with it, its temperature fitted on validation.

    Args:
        planes: of place and date, beside the photo's own (`PhotoClassifier`).
        contrast: pre-train by supervised contrast, in the epochs that CrossCLIP's first stage has.
    """
    e = trial.experiment
    torch.manual_seed(trial.seed)
    config = e.config("inception_v3")
    classifier = PhotoClassifier(
        *e.backbone(config.photo_encoder), len(e.species), planes, e.settings.locked_blocks
    ).to(e.settings.device)
    source, rows = e.source(config), e.rows["train"]

    def learn(objective: Objective[Batch], epochs: float, batch: BatchSettings, folder: Path) -> None:
        network = classifier.network
        optimizer = AdamW(
            [
                {"params": list(network.parameters()), "lr": e.settings.classifier_rate * trial.rate},
                {
                    "params": [p for n, p in objective.named_parameters() if ".network." not in n],
                    "lr": OUTPUT_RATE * trial.rate,
                },
            ],
            weight_decay=0.01,
        )
        loop = trial.loop(epochs, batch.photos)
        with source.learning(network):
            batches = step_batches(rows, source.training(rows), batch, trial.seed, loop.steps, e.settings.workers)
            train(
                folder.name,
                objective.train(),
                optimizer,
                batches,
                loop,
                folder,
                f"{batch} {trial.rate} {rows.digest()}",
                device=e.settings.device,
            )

    def learn_contrast(folder: Path) -> None:
        halved = max(1, e.settings.classes // 2)
        paired = e.batch(classes=halved, photos_per_class=2 * e.settings.photos_per_class, views=2)
        learn(SupervisedContrast(classifier).to(e.settings.device), e.settings.pretrain_epochs, paired, folder)

    def learn_classes(folder: Path) -> None:
        epochs = e.settings.finetune_epochs + (0 if contrast else e.settings.pretrain_epochs)
        learn(Classification(classifier), epochs, e.batch(shuffled=True), folder)

    stages = [Stage("contrast", learn_contrast)] if contrast else []
    trial.stages.run(classifier, *stages, Stage("classified", learn_classes))
    classifier.eval()

    @torch.inference_mode()
    def logits(split: str, **unknown: bool) -> Tensor:
        chosen = e.photo_rows[split]
        with source.learning(classifier.network):
            parts = source.evaluation(split, chosen)
            if not planes:
                found = torch.cat([classifier(part.to(e.settings.device)).cpu() for part in parts])
                return found[chosen.photo_numbers]
            pixels, sightings = torch.cat(list(parts)), hidden(chosen.sightings, **unknown)
            asked = zip(chosen.photo_numbers.split(64), sightings.split(64), strict=True)
            device = e.settings.device
            return torch.cat([classifier(pixels[i].to(device), where.to(device)).cpu() for i, where in asked])

    validation = e.photo_rows["validation"].labels
    told: dict[str, dict[str, bool]] = {"photo": {"place": True, "date": True}}
    if planes:
        told |= {"photo+place": {"date": True}, "photo+date": {"place": True}, "photo+place+date": {}}
    temperatures = {
        branch: fitted_temperature(logits("validation", **unknown), validation) for branch, unknown in told.items()
    }

    def answer(split: str) -> Branches:
        return {
            branch: log_softmax(logits(split, **unknown) / temperatures[branch], dim=1).exp()
            for branch, unknown in told.items()
        }

    return answer
