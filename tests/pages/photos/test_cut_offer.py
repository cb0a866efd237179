"""A cut that would make the answer surer is offered, and taken back."""

import torch

from crossclip.answers.cuts import OFFERED
from pages.photos import cut_offer
from pages.shared.turns import TURNS
from tests.pages.app_runs import photo_file, press, table, type_place, upload, words


def test_a_better_cut_is_offered_taken_and_undone(app, monkeypatch):
    def better(predictor, embeddings, sighting, answer):
        return OFFERED[1], predictor.answers(embeddings[1:2], [sighting])[0]

    monkeypatch.setattr(cut_offer, "better_cut", better)
    whole = table(upload(app, photo_file()))
    assert "With the edges cut away it would be" in words(app)
    press(app, "Cut the photo")
    assert app.session_state["photos"][1].cut == OFFERED[1]
    assert "about this cut of the photo" in words(app)
    assert "With the edges cut away" not in words(app)
    press(app, "Whole photo")
    assert table(app) == whole


def test_the_model_looks_at_cuts_when_all_answers_are_out_and_once(app, monkeypatch):
    looked: list[int] = []

    def look(predictor, picture):
        assert TURNS.taken == 1
        looked.append(len(waited))
        return torch.zeros(len(OFFERED), predictor.config.embedding_dim)

    waited: list[bool] = []
    after_all = TURNS.after_all

    def wait_first(look):
        waited.append(True)
        return after_all(look)

    monkeypatch.setattr(TURNS, "after_all", wait_first)
    monkeypatch.setattr(cut_offer, "embed_cuts", look)
    upload(app, photo_file())
    assert looked == [1]
    type_place(app, "40.7, -74")
    assert (looked, waited) == ([1], [True]), "what it made of them is kept, and said at once"


def test_nothing_is_cut_unasked(app, monkeypatch):
    monkeypatch.setattr(cut_offer, "better_cut", lambda *_: None)
    upload(app, photo_file())
    assert "With the edges cut away" not in words(app)
    assert app.session_state["photos"][1].cut is None
