"""A text as the model reads it: its embedding, the species nearest to it, and whether that is near."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import normalize

from crossclip.errors import CrossClipError
from crossclip.predict import Predictor

LONGEST = 80  # characters
ENDINGS = ((r"ies$", "y"), (r"es$", ""), (r"s$", ""))


@dataclass(frozen=True)
class NearSpecies:
    """A species and the cosine of its name with a text."""

    species: str
    scientific_name: str
    cosine: float


@dataclass(frozen=True, eq=False)
class TextQuery:
    """What became of a text.

    Attributes:
        text: as it was written.
        read_as: what was given to the text encoder in the model's prompt: the text, or its singular.
        embedding: unit vector (dim,).
        nearest: species, the nearest first.
        usual: the cosine of a species' name with the nearest other species' name, the median of all.
    """

    text: str
    read_as: str
    embedding: Tensor
    nearest: tuple[NearSpecies, ...]
    usual: float

    @property
    def understood(self) -> bool:
        """Whether the text is as near to a species as two related species are to each other."""
        return self.nearest[0].cosine >= self.usual


@torch.inference_mode()
def read_text(predictor: Predictor, text: str, count: int = 8) -> TextQuery:
    """Read a text: a species, a group, a part of a name. Species' own names do not load the text encoder.

    A plural is read as its singular where the model knows that better: encoders that have read names
    of species have met few plurals.

    Raises:
        CrossClipError: for a text that is blank or too long, or a model without a text encoder.
    """
    text = " ".join(text.split())
    if not 0 < len(text) <= LONGEST:
        raise CrossClipError(f"write a text of 1 to {LONGEST} characters, such as a name of a bird")
    classes = normalize(predictor.model.class_embeddings.cpu(), dim=-1)
    config = predictor.config
    try:
        index = predictor.find_species(text)
        readings, embeddings = [text], classes[index][None]
    except CrossClipError:
        readings = [text, *_singulars(text)]
        embeddings = predictor.embed_texts(predictor.model.prompts(readings))
    cosines = embeddings @ classes.T
    best = int(cosines.amax(dim=1).argmax())
    values, order = cosines[best].topk(min(count, len(classes)))
    nearest = tuple(
        NearSpecies(config.species[i], config.scientific_names[i], value)
        for value, i in zip(values.tolist(), order.tolist(), strict=True)
    )
    return TextQuery(text, readings[best], embeddings[best], nearest, _usual(classes))


def _singulars(text: str) -> Iterator[str]:
    return (re.sub(end, instead, text) for end, instead in ENDINGS if re.search(end, text))


def _usual(classes: Tensor) -> float:
    if len(classes) < 2:
        return 0.0
    between = classes @ classes.T
    return float(between.fill_diagonal_(-1).amax(dim=1).median())
