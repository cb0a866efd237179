"""Where classes that are not listed lie in the model's space."""

import pytest
import torch

from crossclip.errors import CrossClipError
from train.demo.teacher import LAST_LAYER, aligned_start
from train.demo.unknowns.strangers import stranger_anchors

FEATURES, DIM = 1024, 8  # of the miniature photo encoder


@pytest.fixture
def classifier() -> dict[str, torch.Tensor]:
    generator = torch.Generator().manual_seed(0)
    low_rank = torch.randn(20, DIM - 1, generator=generator) @ torch.randn(DIM - 1, FEATURES, generator=generator)
    return {f"{LAST_LAYER}.weight": low_rank}


def aligned(model, classifier, listed):
    projection, anchors = aligned_start(classifier[f"{LAST_LAYER}.weight"][listed], DIM)
    with torch.no_grad():
        model.photo.projection.inner.weight.copy_(projection)
        model.class_embeddings.copy_(anchors[: len(model.class_embeddings)])
    return model


def test_a_stranger_lies_where_a_species_of_its_row_would(place_model, classifier):
    rows, listed = classifier[f"{LAST_LAYER}.weight"], list(range(12))
    rows[15] = 2 * rows[1]
    model = aligned(place_model, classifier, listed)
    anchors = stranger_anchors(model, classifier, listed[:3])
    assert anchors.shape == (17, DIM)
    torch.testing.assert_close(anchors[15 - 3], model.class_embeddings[1], atol=1e-4, rtol=0)
    photos = rows @ model.photo.projection.inner.weight.T  # as features that are the rows themselves would be projected
    scores = rows @ rows.T / (rows @ torch.linalg.pinv(model.photo.projection.inner.weight)).norm(dim=1)
    assert torch.equal((photos @ anchors.T).argsort(dim=1), scores[:, 3:].argsort(dim=1))


def test_a_model_of_another_space_has_no_strangers(place_model, classifier):
    with pytest.raises(CrossClipError, match="not the classifier's"):
        stranger_anchors(place_model, classifier, [0, 1, 2])
    classifier[f"{LAST_LAYER}.weight"] = classifier[f"{LAST_LAYER}.weight"][:, :9]
    with pytest.raises(CrossClipError, match="9 features"):
        stranger_anchors(place_model, classifier, [0, 1, 2])
