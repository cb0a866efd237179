"""Where a species was seen in a photo."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from crossclip.answers.attention import Attention, Explainer, gradcam, with_map
from crossclip.answers.receptive import Cells
from crossclip.demo_model import demo_model
from crossclip.errors import CrossClipError
from crossclip.predict import Predictor
from crossclip.sighting import Sighting

SAMPLES = Path(__file__).resolve().parents[3] / "assets" / "samples"
PLACE, MAY = Sighting(-74.0, 40.7), date(2024, 5, 12)


# Attention


def test_gradcam_by_hand():
    features = torch.zeros(1, 2, 2, 2)
    features[0, 0, 0, 0], features[0, 1, 1, 1] = 3.0, 5.0
    gradient = torch.zeros(1, 2, 2, 2)
    gradient[0, 0], gradient[0, 1] = 2.0, -1.0  # the second feature speaks against
    heat = gradcam(features, gradient, 2, Cells())
    torch.testing.assert_close(heat, torch.tensor([[[[1.0, 0.0], [0.0, 0.0]]]]))
    assert not gradcam(features, torch.zeros_like(gradient), 4, Cells(0.5, 2)).any()
    assert gradcam(features, gradient, 8, Cells(1.5, 4)).shape == (1, 1, 8, 8)


@pytest.mark.slow
def test_the_peak_follows_a_bird_that_is_moved():
    """A drawn bird on plain ground, moved: what spoke for it moves as far. That it lies where it was seen is held by
    test_receptive.py with patches that have no part which matters more than another, as a bird's head does."""
    bird = Image.open(SAMPLES / "blue-jay.jpg").convert("RGB").resize((96, 96))
    explainer, off = Explainer(Predictor.from_pretrained(demo_model())), {}
    species = explainer.predictor.identify(bird).top(1)[0].species
    for left in (0, 64, 128):
        for top in (0, 64, 128):
            ground = Image.new("RGB", (224, 224), (128, 128, 128))
            ground.paste(bird, (left, top))
            heat = explainer.attention(ground, species).heat
            weight = np.where(heat > 0.5, heat, 0)
            rows, columns = np.mgrid[:224, :224]
            centre = np.array([(weight * rows).sum(), (weight * columns).sum()]) / weight.sum()
            off[top, left] = centre - (top + 47.5, left + 47.5)
    for axis, (first, last) in enumerate((((0, 64), (128, 64)), ((64, 0), (64, 128)))):
        assert abs((off[last] - off[first])[axis]) < 32, "128 pixels farther, and the heat as much"


@pytest.fixture(scope="module")
def picture() -> Image.Image:
    noise = np.random.default_rng(0).integers(0, 256, (9, 12, 3), dtype=np.uint8)
    return Image.fromarray(noise).resize((120, 90), Image.Resampling.BICUBIC)


def test_attention_is_that_of_the_models_own_score(predictor, picture):
    """The graph that is traced gives the embedding that answers are made from, and a step along the
    gradient of a species' map raises that species."""
    explainer = Explainer(predictor)
    output = explainer.network(predictor.transform(picture)[None])
    embedding = predictor.model.photo.projection(output["features"])
    torch.testing.assert_close(embedding.detach(), predictor.embed_photos([picture]))
    size = predictor.config.photo_size
    for species in ("Blue Jay", "Sturnus vulgaris"):
        attention = explainer.attention(picture, species, Sighting(-74.0, 40.7, MAY))
        assert attention.species in predictor.species
        assert attention.seen.size == (size, size)
        assert attention.heat.shape == (size, size)
        assert attention.heat.min() >= 0
        assert attention.heat.max() == pytest.approx(1) or not attention.heat.any()


def test_attention_leaves_no_trace_in_the_model(predictor, picture):
    before = predictor.embed_photos([picture])
    Explainer(predictor).attention(picture, "Blue Jay")
    torch.testing.assert_close(predictor.embed_photos([picture]), before, rtol=0, atol=0)
    assert all(parameter.grad is None for parameter in predictor.model.parameters())
    assert not any(module._forward_hooks for module in predictor.model.modules())


def test_a_network_without_pooling_cannot_be_explained():
    class Flat(torch.nn.Module):
        def forward(self, pixels):
            return pixels.flatten(1)

    with pytest.raises(CrossClipError, match="flat pools no map of features"):
        with_map(Flat(), "flat")


def test_the_overlay_is_clear_where_nothing_spoke_for_the_species():
    seen = Image.new("RGB", (4, 4), (10, 200, 30))
    heat = np.zeros((4, 4), np.float32)
    heat[0, 0] = 1
    drawn = np.asarray(Attention("Ash", seen, heat).overlay(0.5))
    assert (drawn[1:] == (10, 200, 30)).all()
    assert (drawn[0, 0] != (10, 200, 30)).any()
    assert (np.asarray(Attention("Ash", seen, heat).overlay(0.0)) == np.asarray(seen)).all()
