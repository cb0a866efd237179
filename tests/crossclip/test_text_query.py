"""A text as the model reads it."""

import pytest
import torch

from crossclip.errors import CrossClipError
from crossclip.text_query import read_text


def test_a_species_name_needs_no_text_encoder(predictor, monkeypatch):
    monkeypatch.setattr(predictor, "embed_texts", lambda *_: pytest.fail("the text encoder was asked"))
    for name in ("Blue Jay", "cyanocitta cristata"):
        query = read_text(predictor, name)
        (own,) = [near for near in query.nearest if near.species == "Blue Jay"]
        assert own.cosine == pytest.approx(1, abs=1e-5)
        assert query.understood


def test_a_plural_is_read_as_its_singular_where_that_is_nearer(predictor, monkeypatch):
    asked = []
    classes = torch.nn.functional.normalize(predictor.model.class_embeddings, dim=-1)

    def embed(prompts: list[str]) -> torch.Tensor:
        asked.extend(prompts)
        return torch.stack([classes[2] if prompt.endswith("jay") else -classes[2] for prompt in prompts])

    monkeypatch.setattr(predictor, "embed_texts", embed)
    query = read_text(predictor, "jays")
    assert (query.text, query.read_as, query.understood) == ("jays", "jay", True)
    assert len(asked) == 2
    assert not read_text(predictor, "New York").understood


@pytest.mark.parametrize("text", ["", "   ", "x" * 81])
def test_a_text_must_be_of_some_length(predictor, text):
    with pytest.raises(CrossClipError, match="1 to 80 characters"):
        read_text(predictor, text)
