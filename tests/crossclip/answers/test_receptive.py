"""Where the cells of a network's map look."""

import pytest
import torch
from torch import nn
from torchvision.models import mobilenet_v2, resnet18

from crossclip.answers.attention import with_map
from crossclip.answers.receptive import Cells
from crossclip.demo_model import demo_model
from crossclip.predict import Predictor


def test_cells_by_hand():
    assert Cells().after(nn.Conv2d(3, 8, 3, stride=2, padding=1)) == Cells(0, 2)
    assert Cells().after(nn.Conv2d(3, 8, 3, stride=2)) == Cells(1, 2)
    assert Cells(0, 2).after(nn.MaxPool2d(2)) == Cells(1, 4)
    assert Cells(0, 4).after(nn.Conv2d(8, 8, 3, padding=2, dilation=2)) == Cells(0, 4)
    assert Cells(0, 4).after(nn.Conv2d(8, 8, 3, padding="same")) == Cells(0, 4)
    assert Cells(1, 4).after(nn.ReLU()) == Cells(1, 4)


def test_values_lie_where_their_cells_look():
    values = torch.tensor([[[[0.0, 1.0], [2.0, 3.0]]]])
    spread = Cells(1, 4).spread(values, 8)[0, 0]
    assert spread[1, 1] == 0
    assert spread[1, 5] == 1
    assert spread[5, 1] == 2
    assert spread[3, 3] == pytest.approx(1.5)
    assert spread[7, 7] == spread[5, 5] == 3


@pytest.mark.parametrize("build", [resnet18, mobilenet_v2])
def test_cells_of_common_networks(build):
    assert with_map(build(), "network")[1] == Cells(0, 32)


@pytest.mark.parametrize("build", [resnet18, mobilenet_v2, None], ids=["resnet18", "mobilenet_v2", "the demo's"])
def test_what_changes_in_a_map_follows_a_patch_that_is_moved(build):
    """A patch of noise, which has no part that matters more than another: the map changes around its middle."""
    torch.manual_seed(0)
    if build is None:
        predictor = Predictor.from_pretrained(demo_model())
        predictor.load_photo()
        backbone, oriented = predictor.model.photo.backbone, predictor.model.photo.oriented
    else:
        backbone, oriented = build().eval(), nn.Identity()
    network, cells = with_map(backbone, "network")
    plain, middles = torch.zeros(1, 3, 224, 224), (80, 96, 112, 128, 144)
    pictures = plain.repeat(8 * len(middles), 1, 1, 1)
    for picture, middle in zip(pictures, middles * 8, strict=True):
        picture[:, middle - 24 : middle + 24, middle - 24 : middle + 24] = torch.randn(3, 48, 48).clamp(-1, 1)
    with torch.no_grad():
        before, after = (network(oriented(x))["map"] for x in (plain, pictures))
        change = oriented(cells.spread((after - before).square().sum(1, keepdim=True), 224))[:, 0]
    place = torch.arange(224.0)
    share = change / change.sum(dim=(1, 2), keepdim=True)
    centre = torch.stack([(share.sum(2) * place).sum(1), (share.sum(1) * place).sum(1)], dim=1)
    off = (centre - (torch.tensor(middles * 8)[:, None] - 0.5)).mean(0)
    assert off.abs().max() < 8, "a quarter of a cell; drawn as if cells lay evenly, it is more"
