"""Photos decoded for evaluation."""

from argparse import Namespace

import torch

from train.batches import asked
from train.batches.asked import embed_asked, embed_together


def test_workers_give_the_very_embeddings_of_the_predictor(predictor, world_rows):
    files = world_rows("test").distinct_photos
    expected = predictor.embed_photos(files)
    for workers in (0, 2):
        assert torch.equal(embed_asked(predictor, files, workers), expected)
    assert embed_asked(predictor, []).shape == (0, predictor.config.embedding_dim)


def test_processes_share_the_photos_and_each_has_all(predictor, world_rows, monkeypatch):
    files = world_rows("test").distinct_photos[:5]
    expected = predictor.embed_photos(files)
    parts = [predictor.embed_photos(files[index::2]) for index in (0, 1)]
    monkeypatch.setattr(asked, "PartialState", lambda: Namespace(process_index=1, num_processes=2))
    monkeypatch.setattr(asked, "gather_object", lambda own: [parts[0], *own])
    torch.testing.assert_close(embed_together(predictor, files, 0), expected, rtol=0, atol=1e-6)
