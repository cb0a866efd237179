"""Training on a world small enough to learn in seconds: two twins that only place can tell apart."""

import dataclasses

import pandas as pd
import pytest
import torch

from crossclip.errors import CrossClipError
from crossclip.model import CrossClip, CrossClipConfig
from crossclip.predict import Predictor
from tests.conftest import WORLD, tiny_text_settings, tiny_tokenizer
from train.calibration import calibrate
from train.engine.batches import Photos
from train.engine.checkpoint import TrainingError
from train.engine.loop import CHECKPOINT, LoopSettings
from train.engine.sampler import BatchSettings, StepSampler
from train.engine.transforms import training_transform
from train.evaluate import answers_of, validation_logits
from train.finetune import FinetuneSettings, finetune
from train.pretrain import PretrainSettings, pretrain
from train.report.metrics import plain_product, top_k_accuracy
from train.rows import TableError, read_table, rows_of

TWINS = [0, 1]
BATCH = BatchSettings(classes=4, photos_per_class=4, unknown_place=0.2, unknown_date=0.2)


@pytest.fixture
def fresh_model(tmp_path):
    from transformers import AutoConfig, AutoModel

    torch.manual_seed(0)
    tokenizer = tiny_tokenizer(tmp_path)
    text = tiny_text_settings(len(tokenizer))
    config = CrossClipConfig(
        species=tuple(WORLD),
        scientific_names=tuple(WORLD),
        photo_encoder="resnet18",
        photo_resize=32,
        photo_size=32,
        text_encoder=text,
        place_encoding="sphere-waves",
        meta_width=32,
        meta_depth=1,
        meta_dropout=0.0,
        embedding_dim=16,
        head_width=32,
        head_dropout=0.1,
    )
    model = CrossClip(config)
    model.attach_text(AutoModel.from_config(AutoConfig.for_model(**text)), tokenizer)
    return model


def quick(**changes):
    return dataclasses.replace(
        PretrainSettings(photo_rate=1e-3, text_rate=1e-3, meta_rate=3e-3, projection_rate=3e-3), **changes
    )


def rows(table, split="train"):
    return rows_of(read_table(table), list(WORLD), split)


def test_pretraining_and_finetuning_learn_what_only_place_can_decide(world_table, fresh_model, tmp_path):
    train_rows, test_rows = rows(world_table), rows(world_table, "test")
    pretrain(fresh_model, train_rows, quick(), BATCH, LoopSettings(50, warmup=5), tmp_path)
    finetune(
        fresh_model,
        train_rows,
        FinetuneSettings(head_rate=3e-3, encoder_rate=1e-3),
        BATCH,
        LoopSettings(40, warmup=5),
        tmp_path,
    )
    calibrate(fresh_model, validation_logits(fresh_model, rows(world_table, "validation")))
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


def test_a_resumed_run_ends_as_an_uninterrupted_one(world_table, fresh_model, tmp_path):
    train_rows = rows(world_table)
    start = {key: value.clone() for key, value in fresh_model.state_dict().items()}
    loop = LoopSettings(6, warmup=2, checkpoint_every=2)
    photos = Photos(train_rows, training_transform(fresh_model.config))
    pretrain(fresh_model, train_rows, quick(), BATCH, loop, tmp_path / "whole", photos)
    whole = {key: value.clone() for key, value in fresh_model.state_dict().items()}

    class PowerCut(Photos):
        seen = 0

        def __getitem__(self, item):
            PowerCut.seen += 1
            if PowerCut.seen > 4.5 * BATCH.classes * BATCH.photos_per_class:
                raise KeyboardInterrupt
            return super().__getitem__(item)

    fresh_model.load_state_dict(start)
    with pytest.raises(KeyboardInterrupt):
        pretrain(
            fresh_model, train_rows, quick(), BATCH, loop, tmp_path / "cut", PowerCut(train_rows, photos.transform)
        )
    assert (tmp_path / "cut" / CHECKPOINT).exists()
    fresh_model.load_state_dict(start)
    pretrain(fresh_model, train_rows, quick(), BATCH, loop, tmp_path / "cut", photos)
    for key, value in fresh_model.state_dict().items():
        assert torch.equal(value, whole[key]), key
    assert not (tmp_path / "cut" / CHECKPOINT).exists(), "a finished run leaves none"


def test_a_checkpoint_of_other_settings_is_refused(world_table, fresh_model, tmp_path):
    train_rows = rows(world_table)

    def stop(*_):
        raise KeyboardInterrupt

    loop = LoopSettings(4, checkpoint_every=1)
    with pytest.raises(KeyboardInterrupt):
        pretrain(fresh_model, train_rows, quick(), BATCH, loop, tmp_path, leash=_after(2, stop))
    with pytest.raises(TrainingError, match="other settings"):
        pretrain(fresh_model, train_rows, quick(meta_rate=1e-5), BATCH, loop, tmp_path)


