"""What the demo model's photo encoder imitates, and what holds pre-training where it began."""

import torch
from torch import nn
from torch.nn.functional import normalize

from tests.train.batches.test_batch import batch
from train.demo.stages import Imitation, tether


def start():
    torch.manual_seed(0)
    features, projection = torch.randn(6, 12), torch.randn(4, 12)
    return features, projection, normalize(torch.randn(5, 4), dim=1)


def test_the_leash_is_loose_at_the_start_and_pulls_at_whatever_moves():
    features, projection, anchors = start()
    leash, photo = tether(projection, anchors), normalize(features @ projection.T, dim=1)
    assert abs(leash(batch(features), photo, anchors)) < 1e-5
    assert leash(batch(features), photo.roll(1, 0), anchors) > 0.1
    assert leash(batch(features), photo, anchors.roll(1, 0)) > 0.1


def test_the_encoder_imitates_the_mean_of_both_views():
    class Photo(nn.Module):
        def __init__(self):
            super().__init__()
            self.made = nn.Parameter(torch.zeros(3, 4))

        def features(self, pixels):
            return self.made

    pixels = torch.rand(3, 3, 2, 2)
    photo, teacher = Photo(), lambda seen: seen[:, 0].flatten(1)
    objective = Imitation(photo, teacher, torch.eye(4))
    before = objective(batch(pixels)).loss
    with torch.no_grad():
        photo.made.copy_((teacher(pixels) + teacher(pixels.flip(-1))) / 2)
    after = objective(batch(pixels)).loss
    assert after < 1e-6 < before
