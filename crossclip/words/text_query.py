"""A text as the model reads it: its embedding, the species nearest to it, and whether that is near."""

from __future__ import annotations

from calendar import month_name
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import normalize

from crossclip.errors import CrossClipError
from crossclip.predict import Predictor
from crossclip.words.description import read_description
from crossclip.words.text_groups import group_members

TIMES_OF_YEAR = {
    *("winter", "spring", "summer", "autumn", "fall", "season", "migration", "month", "week", "today"),
    *(name.casefold() for name in month_name if name),
}
"""Words that are no bird, though parts of some names: "winter" is not the Winter Wren."""
LONGEST = 200  # characters; an address holds no longer text


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
        read_as: the name of the species or group that the text is, or the text as the encoder read it.
        members: the species of the group whose mean the embedding is; empty for anything else.
        says_little: the encoder knows too little of it to be believed.
        time_of_year: it names a time, not a bird.
        embedding: unit vector (dim,).
        nearest: species, the nearest first.
        usual: the cosine of a species' name with the nearest other species' name, the median of all.
    """

    text: str
    read_as: str
    embedding: Tensor
    nearest: tuple[NearSpecies, ...]
    usual: float
    members: tuple[str, ...] = ()
    says_little: bool = False
    time_of_year: bool = False

    @property
    def understood(self) -> bool:
        """Whether the text is a group, or as near to a species as two related species are to each other and says
        something."""
        read = self.nearest[0].cosine >= self.usual and not self.says_little and not self.time_of_year
        return bool(self.members) or read


@torch.inference_mode()
def read_text(predictor: Predictor, text: str, count: int = 8) -> TextQuery:
    """Read a text: a species, an everyday group, a part of a name, or what a bird looks like.

    A species is its own embedding, and a group, singular or plural, the mean of its species: neither loads the text
    encoder, which reads all other texts, as a part of a name and as a description, and keeps what is nearer.

    Raises:
        CrossClipError: for a text that is blank or too long, or a model without a text encoder.
    """
    text = " ".join(text.split())
    if not 0 < len(text) <= LONGEST:
        raise CrossClipError(f"write a text of 1 to {LONGEST} characters, such as a name of a bird")
    classes = normalize(predictor.model.class_embeddings.cpu(), dim=-1)
    usual = _usual(classes)
    try:
        index = predictor.find_species(text)
        return TextQuery(text, text, classes[index], _nearest(predictor, classes, classes[index], count), usual)
    except CrossClipError:
        pass
    if found := group_members(text, predictor.species):
        group, members = found
        mean = normalize(classes[[predictor.species.index(name) for name in members]].mean(dim=0), dim=0)
        return TextQuery(text, group, mean, _nearest(predictor, classes, mean, count), usual, members)
    reading = read_description(predictor, text)
    embeddings = torch.cat([predictor.embed_texts(predictor.model.prompts([text])), reading.embedding])
    best = int((embeddings @ classes.T).amax(dim=1).argmax())
    nearest = _nearest(predictor, classes, embeddings[best], count)
    unknown = sum(len(word) for word in reading.unknown) > 0.5 * sum(map(len, reading.text.split()))
    time = all(word.strip(".,").casefold() in TIMES_OF_YEAR for word in text.split())
    return TextQuery(text, text, embeddings[best], nearest, usual, (), unknown, time)


def _nearest(predictor: Predictor, classes: Tensor, embedding: Tensor, count: int) -> tuple[NearSpecies, ...]:
    config = predictor.config
    values, order = (classes @ embedding).topk(min(count, len(classes)))
    return tuple(
        NearSpecies(config.species[i], config.scientific_names[i], value)
        for value, i in zip(values.tolist(), order.tolist(), strict=True)
    )


def _usual(classes: Tensor) -> float:
    if len(classes) < 2:
        return 0.0
    between = classes @ classes.T
    return float(between.fill_diagonal_(-1).amax(dim=1).median())
