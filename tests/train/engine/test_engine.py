"""The engine: several processes, gradient caching, runs that are killed, validation, settings, batches."""

import dataclasses
import json
import multiprocessing
import os
import random
import re
import subprocess
import sys
import time
from collections import Counter
from contextlib import nullcontext
from pathlib import Path

import pandas as pd
import pytest
import torch
import yaml
from safetensors.torch import load_file
from torch import nn
from torch.optim import SGD

from crossclip.errors import CrossClipError
from crossclip.model import CrossClip, CrossClipConfig
from tests.conftest import WORLD, tiny_text_settings, tiny_tokenizer
from tests.train.engine import engine_runs
from tests.train.engine.engine_runs import BATCH, TEMPLATES
from train.engine.batches import Photos, step_batches
from train.engine.checkpoint import TrainingError
from train.engine.joined import in_chunks
from train.engine.loop import BEST, CHECKPOINT, LoopSettings, train
from train.engine.sampler import BatchSettings, Part, StepSampler
from train.engine.transforms import training_transform
from train.pretrain import Pretraining, PretrainSettings, pretrain
from train.rows import read_table, rows_of

ROOT = Path(__file__).parents[3]
PATHS = str(ROOT)
ENVIRONMENT = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": PATHS}


def torchrun(*arguments):
    """What a command on two processes wrote to standard error."""
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2"]
    process = subprocess.Popen(
        [*command, *map(str, arguments)],
        cwd=ROOT,
        env=ENVIRONMENT,
        text=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        _, errors = process.communicate(timeout=120)
    finally:
        process.terminate()  # which ends its two as well
    assert process.returncode == 0, errors[-3000:]
    return errors


@pytest.fixture(scope="module")
def table(world_table, tmp_path_factory):
    """The little world, where some photos have no place or date, and some sightings no photo."""
    frame = pd.read_csv(world_table, dtype=str, keep_default_na=False)
    frame["photo"] = [str(world_table.parent / photo) for photo in frame.photo]
    sightings = frame[frame.split == "train"].assign(photo="")
    frame.loc[::3, ["longitude", "latitude"]] = ""
    frame.loc[::6, "date"] = ""
    path = tmp_path_factory.mktemp("engine") / "table.csv"
    pd.concat([frame, sightings]).to_csv(path, index=False)
    return path


def _model_folder(folder, dropout, folded):
    from transformers import AutoConfig, AutoModel

    torch.manual_seed(0)
    tokenizer = tiny_tokenizer(folder)
    text = tiny_text_settings(len(tokenizer)) | {"dropout": dropout, "attention_dropout": dropout}
    config = CrossClipConfig(
        species=tuple(sorted(WORLD)),
        scientific_names=tuple(sorted(WORLD)),
        photo_encoder="shufflenet_v2_x0_5",
        photo_folded=folded,
        photo_resize=32,
        photo_size=32,
        text_encoder=text,
        place_encoding="sphere",
        meta_width=16,
        meta_depth=1,
        meta_dropout=dropout,
        embedding_dim=16,
        projection_dropout=dropout,
        head_width=32,
        head_dropout=dropout,
    )
    model = CrossClip(config)
    model.attach_text(AutoModel.from_config(AutoConfig.for_model(**text)), tokenizer)
    model.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def still_folder(tmp_path_factory):
    """A model whose rows do not see each other, and that nothing random happens in: no batch norm, no dropout."""
    return _model_folder(tmp_path_factory.mktemp("still"), dropout=0.0, folded=True)


@pytest.fixture(scope="module")
def lively_folder(tmp_path_factory):
    """A model with batch norms and dropout."""
    return _model_folder(tmp_path_factory.mktemp("lively"), dropout=0.2, folded=False)


def assert_close(left, right):
    left, right = load_file(left), load_file(right)
    assert left.keys() == right.keys()
    for key, value in left.items():
        torch.testing.assert_close(value, right[key], rtol=1e-4, atol=1e-5, msg=key)


# Several processes


def test_two_processes_are_one_on_the_joined_batch(table, still_folder, tmp_path):
    engine_runs.descend(table, still_folder, tmp_path / "one")
    torchrun("tests/train/engine/engine_runs.py", table, still_folder, tmp_path / "two")
    start = CrossClip.from_pretrained(still_folder)
    before = start.state_dict()
    for stage, learned in {"pretrain": ("photo.", "text.", "meta.", "log_scale"), "finetune": ("head.",)}.items():
        after = load_file(tmp_path / "one" / f"{stage}.safetensors")
        moved = [key for key, value in after.items() if (value - before[key]).abs().max() > 1e-3]
        assert all(any(key.startswith(part) for key in moved) for part in learned)
        assert_close(tmp_path / "one" / f"{stage}.safetensors", tmp_path / "two" / f"{stage}.safetensors")
        before = after


def test_the_command_runs_on_two_processes_and_writes_once(table, still_folder, tmp_path):
    output = tmp_path / "run"
    errors = torchrun(
        "-m",
        "train.pretrain",
        "--table",
        table,
        "--model",
        still_folder,
        "--output",
        output,
        "--device",
        "cpu",
        "--steps",
        4,
        "--classes",
        4,
        "--photos_per_class",
        2,
        "--validate_every",
        2,
    )
    assert errors.count("| 0/4 [") == 1, "one progress bar"
    assert "Warning" not in errors
    assert [entry["step"] for entry in entries(output)] == [1, 2, 4, 4]
    assert {file.name for file in output.iterdir()} == {"pretrain.yaml", "pretrained", "metrics.jsonl", BEST}
    assert CrossClip.from_pretrained(output / "pretrained").class_embeddings.norm(dim=1).allclose(torch.ones(4))


@pytest.mark.parametrize("changes", [{"photos_per_class": 1}, {"sightings": 7}])
def test_rows_that_processes_cannot_share_evenly_are_refused(table, changes):
    rows = rows_of(read_table(table), sorted(WORLD), "train")
    photos = Photos(rows, lambda picture: torch.zeros(3, 8, 8))
    settings = dataclasses.replace(BATCH, **changes)
    with pytest.raises(CrossClipError, match=r"cannot be shared evenly by 2 processes: make"):
        next(step_batches(rows, photos, settings, 0, 1, workers=0)(0, Part(1, 2)))


def test_the_parts_of_all_processes_make_up_the_batch_of_one(table):
    rows = rows_of(read_table(table), sorted(WORLD), "train")
    photos = Photos(rows, lambda picture: torch.zeros(3, 8, 8) + torch.rand(1))
    batches = step_batches(rows, photos, dataclasses.replace(BATCH, pair_sightings=True, views=2), 5, 3, workers=0)
    for whole, *parts in zip(batches(0), batches(0, Part(0, 2)), batches(0, Part(1, 2)), strict=True):
        for field in dataclasses.fields(whole):
            if field.name == "seed":
                continue
            mixed = torch.stack([getattr(part, field.name) for part in parts], dim=1).flatten(0, 1)
            assert torch.equal(mixed.nan_to_num(-99), getattr(whole, field.name).nan_to_num(-99)), field.name
        assert {int(part.seed) for part in parts} == {int(whole.seed)}


# Gradients


def test_gradient_caching_equals_the_plain_step(table, still_folder, tmp_path):
    engine_runs.descend(table, still_folder, tmp_path / "plain")
    engine_runs.descend(table, still_folder, tmp_path / "chunks", chunk=4)
    assert_close(tmp_path / "plain" / "pretrain.safetensors", tmp_path / "chunks" / "pretrain.safetensors")


def test_gradient_caching_keeps_the_activations_of_one_chunk_only():
    held = []

    class Watched(nn.Module):
        def forward(self, inputs):
            hidden = inputs * 2
            if hidden.requires_grad:
                held.append(len(hidden))
            return hidden.sin()

    inputs = torch.randn(10, 3, requires_grad=True)
    in_chunks(Watched(), inputs, 4).sum().backward()
    assert held == [4, 4, 2, 2, 4, 4], "each chunk is encoded again on the way back"
    assert torch.allclose(inputs.grad, 2 * (2 * inputs).cos())


class Line(nn.Module):
    """The smallest thing that learns: one weight, whose loss is its product with the batch."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(1))
        self.trail = []

    def forward(self, batch):
        self.trail.append(self.weight.item())
        return (self.weight * batch).sum(), {}


def learn(numbers, output, validate=None, **settings):
    """Descend on a stream of numbers, each step by the rate times its number: where the weight was before
    each, and where it ended."""
    line = Line()
    settings = LoopSettings(**({"warmup": 0, "schedule": "constant", "clip": 1e9} | settings))

    def stream(begin, part):
        for number in numbers[begin:]:
            if number is None:
                raise KeyboardInterrupt
            yield torch.tensor([number])

    measure = validate and (lambda: validate(line.weight.item()))
    train("line", line, SGD(line.parameters(), lr=1.0), stream, settings, output, validate=measure)
    return [*line.trail, line.weight.item()]


def entries(output):
    return [json.loads(line) for line in (output / "metrics.jsonl").read_text().splitlines()]


def test_accumulated_batches_make_one_step_of_their_mean(tmp_path):
    assert learn([1.0, 3.0, 10.0, 20.0], tmp_path, steps=2, accumulate=2) == [0, 0, -2, -2, -17]


def test_the_gradient_is_clipped(tmp_path):
    assert learn([100.0, 0.5], tmp_path, steps=2, clip=1.0) == pytest.approx([0, -1, -1.5])


# Rates, validation, averages


def test_the_rate_warms_up_and_follows_a_cosine_to_zero(tmp_path):
    trail = torch.tensor(learn([1.0] * 8, tmp_path, steps=8, warmup=4, schedule="cosine"))
    cosine = 0.5 * (1 + (torch.arange(8) * torch.pi / 8).cos())
    warm = torch.tensor([0.25, 0.5, 0.75, 1, 1, 1, 1, 1])
    torch.testing.assert_close(trail[:-1] - trail[1:], cosine * warm, atol=1e-6, rtol=1e-5)


def test_on_a_plateau_the_rate_falls_to_a_tenth_and_then_the_run_stops(tmp_path):
    trail = learn([1.0] * 20, tmp_path, lambda weight: 0.5, steps=20, schedule="plateau", validate_every=1, patience=4)
    assert trail == pytest.approx([0, -1, -2, -3, -3.1, -1]), "it ends with the best weights, the first"
    assert [e["step"] for e in entries(tmp_path) if "validation" in e] == [1, 2, 3, 4, 5]


def test_the_run_ends_with_the_weights_that_validated_best(tmp_path):
    def hill(weight):
        return -((weight + 3) ** 2)

    assert learn([1.0] * 8, tmp_path / "all", hill, steps=8, validate_every=1)[-1] == -3
    stopped = learn([1.0] * 8, tmp_path / "stopped", hill, steps=8, validate_every=1, patience=2)
    assert stopped == [0, -1, -2, -3, -4, -3], "two validations without improvement"


def test_the_average_of_the_weights_is_what_is_validated_and_kept(tmp_path):
    seen = []
    end = learn([1.0] * 3, tmp_path, lambda weight: seen.append(weight) or -weight, steps=3, ema=0.5, validate_every=1)
    assert seen == [-1, -1.5, -2.25]
    assert end == [0, -1, -2, -2.25], "training itself went on from its own weights"


def test_validation_that_cannot_be_had_is_said_before_training(tmp_path):
    with pytest.raises(TrainingError, match="no photos in the split validation"):
        learn([1.0], tmp_path, steps=1, validate_every=1)


def test_tensorboard_shows_what_metrics_hold(tmp_path):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    learn([1.0] * 25, tmp_path, lambda weight: -weight, steps=25, validate_every=10, tensorboard=True)
    board = EventAccumulator(str(tmp_path / "tensorboard" / "line")).Reload()
    assert [(e.step, e.value) for e in board.Scalars("loss")] == [(1, 0), (21, -20), (25, -24)]
    assert [(e["step"], e["loss"]) for e in entries(tmp_path) if "loss" in e] == [(1, 0), (21, -20), (25, -24)]
    assert [(e.step, e.value) for e in board.Scalars("validation")] == [(10, 10), (20, 20)]
    assert all(e["stage"] == "line" for e in entries(tmp_path))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"schedule": "linear"}, "the schedule 'linear' is unknown: use one of cosine"),
        ({"precision": "fp8"}, "the precision 'fp8' is unknown"),
        ({"schedule": "plateau"}, "need both validate_every and patience"),
        ({"patience": 3}, "need both validate_every and patience"),
        ({"accumulate": 0}, "accumulate must be at least 1"),
        ({"ema": 1.0}, "ema from 0 to below 1"),
        ({"warmup": -1}, "warmup is -1"),
    ],
)
def test_settings_that_make_no_sense_are_one_sentence(changes, message):
    with pytest.raises(TrainingError, match=message):
        LoopSettings(**changes)


# Runs that are cut short


def test_a_gradient_that_is_no_number_never_reaches_the_weights(tmp_path):
    class Root(Line):
        def forward(self, batch):
            super().forward(batch)
            return (self.weight * batch).abs().sqrt().sum(), {}

    root, numbers = Root(), torch.tensor([[1.0], [4.0], [0.0], [1.0]])
    nn.init.constant_(root.weight, 5.0)
    settings = LoopSettings(4, warmup=0, schedule="constant", checkpoint_every=1)
    with pytest.raises(TrainingError, match=r"gradient's norm is nan in step 3, whose batch held .*0\..*lower"):
        train("root", root, SGD(root.parameters(), lr=0.1), lambda *_: iter(numbers), settings, tmp_path)
    assert load_file(tmp_path / CHECKPOINT)["objective.weight"].isfinite().all()


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
    assert {file.name for file in tmp_path.iterdir()} == {"metrics.jsonl"}


def test_a_checkpoint_that_was_cut_short_is_refused(tmp_path):
    tmp_path.joinpath(CHECKPOINT).write_bytes(b"half of a")
    with pytest.raises(TrainingError, match=r"not a whole checkpoint: .*; delete it to start again"):
        learn([1.0], tmp_path, steps=1)


def test_a_run_goes_on_only_with_its_own_data_species_and_settings(table, still_folder, tmp_path):
    model, rows = engine_runs.opened(table, still_folder)
    loop = LoopSettings(3, checkpoint_every=1)

    def cut(batch, photo, text):
        if (tmp_path / CHECKPOINT).exists():
            raise KeyboardInterrupt
        return photo.sum() * 0

    with pytest.raises(KeyboardInterrupt):
        pretrain(model, rows, PretrainSettings(), BATCH, loop, tmp_path, leash=cut)
    begun = (tmp_path / CHECKPOINT).read_bytes()
    for others, changes in ((rows[range(len(rows) - 1)], {}), (rows, {"seed": 1}), (rows, {"warmup": 3})):
        with pytest.raises(TrainingError, match="begun with other settings, other data or another number"):
            pretrain(model, others, PretrainSettings(), BATCH, dataclasses.replace(loop, **changes), tmp_path)
    model.config = dataclasses.replace(model.config, species=("Dodo", *model.config.species[1:]))
    with pytest.raises(TrainingError, match="begun with other settings"):
        pretrain(model, rows, PretrainSettings(), BATCH, loop, tmp_path)
    assert (tmp_path / CHECKPOINT).read_bytes() == begun


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
    checkpoint = tmp_path / CHECKPOINT

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
    assert all(torch.equal(value, resumed[key]) for key, value in whole.items())
    assert entries(tmp_path) == entries(uninterrupted)
    assert {file.name for file in tmp_path.iterdir()} == {"final.safetensors", "metrics.jsonl", BEST}


# Precision and compilation


def test_bf16_computes_in_16_bits_and_keeps_the_weights_in_32(table, still_folder, tmp_path):
    ends = {}
    for precision in ("no", "bf16", "no"):
        model, rows = engine_runs.opened(table, still_folder)
        output = tmp_path / f"{precision} {len(ends)}"
        pretrain(model, rows, PretrainSettings(), BATCH, LoopSettings(2, warmup=0, precision=precision), output)
        weights = {key: value.clone() for key, value in model.state_dict().items()}
        assert all(value.dtype == torch.float32 and value.isfinite().all() for value in weights.values())
        ends.setdefault(precision, weights)
    exact, rounded = (ends[precision]["photo.projection.inner.weight"] for precision in ("no", "bf16"))
    assert not torch.equal(exact, rounded)
    assert (exact - rounded).abs().max() < 0.01
    assert torch.equal(exact, model.photo.projection.inner.weight), "a stage in bf16 does not change the next"


def test_a_compiled_model_takes_the_same_steps(table, still_folder, tmp_path, monkeypatch):
    plain_compile = nn.Module.compile
    traced = []

    def without_machine_code(module):  # which takes a compiler most of a minute
        traced.append(module)
        plain_compile(module, backend="eager")

    monkeypatch.setattr(nn.Module, "compile", without_machine_code)
    losses = {}
    for compiled in (False, True):
        model, rows = engine_runs.opened(table, still_folder)
        loop = LoopSettings(2, warmup=0, compile=compiled)
        pretrain(model, rows, PretrainSettings(), BATCH, loop, tmp_path / str(compiled))
        losses[compiled] = [e["loss"] for e in entries(tmp_path / str(compiled))]
    assert len(traced) == 3, "the backbones of photo and text, and the network of place and date"
    assert losses[True] == pytest.approx(losses[False], rel=1e-4)


# Settings


def command(monkeypatch, *arguments):
    from train import pretrain as stage

    monkeypatch.setattr("sys.argv", ["pretrain", *map(str, arguments)])
    stage.main()


@pytest.fixture
def trained(table, still_folder, tmp_path, monkeypatch):
    """The folder of a short run."""
    command(
        monkeypatch,
        "--table",
        table,
        "--model",
        still_folder,
        "--output",
        tmp_path / "run",
        "--device",
        "cpu",
        "--steps",
        2,
        "--classes",
        3,
        "--templates",
        *TEMPLATES,
        "--photo_rate",
        "1e-5",
    )
    return tmp_path / "run"


def test_saved_settings_are_accepted_back_and_overridden(trained, tmp_path, monkeypatch):
    saved = yaml.safe_load((trained / "pretrain.yaml").read_text())
    assert (saved["classes"], saved["templates"], saved["photo_rate"]) == (3, TEMPLATES, 1e-5)
    command(monkeypatch, trained / "pretrain.yaml")
    command(monkeypatch, trained / "pretrain.yaml", "--output", tmp_path / "again")
    weights = [load_file(folder / "pretrained" / "model.safetensors") for folder in (trained, tmp_path / "again")]
    assert all(torch.equal(value, weights[1][key]) for key, value in weights[0].items())
    command(monkeypatch, trained / "pretrain.yaml", "--output", tmp_path / "other", "--steps", "1")
    changed = yaml.safe_load((tmp_path / "other" / "pretrain.yaml").read_text())
    assert changed == saved | {"output": str(tmp_path / "other"), "steps": 1}


def test_a_folder_of_other_settings_is_refused_and_not_touched(trained, monkeypatch):
    before = {file: file.stat().st_mtime_ns for file in trained.rglob("*")}
    with pytest.raises(CrossClipError, match="was made with another classes, seed: give another --output"):
        command(monkeypatch, trained / "pretrain.yaml", "--seed", "1", "--classes", "4")
    assert {file: file.stat().st_mtime_ns for file in trained.rglob("*")} == before


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("tempo: 3", "unknown option --tempo"),
        ("class: 3", "unknown option --class"),
        ("classes: many", "argument --classes: invalid int value: 'many'"),
        ("tensorboard: perhaps", "argument --tensorboard: .*perhaps"),
        ("schedule: linear", "the schedule 'linear' is unknown"),
        ("terms: [photo-sound]", "the terms of the loss are photo-text"),
        ("templates: [a bird]", "the template 'a bird' does not say where"),
        ("classes: 0", "classes is 0: it must be at least 1"),
        ("unknown_place: 2", "unknown_place is 2.0: it must be from 0 to 1"),
        ("device: abacus", "device abacus cannot be used here: use .*cpu"),
    ],
)
def test_wrong_settings_are_refused_alike_in_yaml_and_on_the_command_line(text, message, tmp_path, monkeypatch, capsys):
    (tmp_path / "settings.yaml").write_text(f"table: t.csv\noutput: {tmp_path / 'out'}\n{text}\n")
    ((name, value),) = yaml.safe_load(text).items()
    value = value[0] if isinstance(value, list) else value
    for arguments in ((tmp_path / "settings.yaml",), ("--table", "t.csv", "--output", "o", f"--{name}", value)):
        with pytest.raises(SystemExit) as stop:
            command(monkeypatch, *arguments)
        assert stop.value.code == 2
        usage, error = capsys.readouterr().err.strip().splitlines()
        assert usage.startswith("usage: ")
        assert re.search(message, error)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("text", "message"), [("[1, 2]", "holds no settings"), ("a: [", "cannot be read as settings")])
def test_a_file_without_settings_is_refused(text, message, tmp_path, monkeypatch):
    (tmp_path / "settings.yaml").write_text(text)
    with pytest.raises(CrossClipError, match=message):
        command(monkeypatch, tmp_path / "settings.yaml")


def test_an_unreadable_photo_is_one_sentence_even_from_a_worker(table, still_folder, tmp_path, monkeypatch, capsys):
    from train import pretrain as stage
    from train.engine.options import exit_cleanly

    frame = pd.read_csv(table, dtype=str, keep_default_na=False)
    (tmp_path / "broken.png").write_bytes(b"no picture")
    frame.loc[(frame.photo != "") & (frame.split == "train"), "photo"] = "broken.png"
    frame.to_csv(tmp_path / "table.csv", index=False)
    monkeypatch.setattr(
        "sys.argv",
        [
            "pretrain",
            "--table",
            str(tmp_path / "table.csv"),
            "--model",
            str(still_folder),
            "--steps",
            "1",
            "--output",
            str(tmp_path / "run"),
            "--workers",
            "1",
            "--device",
            "cpu",
        ],
    )
    with pytest.raises(SystemExit, match=r"\Aerror: .*broken\.png is not a picture that can be read: [^\n]*\Z"):
        exit_cleanly(stage.main)


# Batches


@pytest.fixture(scope="module")
def uneven(table):
    """Rows of one class with 9 photos and three with 3."""
    rows = rows_of(read_table(table), sorted(WORLD), "train")
    kept = [
        row
        for label in range(4)
        for row in (rows.has_photo & (rows.labels == label)).nonzero()[:, 0].tolist()[: 9 if label == 0 else 3]
    ]
    return rows[kept]


@pytest.mark.parametrize(("balance", "share"), [(0.0, 9 / 18), (1.0, 1 / 4)])
def test_classes_are_drawn_as_often_as_they_have_photos_or_all_alike(uneven, balance, share):
    settings = BatchSettings(classes=1, photos_per_class=2, class_balance=balance)
    sampler = StepSampler(uneven, settings, seed=0, start=0, steps=600)
    first = [int(uneven.labels[step[0][0]]) == 0 for step in sampler]
    assert sum(first) / len(first) == pytest.approx(share, abs=0.06)


def test_a_class_with_few_photos_repeats_them_only_as_it_must(uneven):
    settings = BatchSettings(classes=4, photos_per_class=5)
    for step in StepSampler(uneven, settings, seed=0, start=0, steps=5):
        drawn = Counter(row for row, _ in step)
        assert len(step) == 20
        assert all(count == 1 for row, count in drawn.items() if uneven.labels[row] == 0)


def test_every_photo_comes_once_a_pass_in_new_order(uneven):
    settings = BatchSettings(classes=2, photos_per_class=2, shuffled=True)
    drawn = [row for step in StepSampler(uneven, settings, seed=3, start=0, steps=9) for row, _ in step]
    first, second = drawn[:18], drawn[18:]
    assert sorted(first) == sorted(second) == list(range(18))
    assert first != second
    later = StepSampler(uneven, settings, seed=3, start=4, steps=9)
    assert [row for step in later for row, _ in step] == drawn[16:]


def test_views_are_the_same_photos_differently_augmented(table, still_folder):
    model, rows = engine_runs.opened(table, still_folder)
    photos = Photos(rows, training_transform(model.config))
    settings = BatchSettings(classes=2, photos_per_class=2, views=3)
    batch = next(step_batches(rows, photos, settings, 0, 1, workers=0)(0))
    again = next(step_batches(rows, photos, settings, 0, 1, workers=0)(0))
    other = next(step_batches(rows, photos, settings, 1, 1, workers=0)(0))
    assert batch.photos.shape == (12, 3, 32, 32)
    assert batch.labels.tolist() == [label for label in batch.labels[::3].tolist() for _ in range(3)]
    assert len(batch.photos.flatten(1).unique(dim=0)) == 12
    assert torch.equal(batch.photos, again.photos)
    assert not torch.equal(batch.photos, other.photos)


def test_each_distinct_caption_is_encoded_once_a_step_and_draws_its_template(table, still_folder, monkeypatch):
    model, rows = engine_runs.opened(table, still_folder)
    photos = Photos(rows, training_transform(model.config))
    calls = []
    encode = model.encode_text
    monkeypatch.setattr(model, "encode_text", lambda texts: calls.append(list(texts)) or encode(texts))
    objective = Pretraining(model, rows.photo_classes, PretrainSettings(templates=TEMPLATES))
    settings = BatchSettings(classes=2, photos_per_class=4)
    for batch in step_batches(rows, photos, settings, 0, 12, workers=0)(0):
        objective(batch)
        assert len(calls[-1]) == len(set(calls[-1])) == 2, "two classes of four photos"
    assert len(calls) == 12
    drawn = {text for call in calls for text in call}
    prompts = (model.config.prompt, *TEMPLATES)
    assert drawn <= {prompt.format(name=name) for prompt in prompts for name in model.config.species}
    assert all(any(text.startswith(prompt.partition("{")[0] or tuple(WORLD)) for text in drawn) for prompt in prompts)
