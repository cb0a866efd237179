"""What place and date moved, and where a photo was looked at."""

import shutil
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import torch
from PIL import Image

from crossclip.answer import Answer
from crossclip.answers.explain import DOUBT, Explanation, explain, percent, times
from crossclip.model.strangers import write_strangers
from crossclip.predict import Predictor
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


@pytest.fixture(scope="module")
def picture() -> Image.Image:
    noise = np.random.default_rng(0).integers(0, 256, (9, 12, 3), dtype=np.uint8)
    return Image.fromarray(noise).resize((120, 90), Image.Resampling.BICUBIC)


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


def test_with_strangers_familiarity_is_low_where_one_of_them_is_nearest(tiny_folder, tmp_path, picture):
    folder = shutil.copytree(tiny_folder, tmp_path / "model")
    photo = Predictor.from_pretrained(folder).embed_photos([picture])
    write_strangers(folder, -photo)
    known = Predictor.from_pretrained(folder).familiarity(photo)
    write_strangers(folder, photo)
    assert known < 0
    assert Predictor.from_pretrained(folder).familiarity(photo) < known - 1


def test_words_are_explained_alone_and_beside_a_photo(predictor):
    text = predictor.embed_texts(["a blue jay"])
    photo = predictor.embed_photos([Image.new("RGB", (80, 80), "blue")])
    alone = explain(predictor, None, PLACE, text)
    assert alone.both is None
    assert "by its place" in " ".join(alone.sentences()) or "with its place" in " ".join(alone.sentences())
    together = explain(predictor, photo, PLACE, text)
    (expected,) = predictor.answers(photo, [Sighting()], text)
    # Beside more sightings a processor may add in another order.
    torch.testing.assert_close(together.both.probability, expected.probability, rtol=0, atol=1e-6)
    assert Explanation(PLACE, answer_of([0.3, 0.7, 0], [0.5, 0.5, 0], [0, 0, 1]), None, None, alone.both).sentences()


def test_the_witness_is_named():
    by_words = Answer(NAMES, NAMES, torch.tensor([0.3, 0.7, 0.0]), None, None, torch.tensor([0.7, 0.3, 0.0]))
    assert Explanation(PLACE, by_words, None, None).sentences()[0] == "The words alone say Ash."
    both = replace(by_words, probability=torch.tensor([0.7, 0.3, 0.0]))
    assert Explanation(PLACE, by_words, None, None, both).sentences()[0] == "Photo and words alone say Ash."
