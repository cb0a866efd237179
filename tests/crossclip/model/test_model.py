"""Model folders: the same answer to the bit after a round trip, and one sentence for a bad one."""

import json
import os
import pickle
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch
from PIL import Image

from crossclip.model import CrossClip, late
from crossclip.model.config import CrossClipConfig, ModelError
from crossclip.model.head import FusionHead
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


def refused(folder) -> str:
    with pytest.raises(ModelError) as refusal:
        CrossClip.from_pretrained(folder)
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


def test_a_saved_model_gives_the_same_answer_to_the_bit(tiny_folder, tmp_path):
    first = CrossClip.from_pretrained(tiny_folder)
    first.save_pretrained(tmp_path / "again")
    second = CrossClip.from_pretrained(tmp_path / "again")
    assert first.config == second.config
    photo, where = Image.effect_noise((90, 70), 80).convert("RGB"), Sighting.parse("-74", "40.7", "2024-05-31")
    one, two = (Predictor(model).identify(photo, where) for model in (first, second))
    assert torch.equal(one.probability, two.probability)
    assert torch.equal(one.photo_probability, two.photo_probability)
    texts = ["a blue jay", "northern cardinal"]
    assert torch.equal(first.encode_text(texts), second.encode_text(texts))
    assert {file.name for file in tmp_path.joinpath("again").iterdir()} == {f.name for f in tiny_folder.iterdir()}


def test_saving_over_a_model_keeps_its_other_files(folder):
    (folder / "README.md").write_text("card")
    model = CrossClip.from_pretrained(folder)
    with torch.no_grad():
        model.log_scale.add_(1)
    model.save_pretrained(folder)
    assert (folder / "README.md").read_text() == "card"
    assert CrossClip.from_pretrained(folder).log_scale == model.log_scale
    assert not [file for file in folder.iterdir() if file.name.startswith(".")]


def test_a_folder_that_cannot_be_written_is_told(tiny_folder, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ModelError, match="cannot be saved"):
        CrossClip.from_pretrained(tiny_folder).save_pretrained(tmp_path / "file" / "model")


@pytest.mark.parametrize("missing", ["config.json", "model.safetensors"])
def test_missing_files_are_named(folder, missing):
    (folder / missing).unlink()
    assert f"has no {missing}" in refused(folder)


def test_missing_folders_and_names_that_cannot_be_fetched(folder, tmp_path):
    assert "there is no model folder" in refused(tmp_path / "nowhere")
    assert "there is no model folder" in refused("nowhere")
    assert "neither a folder here nor a model" in refused("no-such-owner/no-such-model")
    assert "is a file" in refused(folder / "config.json")


class Trap:
    """Runs code when unpickled."""

    def __reduce__(self):
        return (pytest.fail, ("a pickle was read",))


@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.pt"])
def test_a_pickle_is_refused_unread(folder, name):
    (folder / "model.safetensors").unlink()
    (folder / name).write_bytes(pickle.dumps(Trap()))
    assert f"{name}, a pickle" in refused(folder)


def test_a_pickle_under_the_name_of_safetensors_is_refused_unread(folder):
    (folder / "model.safetensors").write_bytes(pickle.dumps(Trap()))
    assert "not a whole safetensors file" in refused(folder)


