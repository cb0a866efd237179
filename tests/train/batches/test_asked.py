"""Photos decoded for evaluation."""

import torch

from train.batches.asked import embed_asked


def test_workers_give_the_very_embeddings_of_the_predictor(predictor, world_rows):
    files = world_rows("test").distinct_photos
    expected = predictor.embed_photos(files)
    for workers in (0, 2):
        assert torch.equal(embed_asked(predictor, files, workers), expected)
    assert embed_asked(predictor, []).shape == (0, predictor.config.embedding_dim)
