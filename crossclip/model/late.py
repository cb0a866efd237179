"""The heavy encoders of a model folder, read when they are first needed."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from crossclip.model.config import ModelError
from crossclip.model.crossclip import CrossClip
from crossclip.model.loading import NO_TEXT, read_photo_encoder, read_text_encoder


class LateEncoders:
    """Gives a model the encoders it has not, from its folder; many threads may ask, each is read once.

    Args:
        model: on its device already.
        folder: None for a model that was never in one, and has all it will ever have.
    """

    def __init__(self, model: CrossClip, folder: Path | None) -> None:
        self.model, self.folder = model, folder
        self._reading = Lock()  # people share a model, and their first photos may come together

    def photo(self) -> None:
        """Read the photo encoder, if it is not there (imports torchvision: a second, once)."""
        if self.model.has_photo:
            return
        with self._reading:
            if not self.model.has_photo:
                if self.folder is None:
                    raise ModelError("this model has no photo encoder")
                encoder = read_photo_encoder(self.folder, self.model.config)
                self.model.photo = encoder.to(self.model.log_scale.device)

    def text(self) -> None:
        """Read the text encoder, if it is not there (imports transformers: seconds, once)."""
        if self.model.has_text:
            return
        with self._reading:
            if not self.model.has_text:
                if self.folder is None:
                    raise ModelError(NO_TEXT)
                self.model.tokenizer, encoder = read_text_encoder(self.folder, self.model.config)
                self.model.text = encoder.to(self.model.log_scale.device)  # last: from here on others use it
