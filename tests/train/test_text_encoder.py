"""A text encoder from scratch."""

import pytest
import torch

from crossclip.errors import CrossClipError
from train import text_encoder
from train.models.fresh import fresh_text_encoder

PIECES = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    "a",
    "photo",
    "of",
    "the",
    "bird",
    "blue",
    "jay",
    "##s",
    "quark",
]


@pytest.fixture
def vocabulary(tmp_path):
    path = tmp_path / "pieces.txt"
    path.write_text("\n".join(PIECES), encoding="utf-8")
    return path


def test_it_is_small_and_reads_with_the_given_words(vocabulary):
    encoder, tokenizer = text_encoder.small_text_encoder(vocabulary)
    assert (encoder.config.n_layers, encoder.config.dim, encoder.config.vocab_size) == (2, 128, len(PIECES))
    assert tokenizer.tokenize("Blue jays") == ["blue", "jay", "##s"]
    tokens = tokenizer(["a blue jay", "the bird"], padding=True, return_tensors="pt")
    with torch.no_grad():
        assert encoder.eval()(**tokens).last_hidden_state.shape == (2, 5, 128)


def test_a_vocabulary_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(CrossClipError, match=r"there is no vocabulary .*nowhere\.txt: give BERT's vocab\.txt"):
        text_encoder.small_text_encoder(tmp_path / "nowhere.txt")


def test_only_pieces_of_names_and_prompts_are_kept_in_their_order():
    kept = text_encoder.needed_pieces(PIECES, {"Blue Jay"})
    assert kept == [piece for piece in PIECES if piece != "quark"]
    assert "blue" not in text_encoder.needed_pieces(PIECES, {"Mallard"})


def test_the_command_writes_a_folder_that_training_reads(vocabulary, tmp_path, monkeypatch):
    table = tmp_path / "table.csv"
    table.write_text("photo,species,longitude,latitude,date,split\n,Blue Jay,-74,40,,train\n", encoding="utf-8")
    arguments = ["--vocabulary", str(vocabulary), "--table", str(table), "--output", str(tmp_path / "small")]
    monkeypatch.setattr("sys.argv", ["text_encoder", *arguments])
    text_encoder.main()
    encoder, tokenizer = fresh_text_encoder(str(tmp_path / "small"))
    assert len(tokenizer) == encoder.config.vocab_size == len(PIECES) - 1
    assert tokenizer.tokenize("a photo of the bird blue jay") == ["a", "photo", "of", "the", "bird", "blue", "jay"]
