"""Text towers of open_clip, in the shape of a transformers encoder and its tokenizer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from crossclip.model.backbones import open_clip_model

OPEN_CLIP = "open_clip"


class _Output(NamedTuple):
    last_hidden_state: Tensor


@dataclass(frozen=True)
class ClipTextConfig:
    """What a model folder keeps of such a tower."""

    name: str
    hidden_size: int
    model_type: str = OPEN_CLIP

    def to_diff_dict(self) -> dict[str, Any]:
        return {"name": self.name}


class ClipText(nn.Module):
    """The text tower: its embedding of a text stands in the place of the first token's."""

    def __init__(self, name: str, pretrained: bool = False) -> None:
        super().__init__()
        self.tower = open_clip_model(name, pretrained)
        with torch.no_grad():
            length = self.tower.context_length
            width = self.tower.encode_text(torch.zeros(1, length, dtype=torch.long)).shape[-1]
        self.config = ClipTextConfig(name, width)
        self.tower.visual = nn.Identity()

    def forward(self, input_ids: Tensor) -> _Output:
        return _Output(self.tower.encode_text(input_ids)[:, None])


class ClipTokenizer:
    """open_clip's tokenizer, which belongs to the architecture: a model folder need not keep it."""

    def __init__(self, name: str, length: int) -> None:
        import open_clip

        architecture = name if name.startswith("hf-hub:") else name.partition("/")[0]
        self.tokens, self.length = open_clip.get_tokenizer(architecture), length

    def __call__(self, texts: Sequence[str], **options: Any) -> dict[str, Tensor]:
        return {"input_ids": self.tokens(list(texts), context_length=self.length)}

    def save_pretrained(self, folder: str) -> None:
        """Nothing: it comes with open_clip."""


def open_clip_text(name: str, pretrained: bool = False) -> tuple[ClipText, ClipTokenizer]:
    """The text tower of an open_clip model, and its tokenizer.

    Args:
        name: architecture, and behind a slash the name of its weights.

    Raises:
        ValueError: if there is none, or open_clip is not installed.
    """
    tower = ClipText(name, pretrained)
    return tower, ClipTokenizer(name, tower.tower.context_length)
