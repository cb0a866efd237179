"""Figures of answers."""

from datetime import date

import numpy as np
import pytest
import torch
from PIL import Image

from crossclip.answer import Answer
from crossclip.answers.attention import Explainer
from crossclip.answers.explain import percent
from crossclip.answers.figures import answer_figure, attention_figure, checklist_figure, multiples_figure
from crossclip.maps.drawing.figures import figure_bytes
from crossclip.sighting import Sighting

PLACE, MAY = Sighting(-74.0, 40.7), date(2024, 5, 12)


@pytest.fixture(scope="module")
def picture() -> Image.Image:
    noise = np.random.default_rng(0).integers(0, 256, (9, 12, 3), dtype=np.uint8)
    return Image.fromarray(noise).resize((120, 90), Image.Resampling.BICUBIC)


# Figures


def test_figures_of_answers_are_written_with_names_and_credit(predictor, picture):
    asked = Sighting(-74.0, 40.7, MAY)
    photo = predictor.embed_photos([picture])
    answer = predictor.identify(photo, asked)
    for figure in (
        answer_figure(answer, asked),
        answer_figure(predictor.identify(photo), Sighting()),
        checklist_figure(predictor.checklist(asked), asked),
        multiples_figure({"here": answer, "there": answer}, [0, 1], "What if?"),
        attention_figure([attention := Explainer(predictor).attention(picture, "Blue Jay")]),
        attention_figure([attention, attention], subject="Photo 1", model="demo"),
    ):
        words = figure_bytes(figure, "svg", dpi=50)
        assert words.startswith(b"<?xml")
        assert b"CrossCLIP" in words


@pytest.mark.parametrize(("suffix", "start"), [("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_a_figure_may_be_pixels_or_a_page(predictor, suffix, start):
    asked = Sighting(-74.0, 40.7, MAY)
    assert figure_bytes(checklist_figure(predictor.checklist(asked), asked), suffix, dpi=50).startswith(start)


def test_the_figure_shows_the_percentages_of_the_page(predictor, picture):
    asked = Sighting(-74.0, 40.7, MAY)
    answer = predictor.identify(picture, asked)
    drawn = figure_bytes(answer_figure(answer, asked), "svg").decode()
    for candidate in answer.top(None):
        assert candidate.species in drawn
        for value in (candidate.probability, candidate.photo_probability, candidate.place_probability):
            assert percent(value).replace("<", "&lt;").replace(">", "&gt;") in drawn


def test_a_figure_says_of_which_photo_where_when_and_by_which_model(predictor, picture):
    asked = Sighting(-74.0, 40.7, MAY)
    answer = predictor.identify(picture, asked)
    for figure, said in (
        (answer_figure(answer, asked, subject="Photo 3", model="demo"), "Photo 3, 40.70° N, 74.00° W, 12 May 2024"),
        (answer_figure(answer, Sighting(), subject="Photo 3", model="demo"), "Photo 3, any place, any time of year"),
        (checklist_figure(answer, Sighting(12, -3.456), model="demo"), "3.46° S, 12.00° E, any time of year"),
        (multiples_figure({"here": answer}, [0], "What if?", "Photo 3", "demo"), "Photo 3, the same photo each time"),
    ):
        drawn = figure_bytes(figure, "svg").decode()
        assert said in drawn
        assert "model demo" in drawn


def test_a_dollar_in_a_name_is_a_dollar():
    answer = Answer(("Bird $x_$", "Other"), ("", ""), torch.tensor([0.7, 0.3]), None, None)
    drawn = answer_figure(answer, Sighting(), subject="$a_{$.jpg", model="$m^$")
    written = figure_bytes(drawn, "svg").decode()
    for words in ("Bird $x_$", "$a_{$.jpg", "$m^$"):
        assert words in written
