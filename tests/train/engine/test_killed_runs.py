"""Runs that are killed at any moment, or lose their power."""

import multiprocessing
import random
import time

import pytest
import torch
from safetensors.torch import load_file

from tests.train.engine import engine_runs
from tests.train.helpers import entries
from tests.train.worlds import WORLD_BATCH, quick, world
from train.batches.photos import Photos, training_transform
from train.engine.checkpoint import about, checkpoint_file
from train.engine.settings import LoopSettings
from train.pretrain import pretrain

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def processes():
    """Starts processes from a server that has imported everything already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        ["tests.train.engine.engine_runs", "transformers.models.distilbert.modeling_distilbert"]
    )
    return context


@pytest.fixture(scope="module")
def uninterrupted(processes, table, lively_folder, tmp_path_factory):
    output = tmp_path_factory.mktemp("uninterrupted")
    process = processes.Process(target=engine_runs.rich, args=(table, lively_folder, output))
    process.start()
    process.join()
    assert process.exitcode == 0
    return output


@pytest.mark.parametrize("workers", [0, 2])
def test_a_run_killed_at_any_moment_ends_with_the_same_weights(
    processes, uninterrupted, table, lively_folder, tmp_path, workers
):
    checkpoint = checkpoint_file(tmp_path, "pretrain")

    def written():
        return checkpoint.stat().st_mtime_ns if checkpoint.exists() else 0

    for life in range(5):
        process = processes.Process(target=engine_runs.rich, args=(table, lively_folder, tmp_path, workers))
        process.start()
        for _ in range(random.randint(1, 2) if life < 4 else 0):
            before = written()
            while written() == before and process.is_alive():
                time.sleep(0.002)
        if life < 4:
            time.sleep(random.uniform(0, 0.2))
            assert process.is_alive(), "it was killed on the way"
            process.kill()
        process.join()
    assert process.exitcode == 0
    assert entries(uninterrupted)[-1]["validation"] == max(e.get("validation", -9) for e in entries(uninterrupted))
    whole, resumed = load_file(uninterrupted / "final.safetensors"), load_file(tmp_path / "final.safetensors")
    apart = {key: (value - resumed[key]).abs().max() for key, value in whole.items() if not value.equal(resumed[key])}
    assert not apart, "by how much which weights differ says where the runs parted"
    assert entries(tmp_path) == entries(uninterrupted)
    assert {file.name for file in tmp_path.iterdir()} == {"final.safetensors", "metrics.jsonl", checkpoint.name}


def test_a_resumed_run_ends_as_an_uninterrupted_one(world_table, fresh_model, tmp_path):
    train_rows = world(world_table)
    start = {key: value.clone() for key, value in fresh_model.state_dict().items()}
    loop = LoopSettings(6, warmup=2, checkpoint_every=2)
    photos = Photos(train_rows, training_transform(fresh_model.config))
    pretrain(fresh_model, train_rows, quick(), WORLD_BATCH, loop, tmp_path / "whole", photos)
    whole = {key: value.clone() for key, value in fresh_model.state_dict().items()}

    class PowerCut(Photos):
        seen = 0

        def __getitem__(self, item):
            PowerCut.seen += 1
            if PowerCut.seen > 4.5 * WORLD_BATCH.classes * WORLD_BATCH.photos_per_class:
                raise KeyboardInterrupt
            return super().__getitem__(item)

    fresh_model.load_state_dict(start)
    with pytest.raises(KeyboardInterrupt):
        pretrain(
            fresh_model,
            train_rows,
            quick(),
            WORLD_BATCH,
            loop,
            tmp_path / "cut",
            PowerCut(train_rows, photos.transform),
        )
    assert about(checkpoint_file(tmp_path / "cut", "pretrain"))[0].step == 4
    fresh_model.load_state_dict(start)
    pretrain(fresh_model, train_rows, quick(), WORLD_BATCH, loop, tmp_path / "cut", photos)
    for key, value in fresh_model.state_dict().items():
        assert torch.equal(value, whole[key]), key
    assert about(checkpoint_file(tmp_path / "cut", "pretrain"))[0].step == 6, "a longer run may go on"
