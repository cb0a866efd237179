"""Figures of answers."""

from datetime import date

import numpy as np
import pytest
from PIL import Image

from crossclip.answer_figures import answer_figure, attention_figure, checklist_figure, multiples_figure
from crossclip.attention import Explainer
from crossclip.explain import percent
from crossclip.maps.figures import figure_bytes
from crossclip.sighting import Sighting

PLACE, MAY = Sighting(-74.0, 40.7), date(2024, 5, 12)


@pytest.fixture(scope="module")
def picture() -> Image.Image:
    noise = np.random.default_rng(0).integers(0, 256, (9, 12, 3), dtype=np.uint8)
    return Image.fromarray(noise).resize((120, 90), Image.Resampling.BICUBIC)


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