def test_a_loss_that_is_no_number_stops_and_keeps_the_last_good_checkpoint(world_table, fresh_model, tmp_path):
    loop = LoopSettings(6, checkpoint_every=1)
    broken = _after(3, lambda photo: photo.sum() * float("nan"))
    with pytest.raises(TrainingError, match="step 4"):
        pretrain(fresh_model, rows(world_table), quick(), BATCH, loop, tmp_path, leash=broken)
    assert (tmp_path / CHECKPOINT).exists()


def _after(steps, happen):
    """A leash that adds nothing for some steps, then does what `happen` does."""
    count = iter(range(10_000))
    return lambda batch, photo, text: happen(photo) if next(count) >= steps else photo.sum() * 0


def test_batches_draw_classes_then_photos_and_are_the_same_from_any_start(world_table):
    train_rows = rows(world_table)
    settings = BatchSettings(classes=3, photos_per_class=2)
    drawn = list(StepSampler(train_rows, settings, seed=1, start=0, steps=5))
    for batch in drawn:
        labels = train_rows.labels[[row for row, _ in batch]]
        assert labels.unique(return_counts=True)[1].tolist() == [2, 2, 2]
        assert len({row for row, _ in batch}) == 6
    assert list(StepSampler(train_rows, settings, seed=1, start=3, steps=5)) == drawn[3:]
    assert list(StepSampler(train_rows, settings, seed=2, start=0, steps=5)) != drawn


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.drop(columns="date"), "lacks the column.*date"),
        (lambda t: t.assign(split="training"), "split 'training'"),
        (lambda t: t.assign(latitude="91"), "row 2 of the table: latitude 91"),
        (lambda t: t.assign(date="15/06/2024"), "write it as"),
        (lambda t: t.assign(photo="gone.png"), "photos of the table are missing"),
        (lambda t: t.assign(species="Dodo"), "unknown to the model, 'Dodo'"),
    ],
)
def test_a_bad_table_is_one_sentence(world_table, tmp_path, change, message):
    frame = pd.read_csv(world_table, dtype=str)
    frame["photo"] = [str(world_table.parent / photo) for photo in frame.photo]
    change(frame).to_csv(tmp_path / "bad.csv", index=False)
    with pytest.raises(TableError, match=message):
        rows(tmp_path / "bad.csv")


def test_commands_say_which_weights_are_missing(world_table, tmp_path, monkeypatch):
    from train import pretrain as command

    arguments = ["pretrain", "--table", str(world_table), "--output", str(tmp_path), "--photo_weights", "random"]
    monkeypatch.setattr("sys.argv", [*arguments, "--text_encoder", str(tmp_path / "nowhere")])
    with pytest.raises(CrossClipError, match=r"text encoder .*nowhere.* give it as --text_encoder"):
        command.main()


def test_an_unknown_option_is_refused(monkeypatch, capsys):
    from train import pretrain as command

    monkeypatch.setattr("sys.argv", ["pretrain", "--table", "t.csv", "--output", "o", "--tempo", "3"])
    with pytest.raises(SystemExit) as exit_:
        command.main()
    assert exit_.value.code == 2
    assert "unknown option --tempo" in capsys.readouterr().err


def test_the_three_commands_run_one_after_the_other(world_table, fresh_model, tmp_path, monkeypatch, capsys):
    from train import evaluate, pretrain
    from train import finetune as finetuning

    text = tmp_path / "text"
    fresh_model.text.backbone.save_pretrained(text)
    fresh_model.tokenizer.save_pretrained(text)
    common = ["--table", str(world_table), "--output", str(tmp_path / "run"), "--epochs", "0.5", "--classes", "4"]
    fresh = ["--photo_encoder", "resnet18", "--photo_weights", "random", "--text_encoder", str(text)]
    monkeypatch.setattr("sys.argv", ["pretrain", *common, *fresh])
    pretrain.main()
    monkeypatch.setattr("sys.argv", ["finetune", *common, "--model", str(tmp_path / "run/pretrained")])
    finetuning.main()
    monkeypatch.setattr("sys.argv", ["evaluate", "--model", str(tmp_path / "run/model"), "--table", str(world_table)])
    evaluate.main()
    assert "| photo, place and date |" in capsys.readouterr().out
    assert CrossClip.from_pretrained(tmp_path / "run/model").config.species == tuple(sorted(WORLD))
