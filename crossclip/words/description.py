"""A description as the model reads it: which words counted, which it does not know, and whether they say much."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from crossclip.model.crossclip import PIECES
from crossclip.sighting import Sighting
from crossclip.text import checked_description

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

    from crossclip.predict import Predictor

LITTLE = 0.25
"""A text that leaves more than this part of all species in play says little."""
SPELT_OUT = 2.5
"""A word whose pieces have fewer letters than this, on average, is spelt out: the model has not met it."""
COUNTS = 0.25
"""A word counts if the log-probability of a species would be this much less without it, or more."""
WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")


@dataclass(frozen=True)
class Word:
    """A word of a text, at `text[start:end]`.

    Attributes:
        known: the model has met it in training.
        read: it lies within what the model reads of a text.
    """

    start: int
    end: int
    known: bool
    read: bool


@dataclass(frozen=True, eq=False)
class Description:
    """What became of a description.

    Attributes:
        text: as it was read, without double spaces.
        embedding: (1, dim).
        probability: (species,), by the text alone.
        moved: (words, species): what each word adds to the log-probability of each species: how much less
            it would be without the word.
    """

    text: str
    embedding: Tensor
    probability: Tensor
    words: tuple[Word, ...]
    moved: Tensor

    def of(self, word: Word) -> str:
        """A word as it stands in the text."""
        return self.text[word.start : word.end]

    def counted(self, species: int) -> dict[Word, float]:
        """The words that spoke for a species, or against it, and how much."""
        moved = zip(self.words, self.moved[:, species].tolist(), strict=True)
        return {word: change for word, change in moved if word.known and abs(change) >= COUNTS}

    @property
    def unknown(self) -> tuple[str, ...]:
        """Words that the model has not met, each once."""
        return tuple(dict.fromkeys(self.of(word) for word in self.words if word.read and not word.known))

    @property
    def unread(self) -> str:
        """What is beyond the end of what the model reads, or nothing."""
        return next((self.text[word.start :] for word in self.words if not word.read), "")

    @property
    def in_play(self) -> float:
        """How many species the text leaves: the exponential of the entropy, from 1 to all."""
        p = self.probability
        return float(torch.special.entr(p).sum().exp())

    @property
    def says_little(self) -> bool:
        """Whether most of the text is unknown, or it leaves most species in play."""
        known = sum(word.end - word.start for word in self.words if word.known and word.read)
        written = sum(word.end - word.start for word in self.words)
        return known < 0.5 * written or not written or self.in_play > LITTLE * len(self.probability)

    def remarks(self) -> list[str]:
        """What has to be said about the reading, a sentence each; mostly nothing."""
        said = []
        if self.unknown:
            said.append(f"Not known to the model: {', '.join(self.unknown)}.")
        if self.unread:
            said.append("The text is longer than what the model reads; it did not read the end.")
        if self.says_little:
            said.append("This says little: what the model knows of the words leaves most species open.")
        return said


def words_of(text: str, tokenizer: PreTrainedTokenizerBase, longest: int) -> tuple[Word, ...]:
    """The words of a text, in their order; `longest` is how many pieces the text encoder takes."""
    found = list(WORD.finditer(text))
    if not found:
        return ()
    pieces = [tokenizer.tokenize(match.group()) for match in found]
    others = len(tokenizer.tokenize(WORD.sub(" ", text)))  # signs between words: counted as if they came first
    used = 2 + others
    words: list[Word] = []
    for match, parts in zip(found, pieces, strict=True):
        used += len(parts)
        words.append(Word(*match.span(), _is_known(parts, tokenizer.unk_token), used <= longest))
    return tuple(words)


def _is_known(pieces: list[str], unknown: object) -> bool:
    if not pieces or unknown in pieces:
        return False
    letters = sum(len(piece.removeprefix("##")) for piece in pieces)
    return len(pieces) == 1 or letters / len(pieces) >= SPELT_OUT


def read_description(predictor: Predictor, text: str) -> Description:
    """Read a description and, in the same batch, what is left of it without each of its words.

    Raises:
        CrossClipError: for a text that is blank or too long, or a model without a text encoder.
    """
    text = checked_description(text)
    predictor.load_text()
    words = words_of(text, predictor.model.tokenizer, PIECES)
    without = [f"{text[: word.start]}{text[word.end :]}" for word in words]
    embeddings = predictor.embed_texts([text, *without])
    # Alone, so that padding beside longer texts does not show in the last digit: the number is that of `describe`.
    embedding = predictor.embed_texts([text])
    nothing = predictor.embed_sightings([Sighting()]).expand(len(embeddings), -1)
    logs = predictor.probabilities(embeddings, nothing, "text").clamp_min(1e-30).log()
    return Description(text, embedding, logs[0].exp(), words, logs[0] - logs[1:])
