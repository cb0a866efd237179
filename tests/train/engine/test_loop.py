"""One step after the other: gradients, validation, averages, precision."""

import pytest
import torch
from safetensors.torch import load_file
from torch import nn
from torch.optim import SGD

from tests.train.engine import engine_runs
from tests.train.engine.engine_runs import BATCH
from tests.train.helpers import Line, entries, learn
from train.engine.checkpoint import TrainingError, checkpoint_file
from train.engine.loop import train
from train.engine.objective import Loss
from train.engine.settings import LoopSettings
from train.pretrain import pretrain
from train.settings import PretrainSettings


def test_accumulated_batches_make_one_step_of_their_mean(tmp_path):
    assert learn([1.0, 3.0, 10.0, 20.0], tmp_path, steps=2, accumulate=2) == [0, 0, -2, -2, -17]


def test_the_gradient_is_clipped(tmp_path):
    assert learn([100.0, 0.5], tmp_path, steps=2, clip=1.0) == pytest.approx([0, -1, -1.5])


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


def test_a_gradient_that_is_no_number_never_reaches_the_weights(tmp_path):
    class Root(Line):
        def forward(self, batch):
            super().forward(batch)
            return Loss((self.weight * batch).abs().sqrt().sum())

    root, numbers = Root(), torch.tensor([[1.0], [4.0], [0.0], [1.0]])
    nn.init.constant_(root.weight, 5.0)
    settings = LoopSettings(4, warmup=0, schedule="constant", checkpoint_every=1)
    with pytest.raises(TrainingError, match=r"gradient's norm is nan in step 3, whose batch held .*0\..*lower"):
        train("root", root, SGD(root.parameters(), lr=0.1), lambda *_: iter(numbers), settings, tmp_path)
    assert load_file(checkpoint_file(tmp_path, "root"))["objective.weight"].isfinite().all()


@pytest.mark.slow
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


@pytest.mark.slow
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
