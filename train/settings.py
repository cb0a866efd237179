"""Settings of the two stages of the paper, and of the text that they read."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import permutations

from crossclip.errors import CrossClipError
from train.identity import FREE

TERMS = tuple(f"{anchor}-{candidate}" for anchor, candidate in permutations(("photo", "text", "meta"), 2))
PROMPTS = ("A photo of the bird {name}", "{name}, seen in the wild", "This bird is a {name}")
"""Templates besides a model's own prompt, which the ablation tries and a small vocabulary keeps words for."""


@dataclass(frozen=True)
class PretrainSettings:
    """Learning rates are the paper's (section 4.2), with 1e-3 for the projection heads, of which it says nothing.

    Attributes:
        photo_rate, text_rate, meta_rate: AdamW's, of the encoder of photo, of text, and of place and date.
        projection_rate: AdamW's, of the projections to the common space and of the temperature.
        weight_decay: AdamW's.
        terms: of the loss, as anchor-candidate; all six by default, two make the paper's "CLIP".
        temperature: 0 learns it from 0.07 on; else it stays as given.
        meta_follows: place and date learn towards photo and text, and do not move these. They are weak
            evidence: four of the six terms would otherwise draw together what shares a region.
        spread_captions: a fresh text projection starts with the captions of all classes at right angles.
        summed: each term is the sum over its anchors, as the paper prints it, not their mean.
        caption_each: the texts of a batch are one a photo, as in the paper, not each distinct one once.
        every_caption: contrast with the captions of all classes, not only those of the batch.
        templates: more prompts, besides the model's own, of which each caption draws one a step.
        locked_photo: the photo encoder stays as it is and only its projection learns (locked-image
            tuning, Zhai et al. 2022).
        locked_projection: that projection stays as well.
        locked_text: the text encoder stays as it is and only its projection learns.
        photo_lora, text_lora: rank of adapters that learn in the place of the encoder's weights (LoRA, Hu et
            al. 2022, by peft); 0 for the weights themselves.
        chunk: photos encoded at a time, for batches larger than the memory; 0 for all at once.
        workers: processes that decode and crop photos; 0 for none, -1 for what the cores allow.
    """

    photo_rate: float = 1e-4
    text_rate: float = 1e-5
    meta_rate: float = 5e-5
    projection_rate: float = 1e-3
    weight_decay: float = 0.01
    terms: list[str] = field(default_factory=lambda: list(TERMS))
    temperature: float = 0.0
    meta_follows: bool = False
    spread_captions: bool = False
    summed: bool = False
    caption_each: bool = False
    every_caption: bool = False
    templates: list[str] = field(default_factory=list)
    locked_photo: bool = False
    locked_projection: bool = False
    locked_text: bool = False
    photo_lora: int = 0
    text_lora: int = 0
    chunk: int = 0
    workers: int = field(default=-1, metadata=FREE)

    def __post_init__(self) -> None:
        if not self.terms or not set(self.terms) <= set(TERMS):
            raise CrossClipError(f"the terms of the loss are {', '.join(TERMS)}: name one at least, and no others")
        if bare := [template for template in self.templates if "{name}" not in template]:
            raise CrossClipError(f"the template {bare[0]!r} does not say where the {{name}} goes")
        if min(self.temperature, self.chunk, self.photo_lora, self.text_lora) < 0:
            raise CrossClipError("temperature, chunk, photo_lora and text_lora cannot be below 0")
        for name, locked in (("photo", self.locked_photo), ("text", self.locked_text)):
            if locked and getattr(self, f"{name}_lora"):
                raise CrossClipError(f"locked_{name} and {name}_lora exclude each other: choose one")
        check_workers(self.workers)
        if self.caption_each and self.every_caption:
            raise CrossClipError("caption_each and every_caption exclude each other: choose one")


@dataclass(frozen=True)
class FinetuneSettings:
    """Attributes:
    head_rate: Adam's, for the head.
    encoder_rate: Adam's, for the encoders that learn on.
    locked_photo: the photo encoder and its projection stay as they are.
    photo_lora: rank of adapters that learn in the place of the photo encoder's weights; 0 for these themselves.
    aligned_head: the head starts from what pre-training taught, not from random weights.
    place_alone: weight of the term for place and date alone, of which the paper says nothing.
    place_share: how much the logits of a fresh head owe to place beside photo, before it learns.
    photo_alone: weight of a term for the same photos without place and date; what a place explains
        would otherwise teach the photo encoder nothing.
    borrowed: weight of a further term, photos made up for the sightings without: the text embedding of
        their species, astray where to a real photo of the batch is from its own, and `stretch` times as
        far (Hariharan and Girshick 2017): photos that train lie nearer to their species than photos to
        come, and teach the head to trust photos too much.
    stretch: of those photos, how many times as far astray they are as the real ones.
    way: how far the weights go from where they start to where training takes them (Wortsman et al.
        2022): less than 1 keeps more of what holds for classes without photos.
    workers: processes that decode and crop photos; 0 for none, -1 for what the cores allow.
    """

    head_rate: float = 1e-4
    encoder_rate: float = 1e-5
    locked_photo: bool = False
    photo_lora: int = 0
    aligned_head: bool = True
    place_alone: float = 1.0
    place_share: float = 0.6
    photo_alone: float = 0.0
    borrowed: float = 0.0
    stretch: float = 1.5
    way: float = 1.0
    workers: int = field(default=-1, metadata=FREE)

    def __post_init__(self) -> None:
        check_workers(self.workers)
        if self.photo_lora < 0 or (self.photo_lora and self.locked_photo):
            raise CrossClipError("photo_lora cannot be below 0, and does not go with locked_photo")


def check_workers(workers: int) -> None:
    """Raises:
    CrossClipError: if it is no number of processes.
    """
    if workers < -1:
        raise CrossClipError(f"workers is {workers}: give their number, 0 for none, or -1 for what the cores allow")
