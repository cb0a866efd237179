"""The cross-contrastive loss of the paper, section 3.1."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from itertools import permutations
from operator import add

from torch import Tensor


@dataclass(frozen=True)
class LabelledEmbeddings:
    """One modality of a batch: L2-normalised embeddings (N, D) and their class labels (N,).

    Modalities need not have the same number of rows: each distinct caption of a batch, or of the
    whole class list, is encoded once.

    Attributes:
        classes: (C,) bool, the classes this modality has data for at all, or None for all. Two
            modalities meet only on classes that both can show. Without this, a photo would learn
            that classes without photos are never right, and so would every photo to come.
    """

    embeddings: Tensor
    labels: Tensor
    classes: Tensor | None = None

    def detach(self) -> LabelledEmbeddings:
        """The same, without a gradient."""
        return replace(self, embeddings=self.embeddings.detach())

    def shown_by(self, other: LabelledEmbeddings) -> LabelledEmbeddings:
        """The rows whose class the other modality has data for."""
        if other.classes is None:
            return self
        keep = other.classes[self.labels]
        return LabelledEmbeddings(self.embeddings[keep], self.labels[keep], self.classes)


def contrastive_loss(
    anchors: LabelledEmbeddings, candidates: LabelledEmbeddings, temperature: Tensor | float, summed: bool = False
) -> Tensor:
    """L_{I,T} of the paper for anchors I and candidates T, averaged over the anchors, or summed as it prints.

    Every candidate with the anchor's label is a positive, P(i); every candidate stands in the
    denominator. An anchor without any positive has no term. Scalar, differentiable.

    Raises:
        ValueError: if the temperature is not above zero. The paper prints tau = log(0.007), which
            is negative and would push matching pairs apart.
    """
    if not temperature > 0:
        raise ValueError(f"temperature must be above 0, not {float(temperature):g}: a negative one parts matches")
    logits = anchors.embeddings @ candidates.embeddings.T / temperature
    positive = anchors.labels[:, None] == candidates.labels[None, :]
    log_probability = logits.log_softmax(dim=1).masked_fill(~positive, 0.0)
    count = positive.sum(dim=1)
    per_anchor = -log_probability.sum(dim=1) / count.clamp(min=1)
    return per_anchor.sum() if summed else per_anchor.sum() / (count > 0).sum().clamp(min=1)


def cross_contrastive_loss(
    modalities: Mapping[str, LabelledEmbeddings],
    temperature: Tensor | float,
    terms: Collection[str] | None = None,
    followers: Collection[str] = (),
    summed: bool = False,
) -> Tensor:
    """The sum over ordered pairs of modalities: six terms for photo, text and meta, two for photo and
    text alone (the paper's "CLIP" row). Section 3.1, L_total.

    Args:
        terms: those to take, as "anchor-candidate"; all by default.
        followers: modalities that learn towards the others without moving them.
        summed: each term is the sum over its anchors, not their mean.

    Raises:
        ValueError: for a term between modalities that are not there, or no term at all.
    """
    pairs = {f"{anchor}-{candidate}": (anchor, candidate) for anchor, candidate in permutations(modalities, 2)}
    chosen = pairs.keys() if terms is None else terms
    if not chosen or (unknown := [term for term in chosen if term not in pairs]):
        wrong = repr(unknown[0]) if chosen else "no term"
        raise ValueError(f"the loss has {wrong}: its terms are {', '.join(pairs)}")

    def seen_by(other: str, name: str) -> LabelledEmbeddings:
        leads = other in followers and name not in followers
        return modalities[name].detach() if leads else modalities[name]

    def term(anchor: str, candidate: str) -> Tensor:
        anchors, candidates = seen_by(candidate, anchor), seen_by(anchor, candidate)
        return contrastive_loss(anchors.shown_by(candidates), candidates.shown_by(anchors), temperature, summed)

    return reduce(add, (term(*pairs[name]) for name in chosen))
