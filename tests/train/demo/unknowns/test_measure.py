"""What is measured of known birds and of others."""

import numpy as np
import pytest
import torch
from PIL import Image
from torch.nn.functional import normalize

from crossclip.answers.cuts import OFFERED
from train.demo.unknowns.measure import Kind, compare, cut_figures


@pytest.fixture
def known(predictor) -> Kind:
    pictures = [Image.fromarray(np.full((72, 72, 3), shade, np.uint8)) for shade in (0, 120, 240)]
    return Kind(predictor, predictor.embed_photos(pictures), ["Blue Jay", "Blue Jay", "Carolina Chickadee"])


def test_shares_are_of_all_photos(known):
    scores = known.familiarity()
    figures = known.figures(float(scores.median()))
    assert (figures["photos"], figures["species"]) == (3, 2)
    assert figures["doubted"] == pytest.approx(float((scores < scores.median()).float().mean()))
    assert figures["unsure_or_doubted"] >= max(figures["unsure"], figures["doubted"])
    assert figures["unknown"] <= figures["doubted"]


def test_every_measure_is_compared(known, predictor):
    torch.manual_seed(0)
    others = Kind(predictor, normalize(torch.randn(4, predictor.config.embedding_dim), dim=1), [""] * 4)
    compared = compare(known, others, 0.98)
    assert "energy" in compared
    assert len(compared) == 7
    assert all(0 <= one["auc"] <= 1 and 0 <= one["caught"] <= 1 for one in compared.values())


def test_cuts_are_counted_before_and_after(known):
    counted = cut_figures(known, known.embeddings[:, None].expand(-1, len(OFFERED), -1))
    assert counted["photos"] == 3
    assert counted["unsure"] <= 3
    assert (counted["offered"], counted["before"], counted["after"]) == (0, 0, 0)  # a cut that changes nothing
