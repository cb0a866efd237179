"""Runs that are cut short, and files of other runs."""

import dataclasses
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.train.engine import engine_runs
from tests.train.engine.engine_runs import BATCH
from tests.train.helpers import entries, learn
from tests.train.worlds import WORLD_BATCH, leash_after, quick, world
from train.engine.checkpoint import TrainingError, about, checkpoint_file
from train.engine.settings import LoopSettings
from train.pretrain import pretrain
from train.settings import PretrainSettings


@pytest.mark.parametrize(
    "settings",
    [
        {"schedule": "plateau", "patience": 4},
        {"schedule": "cosine", "warmup": 3, "ema": 0.5},
        {"accumulate": 2, "patience": 6},
    ],
)
def test_a_resumed_run_takes_up_rates_best_average_and_patience(settings, tmp_path):
    def valley(weight):
        return -abs(weight + 2.2)

    def learn_in_pieces(output, ends):
        numbers = [1.0, 0.5] * 10
        for end in ends:
            with pytest.raises(KeyboardInterrupt) if end < len(numbers) else nullcontext():
                trail = learn(
                    [*numbers[:end], None], output, valley, steps=10, validate_every=1, checkpoint_every=1, **settings
                )
        return trail[-1], entries(output)

    whole = learn_in_pieces(tmp_path / "whole", [20])
    assert learn_in_pieces(tmp_path / "pieces", [1, 3, 4, 6, 20]) == whole


def test_the_best_weights_are_those_of_the_step_that_the_checkpoint_names(tmp_path):
    def judged(*figures):
        asked = iter(figures)
        return lambda weight: next(asked)

    settings = {"steps": 4, "validate_every": 1, "checkpoint_every": 2}
    with pytest.raises(KeyboardInterrupt):
        learn([1.0, 1.0, 1.0, None], tmp_path, judged(0.1, 0.5, 0.9), **settings)
    # Another device, or precision, may judge the third step otherwise when it is taken again.
    assert learn([1.0] * 4, tmp_path, judged(0.4, 0.3), **settings)[-1] == -2


def test_a_checkpoint_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    write, written = Path.write_bytes, []

    def cut_the_third_short(path, content):
        written.append(path)
        write(path, content[: len(content) // 2] if len(written) == 3 else content)
        if len(written) == 3:
            raise KeyboardInterrupt

    numbers = [1.0, 2.0, 3.0, 4.0]
    monkeypatch.setattr(Path, "write_bytes", cut_the_third_short)
    with pytest.raises(KeyboardInterrupt):
        learn(numbers, tmp_path, steps=4, checkpoint_every=1)
    (tmp_path / ".writing-before").mkdir()  # as a killed process leaves one
    assert learn(numbers, tmp_path, steps=4, checkpoint_every=1) == [-3, -6, -10], "on from the second"
    assert {file.name for file in tmp_path.iterdir()} == {"metrics.jsonl", "line.checkpoint.safetensors"}


def test_a_checkpoint_that_was_cut_short_is_refused(tmp_path):
    checkpoint_file(tmp_path, "line").write_bytes(b"half of a")
    with pytest.raises(TrainingError, match=r"not a whole checkpoint: .*; give another output folder"):
        learn([1.0], tmp_path, steps=1)


@pytest.mark.slow
def test_a_run_goes_on_only_with_its_own_data_species_and_settings(table, still_folder, tmp_path):
    model, rows = engine_runs.opened(table, still_folder)
    loop = LoopSettings(3, checkpoint_every=1)

    def cut(batch, photo, text):
        if (checkpoint_file(tmp_path, "pretrain")).exists():
            raise KeyboardInterrupt
        return photo.sum() * 0

    with pytest.raises(KeyboardInterrupt):
        pretrain(model, rows, PretrainSettings(), BATCH, loop, tmp_path, leash=cut)
    begun = (checkpoint_file(tmp_path, "pretrain")).read_bytes()
    fewer = rows[range(len(rows) - 1)]
    for others, changes, what in ((fewer, {}, "data"), (rows, {"seed": 1, "warmup": 3}, "seed, warmup")):
        with pytest.raises(TrainingError, match=f"begun with another {what}: go on with what it has"):
            pretrain(model, others, PretrainSettings(), BATCH, dataclasses.replace(loop, **changes), tmp_path)
    model.config = dataclasses.replace(model.config, species=("Dodo", *model.config.species[1:]))
    with pytest.raises(TrainingError, match="begun with another species"):
        pretrain(model, rows, PretrainSettings(), BATCH, loop, tmp_path)
    assert (checkpoint_file(tmp_path, "pretrain")).read_bytes() == begun


@pytest.mark.slow
def test_a_checkpoint_of_other_settings_is_refused(world_table, fresh_model, tmp_path):
    train_rows = world(world_table)

    def stop(*_):
        raise KeyboardInterrupt

    loop = LoopSettings(4, checkpoint_every=1)
    with pytest.raises(KeyboardInterrupt):
        pretrain(fresh_model, train_rows, quick(), WORLD_BATCH, loop, tmp_path, leash=leash_after(2, stop))
    with pytest.raises(TrainingError, match="another meta_rate"):
        pretrain(fresh_model, train_rows, quick(meta_rate=1e-5), WORLD_BATCH, loop, tmp_path)


@pytest.mark.slow
def test_a_loss_that_is_no_number_stops_and_keeps_the_last_good_checkpoint(world_table, fresh_model, tmp_path):
    loop = LoopSettings(6, checkpoint_every=1)
    broken = leash_after(3, lambda photo: photo.sum() * float("nan"))
    with pytest.raises(TrainingError, match="step 4"):
        pretrain(fresh_model, world(world_table), quick(), WORLD_BATCH, loop, tmp_path, leash=broken)
    assert (checkpoint_file(tmp_path, "pretrain")).exists()


def test_a_finished_run_goes_on_with_more_steps_and_keeps_what_it_logged(tmp_path):
    numbers = [1.0, 2.0, 3.0, 4.0]
    assert learn(numbers, tmp_path, steps=2)[-1] == -3
    assert learn(numbers, tmp_path, steps=2) == [-3], "no step again"
    logged = entries(tmp_path)
    assert learn(numbers, tmp_path, steps=4) == [-3, -6, -10]
    assert entries(tmp_path)[: len(logged)] == logged


def test_what_does_not_change_the_result_may_change_on_the_way(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        learn([1.0, 2.0, None], tmp_path, steps=3, checkpoint_every=1)
    changes = {"precision": "bf16", "tensorboard": True, "checkpoint_every": 0, "checkpoint_minutes": 1.0}
    assert learn([1.0, 2.0, 3.0], tmp_path, steps=3, **changes)[-1] == -6


def test_a_checkpoint_says_how_far_it_is_and_of_what(tmp_path):
    learn([1.0, 2.0], tmp_path, steps=2)
    progress, identity = about(checkpoint_file(tmp_path, "line"))
    assert progress.step == 2
    assert identity["schedule"] == "constant"
    assert not {"steps", "precision", "tensorboard"} & identity.keys()
