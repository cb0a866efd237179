"""What a system holds while it answers."""

import torch

from tests.train.worlds import experiment
from train.systems.classifier_system import classifier_system
from train.systems.experiment import Trial


def test_planes_decode_each_photo_once_an_evaluation_and_keep_none(world_table, tmp_path, monkeypatch):
    from train.batches import asked, features

    monkeypatch.setattr(features, "CHUNK", 5)
    shown = experiment(
        world_table,
        tmp_path,
        photo_encoder="shufflenet_v2_x0_5",
        photo_weights="random",
        photo_size=32,
        pretrain_epochs=0.1,
        finetune_epochs=0.1,
        classes=4,
        workers=0,
    )
    answer = classifier_system(Trial(shown, "planes", 0, {"planes": 1.0}), planes=True)
    read, held = [], []
    photo, photos = asked.read_photo, features.asked_photos
    monkeypatch.setattr(asked, "read_photo", lambda file: read.append(file) or photo(file))
    monkeypatch.setattr(
        features, "asked_photos", lambda *more: (held.append(len(part)) or part for part in photos(*more))
    )
    told = answer("test")
    test = shown.photo_rows["test"]
    assert sorted(read) == test.distinct_photos
    assert max(held) == 5
    assert set(told) == {"photo", "photo+place", "photo+date", "photo+place+date"}
    assert all(torch.allclose(one.sum(dim=1), torch.ones(len(test)), atol=1e-4) for one in told.values())
