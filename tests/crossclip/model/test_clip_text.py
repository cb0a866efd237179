"""Towers of open_clip in a model folder."""

import dataclasses

import pytest
import torch

from crossclip.model import CrossClip, CrossClipConfig
from crossclip.model.backbones import photo_settings
from crossclip.model.clip_text import open_clip_text
from crossclip.predict import Predictor


def test_a_tower_gives_a_vector_a_text(tiny_clip):
    tower, tokenizer = open_clip_text(tiny_clip)
    tokens = tokenizer(["a blue jay", "a wren"])
    assert tokens["input_ids"].shape == (2, 16)
    assert tower(**tokens).last_hidden_state.shape == (2, 1, tower.config.hidden_size)
    with pytest.raises(ValueError, match="open_clip has no model"):
        open_clip_text("ViT-Z")


def test_a_model_of_both_towers_is_saved_and_read_and_answers(tiny_clip, tmp_path):
    torch.manual_seed(0)
    tower, tokenizer = open_clip_text(tiny_clip)
    name = f"open_clip:{tiny_clip}"
    described = tower.config.to_diff_dict() | {"model_type": tower.config.model_type}
    config = CrossClipConfig(
        ("Jay", "Wren"), ("", ""), name, text_encoder=described, embedding_dim=8, **photo_settings(name)
    )
    model = CrossClip(config).eval()
    model.attach_text(tower, tokenizer)
    model.eval().save_pretrained(tmp_path / "model")
    again = CrossClip.from_pretrained(tmp_path / "model")
    assert dataclasses.asdict(again.config) == dataclasses.asdict(config)
    texts, pixels = ["a blue jay"], torch.randn(1, 3, 32, 32)
    with torch.no_grad():
        assert torch.equal(again.encode_text(texts), model.encode_text(texts))
        assert torch.equal(again.encode_photo(pixels), model.encode_photo(pixels))
    predictor = Predictor.from_pretrained(tmp_path / "model")
    assert predictor.embed_texts(texts).shape == (1, 8)
    assert predictor.embed_pixels(torch.zeros(1, 3, 32, 32, dtype=torch.uint8)).shape == (1, 8)
