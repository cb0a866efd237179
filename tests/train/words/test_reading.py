"""A small text encoder that learns to read, from a bag of words on."""

import pytest
import torch

from crossclip.field_marks import field_marks
from crossclip.model import CrossClip, CrossClipConfig
from train.models.fresh import fresh_model
from train.text_encoder import small_text_encoder
from train.words.bag import BagOfWords, start_from_bag
from train.words.calibration import text_logits
from train.words.reading import ReadingSettings, SentenceStream, learn_words
from train.words.vocabulary import write_vocabulary

SPECIES = ("Northern Cardinal", "American Robin", "Mallard", "Great Blue Heron")


@pytest.fixture(scope="module")
def model(tmp_path_factory) -> CrossClip:
    torch.manual_seed(0)
    vocabulary = write_vocabulary(SPECIES, tmp_path_factory.mktemp("words") / "vocab.txt")
    config = CrossClipConfig(
        species=SPECIES,
        scientific_names=tuple(field_marks()[name].scientific_name for name in SPECIES),
        photo_encoder="mobilenet_v3_small",
        projection_dropout=0.0,
        prompt="{name}",
    )
    return fresh_model(config, small_text_encoder(vocabulary))


def test_the_vocabulary_spells_what_it_has_not_met(model):
    assert "[UNK]" not in model.tokenizer.tokenize("a zyzzyva, 7 of them!")
    assert model.tokenizer.tokenize("red") == ["red"]


def test_sentences_are_the_same_again_from_any_step(model):
    whole = list(SentenceStream(model, 8, 4, 0.2, 0.1, seed=0)(0, None))
    rest = list(SentenceStream(model, 8, 4, 0.2, 0.1, seed=0)(2, None))
    assert all(
        torch.equal(a, b) for one, other in zip(whole[2:], rest, strict=True) for a, b in zip(one, other, strict=True)
    )
    assert whole[0].attention_mask[:, 0].all(), "the first token is never unseen"


@torch.no_grad()
def test_the_encoder_starts_nearly_as_the_bag_reads(model):
    torch.manual_seed(1)
    bag = BagOfWords(len(model.tokenizer), 128, 256, 20.0).eval()
    start_from_bag(model.text, bag)
    tokens = model.tokens(["small red bird with a crest", "large gray bird with long legs"])
    cosine = torch.nn.functional.cosine_similarity(bag(**tokens), model.text.eval()(**tokens))
    assert cosine.min() > 0.8


@pytest.mark.slow
def test_it_learns_which_bird_is_meant(model, tmp_path):
    torch.manual_seed(2)
    anchors = torch.nn.functional.normalize(torch.randn(4, 256), dim=1)
    settings = ReadingSettings(bag_steps=60, steps=10, bag_batch=64, batch=32)
    learn_words(model, anchors, settings, tmp_path)
    texts = ["bright red bird with a pointed crest", "duck with a green head", "tall gray wading bird"]
    with torch.no_grad():
        nearest = (model.encode_text(texts) @ anchors.T).argmax(dim=1)
    assert nearest.tolist() == [0, 2, 3]


@pytest.mark.slow
def test_sentences_for_calibration_are_of_ways_that_training_does_not_use(model, demo_records):
    logits = text_logits(model, demo_records)
    assert set(logits) == {"text", "text+meta"}
    alone, labels = logits["text"]
    assert alone.shape == (len(labels), 4)
    assert labels.unique().tolist() == [0, 1, 2, 3]


@pytest.fixture
def demo_records():
    import numpy as np

    from train.tables.rows import Rows

    labels = torch.arange(8) % 4
    sightings = torch.tensor([[-90.0, 40.0, 0.5]]).repeat(8, 1)
    return Rows(np.full(8, ""), labels, sightings, 4, torch.zeros(8, dtype=torch.bool), torch.full((8,), -1))
