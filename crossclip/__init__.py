"""CrossCLIP: what a bird is, from a photo, a place and a date.

from crossclip import Predictor, Sighting
Predictor.from_pretrained("assets/demo").identify("bird.jpg", Sighting(-74.0, 40.7))
"""

from importlib import import_module

_HOME = {
    "Answer": "predict",
    "Candidate": "predict",
    "CrossClip": "model",
    "CrossClipConfig": "model",
    "CrossClipError": "errors",
    "Predictor": "predict",
    "Sighting": "sighting",
}
__all__ = list(_HOME)


def __getattr__(name: str):
    # Names are looked up when first used, so that `python -m crossclip --help` need not import torch.
    if name in _HOME:
        return getattr(import_module(f"crossclip.{_HOME[name]}"), name)
    raise AttributeError(f"module 'crossclip' has no attribute {name!r}")
