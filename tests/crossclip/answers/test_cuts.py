"""A square cut out of a photo."""

import pytest
import torch
from PIL import Image

from crossclip.answer import Answer
from crossclip.answers.cuts import OFFERED, SMALLEST, Cut, better_cut, embed_cuts
from crossclip.sighting import Sighting

NAMES = ("Ash", "Birch", "Cedar")


@pytest.mark.parametrize(
    ("cut", "box"),
    [
        (Cut(0.5, 0.5, 1.0), (20, 0, 100, 80)),
        (Cut(0.5, 0.5, 0.5), (40, 20, 80, 60)),
        (Cut(0.0, 1.0, 0.5), (0, 40, 40, 80)),  # moved to lie within
        (Cut(1.0, 0.0, 9.0), (40, 0, 120, 80)),
        (Cut(0.5, 0.5, 0.0), (54, 34, 66, 46)),  # never smaller than the smallest
    ],
)
def test_the_square_lies_within_the_picture(cut, box):
    assert cut.box((120, 80)) == box
    assert cut.of(Image.new("RGB", (120, 80))).size == (box[2] - box[0], box[3] - box[1])
    assert SMALLEST * 80 == 12


def test_each_cut_is_embedded(predictor):
    picture = Image.effect_noise((120, 80), 60).convert("RGB")
    embeddings = embed_cuts(predictor, picture)
    assert embeddings.shape == (len(OFFERED), predictor.config.embedding_dim)
    torch.testing.assert_close(embeddings[1:2], predictor.embed_photos([OFFERED[1].of(picture)]))


class Answering:
    """A predictor that answers the cuts as it is told."""

    def __init__(self, after: tuple[Answer, ...], familiar: bool) -> None:
        self.after, self.familiar = after, familiar

    def answers(self, embeddings, sightings):
        return list(self.after)

    def is_familiar(self, embedding):
        return self.familiar


def answer_of(*probability: float) -> Answer:
    return Answer(NAMES, NAMES, torch.tensor(probability), None, None)


def offered(before: Answer, *after: Answer, familiar: bool = True):
    return better_cut(Answering(after, familiar), torch.zeros(len(OFFERED), 2), Sighting(), before)


def test_a_cut_is_offered_where_it_makes_an_unsure_answer_surer():
    unsure = answer_of(0.55, 0.4, 0.05)
    cut, answer = offered(unsure, answer_of(0.85, 0.1, 0.05), answer_of(0.95, 0.04, 0.01))
    assert cut == OFFERED[1]
    assert float(answer.probability.max()) == pytest.approx(0.95)
    sure, fairly = answer_of(0.99, 0.005, 0.005), answer_of(0.82, 0.1, 0.08)
    assert offered(fairly, sure, sure) is None  # sure enough as it is
    assert offered(unsure, answer_of(0.75, 0.2, 0.05), unsure) is None  # no cut is sure
    assert offered(answer_of(0.7, 0.2, 0.1), fairly, fairly) is None  # not much surer
    assert offered(unsure, sure, sure, familiar=False) is None


def test_another_species_is_offered_only_where_the_whole_does_not_speak_against_it():
    other = answer_of(0.1, 0.88, 0.02)
    assert offered(answer_of(0.75, 0.2, 0.05), other, other) is None  # a look-alike for another
    assert offered(answer_of(0.5, 0.49, 0.01), answer_of(0.01, 0.98, 0.01), other)[0] == OFFERED[0]
    assert offered(answer_of(0.45, 0.15, 0.4), other, other) is not None  # the whole was a guess
