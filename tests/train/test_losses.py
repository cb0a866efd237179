"""The cross-contrastive loss against numbers worked by hand."""

from itertools import combinations
from math import exp, log

import pytest
import torch
from torch import tensor
from torch.nn.functional import normalize

from train.losses import LabelledEmbeddings, contrastive_loss, cross_contrastive_loss

# Two anchors and three candidates; class 0 has two positives. At temperature 0.5 the logits are
#   anchor 0: 2, 1.2, 0   with positives 2 and 1.2:  ln(e^2 + e^1.2 + 1) - (2 + 1.2) / 2 = 2.4603726 - 1.6
#   anchor 1: 0, 1.6, 2   with the positive 2:       ln(1 + e^1.6 + e^2) - 2 = 2.5909236 - 2
# and, the other way round, with one positive each,
#   ln(e^2 + 1) - 2,  ln(e^1.2 + e^1.6) - 1.2,  ln(1 + e^2) - 2.
ANCHORS = LabelledEmbeddings(tensor([[1.0, 0.0], [0.0, 1.0]]), tensor([0, 1]))
CANDIDATES = LabelledEmbeddings(tensor([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0]]), tensor([0, 0, 1]))
FORTH = (0.8603726 + 0.5909236) / 2
BACK = (0.1269280 + 0.9130153 + 0.1269280) / 3


def random_modality(rows: int, classes: int, seed: int) -> LabelledEmbeddings:
    generator = torch.Generator().manual_seed(seed)
    raw = torch.randn(rows, 6, generator=generator, requires_grad=True)
    return LabelledEmbeddings(normalize(raw, dim=-1), torch.randint(classes, (rows,), generator=generator))


def test_a_batch_worked_by_hand():
    assert log(exp(2) + exp(1.2) + 1) - 1.6 == pytest.approx(0.8603726)
    assert contrastive_loss(ANCHORS, CANDIDATES, 0.5).item() == pytest.approx(FORTH, abs=1e-6)
    assert contrastive_loss(CANDIDATES, ANCHORS, tensor(0.5)).item() == pytest.approx(BACK, abs=1e-6)
    total = cross_contrastive_loss({"photo": ANCHORS, "text": CANDIDATES}, 0.5)
    assert total.item() == pytest.approx(FORTH + BACK, abs=1e-6)


def test_three_modalities_give_six_terms_and_two_give_two():
    # All embeddings and labels alike: every term is the logarithm of its number of candidates.
    sizes = {"photo": 2, "text": 3, "meta": 5}
    modalities = {
        name: LabelledEmbeddings(tensor([[1.0, 0.0]]).expand(rows, 2), torch.zeros(rows, dtype=torch.long))
        for name, rows in sizes.items()
    }
    assert cross_contrastive_loss(modalities, 0.07).item() == pytest.approx(2 * log(2 * 3 * 5), rel=1e-5)
    for one, other in combinations(sizes, 2):
        pair = {one: modalities[one], other: modalities[other]}
        assert cross_contrastive_loss(pair, 0.07).item() == pytest.approx(log(sizes[one] * sizes[other]), rel=1e-5)


def test_the_total_is_the_sum_over_ordered_pairs_whatever_their_order():
    one, two, three = (random_modality(rows, 4, rows) for rows in (5, 8, 11))
    pairs = [(one, two), (two, one), (one, three), (three, one), (two, three), (three, two)]
    total = sum(contrastive_loss(anchors, candidates, 0.2) for anchors, candidates in pairs)
    for order in ({"a": one, "b": two, "c": three}, {"a": three, "b": one, "c": two}):
        torch.testing.assert_close(cross_contrastive_loss(order, 0.2), total)


def test_an_anchor_without_positives_has_no_term():
    lonely = LabelledEmbeddings(
        torch.cat([ANCHORS.embeddings, tensor([[0.6, -0.8]])]), torch.cat([ANCHORS.labels, tensor([7])])
    )
    assert contrastive_loss(lonely, CANDIDATES, 0.5).item() == pytest.approx(FORTH, abs=1e-6)


