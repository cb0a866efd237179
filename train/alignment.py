"""Where the alignment of the encoders begins, how good it is, and what of it is kept."""

from __future__ import annotations

import torch

from crossclip.model import CrossClip
from crossclip.predict import Predictor
from train.batches.asked import embed_asked
from train.batches.crops import finished
from train.batches.photos import PhotoSet
from train.probabilities import top_k_accuracy
from train.seen import features_of
from train.tables.rows import Rows


@torch.no_grad()
def centre_projections(
    model: CrossClip, rows: Rows, photos: PhotoSet, spread_captions: bool = False, count: int = 128
) -> None:
    """Start a fresh model's photo and text projections around the mean of what they will see; with
    `spread_captions`, the captions of all classes nearly at right angles as well (`Projection.spread`)."""
    chosen = rows.has_photo.nonzero()[:, 0]
    sample = chosen[torch.linspace(0, len(chosen) - 1, min(count, len(chosen))).long()]
    seen = torch.stack([photos[int(row), int(row)][1] for row in sample]).to(model.log_scale.device)
    seen = finished(photos, seen)
    model.eval()
    model.photo.projection.centre(features_of(model, seen))
    captions = model.text.features(**model.tokens(model.prompts(model.config.species)))
    text = model.text.projection
    (text.spread if spread_captions else text.centre)(captions)


@torch.no_grad()
def alignment_accuracy(model: CrossClip, rows: Rows, workers: int = -1) -> float:
    """How often a photo lies nearest to its own class's caption: what pre-training is validated by."""
    store_class_embeddings(model)
    chosen = rows.with_photos()
    photos = embed_asked(Predictor(model, model.log_scale.device), chosen.photos.tolist(), workers)
    return top_k_accuracy(photos.cpu() @ model.class_embeddings.cpu().T, chosen.labels)


@torch.no_grad()
def store_class_embeddings(model: CrossClip) -> None:
    """Encode every class's prompt once, so that known species never need the text encoder again."""
    model.class_embeddings.copy_(model.encode_text(model.prompts(model.config.species)))
