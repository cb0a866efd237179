"""The baseline for reading descriptions: TF-IDF over the table of field marks, the nearest row first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from sklearn.feature_extraction.text import TfidfVectorizer
from torch import Tensor
from torch.nn.functional import cross_entropy

from crossclip.field_marks import FieldMarks, field_marks
from train.words.sentences import descriptions

SCALES = torch.linspace(2, 60, 30)


class TableBaseline:
    """TF-IDF of single words and pairs of words; as documents, the rows of the table.

    The scale from cosines to probabilities is chosen on composed sentences, so that it can be multiplied
    with a place prior on fair terms.

    Args:
        species: in the order of the answers; each must be in the table.
    """

    def __init__(self, species: Sequence[str]) -> None:
        rows = [field_marks()[name] for name in species]
        self.vectorizer = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2))
        self.rows = self.vectorizer.fit_transform([document(row) for row in rows])
        sentences = [(text, label) for label, name in enumerate(species) for text in descriptions(name, 3, seed=9)]
        labels = torch.tensor([label for _, label in sentences])
        cosines = self.cosines([text for text, _ in sentences])
        losses = [float(cross_entropy(scale * cosines, labels)) for scale in SCALES]
        self.scale = float(SCALES[int(np.argmin(losses))])

    def cosines(self, texts: Sequence[str]) -> Tensor:
        """(N, species)."""
        return torch.from_numpy((self.vectorizer.transform(texts) @ self.rows.T).toarray()).float()

    def probabilities(self, texts: Sequence[str]) -> Tensor:
        """(N, species); all alike for a text of which the table has no word."""
        return (self.scale * self.cosines(texts)).softmax(dim=-1)


def document(row: FieldMarks) -> str:
    """A row as a text: names, size, shape, parts, marks, habits and sound, in all plumages."""
    said = [
        row.species,
        row.scientific_name,
        row.group,
        str(row.size),
        *row.shape,
        *row.habitat,
        *row.behaviour,
        row.sound,
    ]
    for look in row.looks:
        said += [look.plumage, *(f"{value} {part}" for part, value in look.parts.items()), *map(str, look.marks)]
    return ", ".join(said)
