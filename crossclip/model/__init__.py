"""What a model is made of, and its folder on the disk."""

from crossclip.model.config import CrossClipConfig, ModelError
from crossclip.model.crossclip import CrossClip

__all__ = ["CrossClip", "CrossClipConfig", "ModelError"]
