"""Where alignment begins, and what is kept of it."""

import pytest
import torch

from crossclip.model import CrossClip
from tests.conftest import WORLD
from train.alignment import alignment_accuracy, centre_projections, store_class_embeddings
from train.batches.photos import PhotoFeatures
from train.seen import embed_seen
from train.tables.rows import read_rows, rows_of


@pytest.fixture
def still_model(still_folder):
    return CrossClip.from_pretrained(still_folder).eval()


@pytest.fixture(scope="module")
def rows(world_table):
    return rows_of(read_rows(world_table), sorted(WORLD), "train")


def mean_cosine(embeddings):
    return (embeddings @ embeddings.T).mean()


@torch.no_grad()
def test_photos_begin_around_the_middle_not_all_in_one_place(still_model, rows):
    torch.manual_seed(0)
    features = 5 + torch.rand(1, len(rows), still_model.photo.projection.inner.in_features)
    before = mean_cosine(embed_seen(still_model, features[0]))
    centre_projections(still_model, rows, PhotoFeatures(rows, features), spread_captions=True)
    assert mean_cosine(embed_seen(still_model, features[0])) < 0.6 < 0.8 < before


@torch.no_grad()
def test_captions_of_all_species_are_stored_in_their_order(still_model):
    still_model.class_embeddings.zero_()
    store_class_embeddings(still_model)
    for name, stored in zip(still_model.config.species, still_model.class_embeddings, strict=True):
        torch.testing.assert_close(stored, still_model.encode_text(still_model.prompts([name]))[0])


@torch.no_grad()
def test_accuracy_counts_photos_that_lie_nearest_to_their_own_caption(still_model, rows, monkeypatch):
    captions = torch.eye(len(WORLD), still_model.config.embedding_dim)
    monkeypatch.setattr(still_model, "encode_text", lambda texts: captions)
    right = captions[rows.labels]
    wrong = captions[(rows.labels + 1) % len(WORLD)]
    share = torch.where(torch.arange(len(rows))[:, None] % 4 == 0, wrong, right)
    monkeypatch.setattr("train.alignment.embed_asked", lambda predictor, photos, workers: share)
    assert alignment_accuracy(still_model, rows) == pytest.approx(0.75)
