"""A description with its words marked."""

import dataclasses

import torch

from crossclip.words.description import read_description
from pages.words.marked import marked_words, what_counted


def test_what_counted_is_marked_and_said(predictor):
    reading = read_description(predictor, "<b>blue</b> zorblax jay bird")
    moved = torch.zeros(len(reading.words), 5)
    names = [reading.of(word) for word in reading.words]
    moved[names.index("blue"), 0], moved[names.index("jay"), 0] = 2.0, -1.0
    reading = dataclasses.replace(reading, moved=moved)
    html = marked_words(reading, 0)
    assert "<b>" not in html
    assert "title='spoke for it'>blue</mark>" in html
    assert "title='spoke against it'>jay</span>" in html
    assert "title='not known to the model'>zorblax</span>" in html
    assert what_counted(reading, 0, "Blue Jay") == "What spoke for Blue Jay: blue. Against it: jay."
    assert what_counted(reading, 1, "Blue Jay") == "No word by itself speaks for Blue Jay."
