"""CrossCLIP: what a bird is, from a photo, a place and a date.

from crossclip import Predictor, Sighting
Predictor.from_pretrained("assets/demo").identify("bird.jpg", Sighting(-74.0, 40.7))
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crossclip.answer import Answer, Candidate
    from crossclip.errors import CrossClipError
    from crossclip.maps import Atlas
    from crossclip.model import CrossClip, CrossClipConfig
    from crossclip.predict import Predictor
    from crossclip.sighting import Sighting

__all__ = [
    "Answer",
    "Atlas",
    "Candidate",
    "CrossClip",
    "CrossClipConfig",
    "CrossClipError",
    "Predictor",
    "Sighting",
]
_HOME = {
    "Answer": "answer",
    "Atlas": "maps",
    "Candidate": "answer",
    "CrossClip": "model",
    "CrossClipConfig": "model",
    "CrossClipError": "errors",
    "Predictor": "predict",
    "Sighting": "sighting",
}


def __getattr__(name: str) -> object:
    # Names are looked up when first used, so that `python -m crossclip --help` need not import torch.
    if name in _HOME:
        return getattr(import_module(f"crossclip.{_HOME[name]}"), name)
    raise AttributeError(f"module 'crossclip' has no attribute {name!r}")
