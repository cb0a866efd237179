"""A description as a bag of words: fast to train, and what the text encoder starts from.

A transformer as small as the demo's learns words and their order at once, slowly. Words come first here, by an
embedding for each piece and their mean; then the transformer is set up to do the same, and learns on from there.
"""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import layer_norm, normalize

from crossclip.model.encoders import Projection, TextEncoder

SHARE = 3.0  # of the mean of all pieces, beside the first token's own embedding
SPREAD = 0.3  # of queries and keys at the start: small, so that attention begins by looking everywhere alike


class BagOfWords(nn.Module):
    """Pieces (N, length) and which of them are there to unit vectors (N, dim), whatever their order.

    Args:
        pieces: in the vocabulary; `width` of their embeddings.
    """

    def __init__(self, pieces: int, width: int, dim: int, scale: float) -> None:
        super().__init__()
        self.words = nn.Embedding(pieces, width)
        nn.init.normal_(self.words.weight, std=0.5)
        self.projection = Projection(width, dim, 0.0)
        self.log_scale = nn.Parameter(torch.tensor(math.log(scale)))

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        words = _normed(self.words(input_ids))
        there = attention_mask[..., None].float()
        mean = (words * there).sum(dim=1) / there.sum(dim=1)
        embedding: Tensor = self.projection(_normed(words[:, 0] + SHARE * mean))
        return embedding


def _normed(x: Tensor) -> Tensor:
    return layer_norm(x, x.shape[-1:], eps=1e-12)


@torch.no_grad()
def start_from_bag(text: TextEncoder, bag: BagOfWords) -> None:
    """Set a DistilBERT up to read as the bag does: its last layer's first token looks at all pieces alike."""
    backbone: Any = text.backbone
    backbone.embeddings.word_embeddings.weight.copy_(bag.words.weight)
    nn.init.normal_(backbone.embeddings.position_embeddings.weight, std=0.01)
    text.projection.load_state_dict(bag.projection.state_dict())
    layers = list(backbone.transformer.layer)
    width = bag.words.embedding_dim
    for layer in layers:
        attention = layer.attention
        for linear in (attention.q_lin, attention.k_lin):
            nn.init.normal_(linear.weight, std=SPREAD / width**0.5)
        nn.init.eye_(attention.v_lin.weight)
        attention.out_lin.weight.copy_((SHARE if layer is layers[-1] else 0.0) * torch.eye(width))
        nn.init.normal_(layer.ffn.lin1.weight, std=width**-0.5)
        layer.ffn.lin2.weight.zero_()


def anchor_logits(embeddings: Tensor, anchors: Tensor, log_scale: Tensor) -> Tensor:
    """(N, classes) from unit vectors (N, dim) and anchors (classes, dim)."""
    return embeddings @ normalize(anchors, dim=1).T * log_scale.clamp(max=math.log(100)).exp()
