"""Fine-tuning of what place and date say."""

import pytest
import torch
from torch.nn.functional import normalize

from train.demo.places.learning import (
    PlaceSettings,
    PlaceSources,
    Placing,
    learn_places,
    lock_photo_units,
    place_batches,
    settle,
)
from train.demo.places.points import points_of_records, points_of_runs
from train.engine.settings import LoopSettings
from train.tables.rows import rows_of

SETTINGS = PlaceSettings(rate=1e-2, records=16, runs=16, feeders=16)


@pytest.fixture(scope="module")
def sources(demo_data) -> PlaceSources:
    train = {name: table[table.split == "train"] for name, table in vars_of(demo_data).items()}
    runs = (demo_data.runs.split == "train").to_numpy()
    covered = [demo_data.names.index(name) for name in demo_data.covered]
    return PlaceSources(
        points_of_records(train["occurrences"], demo_data.names),
        points_of_runs(demo_data.runs[runs], demo_data.counts[runs][:, covered]),
        torch.tensor(covered),
        points_of_records(train["feeders"], ["House Finch"], months=2),
        torch.tensor([1]),
    )


def vars_of(data):
    return {"occurrences": data.occurrences, "feeders": data.feeders}


@pytest.fixture
def validation(demo_data):
    table = demo_data.occurrences.assign(photo="").astype(object).fillna("")
    return rows_of(table, demo_data.names, "validation")


@pytest.fixture
def texted(place_model):
    place_model.text = torch.nn.Identity()
    return place_model


def photo_logits(model):
    torch.manual_seed(5)
    photos = normalize(torch.randn(6, 8), dim=1)
    nothing = model.encode_meta(torch.full((1, 3), torch.nan)).expand(6, -1)
    with torch.no_grad():
        return model(photos, nothing)


def test_a_photo_says_after_training_what_it_said_before(texted, sources, validation, tmp_path):
    model, scale = texted, texted.log_scale.exp().item()
    learn_places(model, sources, validation, SETTINGS, LoopSettings(20, warmup=1), tmp_path)
    torch.manual_seed(5)
    photos = normalize(torch.randn(6, 8), dim=1)
    expected = scale * photos @ model.class_embeddings.T
    torch.testing.assert_close(photo_logits(model), expected, atol=1e-3, rtol=1e-3)


def test_surveys_teach_where_a_bird_is_not(texted, sources, validation, tmp_path):
    learn_places(texted, sources, validation, SETTINGS, LoopSettings(150, warmup=1), tmp_path)
    east, west = torch.tensor([[-92.0, 33.0, 0.44]]), torch.tensor([[-103.0, 33.0, 0.44]])
    with torch.no_grad():
        jay_east, jay_west = (texted.visits(texted.encode_meta(place))[0, 0].item() for place in (east, west))
    assert jay_east > jay_west + 1


def test_the_units_of_the_photo_get_no_gradient(place_model):
    head, dim = place_model.head, 8
    head.start_from_alignment(place_model.class_embeddings, 10.0, 5.0)
    locks = lock_photo_units(head, dim)
    head(torch.randn(4, dim), torch.randn(4, dim)).square().sum().backward()
    assert head.hidden.weight.grad[: 2 * dim].eq(0).all()
    assert head.hidden.weight.grad[2 * dim :, :dim].eq(0).all()
    assert head.output.weight.grad[:, : 2 * dim].eq(0).all()
    assert head.hidden.weight.grad[2 * dim :, dim:].ne(0).any()
    for lock in locks:
        lock.remove()


def test_place_says_nothing_where_nothing_is_known(place_model, validation):
    head = place_model.head
    head.start_from_alignment(place_model.class_embeddings, 10.0, 5.0)
    with torch.no_grad():
        before = place_model(None, place_model.encode_meta(validation.sightings))
        settle(place_model, validation)
        nothing = place_model.encode_meta(torch.full((1, 3), torch.nan))
        after = place_model(None, place_model.encode_meta(validation.sightings))
        assert place_model(torch.zeros(1, 8), nothing).abs().max() < 1e-5
    # Up to what is the same for all places and taken off, the answer of place alone has kept its order.
    shift = before[:, 0] - before[:, 1], after[:, 0] - after[:, 1]
    assert torch.corrcoef(torch.stack(shift))[0, 1] > 0.999


def test_batches_are_the_same_again_from_any_step(sources):
    whole = list(place_batches(sources, SETTINGS, seed=0, steps=4)(0, None))
    rest = list(place_batches(sources, SETTINGS, seed=0, steps=4)(2, None))
    for one, other in zip(whole[2:], rest, strict=True):
        for first, second in zip(one, other, strict=True):
            torch.testing.assert_close(first, second, equal_nan=True)


def test_a_loss_counts_every_source(texted, sources):
    objective = Placing(texted, sources, SETTINGS)
    texted.head.start_from_alignment(texted.class_embeddings, 10.0, 5.0)
    (batch,) = place_batches(sources, SETTINGS, seed=0, steps=1)(0, None)
    loss = objective(batch)
    assert set(loss.figures) == {"records", "runs", "feeders", "visits", "text"}
    assert loss.loss.isfinite()
