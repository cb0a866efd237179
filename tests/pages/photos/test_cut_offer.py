"""A cut that would make the answer surer is offered, and taken back."""

from crossclip.answers.cuts import OFFERED
from pages.photos import cut_offer
from tests.pages.app_runs import photo_file, press, table, upload, words


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


def test_nothing_is_cut_unasked(app, monkeypatch):
    monkeypatch.setattr(cut_offer, "better_cut", lambda *_: None)
    upload(app, photo_file())
    assert "With the edges cut away" not in words(app)
    assert app.session_state["photos"][1].cut is None
