"""A text as the model reads it."""

import pytest
import torch

from crossclip.errors import CrossClipError
from crossclip.words.text_query import read_text


def test_a_species_name_needs_no_text_encoder(predictor, monkeypatch):
    monkeypatch.setattr(predictor, "embed_texts", lambda *_: pytest.fail("the text encoder was asked"))
    for name in ("Blue Jay", "cyanocitta cristata"):
        query = read_text(predictor, name)
        (own,) = [near for near in query.nearest if near.species == "Blue Jay"]
        assert own.cosine == pytest.approx(1, abs=1e-5)
        assert query.understood


def test_a_group_is_the_mean_of_its_species_and_needs_no_text_encoder(predictor, monkeypatch):
    monkeypatch.setattr(predictor, "embed_texts", lambda *_: pytest.fail("the text encoder was asked"))
    classes = torch.nn.functional.normalize(predictor.model.class_embeddings, dim=-1)
    for name in ("chickadee", "Chickadees"):
        query = read_text(predictor, name)
        assert query.read_as == "chickadee"
        assert set(query.members) == {"Carolina Chickadee", "Black-capped Chickadee"}
        mean = classes[[predictor.species.index(member) for member in query.members]].mean(dim=0)
        torch.testing.assert_close(query.embedding, mean / mean.norm())
        assert query.understood


def test_a_time_of_the_year_is_no_bird(predictor, monkeypatch):
    classes = torch.nn.functional.normalize(predictor.model.class_embeddings, dim=-1)
    monkeypatch.setattr(predictor, "embed_texts", lambda texts: classes[:1].expand(len(texts), -1))
    for text in ("winter", "May", "Summer"):
        query = read_text(predictor, text)
        assert query.time_of_year
        assert not query.understood


def test_a_part_of_a_name_and_a_description_are_read_by_the_text_encoder(predictor, monkeypatch):
    classes = torch.nn.functional.normalize(predictor.model.class_embeddings, dim=-1)
    looks = "blue bird"

    def embed(texts: list[str]) -> torch.Tensor:
        return torch.stack([classes[2] if text == looks else -classes.mean(dim=0) for text in texts])

    monkeypatch.setattr(predictor, "embed_texts", embed)
    query = read_text(predictor, looks)
    assert torch.equal(query.embedding, classes[2])
    assert query.nearest[0].cosine == pytest.approx(1)
    assert query.members == ()
    assert not read_text(predictor, "zorblax qwfpt").understood


@pytest.mark.parametrize("text", ["", "   ", "x" * 201])
def test_a_text_must_be_of_some_length(predictor, text):
    with pytest.raises(CrossClipError, match="1 to 200 characters"):
        read_text(predictor, text)