@pytest.mark.parametrize("keep", [0.0, 0.001, 0.5, 0.999])
def test_weights_cut_short_are_refused(folder, keep):
    weights = folder / "model.safetensors"
    content = weights.read_bytes()
    weights.write_bytes(content[: int(len(content) * keep)])
    assert "not a whole safetensors file" in refused(folder)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"species": [*SPECIES, "Mallard"], "scientific_names": [*SPECIES.values(), "Anas"]}, "do not fit .*size"),
        ({"species": list(SPECIES)[:3]}, "3 species and 5 scientific names"),
        ({"species": [], "scientific_names": []}, "0 species"),
        ({"species": ...}, "lacks the settings species"),
        ({"species": "European Starling"}, "species is 'European Starling': it must be of type tuple"),
        ({"species": [1, 2, 3, 4, 5]}, "species is"),
        ({"colour": "red"}, "unknown settings: colour"),
        ({"embedding_dim": "16"}, "embedding_dim is '16': it must be of type int"),
        ({"embedding_dim": 16.0}, "embedding_dim"),
        ({"embedding_dim": True}, "embedding_dim"),
        ({"embedding_dim": 32}, "do not fit"),
        ({"embedding_dim": -16}, "embedding_dim is -16: it must be above 0"),
        ({"meta_depth": 2}, "do not fit"),
        ({"photo_mean": [0.5, 0.5]}, "photo_mean"),
        ({"photo_std": [0.0, 1, 1]}, "photo_std is 0.0"),
        ({"calibration": {"photo": "warm"}}, "calibration"),
        ({"calibration": {"photo": 0}}, "calibration is 0: it must be above 0"),
        ({"calibration": [1, 2]}, "calibration"),
        ({"head_dropout": 2.0}, "dropout"),
        ({"prompt": "a bird"}, "prompt"),
        ({"place_encoding": "mercator"}, "'mercator' is unknown: use one of wrap"),
        ({"photo_encoder": "resnet51"}, "no classifier called 'resnet51'"),
        ({"photo_encoder": "fcn_resnet50"}, "no classifier called"),
        ({"photo_encoder": "squeezenet1_0"}, "no linear layer"),
        ({"photo_encoder": "resnet18"}, "do not fit"),
    ],
)
def test_a_configuration_that_does_not_fit_is_refused_by_name(folder, changes, words):
    change_config(folder, **changes)
    assert re.search(words, refused(folder))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"config"', "[" * 100_000, "{'species': 1}", "\udcff"])
def test_a_configuration_that_is_no_json_object_is_refused(folder, text):
    (folder / "config.json").write_text(text, errors="surrogateescape")
    assert "config.json" in refused(folder)


def test_configuration_survives_json():
    config = CrossClipConfig(("Blue Jay",), ("Cyanocitta cristata",), calibration={"photo": 1}, text_encoder={"dim": 3})
    assert CrossClipConfig.from_json(config.to_json()) == config


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


def test_a_model_is_read_whole(tiny_folder):
    model = CrossClip.from_pretrained(tiny_folder)
    assert model.has_photo
    assert model.has_text
    assert not any(module.training for module in model.modules())


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


def test_ordinary_answers_never_import_transformers(tiny_folder, tmp_path):
    Image.new("RGB", (80, 80), "brown").save(tmp_path / "bird.jpg")
    program = (
        "import sys; from crossclip import Predictor, Sighting; "
        f"p = Predictor.from_pretrained({str(tiny_folder)!r}); "
        f"p.identify({str(tmp_path / 'bird.jpg')!r}, Sighting(-74.0, 40.7)); p.checklist(Sighting()); "
        "sys.exit('transformers' in sys.modules)"
    )
    root = os.path.dirname(os.path.dirname(__file__))
    assert subprocess.run([sys.executable, "-c", program], cwd=root, check=False).returncode == 0


def test_an_answer_without_a_photo_waits_for_no_heavy_import(tiny_folder):
    program = (
        "import sys; from crossclip import Predictor, Sighting; from crossclip.maps import Atlas; "
        f"p = Predictor.from_pretrained({str(tiny_folder)!r}); p.checklist(Sighting(-74.0, 40.7)); Atlas(p); "
        "sys.exit(not sys.modules.keys().isdisjoint({'torchvision', 'torch._dynamo', 'matplotlib'}))"
    )
    root = os.path.dirname(os.path.dirname(__file__))
    assert subprocess.run([sys.executable, "-c", program], cwd=root, check=False).returncode == 0


def test_the_head_starts_as_the_alignment_exactly():
    torch.manual_seed(1)
    head = FusionHead(dim=8, width=16, classes=5, dropout=0.5).eval()
    photo, meta, classes = (torch.nn.functional.normalize(torch.randn(n, 8), dim=-1) for n in (7, 7, 5))
    head.start_from_alignment(classes, photo_scale=20.0, meta_scale=5.0)
    torch.testing.assert_close(head(photo, meta), 20 * photo @ classes.T + 5 * meta @ classes.T)
    torch.testing.assert_close(head(None, meta), 5 * meta @ classes.T)
    with pytest.raises(ValueError, match="16 wide"):
        FusionHead(dim=8, width=12, classes=5, dropout=0.5).start_from_alignment(classes, 20.0, 5.0)


def test_temperature_is_learned_on_a_log_scale_and_clamped(predictor):
    model = CrossClip(predictor.config)
    assert model.temperature.item() == pytest.approx(0.07)
    with torch.no_grad():
        model.log_scale.fill_(50)
    assert model.temperature.item() == pytest.approx(0.01)
