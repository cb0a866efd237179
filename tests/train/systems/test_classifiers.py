"""Photo classifiers, with and without planes of place and date."""

import pytest
import torch

from crossclip.model.backbones import torchvision_backbone
from train.batches.batch import Batch
from train.systems.classifiers import (
    Classification,
    PhotoClassifier,
    meta_planes,
    supervised_contrastive_loss,
)

NOWHERE = torch.full((2, 3), torch.nan)


SOMEWHERE = torch.tensor([[-80.0, 45.0, 0.5], [-85.0, 33.0, 0.1]])


def test_planes_start_as_the_photo_alone_and_can_learn_from_place():
    torch.manual_seed(0)
    network, width = torchvision_backbone("resnet18")
    pixels = torch.rand(2, 3, 32, 32)
    plain = network.eval()(pixels)
    classifier = PhotoClassifier(network, width, classes=3, planes=True).eval()
    assert torch.allclose(classifier.features(pixels, SOMEWHERE)[0], plain, atol=1e-5)
    classifier(pixels, SOMEWHERE).square().sum().backward()
    assert network.conv1.weight.grad[:, 3:].abs().sum() > 0
    assert meta_planes(NOWHERE).eq(0).all()
    assert not meta_planes(NOWHERE).isnan().any()


def test_what_a_place_is_like_has_planes_of_its_own():
    plain, told = meta_planes(SOMEWHERE), meta_planes(SOMEWHERE, "environment")
    assert (plain.shape[1], told.shape[1] > 8) == (8, True)
    assert torch.equal(told[:, :4], plain[:, :4])
    assert torch.equal(told[:, -4:], plain[:, -4:])
    assert meta_planes(NOWHERE, "environment").eq(0).all()
    network, width = torchvision_backbone("resnet18")
    classifier = PhotoClassifier(network, width, classes=3, planes=True, covariates="environment").eval()
    assert classifier(torch.rand(2, 3, 32, 32), SOMEWHERE).shape == (2, 3)


@pytest.mark.slow
def test_the_auxiliary_head_of_inception_learns_and_is_not_asked():
    network, width = torchvision_backbone("inception_v3")
    classifier = PhotoClassifier(network, width, classes=3)
    empty = torch.empty(0)
    batch = Batch(
        torch.rand(2, 3, 299, 299),
        torch.tensor([0, 2]),
        NOWHERE,
        torch.zeros(2, dtype=torch.bool),
        empty.long(),
        empty.reshape(0, 3),
        empty.long(),
    )
    loss, figures = Classification(classifier.train())(batch)
    loss.backward()
    assert loss.item() > figures["cross_entropy"]
    assert network.AuxLogits.fc.weight.grad.abs().sum() > 0
    assert classifier.eval()(batch.photos).shape == (2, 3)


def test_supervised_contrast_agrees_with_a_hand_worked_batch():
    embeddings = torch.tensor([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    labels = torch.tensor([0, 0, 1])
    # Each of the two alike sees one positive at similarity 1 and one negative at 0; the third has no positive.
    expected = torch.log(1 + torch.exp(torch.tensor(-2.0)))
    assert torch.isclose(supervised_contrastive_loss(embeddings, labels, temperature=0.5), expected)
