"""A batch that moves, and that says what it held."""

import dataclasses

import torch

from train.batches.batch import Batch


def batch(photos: torch.Tensor) -> Batch:
    count = len(photos)
    return Batch(
        photos=photos,
        labels=torch.arange(count),
        sightings=torch.zeros(count, 3),
        sighted=torch.arange(count) > 0,
        other_labels=torch.tensor([1, 1]),
        other_sightings=torch.zeros(2, 3),
        other_photographers=torch.tensor([-1, 4]),
    )


def test_a_batch_moves_whole_and_its_pixels_become_channels_last():
    before = batch(torch.rand(3, 3, 8, 8))
    after = before.to(torch.device("cpu"))
    for field in dataclasses.fields(Batch):
        if field.name == "finish":
            continue
        assert torch.equal(getattr(after, field.name), getattr(before, field.name)), field.name
    assert after.photos.is_contiguous(memory_format=torch.channels_last)
    assert batch(torch.rand(3, 5)).to(torch.device("cpu")).photos.shape == (3, 5), "features stay as they are"


def test_a_batch_says_what_it_held_and_how_much_of_it_is_broken():
    photos = torch.rand(3, 3, 8, 8)
    photos[1, 0, 2, 2] = torch.nan
    said = str(batch(photos))
    assert said.startswith("3 photos (1 with pixels that are no numbers) of classes 0, 1, 2...")
    assert said.endswith("2 of them with place or date, and 2 sightings without photo")
    assert str(batch(photos[:0])).startswith("0 photos (0 with pixels")
