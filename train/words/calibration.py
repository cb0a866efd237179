"""How sure an answer to a description may be: descriptions in ways that training does not use, at held-back places."""

from __future__ import annotations

import torch
from torch import Tensor

from crossclip.model import CrossClip
from crossclip.predict import Predictor
from train.answering.calibration import Logits
from train.probabilities import log_probability
from train.tables.rows import Rows
from train.words.sentences import HELD_OUT, descriptions

COUNT = 4000
BATCH = 256


@torch.no_grad()
def text_logits(model: CrossClip, records: Rows, seed: int = 2000) -> Logits:
    """Logits (N, classes) and labels (N,) of descriptions alone and with place and date, as `calibrate` takes them.

    Args:
        records: with the places and dates that descriptions of their species are given.
    """
    generator = torch.Generator().manual_seed(seed)
    count = torch.bincount(records.labels, minlength=records.classes).clamp(min=1)
    evenly = count[records.labels].double().reciprocal()  # a description is as likely of any species
    chosen = records[torch.multinomial(evenly, COUNT, replacement=True, generator=generator)]
    told = _described(model, chosen.labels, seed)
    nothing = model.encode_meta(torch.full((1, 3), torch.nan)).expand(COUNT, -1)
    meta = model.encode_meta(chosen.sightings)
    return {"text": (model(told, nothing), chosen.labels), "text+meta": (model(told, meta), chosen.labels)}


@torch.no_grad()
def photo_text_logits(model: CrossClip, photos: Rows, seed: int = 2000) -> Logits:
    """The same of photos (rows) together with a description of their bird each.

    The model must have its temperatures of photos and of words alone already: the two are joined by them.
    """
    predictor = Predictor(model)
    shown = predictor.embed_photos(photos.distinct_photos)[photos.photo_numbers]
    told = _described(model, photos.labels, seed)
    meta = predictor.embed_sightings(photos.sightings)
    nothing = predictor.embed_sightings(torch.full_like(photos.sightings, torch.nan))
    return {
        known: (log_probability(predictor.probabilities(shown, place, known, told)), photos.labels)
        for known, place in (("photo+text", nothing), ("photo+text+meta", meta))
    }


def _described(model: CrossClip, labels: Tensor, seed: int) -> Tensor:
    """Embeddings (N, dim) of a description of each of some species, by labels (N,), in ways that training does not
    use."""
    names = model.config.species
    texts = [next(descriptions(names[label], 1, seed + i, HELD_OUT)) for i, label in enumerate(labels.tolist())]
    return torch.cat([model.encode_text(texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)])
