"""A small text encoder from scratch, for machines without DistilBERT's weights.

python -m train.text_encoder --vocabulary vocab.txt --table birds.csv --output small-text
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

from crossclip.errors import CrossClipError
from crossclip.files import whole_file
from crossclip.model.config import CrossClipConfig
from train.command.command import exit_cleanly
from train.command.help import HelpFormatter
from train.command.output import make_folder
from train.settings import PROMPTS
from train.tables.rows import read_rows

if TYPE_CHECKING:
    from transformers import DistilBertModel, DistilBertTokenizerFast

SPREAD = 0.1  # near 1 / sqrt(128): with DistilBERT's 0.02 a network this small starts by giving all texts one vector


def small_text_encoder(
    vocabulary: Path, initializer_range: float = 0.02, width: int = 128
) -> tuple[DistilBertModel, DistilBertTokenizerFast]:
    """A DistilBERT of 2 layers and `width` dimensions, with a WordPiece vocabulary.

    Raises:
        CrossClipError: if there is no such vocabulary.
    """
    from transformers import DistilBertConfig, DistilBertModel, DistilBertTokenizerFast

    if not vocabulary.is_file():
        raise CrossClipError(f"there is no vocabulary {vocabulary}: give BERT's vocab.txt")
    tokenizer = DistilBertTokenizerFast(vocab=str(vocabulary), do_lower_case=True)
    config = DistilBertConfig(
        vocab_size=len(tokenizer),
        dim=width,
        hidden_dim=2 * width,
        n_layers=2,
        n_heads=4,
        max_position_embeddings=64,
        dropout=0.0,
        attention_dropout=0.0,
        initializer_range=initializer_range,
    )
    return DistilBertModel(config), tokenizer


def needed_pieces(pieces: list[str], names: set[str]) -> list[str]:
    """Those word pieces, in their order, that names and prompts are made of, with special tokens and characters."""
    words = set(re.findall(r"[a-z]+", " ".join((*names, CrossClipConfig.prompt, *PROMPTS)).lower()))
    text = " ".join(words)
    return [
        piece
        for piece in pieces
        if piece.startswith("[") or len(piece.removeprefix("##")) == 1 or piece.removeprefix("##") in text
    ]


def main() -> None:
    import torch

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=HelpFormatter)
    parser.add_argument("--vocabulary", type=Path, required=True, help="word pieces, one a line")
    parser.add_argument("--table", type=Path, help="keep only the word pieces that its species' names need")
    parser.add_argument("--output", type=Path, required=True, help="folder to write")
    options = parser.parse_args()
    torch.manual_seed(0)
    vocabulary = options.vocabulary
    make_folder(options.output)
    if options.table:
        pieces = vocabulary.read_text(encoding="utf-8").splitlines()
        vocabulary = options.output / "vocab.txt"
        names = set(read_rows(options.table).species)
        with whole_file(vocabulary) as draft:
            draft.write_text("\n".join(needed_pieces(pieces, names)), encoding="utf-8")
    for part in small_text_encoder(vocabulary, SPREAD):
        part.save_pretrained(options.output)


if __name__ == "__main__":
    exit_cleanly(main)