@pytest.mark.parametrize("labels", [[0, 1, 2], [0, 0, 0], [5, 6, 7], [0, 5, 6]])
@pytest.mark.parametrize("temperature", [0.01, 1.0])
def test_neither_loss_nor_gradient_is_ever_nan(labels, temperature):
    photo = random_modality(3, 3, seed=1)
    scale = tensor(temperature, requires_grad=True)
    raw = torch.randn(3, 6, requires_grad=True)
    text = LabelledEmbeddings(normalize(raw, dim=-1), tensor(labels))
    photo = LabelledEmbeddings(photo.embeddings, tensor([0, 1, 2]))
    loss = cross_contrastive_loss({"photo": photo, "text": text}, scale)
    loss.backward()
    assert loss.isfinite()
    assert loss >= 0
    assert raw.grad.isfinite().all()
    assert scale.grad.isfinite()


def test_descending_brings_matches_together():
    torch.manual_seed(0)
    raw = torch.randn(4, 6, requires_grad=True)
    text = random_modality(4, 4, seed=3)
    text = LabelledEmbeddings(text.embeddings.detach(), tensor([0, 1, 2, 3]))
    optimiser = torch.optim.Adam([raw], lr=0.1)
    for _ in range(60):
        photo = LabelledEmbeddings(normalize(raw, dim=-1), tensor([0, 1, 2, 3]))
        optimiser.zero_grad()
        cross_contrastive_loss({"photo": photo, "text": text}, 0.1).backward()
        optimiser.step()
    nearest = (normalize(raw, dim=-1) @ text.embeddings.T).argmax(dim=1)
    assert nearest.tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize("temperature", [0, 0.0, -0.07, log(0.007), float("nan"), tensor(-1.0)])
def test_a_temperature_not_above_zero_is_refused(temperature):
    with pytest.raises(ValueError, match="temperature must be above 0"):
        contrastive_loss(ANCHORS, CANDIDATES, temperature)


def test_modalities_meet_only_on_classes_that_both_can_show():
    # Photos exist for classes 0 and 1 only; the text of class 2 must not count against them.
    photo = LabelledEmbeddings(ANCHORS.embeddings, ANCHORS.labels, classes=tensor([True, True, False]))
    text = LabelledEmbeddings(
        torch.cat([CANDIDATES.embeddings, tensor([[0.8, 0.6]])]), torch.cat([CANDIDATES.labels, tensor([2])])
    )
    assert cross_contrastive_loss({"photo": photo, "text": text}, 0.5).item() == pytest.approx(FORTH + BACK, abs=1e-6)
    everyone = LabelledEmbeddings(photo.embeddings, photo.labels)
    assert cross_contrastive_loss({"photo": everyone, "text": text}, 0.5).item() > FORTH + BACK + 0.1


def test_a_follower_learns_towards_the_others_without_moving_them():
    torch.manual_seed(0)
    raw = {name: torch.randn(6, 4, requires_grad=True) for name in ("photo", "text", "meta")}
    labels = torch.tensor([0, 0, 1, 1, 2, 2])

    def loss(terms=None, followers=()):
        embedded = {name: LabelledEmbeddings(normalize(x, dim=1), labels) for name, x in raw.items()}
        return cross_contrastive_loss(embedded, 0.1, terms, followers)

    assert torch.isclose(loss(followers=("meta",)), loss()), "the loss is the same, only its gradient is not"
    both = torch.autograd.grad(loss(), list(raw.values()))
    led = torch.autograd.grad(loss(followers=("meta",)), list(raw.values()))
    pair = torch.autograd.grad(loss(("photo-text", "text-photo")), [raw["photo"], raw["text"]])
    assert torch.allclose(led[0], pair[0])
    assert torch.allclose(led[1], pair[1])
    assert torch.allclose(led[2], both[2])


@pytest.mark.parametrize("terms", [(), ("photo-sound",)])
def test_terms_that_are_not_there_are_refused(terms):
    labels = torch.tensor([0, 1])
    embedded = {name: LabelledEmbeddings(torch.eye(2), labels) for name in ("photo", "text")}
    with pytest.raises(ValueError, match="its terms are photo-text, text-photo"):
        cross_contrastive_loss(embedded, 0.1, terms)


def test_a_term_is_the_mean_over_anchors_or_their_sum_as_the_paper_prints():
    torch.manual_seed(0)
    photos = LabelledEmbeddings(normalize(torch.randn(4, 8), dim=1), torch.tensor([0, 1, 1, 2]))
    texts = LabelledEmbeddings(normalize(torch.randn(3, 8), dim=1), torch.tensor([0, 1, 2]))
    mean = contrastive_loss(photos, texts, 0.1)
    assert torch.isclose(contrastive_loss(photos, texts, 0.1, summed=True), 4 * mean)
