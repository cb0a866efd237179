"""A description as the model reads it."""

import pytest
import torch

from crossclip.errors import CrossClipError
from crossclip.sighting import Sighting
from crossclip.text import LONGEST, checked_description
from crossclip.words.description import Word, read_description


def test_each_word_is_weighed_by_what_the_text_says_without_it(predictor):
    reading = read_description(predictor, "a blue  jay, black")
    assert reading.text == "a blue jay, black"
    assert [reading.of(word) for word in reading.words] == ["a", "blue", "jay", "black"]
    assert reading.moved.shape == (4, len(predictor.species))
    whole, less = (predictor.describe(text).probability.log() for text in ("a blue jay, black", "a jay, black"))
    torch.testing.assert_close(reading.moved[1], whole - less, atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(reading.probability.log(), whole, atol=1e-4, rtol=1e-4)


def test_a_description_is_read_as_it_is_answered(predictor):
    reading = read_description(predictor, "blue jay")
    (answer,) = predictor.answers(None, [Sighting()], reading.embedding)
    assert torch.equal(answer.probability, predictor.describe("blue jay").probability)


def test_words_that_the_model_has_not_met_are_said(predictor):
    reading = read_description(predictor, "blue zorblax jay, Zorblax zorblax")
    assert reading.unknown == ("zorblax", "Zorblax")
    lead = int(reading.probability.argmax())
    assert all(word.known for word in reading.counted(lead))
    assert reading.says_little, "most of it is unknown"
    assert not read_description(predictor, "blue jay").unknown


def test_a_word_counts_for_a_species_or_against_it(predictor, monkeypatch):
    reading = read_description(predictor, "blue jay")
    blue, jay = reading.words
    moved = torch.tensor([[1.0, -0.5], [0.1, 0.0]])
    monkeypatch.setitem(reading.__dict__, "moved", moved)
    assert reading.counted(0) == {blue: 1.0}
    assert reading.counted(1) == {blue: -0.5}
    assert jay == Word(5, 8, known=True, read=True)


def test_a_text_that_leaves_most_species_in_play_says_little(predictor, monkeypatch):
    reading = read_description(predictor, "blue jay")
    for probability, little in (([0.2] * 5, True), ([1.0, 0, 0, 0, 0], False)):
        monkeypatch.setitem(reading.__dict__, "probability", torch.tensor(probability))
        assert reading.says_little is little
    assert reading.in_play == pytest.approx(1)


def test_what_is_beyond_the_end_of_what_the_model_reads_is_said(predictor):
    reading = read_description(predictor, "blue jay " * 40)
    assert reading.unread.startswith("blue jay") or reading.unread.startswith("jay blue")
    assert sum(word.read for word in reading.words) == 62, "64 less the two that begin and end a text"


@pytest.mark.parametrize("text", ["", "   ", "x" * (LONGEST + 1), "a bird " * 10_000])
def test_a_description_must_be_of_some_length(predictor, text):
    with pytest.raises(CrossClipError, match=r"description (is blank|has)"):
        read_description(predictor, text)


@pytest.mark.parametrize("text", ["<b>blue</b> jay", "?!", "маленькая птица", "青い鳥", "\u202eblue", "🐦", "a\x00b"])
def test_any_text_is_no_more_than_text(predictor, text):
    reading = read_description(predictor, text)
    assert reading.text == checked_description(text)
    assert torch.isfinite(reading.moved).all()
