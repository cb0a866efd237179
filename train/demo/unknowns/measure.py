"""What is said of photos of birds that the model knows, of birds that it does not, and of no bird at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from sklearn.metrics import roc_auc_score
from torch import Tensor
from torch.nn.functional import normalize

from crossclip.answers.confidence import FAIRLY_SURE, Verdict, verdict
from crossclip.answers.cuts import better_cut
from crossclip.field_marks import field_marks
from crossclip.model.strangers import SCALE
from crossclip.predict import Predictor
from crossclip.sighting import Sighting


@dataclass(frozen=True, eq=False)
class Kind:
    """Photos of one kind, as a model sees them.

    Attributes:
        embeddings: (N, dim).
        species: of each photo; "" where it is of no bird.
    """

    predictor: Predictor
    embeddings: Tensor
    species: Sequence[str]

    def familiarity(self) -> Tensor:
        return self.predictor.familiarity(self.embeddings)

    def figures(self, threshold: float) -> dict[str, Any]:
        """How many photos there are, and the shares that are doubted, said to be unknown, unsure (of the species, by
        the photo alone) or either doubted or unsure, and given a group; of groups, how many are right."""
        said = self._verdicts(threshold)
        doubted = np.array([not one.familiar for one in said])
        unsure = np.array([not one.sure for one in said])
        groups = [self._right(one, name) for one, name in zip(said, self.species, strict=True) if one.group]
        known = [right for right in groups if right is not None]
        return {
            "photos": len(said),
            "species": len(set(self.species) - {""}),
            "doubted": float(doubted.mean()),
            "unknown": float(np.mean([one.unknown for one in said])),
            "unsure": float(unsure.mean()),
            "unsure_or_doubted": float((unsure | doubted).mean()),
            "group": len(groups) / len(said),
            "group_right": float(np.mean(known)) if known else None,
        }

    def _verdicts(self, threshold: float) -> list[Verdict]:
        nothing = [Sighting()] * len(self.embeddings)
        familiar = (self.familiarity() >= threshold).tolist()
        answers = self.predictor.answers(self.embeddings, nothing)
        return [verdict(answer, known) for answer, known in zip(answers, familiar, strict=True)]

    def _right(self, said: Verdict, species: str) -> bool | None:
        """Whether a group is that of the species; None where the table of field marks lacks it."""
        table = field_marks()
        if said.group is None or species not in table:
            return None
        own = table[species]
        genus = own.scientific_name.partition(" ")[0]
        return said.group.name in (own.group, f"bird of the genus {genus}", f"bird of the family {own.family}")


def measures(kind: Kind) -> dict[str, Tensor]:
    """Measures of how familiar photos are, (N,) each, higher for what is known; the first is the one in use."""
    predictor, photos = kind.predictor, kind.embeddings
    nothing = predictor.embed_sightings([Sighting()]).expand(len(photos), -1)
    log = predictor.probabilities(photos, nothing, "photo").clamp_min(1e-30).log()
    cosines = photos @ normalize(predictor.model.class_embeddings, dim=1).T
    nearest, second = cosines.topk(2, dim=1).values.T
    size = (log.exp().sort(dim=1, descending=True).values.cumsum(dim=1) < CONFORMAL).sum(dim=1) + 1
    return {
        "nearest with strangers": kind.familiarity(),
        "largest cosine (nearest class)": nearest,
        "energy": torch.logsumexp(SCALE * cosines, dim=1),
        "margin": nearest - second,
        "largest probability": log.amax(dim=1),
        "entropy": (log.exp() * log).sum(dim=1),
        "size of the conformal set": -size.float(),
    }


CONFORMAL = 0.95
"""The probability that the likeliest species of a set reach together."""


def compare(known: Kind, others: Kind, keep: float) -> dict[str, dict[str, float]]:
    """By measure: the area under the curve, and the share of others below what a share `keep` of the known reaches."""
    scores, rest = measures(known), measures(others)
    truth = np.r_[np.ones(len(known.embeddings)), np.zeros(len(others.embeddings))]
    return {
        name: {
            "auc": float(roc_auc_score(truth, torch.cat([score, rest[name]]).numpy())),
            "caught": float((rest[name] < torch.quantile(score, 1 - keep)).float().mean()),
        }
        for name, score in scores.items()
    }


def cut_figures(whole: Kind, cuts: Tensor) -> dict[str, int]:
    """Of photos without place and date: how many answers are unsure, to how many a cut is offered, and how many of
    these are right before and after.

    Args:
        cuts: embeddings (N, cuts, dim) of each photo's `crossclip.answers.cuts.OFFERED`.
    """
    predictor, nothing = whole.predictor, Sighting()
    unsure, right = 0, []
    for answer, embeddings, species in zip(
        predictor.answers(whole.embeddings, [nothing] * len(cuts)), cuts, whole.species, strict=True
    ):
        unsure += float(answer.probability.max()) < FAIRLY_SURE
        if (better := better_cut(predictor, embeddings, nothing, answer)) is not None:
            right.append([one.top(1)[0].species == species for one in (answer, better[1])])
    before, after = (sum(column) for column in zip(*right, strict=True)) if right else (0, 0)
    return {"photos": len(cuts), "unsure": unsure, "offered": len(right), "before": before, "after": after}
