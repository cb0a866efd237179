"""A small text encoder from scratch, for machines without DistilBERT's weights.

    python -m train.text_encoder --vocabulary vocab.txt --output small-text
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from crossclip.errors import CrossClipError

if TYPE_CHECKING:
    from transformers import DistilBertModel, DistilBertTokenizerFast


def small_text_encoder(vocabulary: Path) -> tuple[DistilBertModel, DistilBertTokenizerFast]:
    """A DistilBERT of 2 layers and 128 dimensions, with a WordPiece vocabulary.

    Raises:
        CrossClipError: if there is no such vocabulary.
    """
    from transformers import DistilBertConfig, DistilBertModel, DistilBertTokenizerFast

    if not vocabulary.is_file():
        raise CrossClipError(f"there is no vocabulary {vocabulary}: give BERT's vocab.txt")
    tokenizer = DistilBertTokenizerFast(vocab=str(vocabulary), do_lower_case=True)
    config = DistilBertConfig(
        vocab_size=len(tokenizer), dim=128, hidden_dim=256, n_layers=2, n_heads=4, max_position_embeddings=64,
        dropout=0.0, attention_dropout=0.0,
    )  # fmt: skip
    return DistilBertModel(config), tokenizer


def main() -> None:
    import torch

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vocabulary", type=Path, required=True, help="word pieces, one a line")
    parser.add_argument("--output", type=Path, required=True, help="folder to write")
    options = parser.parse_args()
    torch.manual_seed(0)
    for part in small_text_encoder(options.vocabulary):
        part.save_pretrained(options.output)


if __name__ == "__main__":
    from train.options import exit_cleanly

    exit_cleanly(main)
