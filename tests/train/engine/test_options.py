"""What the training commands share: rows, steps and the model that they start from."""

import pytest
import torch

from crossclip.errors import CrossClipError
from crossclip.model import CrossClip
from tests.conftest import WORLD
from train.batches.settings import BatchSettings
from train.engine.options import RunOptions, start_model
from train.engine.settings import LoopSettings
from train.tables.rows import RowsError


def options(table="t.csv", **changes) -> RunOptions:
    return RunOptions(table=str(table), output="out", **({"device": "cpu"} | changes))


def test_species_are_those_of_all_splits_in_alphabetical_order(world_table):
    rows, species = options(world_table).read()
    assert species == sorted(WORLD)
    assert len(rows) == 48
    assert len(options(world_table).read("test")[0]) == 24


def test_a_table_without_photos_to_train_on_is_refused(tmp_path):
    table = tmp_path / "table.csv"
    table.write_text("photo,species,longitude,latitude,date,split\n,Blue Jay,-74,40,,train\n", encoding="utf-8")
    with pytest.raises(RowsError, match="has no photo in the split 'train'"):
        options(table).read()
    assert len(options(table).read("validation")[0]) == 0, "elsewhere none is needed"


def test_epochs_become_steps_unless_steps_are_given(world_table):
    run = options(world_table, epochs=10)
    rows, batch = run.read()[0], BatchSettings(classes=4, photos_per_class=4)
    assert run.loop(LoopSettings(0), rows, batch).steps == 30
    assert run.loop(LoopSettings(0, accumulate=3), rows, batch).steps == 10
    assert run.loop(LoopSettings(7), rows, batch).steps == 7
    assert options(world_table, epochs=0.01).loop(LoopSettings(0), rows, batch).steps == 1


def test_the_device_is_one_that_is_here():
    assert options(device="").device in ("cpu", "cuda", "mps")
    with pytest.raises(CrossClipError, match="device abacus cannot be used here"):
        options(device="abacus")


def test_a_model_of_other_species_is_refused(tiny_folder):
    with pytest.raises(RowsError, match="the model knows 5 species and the table has 1"):
        start_model(options(model=str(tiny_folder)), ["Dodo"])


def test_a_given_model_is_gone_on_from(still_folder):
    started = start_model(options(model=str(still_folder)), sorted(WORLD))
    given = CrossClip.from_pretrained(still_folder)
    assert all(torch.equal(value, given.state_dict()[name]) for name, value in started.state_dict().items())


def test_a_fresh_model_is_the_same_for_the_same_seed(world_table, text_folder):
    run = options(
        world_table,
        photo_encoder="shufflenet_v2_x0_5",
        photo_weights="random",
        text_encoder=str(text_folder),
        place_covariates="environment",
    )
    first, again, other = (start_model(run, sorted(WORLD), seed) for seed in (0, 0, 1))
    assert first.config.species == tuple(sorted(WORLD))
    assert (first.config.place_encoding, first.config.place_covariates) == ("wrap", "environment")
    weight = [model.head.hidden.weight for model in (first, again, other)]
    assert torch.equal(weight[0], weight[1])
    assert not torch.equal(weight[0], weight[2])
