"""Systems that are a classifier of the photo: three of the paper's six, and the photo branch of a fourth."""

from __future__ import annotations

from functools import partial

import torch
from torch import Tensor, nn
from torch.nn.functional import log_softmax
from torch.optim import AdamW

from train.calibration import fitted_temperature
from train.engine.batches import step_batches
from train.engine.loop import train
from train.engine.sampler import BatchSettings
from train.rows import hidden
from train.systems.classifiers import Classification, PhotoClassifier, SupervisedContrast
from train.systems.trial import Answerer, Branches, Trial
from train.systems.trunk import photo_numbers

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

    def learn(objective: nn.Module, epochs: float, batch: BatchSettings, folder) -> None:
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

    epochs = e.settings.finetune_epochs
    if contrast:
        paired = e.batch(
            classes=max(1, e.settings.classes // 2), photos_per_class=2 * e.settings.photos_per_class, views=2
        )
        trial.stage(
            "contrast",
            classifier,
            partial(learn, SupervisedContrast(classifier).to(e.settings.device), e.settings.pretrain_epochs, paired),
        )
    else:
        epochs += e.settings.pretrain_epochs
    trial.stage("classified", classifier, partial(learn, Classification(classifier), epochs, e.batch(shuffled=True)))
    classifier.eval()

    @torch.inference_mode()
    def logits(split: str, **unknown) -> Tensor:
        chosen = e.photo_rows[split]
        with source.learning(classifier.network):
            parts = source.evaluation(split, chosen)
            if not planes:
                found = torch.cat([classifier(part.to(e.settings.device)).cpu() for part in parts])
                return found[photo_numbers(chosen.photos)]
            pixels, sightings = torch.cat(list(parts)), hidden(chosen.sightings, **unknown)
            asked = zip(photo_numbers(chosen.photos).split(64), sightings.split(64), strict=True)
            device = e.settings.device
            return torch.cat([classifier(pixels[i].to(device), where.to(device)).cpu() for i, where in asked])

    validation = e.photo_rows["validation"].labels
    told = {"photo": {"place": True, "date": True}}
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
