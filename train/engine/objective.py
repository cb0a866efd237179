"""The one contract of all that is learned: from a batch to its loss.

A stage descends an objective with `train.engine.loop.train`. The objective is a module: it holds the networks
that learn as its parts (so that they are moved, averaged and checkpointed with it), and `train` and `eval` may
be refined where a part of it stays as it is. Its batches are whatever the stage's stream gives: most are
`train.batches.batch.Batch`. It says how the loss of a process goes into that of all: what is contrasted is
gathered with `joined`, and a mean over rows of which each process may hold another number is a `joined_mean`.

The objectives: `Pretraining` (`train.pretrain`), `Finetuning` (`train.finetune`), `Classification` and
`SupervisedContrast` (`train.systems.classifiers`), `PresenceOnly` (`train.systems.geoprior`), and `Imitation` and
`Naming` (`train.demo.stages`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Generic, NamedTuple, TypeVar

from torch import Tensor, nn

BatchT = TypeVar("BatchT")


class Loss(NamedTuple):
    """What an objective makes of a batch.

    Attributes:
        loss: (), differentiable.
        figures: by name, what is logged beside it.
    """

    loss: Tensor
    figures: Mapping[str, float] = {}


class Objective(nn.Module, ABC, Generic[BatchT]):
    """From a batch to its loss."""

    @abstractmethod
    def forward(self, batch: BatchT) -> Loss:
        """The loss of this process's part of a step."""
