"""What place and date moved, and where a photo was looked at."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import torch
from PIL import Image

from crossclip.answer import Answer
from crossclip.answer_figures import answer_figure, attention_figure, checklist_figure, multiples_figure
from crossclip.attention import Attention, Explainer, gradcam, with_map
from crossclip.errors import CrossClipError
from crossclip.explain import DOUBT, Explanation, explain, percent, times
from crossclip.maps.figures import figure_bytes
from crossclip.sighting import Sighting

PLACE, MAY = Sighting(-74.0, 40.7), date(2024, 5, 12)
NAMES = ("Ash", "Birch", "Cedar")


def answer_of(together: list[float], alone: list[float], place: list[float]) -> Answer:
    return Answer(NAMES, NAMES, torch.tensor(together), torch.tensor(alone), torch.tensor(place))


def explained(together, alone, place, sighting=PLACE, by_place=None, by_date=None) -> str:
    halves = [None if half is None else answer_of(half, alone, place) for half in (by_place, by_date)]
    return " ".join(Explanation(sighting, answer_of(together, alone, place), *halves).sentences())


@pytest.mark.parametrize(
    ("together", "alone", "place", "words"),
    [
        (
            [0.7, 0.2, 0.1],
            [0.4, 0.3, 0.3],
            [0.4, 0.01, 0.59],
            "Ash rises from 40% to 70% by its place. At this place it is 40 times more likely than Birch.",
        ),
        (
            [0.5, 0.4, 0.1],
            [0.8, 0.1, 0.1],
            [0.1, 0.25, 0.65],
            "Ash falls from 80% to 50% by its place. At this place it is 2.5 times less likely than Birch.",
        ),
        (
            [0.2, 0.7, 0.1],
            [0.6, 0.3, 0.1],
            [0.1, 0.1, 0.8],
            "The photo alone says Ash. Birch rises from 30% to 70% by its place. "
            "At this place it is about as likely as Ash.",
        ),
        (
            [0.6, 0.3, 0.1],
            [0.6, 0.2, 0.2],
            [0.9, 0.0001, 0.1],
            "Ash has 60% with its place or without. At this place it is over 1000 times more likely than Birch.",
        ),
        ([0.998, 0.001, 0.001], [0.99, 0.005, 0.005], [0.3, 0.3, 0.4], "Ash rises from 99% to >99% by its place."),
    ],
)
def test_sentences_say_what_the_place_moved(together, alone, place, words):
    assert explained(together, alone, place) == words


def test_place_and_date_are_each_given_their_own_part():
    words = explained(
        [0.88, 0.11, 0.01],
        [0.31, 0.6, 0.09],
        [0.4, 0.01, 0.59],
        Sighting(-74.0, 40.7, MAY),
        by_place=[0.85, 0.1, 0.05],
        by_date=[0.33, 0.6, 0.07],
    )
    assert words == (
        "The photo alone says Birch. Ash rises from 31% to 88%: the place alone would make it 85%, the date alone 33%. "
        "At this place in May it is 40 times more likely than Birch."
    )


def test_a_species_without_a_chance_is_no_rival():
    assert "times" not in explained([0.99, DOUBT / 2, 0.005], [0.98, DOUBT / 2, 0.005], [0.5, 0.1, 0.4])


def test_the_numbers_are_the_predictors_own(predictor):
    photo = predictor.embed_photos([Image.effect_noise((90, 70), 90).convert("RGB")])
    asked = Sighting(-74.0, 40.7, MAY)
    explanation = explain(predictor, photo, asked)
    for answer, sighting in (
        (explanation.answer, asked),
        (explanation.by_place, PLACE),
        (explanation.by_date, Sighting(date=MAY)),
    ):
        torch.testing.assert_close(answer.probability, predictor.identify(photo, sighting).probability)
    only_date = explain(predictor, photo, Sighting(date=MAY))
    assert only_date.by_place is None
    torch.testing.assert_close(only_date.by_date.probability, explanation.by_date.probability)
    assert explain(predictor, photo, Sighting()).sentences() == []


def test_percentages_never_claim_certainty():
    assert [percent(p) for p in (0.0, 0.0009, 0.0123, 0.0994, 0.0996, 0.5, 0.994, 0.996, 1.0)] == [
        "<0.1%",
        "<0.1%",
        "1.2%",
        "9.9%",
        "10%",
        "50%",
        "99%",
        ">99%",
        ">99%",
    ]


def test_ratios_in_words():
    assert [times(ratio) for ratio in (1.05, 0.9, 3.14159, 0.1, 9.96, 12.3, 1e6)] == [
        "about as likely as",
        "about as likely as",
        "3.1 times more likely than",
        "10 times less likely than",
        "10 times more likely than",
        "12 times more likely than",
        "over 1000 times more likely than",
    ]


# Attention


def test_gradcam_by_hand():
    features = torch.zeros(1, 2, 2, 2)
    features[0, 0, 0, 0], features[0, 1, 1, 1] = 3.0, 5.0
    gradient = torch.zeros(1, 2, 2, 2)
    gradient[0, 0], gradient[0, 1] = 2.0, -1.0  # the second feature speaks against
    heat = gradcam(features, gradient, size=2)
    torch.testing.assert_close(heat, torch.tensor([[[1.0, 0.0], [0.0, 0.0]]]))
    assert not gradcam(features, torch.zeros_like(gradient), size=4).any()
    assert gradcam(features, gradient, size=8).shape == (1, 8, 8)


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


# Familiarity


def test_familiarity_is_the_largest_logit_of_the_photo_alone(predictor, picture, monkeypatch):
    photo = predictor.embed_photos([picture, picture.rotate(180)])
    with torch.inference_mode():
        expected = predictor.model(photo, predictor.embed_sightings([Sighting()] * 2)).amax(dim=1)
    torch.testing.assert_close(predictor.familiarity(photo), expected)
    assert predictor.is_familiar(photo[:1])
    for threshold, known in ((float(expected[0]) - 1e-3, True), (float(expected[0]) + 1e-3, False)):
        monkeypatch.setattr(predictor, "config", replace(predictor.config, photo_threshold=threshold))
        assert predictor.is_familiar(photo[:1]) == known


# Figures


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_figures_of_answers_are_written_with_names_and_credit(predictor, picture, suffix):
    asked = Sighting(-74.0, 40.7, MAY)
    photo = predictor.embed_photos([picture])
    answer = predictor.identify(photo, asked)
    for figure in (
        answer_figure(answer, asked),
        answer_figure(predictor.identify(photo), Sighting()),
        checklist_figure(predictor.checklist(asked), asked),
        multiples_figure({"here": answer, "there": answer}, [0, 1], "What if?"),
        attention_figure(Explainer(predictor).attention(picture, "Blue Jay")),
    ):
        data = figure_bytes(figure, suffix, dpi=50)
        assert data.startswith({"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[suffix])
        if suffix == "svg":
            assert b"CrossCLIP" in data or b"Grad-CAM" in data


def test_the_figure_shows_the_percentages_of_the_page(predictor, picture):
    asked = Sighting(-74.0, 40.7, MAY)
    answer = predictor.identify(picture, asked)
    drawn = figure_bytes(answer_figure(answer, asked), "svg").decode()
    for candidate in answer.top(None):
        assert candidate.species in drawn
        for value in (candidate.probability, candidate.photo_probability, candidate.place_probability):
            assert percent(value).replace("<", "&lt;").replace(">", "&gt;") in drawn
