"""Training on a world small enough to learn in seconds: two twins that only place can tell apart."""

import pytest
import torch

from crossclip.model import CrossClip
from crossclip.predict import Predictor
from tests.conftest import WORLD
from tests.train.worlds import TWINS, WORLD_BATCH, quick, world
from train.answering.calibration import calibrate, validation_logits
from train.engine.settings import LoopSettings
from train.evaluate import answers_of
from train.finetune import finetune
from train.pretrain import pretrain
from train.probabilities import plain_product, top_k_accuracy
from train.settings import FinetuneSettings


@pytest.mark.slow
def test_pretraining_and_finetuning_learn_what_only_place_can_decide(world_table, fresh_model, tmp_path):
    train_rows, test_rows = world(world_table), world(world_table, "test")
    pretrain(fresh_model, train_rows, quick(), WORLD_BATCH, LoopSettings(60, warmup=5), tmp_path)
    finetune(
        fresh_model,
        train_rows,
        FinetuneSettings(head_rate=3e-3, encoder_rate=1e-3),
        WORLD_BATCH,
        LoopSettings(120, warmup=5),
        tmp_path,
    )
    calibrate(fresh_model, validation_logits(fresh_model, world(world_table, "validation")))
    answers = answers_of(Predictor(fresh_model), test_rows)
    labels, told = answers.labels, answers.probability
    photo, place, together = told["photo"], told["place+date"], told["photo+place+date"]
    twins = torch.isin(labels, torch.tensor(TWINS))
    twin_mass = photo[:, TWINS].sum(dim=1)
    assert (twin_mass[twins] > 0.5).all(), "the photo tells twins from the others"
    assert (twin_mass[~twins] < 0.5).all()
    assert top_k_accuracy(photo[twins], labels[twins]) < 0.8, "and cannot tell one twin from the other"
    assert top_k_accuracy(together, labels) >= 0.95, "place does"
    assert top_k_accuracy(place[~twins], labels[~twins]) < 0.9, "which place alone could not"
    assert torch.allclose(told["product"], plain_product(photo, place))
    assert set(fresh_model.config.calibration) == {"photo", "meta", "photo+meta"}


@pytest.mark.slow
def test_the_three_commands_run_one_after_the_other(world_table, fresh_model, tmp_path, monkeypatch, capsys):
    from train import evaluate, pretrain
    from train import finetune as finetuning

    text = tmp_path / "text"
    fresh_model.text.backbone.save_pretrained(text)
    fresh_model.tokenizer.save_pretrained(text)
    common = ["--table", str(world_table), "--output", str(tmp_path / "run"), "--epochs", "0.5", "--classes", "4"]
    fresh = ["--photo-encoder", "shufflenet_v2_x0_5", "--photo-weights", "random", "--text-encoder", str(text)]
    monkeypatch.setattr("sys.argv", ["pretrain", *common, *fresh])
    pretrain.main()
    monkeypatch.setattr("sys.argv", ["finetune", *common, "--model", str(tmp_path / "run/pretrained")])
    finetuning.main()
    monkeypatch.setattr("sys.argv", ["evaluate", "--model", str(tmp_path / "run/model"), "--table", str(world_table)])
    evaluate.main()
    assert "| photo, place and date |" in capsys.readouterr().out
    assert CrossClip.from_pretrained(tmp_path / "run/model").config.species == tuple(sorted(WORLD))
