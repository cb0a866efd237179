"""Systems that are a classifier of the photo: three of the paper's six, and the photo branch of a fourth."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import log_softmax
from torch.optim import AdamW

from train.answering.calibration import fitted_temperature
from train.batches.batch import Batch
from train.batches.features import CHUNK
from train.batches.settings import BatchSettings
from train.batches.steps import step_batches
from train.engine.begun import DATA
from train.engine.loop import train
from train.engine.objective import Objective
from train.engine.stages import Stage
from train.identity import deciding
from train.systems.classifiers import Classification, PhotoClassifier, SupervisedContrast
from train.systems.experiment import Answerer, Branches, Trial
from train.tables.rows import hidden

OUTPUT_RATE = 1e-3


def classifier_system(trial: Trial, planes: bool = False, contrast: bool = False) -> Answerer:
    """Train a classifier of photos and answer with it, its temperature fitted on validation.

    Args:
        planes: place and date come as planes beside the photo's own (`PhotoClassifier`).
        contrast: pre-train by supervised contrast, in the epochs that CrossCLIP's first stage has.
    """
    e = trial.experiment
    torch.manual_seed(trial.seed)
    config = e.config("inception_v3")
    classifier = PhotoClassifier(
        *e.backbone(config.photo_encoder),
        len(e.species),
        planes,
        e.settings.locked_blocks,
        e.settings.place_covariates,
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
                deciding(batch) | {"rate": trial.rate, DATA: rows.digest()},
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

    told: dict[str, dict[str, bool]] = {"photo": {"place": True, "date": True}}
    if planes:
        told |= {"photo+place": {"date": True}, "photo+date": {"place": True}, "photo+place+date": {}}

    @torch.inference_mode()
    def logits(split: str) -> dict[str, Tensor]:
        """(photo rows, classes) by branch; each photo is looked at once, and none is kept."""
        chosen, device, seen = e.photo_rows[split], e.settings.device, 0
        numbers = chosen.photo_numbers
        found = {branch: torch.empty(len(chosen), len(e.species)) for branch in told}
        with source.learning(classifier.network):
            for part in source.evaluation(split, chosen):
                asked = ((numbers >= seen) & (numbers < seen + len(part))).nonzero()[:, 0]
                if not planes:
                    found["photo"][asked] = classifier(part.to(device)).cpu()[numbers[asked] - seen]
                for some in asked.split(CHUNK) if planes else ():
                    pixels = part[numbers[some] - seen].to(device)
                    for branch, unknown in told.items():
                        where = hidden(chosen.sightings[some], **unknown).to(device)
                        found[branch][some] = classifier(pixels, where).cpu()
                seen += len(part)
        return found

    validated, labels = logits("validation"), e.photo_rows["validation"].labels
    temperatures = {branch: fitted_temperature(found, labels) for branch, found in validated.items()}

    def answer(split: str) -> Branches:
        found = validated if split == "validation" else logits(split)
        return {branch: log_softmax(one / temperatures[branch], dim=1).exp() for branch, one in found.items()}

    return answer
