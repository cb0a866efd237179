"""A demo model that is there already, and the shape that a new one begins with."""

import math

import pytest
import torch

from train.demo.settings import SCALE, DemoSettings
from train.demo.variant import Variant, train_variant


@pytest.fixture
def variant(demo_data, tmp_path):
    return Variant(demo_data, tmp_path / "shown", DemoSettings(), frozenset({"Blue Jay"}))


def test_a_model_that_is_there_is_not_trained_again(demo_data, tmp_path, monkeypatch):
    monkeypatch.setattr(Variant, "train", lambda self, folder: pytest.fail("trained again"))
    (tmp_path / "shown/model").mkdir(parents=True)
    (tmp_path / "shown/model/config.json").write_text("{}", encoding="utf-8")
    assert train_variant("shown", demo_data, tmp_path, DemoSettings(), set()) == tmp_path / "shown/model"


def test_the_text_encoder_of_all_variants_has_one_vocabulary_which_is_written_once(variant):
    path = variant.vocabulary
    assert path == variant.output.parent / "text" / "vocab.txt"
    assert {"jay", "bunting"} <= set(path.read_text(encoding="utf-8").split())
    before = path.stat().st_mtime_ns
    assert variant.vocabulary.stat().st_mtime_ns == before


def test_a_fresh_model_knows_the_datas_species_and_starts_at_the_anchors(variant, monkeypatch):
    anchors = torch.nn.functional.normalize(torch.randn(3, 256), dim=1)
    monkeypatch.setattr(Variant, "weights", {})
    monkeypatch.setattr(Variant, "_aligned_start", (torch.zeros(256, 1280), anchors))
    monkeypatch.setattr("train.demo.variant.start_photo_encoder", lambda photo, weights, projection: None)
    model = variant.start()
    assert model.config.species == tuple(variant.data.names)
    assert model.config.surveyed == tuple(variant.data.covered)
    torch.testing.assert_close(model.class_embeddings, anchors)
    assert model.log_scale.item() == pytest.approx(math.log(SCALE))
    again = variant.start()
    torch.testing.assert_close(model.head.hidden.weight, again.head.hidden.weight)


def test_photos_of_hidden_species_take_no_part_in_training(variant):
    assert set(variant.data.photos.species) == {"Blue Jay"}
    assert variant.tables.photos.empty
