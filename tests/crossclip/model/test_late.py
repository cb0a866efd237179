"""Encoders that are read when they are first needed."""

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torch
from PIL import Image

from crossclip.model import CrossClip, late
from crossclip.model.config import ModelError
from crossclip.predict import Predictor
from crossclip.sighting import Sighting
from tests.conftest import SPECIES


@pytest.fixture
def folder(tiny_folder, tmp_path):
    """A model folder that may be spoiled."""
    return shutil.copytree(tiny_folder, tmp_path / "model")


def change_config(folder, **changes):
    path = folder / "config.json"
    values = {**json.loads(path.read_text()), **changes}
    path.write_text(json.dumps({name: value for name, value in values.items() if value is not ...}))


def test_text_is_read_when_first_asked_for(tiny_folder):
    predictor = Predictor.from_pretrained(tiny_folder)
    assert not predictor.model.has_text
    embeddings = predictor.embed_texts(predictor.model.prompts(SPECIES))
    torch.testing.assert_close(embeddings, predictor.model.class_embeddings)
    assert predictor.model.has_text
    assert not predictor.model.text.training


def test_photos_are_read_by_many_at_once_and_by_one_encoder_that_can_learn_on(tiny_folder, monkeypatch):
    """The app's sessions share a model, and a class sends its first photos together."""
    read, calls = late.read_photo_encoder, []
    monkeypatch.setattr(late, "read_photo_encoder", lambda *given: calls.append(given) or read(*given))
    predictor, picture = Predictor.from_pretrained(tiny_folder), Image.effect_noise((80, 80), 90).convert("RGB")
    assert not predictor.model.has_photo
    with ThreadPoolExecutor(8) as pupils:
        embeddings = list(pupils.map(lambda _: predictor.embed_photos([picture]), range(8)))
    assert len(calls) == 1
    whole = Predictor(CrossClip.from_pretrained(tiny_folder)).embed_photos([picture])
    assert all(torch.equal(embedding, whole) for embedding in embeddings)
    predictor.model.photo(torch.rand(1, 3, 32, 32)).sum().backward()


def test_a_photo_encoder_that_does_not_fit_is_told_with_the_first_photo_and_leaves_places_alone(folder):
    change_config(folder, photo_encoder="resnet34")
    predictor = Predictor.from_pretrained(folder)
    assert predictor.checklist(Sighting(-74, 40.7)).probability.sum() == pytest.approx(1)
    with pytest.raises(ModelError, match="do not fit"):
        predictor.identify(Image.new("RGB", (80, 80)))


@pytest.mark.parametrize("spoil", ["tokenizer", "settings", "weights"])
def test_a_spoiled_text_encoder_leaves_known_species_alone(folder, spoil):
    if spoil == "tokenizer":
        for file in folder.glob("*token*"):
            file.unlink()
    elif spoil == "settings":
        change_config(folder, text_encoder={"dim": 16})
    else:
        settings = json.loads((folder / "config.json").read_text())["text_encoder"]
        change_config(folder, text_encoder={**settings, "dim": 8})
    predictor = Predictor.from_pretrained(folder)
    assert predictor.checklist(Sighting(-74, 40.7)).probability.sum() == pytest.approx(1)
    with pytest.raises(ModelError, match=r"text encoder|do not fit") as refusal:
        predictor.embed_texts(["a blue jay"])
    assert "\n" not in str(refusal.value)


def test_a_model_without_text_encoder_says_so(folder):
    change_config(folder, text_encoder={})
    with pytest.raises(ModelError, match="has no text encoder"):
        CrossClip.from_pretrained(folder).encode_text(["a blue jay"])
    with pytest.raises(ModelError, match="has no text encoder"):
        Predictor.from_pretrained(folder).embed_texts(["a blue jay"])


@pytest.mark.slow
def test_ordinary_answers_never_import_transformers(tiny_folder, tmp_path):
    Image.new("RGB", (80, 80), "brown").save(tmp_path / "bird.jpg")
    program = (
        "import sys; from crossclip import Predictor, Sighting; "
        f"p = Predictor.from_pretrained({str(tiny_folder)!r}); "
        f"p.identify({str(tmp_path / 'bird.jpg')!r}, Sighting(-74.0, 40.7)); p.checklist(Sighting()); "
        "sys.exit('transformers' in sys.modules)"
    )
    root = Path(__file__).parents[3]
    assert subprocess.run([sys.executable, "-c", program], cwd=root, check=False).returncode == 0


@pytest.mark.slow
def test_an_answer_without_a_photo_waits_for_no_heavy_import(tiny_folder):
    program = (
        "import sys; from crossclip import Predictor, Sighting; from crossclip.maps import Atlas; "
        f"p = Predictor.from_pretrained({str(tiny_folder)!r}); p.checklist(Sighting(-74.0, 40.7)); Atlas(p); "
        "sys.exit(not sys.modules.keys().isdisjoint({'torchvision', 'torch._dynamo', 'matplotlib'}))"
    )
    root = Path(__file__).parents[3]
    assert subprocess.run([sys.executable, "-c", program], cwd=root, check=False).returncode == 0
