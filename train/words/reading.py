"""Teaching the text encoder to read descriptions: a sentence lies near the anchor of its species, among all species."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from torch.optim import Adam, AdamW

from crossclip.model import CrossClip
from crossclip.model.encoders import TextEncoder
from train.batches.draws import Part, step_generator
from train.engine.loop import train
from train.engine.objective import Loss, Objective
from train.engine.settings import LoopSettings
from train.engine.stages import Stage, Stages
from train.identity import deciding
from train.words.bag import BagOfWords, anchor_logits, start_from_bag
from train.words.sentences import descriptions

LONGEST = 40  # pieces of a sentence in training
FIRST_PIECE = 5  # after the special ones


@dataclass(frozen=True)
class ReadingSettings:
    """Attributes:
    bag_steps, steps: of the bag of words, and of the transformer that starts from it.
    bag_batch, batch: sentences a step, of species drawn alike.
    bag_rate, rate: Adam's and AdamW's.
    bag_dropped, dropped: chance that a piece is not seen.
    replaced: chance that a piece is another one: what a watcher writes holds words that no sentence of ours has.
    scale: of cosines at the start.
    """

    bag_steps: int = 2000
    steps: int = 400
    bag_batch: int = 512
    batch: int = 256
    bag_rate: float = 1e-2
    rate: float = 5e-4
    bag_dropped: float = 0.2
    dropped: float = 0.15
    replaced: float = 0.04
    scale: float = 20.0


class TextBatch(NamedTuple):
    """Pieces (N, length), which of them are there, and labels (N,)."""

    input_ids: Tensor
    attention_mask: Tensor
    labels: Tensor


class Reading(Objective[TextBatch]):
    """From sentences to the cross-entropy of their species among all, by the cosine with fixed anchors."""

    anchors: Tensor

    def __init__(self, encoder: nn.Module, anchors: Tensor, log_scale: nn.Parameter) -> None:
        super().__init__()
        self.encoder, self.log_scale = encoder, log_scale
        self.register_buffer("anchors", anchors, persistent=False)

    def forward(self, batch: TextBatch) -> Loss:
        embeddings = self.encoder(input_ids=batch.input_ids, attention_mask=batch.attention_mask)
        return Loss(cross_entropy(anchor_logits(embeddings, self.anchors, self.log_scale), batch.labels))


class SentenceStream:
    """Batches of composed sentences, new ones each step, the same again from any step on."""

    def __init__(self, model: CrossClip, size: int, steps: int, dropped: float, replaced: float, seed: int) -> None:
        self.tokenizer, self.species = model.tokenizer, model.config.species
        self.size, self.steps, self.dropped, self.replaced, self.seed = size, steps, dropped, replaced, seed

    def __call__(self, start: int, part: Part) -> Iterator[TextBatch]:
        for step in range(start, self.steps):
            chance = Random(f"{self.seed} {step}")
            labels = [chance.randrange(len(self.species)) for _ in range(self.size)]
            texts = [next(descriptions(self.species[i], 1, chance.getrandbits(40))) for i in labels]
            yield self._noisy(texts, torch.tensor(labels), step_generator(self.seed, step))

    def _noisy(self, texts: Sequence[str], labels: Tensor, generator: torch.Generator) -> TextBatch:
        tokens = self.tokenizer(list(texts), padding=True, truncation=True, max_length=LONGEST, return_tensors="pt")
        pieces, there = tokens["input_ids"], tokens["attention_mask"]
        drawn = torch.rand(2, *pieces.shape, generator=generator)
        others = torch.randint(FIRST_PIECE, len(self.tokenizer), pieces.shape, generator=generator)
        pieces = torch.where((drawn[0] < self.replaced) & (pieces >= FIRST_PIECE), others, pieces)
        unseen = drawn[1] < self.dropped
        unseen[:, 0] = False
        return TextBatch(pieces, there.masked_fill(unseen, 0), labels)


def learn_words(model: CrossClip, anchors: Tensor, settings: ReadingSettings, output: Path) -> None:
    """Train the text encoder in place to put descriptions at their anchors (classes, dim)."""
    width = model.text.backbone.config.dim
    bag = BagOfWords(len(model.tokenizer), width, anchors.shape[1], settings.scale)
    Stages(output).run(bag, Stage("bag", lambda folder: _learn_bag(model, bag, anchors, settings, folder)))
    start_from_bag(model.text, bag)
    stream = SentenceStream(model, settings.batch, settings.steps, settings.dropped, settings.replaced, seed=1)
    objective = Reading(model.text, anchors, bag.log_scale).train()
    loop = LoopSettings(settings.steps, clip=1.0, checkpoint_every=100)
    optimizer = AdamW(_groups(model.text, bag.log_scale), lr=settings.rate, betas=(0.9, 0.98))
    train("reading", objective, optimizer, stream, loop, output, identity=deciding(settings))
    model.eval()


def _learn_bag(model: CrossClip, bag: BagOfWords, anchors: Tensor, settings: ReadingSettings, output: Path) -> None:
    stream = SentenceStream(
        model, settings.bag_batch, settings.bag_steps, settings.bag_dropped, settings.replaced, seed=0
    )
    optimizer = Adam(bag.parameters(), lr=settings.bag_rate, betas=(0.9, 0.98))
    objective = Reading(bag, anchors, bag.log_scale).train()
    loop = LoopSettings(settings.bag_steps, checkpoint_every=200)
    train("bag of words", objective, optimizer, stream, loop, output, identity=deciding(settings))


def _groups(text: TextEncoder, log_scale: nn.Parameter, decay: float = 0.01) -> list[dict[str, Any]]:
    decaying: list[nn.Parameter] = []
    others = [log_scale]
    for name, parameter in text.named_parameters():
        (decaying if parameter.ndim > 1 and "embeddings" not in name else others).append(parameter)
    return [{"params": decaying, "weight_decay": decay}, {"params": others, "weight_decay": 0.0}]
