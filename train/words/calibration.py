"""How sure an answer to a description may be: descriptions in ways that training does not use, at held-back places."""

from __future__ import annotations

import torch

from crossclip.model import CrossClip
from train.calibration import Logits
from train.rows import Rows
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
    names = model.config.species
    texts = [
        next(descriptions(names[label], 1, seed + number, HELD_OUT))
        for number, label in enumerate(chosen.labels.tolist())
    ]
    told = torch.cat([model.encode_text(texts[start : start + BATCH]) for start in range(0, COUNT, BATCH)])
    nothing = model.encode_meta(torch.full((1, 3), torch.nan)).expand(COUNT, -1)
    meta = model.encode_meta(chosen.sightings)
    return {"text": (model(told, nothing), chosen.labels), "text+meta": (model(told, meta), chosen.labels)}
