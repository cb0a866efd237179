"""The presence-only prior against sums done by hand."""

import pytest
import torch
from torch.nn.functional import normalize

from train.batches.batch import Batch
from train.systems.geoprior import GeoPrior, GeoPriorSettings, PresenceOnly, presence_loss, random_sightings

SOMEWHERE = torch.tensor([[-80.0, 45.0, 0.5], [-85.0, 33.0, 0.1]])


def test_presence_loss_agrees_with_a_hand_worked_row():
    logits = torch.zeros(1, 4)
    # The reported class weighs as much as there are classes: (4 log 2 + 3 log 2) / 4.
    assert torch.isclose(presence_loss(logits, torch.tensor([1])), torch.tensor(7 / 4) * torch.log(torch.tensor(2.0)))


def test_background_places_are_uniform_on_the_sphere():
    torch.manual_seed(0)
    longitude, latitude, year = random_sightings(20_000, torch.device("cpu")).unbind(1)
    assert -180 <= longitude.min() <= longitude.max() <= 180
    assert 0 <= year.min() <= year.max() <= 1
    # Half of a sphere's area lies within 30 degrees of the equator.
    assert (latitude.abs() < 30).float().mean() == pytest.approx(0.5, abs=0.02)


@pytest.mark.slow
def test_photographers_are_learned_where_the_table_names_them():
    torch.manual_seed(0)
    prior = GeoPrior(classes=2, settings=GeoPriorSettings(width=16, depth=1, dropout=0.0), photographers=2)
    empty = torch.empty(0)
    batch = Batch(
        empty, empty.long(), empty.reshape(0, 3), empty.bool(), torch.tensor([0, 1]), SOMEWHERE, torch.tensor([1, -1])
    )
    objective, optimizer = PresenceOnly(prior), torch.optim.Adam(prior.parameters(), lr=0.01)
    for _ in range(150):
        optimizer.zero_grad()
        objective(batch)[0].backward()
        optimizer.step()
    assert prior(SOMEWHERE).argmax(dim=1).tolist() == [0, 1]
    assert prior.photographer(prior.encoder(SOMEWHERE[:1])).argmax().item() == 1
    affinity = normalize(prior.photographer.weight, dim=1) @ normalize(prior.presence.weight, dim=1).T
    assert affinity[1, 0] > affinity[1, 1], "who reported a class goes with it"


def test_a_report_says_nothing_of_the_other_photographers():
    torch.manual_seed(0)
    prior = GeoPrior(classes=2, settings=GeoPriorSettings(width=16, depth=1, dropout=0.0), photographers=3)
    empty = torch.empty(0)
    batch = Batch(
        empty, empty.long(), empty.reshape(0, 3), empty.bool(), torch.tensor([0, 1]), SOMEWHERE, torch.tensor([1, 1])
    )
    PresenceOnly(prior)(batch)[0].backward()
    assert prior.photographer.weight.grad[1].any()
    assert not prior.photographer.weight.grad[[0, 2]].any()
