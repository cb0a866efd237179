"""What a step of pre-training encodes."""

import torch

from tests.conftest import WORLD
from tests.train.engine import engine_runs
from tests.train.engine.engine_runs import TEMPLATES
from train.batches.photos import Photos, training_transform
from train.batches.settings import BatchSettings
from train.batches.steps import step_batches
from train.pretrain import Pretraining
from train.settings import PretrainSettings


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


def test_a_caption_for_each_photo_is_a_text_for_each_photo(table, still_folder, monkeypatch):
    from train import pretrain

    model, rows = engine_runs.opened(table, still_folder)
    photos, seen = Photos(rows, training_transform(model.config)), []
    loss = pretrain.cross_contrastive_loss
    monkeypatch.setattr(
        pretrain, "cross_contrastive_loss", lambda parts, *more: seen.append(parts["text"]) or loss(parts, *more)
    )
    settings = BatchSettings(classes=2, photos_per_class=3, sightings=4)
    (batch,) = step_batches(rows, photos, settings, 0, 1, workers=0)(0)
    for caption_each in (False, True):
        Pretraining(model, rows.photo_classes, PretrainSettings(caption_each=caption_each))(batch)
    distinct, each = seen
    assert len(each.labels) == 6 + 4
    assert each.labels.tolist() == [*batch.labels.tolist(), *batch.other_labels.tolist()]
    for label, embedding in zip(each.labels, each.embeddings, strict=True):
        assert torch.equal(embedding, distinct.embeddings[distinct.labels == label][0])
