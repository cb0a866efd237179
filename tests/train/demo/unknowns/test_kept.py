"""Embeddings are computed once for the weights that make them."""

import numpy as np
import pytest
import torch
from PIL import Image

from crossclip.photos.reading import PhotoError
from crossclip.predict import Predictor
from train.demo.unknowns.kept import KeptEmbeddings


def test_what_was_computed_is_read_again_and_other_weights_compute_anew(tiny_folder, tmp_path):
    noise = np.random.default_rng(0).integers(0, 256, (72, 72, 3), dtype=np.uint8)
    Image.fromarray(noise).save(path := tmp_path / "a.png")
    predictor = Predictor.from_pretrained(tiny_folder)
    kept = KeptEmbeddings(predictor, tmp_path / "kept")
    first = kept.embed("some", [str(path)])
    torch.testing.assert_close(first, predictor.embed_photos([path]))
    path.unlink()
    assert torch.equal(KeptEmbeddings(predictor, tmp_path / "kept").embed("some", [str(path)]), first)
    with torch.no_grad():
        predictor.model.photo.projection.inner.bias += 1
    with pytest.raises(PhotoError, match="there is no file"):
        KeptEmbeddings(predictor, tmp_path / "kept").embed("some", [str(path)])
