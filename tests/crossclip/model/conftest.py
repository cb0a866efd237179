"""An architecture of open_clip that is small enough for a test."""

import json

import pytest


@pytest.fixture(scope="session")
def tiny_clip(tmp_path_factory):
    """Its name."""
    open_clip = pytest.importorskip("open_clip")
    shape = {
        "embed_dim": 24,
        "vision_cfg": {"image_size": 32, "layers": 1, "width": 32, "head_width": 16, "patch_size": 16},
        "text_cfg": {"context_length": 16, "vocab_size": 49408, "width": 16, "heads": 2, "layers": 1},
    }
    folder = tmp_path_factory.mktemp("clip")
    (folder / "Tiny-B-16.json").write_text(json.dumps(shape))
    open_clip.add_model_config(folder)
    return "Tiny-B-16"
