"""The word pieces that descriptions are made of, learned from composed sentences."""

from __future__ import annotations

import string
from collections.abc import Sequence
from pathlib import Path

from crossclip.files import whole_file
from train.words.sentences import descriptions

SIZE = 3000
SENTENCES = 60  # a species
RAREST = 3  # times that a piece must occur
CHARACTERS = [*string.ascii_lowercase, *string.digits, *"',.-;?!&"]  # what is misspelt is spelt out


def write_vocabulary(species: Sequence[str], path: Path, seed: int = 1000) -> Path:
    """Write a WordPiece vocabulary, one piece a line, and give its path."""
    from tokenizers import BertWordPieceTokenizer

    tokenizer = BertWordPieceTokenizer(lowercase=True, strip_accents=True)
    sentences = (text for name in species for text in descriptions(name, SENTENCES, seed))
    tokenizer.train_from_iterator(
        sentences, vocab_size=SIZE, min_frequency=RAREST, show_progress=False, initial_alphabet=CHARACTERS
    )
    pieces = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    with whole_file(path) as draft:
        draft.write_text("\n".join(piece for piece, _ in pieces) + "\n", encoding="utf-8")
    return path
