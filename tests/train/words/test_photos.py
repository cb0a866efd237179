"""Photos found by words."""

import math

import pytest
import torch

from train.words.photos import photos_by_words


def test_a_text_at_its_photo_is_always_found():
    space = torch.eye(12)
    classes = torch.arange(12)
    assert photos_by_words(space, classes, space, classes) == (1.0, 12)


def test_texts_of_other_birds_are_found_by_chance():
    generator = torch.Generator().manual_seed(0)
    photos, texts = (torch.nn.functional.normalize(torch.randn(200, 8, generator=generator), dim=1) for _ in range(2))
    share, count = photos_by_words(photos, torch.arange(200), texts, torch.arange(200))
    assert count == 200
    assert share == pytest.approx(0.1, abs=0.05)


def test_birds_without_a_text_are_left_out():
    space = torch.eye(12)
    assert photos_by_words(space, torch.arange(12), space[:10], torch.arange(10))[1] == 10
    share, count = photos_by_words(space, torch.arange(12), space[:5], torch.arange(5))
    assert math.isnan(share)
    assert count == 0
