"""What a trained system answered to the test rows: one file for each system and seed, which reports are made from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from crossclip.errors import CrossClipError
from crossclip.files import whole_file

ANSWERS_FILE = "test.safetensors"
BRANCHES = ("photo", "photo+place", "photo+date", "photo+place+date", "place+date", "product")
FUSED = "photo+place+date"
BRANCH_LABELS = {
    "photo": "photo only",
    "photo+place": "photo and place",
    "photo+date": "photo and date",
    FUSED: "photo, place and date",
    "place+date": "place and date only",
    "product": "plain product",
}
ROW_TENSORS = ("labels", "row", "photo", "simulated")
PREFIX = "probability."


class AnswersError(CrossClipError):
    """A file of answers that cannot be used; the message names the file and what is wrong."""


@dataclass(frozen=True)
class Answers:
    """Probabilities of one trained system for the test rows that have a photo.

    Attributes:
        categories: the C classes, in the order of the probabilities.
        labels: (N,) right category of each row.
        row: (N,) which row of the test split it is; the same for every system of one report.
        photo: (N,) which photo it is: rows that ask about one photo at several places share a number.
        simulated: (N,) bool, whether place and date are those of another record of the species.
        probability: (N, C) by branch, what the system was told: a name in `BRANCHES`; "product" is
            its photo branch times a place-and-date prior.
        seconds: that training took.
    """

    categories: tuple[str, ...]
    labels: Tensor
    row: Tensor
    photo: Tensor
    simulated: Tensor
    probability: dict[str, Tensor]
    seconds: float

    def write(self, path: str | Path) -> None:
        """Write the file whole or not at all."""
        tensors = {name: getattr(self, name) for name in ROW_TENSORS}
        tensors |= {PREFIX + branch: probability.float() for branch, probability in self.probability.items()}
        # Copies, because branches may be one tensor, and safetensors takes none that share memory.
        tensors = {name: tensor.clone(memory_format=torch.contiguous_format) for name, tensor in tensors.items()}
        metadata = {"categories": json.dumps(self.categories), "seconds": json.dumps(self.seconds)}
        with whole_file(path) as draft:
            draft.write_bytes(save(tensors, metadata))

    @classmethod
    def read(cls, path: str | Path) -> Answers:
        """Read and check a file.

        Raises:
            AnswersError: if it is no such file, or its rows, labels or probabilities do not fit together.
        """
        try:
            with safe_open(path, "pt") as file:
                tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118, not a dictionary
                metadata = file.metadata() or {}
            rows = {name: tensors[name] for name in ROW_TENSORS}
            categories, seconds = json.loads(metadata["categories"]), float(metadata["seconds"])
        except (OSError, SafetensorError) as error:
            raise AnswersError(f"{path} cannot be read: {error}") from None
        except (KeyError, ValueError) as error:
            raise AnswersError(f"{path} is not a file of test answers: it lacks or garbles {error}") from None
        probability = {name.removeprefix(PREFIX): tensors[name] for name in tensors if name.startswith(PREFIX)}
        answers = cls(tuple(categories), **rows, probability=probability, seconds=seconds)
        if fault := answers._fault():
            raise AnswersError(f"{path} cannot be used: {fault}")
        return answers

    def _fault(self) -> str | None:
        rows, classes = len(self.labels), len(self.categories)
        if not rows or not self.probability:
            return "it holds no answers"
        if any(len(getattr(self, name)) != rows for name in ROW_TENSORS):
            return f"{', '.join(ROW_TENSORS)} differ in length"
        if not 0 <= int(self.labels.min()) <= int(self.labels.max()) < classes:
            return f"a label is outside its {classes} categories"
        for branch, probability in self.probability.items():
            if branch not in BRANCHES:
                return f"the branch {branch!r} is unknown: use {', '.join(BRANCHES)}"
            if probability.shape != (rows, classes):
                return f"{branch} has the shape {tuple(probability.shape)}, which should be {(rows, classes)}"
            sums = probability.sum(dim=1)
            if not torch.allclose(sums, torch.ones_like(sums), atol=1e-3):  # NaN is not close to one either
                return f"the probabilities of {branch} do not sum to one in every row"
        return None


def simulated_note(simulated: int, rows: int) -> str:
    """The sentence on simulated places and dates that goes with every figure."""
    if not simulated:
        return f"Place and date of all {rows:,} test rows are the photos' own; none is simulated."
    return (
        f"Place and date of {'all ' if simulated == rows else f'{simulated:,} of '}{rows:,} test rows are simulated: "
        "they are those of other records of the same species, not of the photos. The figures say how well places "
        "foretell species, not how well a system does on photos with their true places."
    )
