"""Adapters learn in the place of weights, and are merged at the end."""

import pytest
import torch
from torch import nn

from crossclip.errors import CrossClipError
from train.models.adapters import adaptable, adapted

pytest.importorskip("peft")


def deep():
    torch.manual_seed(0)
    return nn.Sequential(*(nn.Sequential(nn.Linear(8, 8), nn.GELU()) for _ in range(4)))


def test_only_adapters_learn_and_what_they_learn_is_in_the_weights_at_the_end():
    network, inputs = deep(), torch.randn(5, 8)
    names, before = list(network.state_dict()), {k: v.clone() for k, v in network.state_dict().items()}
    with adapted(network, 2):
        learning = {name for name, one in network.named_parameters() if one.requires_grad}
        assert len(learning) == 8
        assert all("lora" in name for name in learning)
        optimizer = torch.optim.SGD([p for p in network.parameters() if p.requires_grad], lr=0.5)
        for _ in range(3):
            network(inputs).square().mean().backward()
            optimizer.step()
        taught = network(inputs)
    assert list(network.state_dict()) == names, "as it was built"
    assert not torch.equal(network.state_dict()["0.0.weight"], before["0.0.weight"])
    assert torch.equal(network.state_dict()["0.0.bias"], before["0.0.bias"])
    assert torch.allclose(network(inputs), taught, atol=1e-5)
    assert all(one.requires_grad for one in network.parameters())


def test_nothing_changes_without_a_rank():
    network = deep()
    with adapted(network, 0):
        assert all(one.requires_grad for one in network.parameters())


def test_a_network_of_convolutions_gets_them_there():
    network = nn.Sequential(nn.Conv2d(3, 4, 3), nn.Conv2d(4, 4, 3, groups=4), nn.Flatten(), nn.Linear(4, 2))
    assert adaptable(network) == ["3", "0"]
    with pytest.raises(CrossClipError, match="no layer that adapters fit"):
        adaptable(nn.Sequential(nn.ReLU()))
