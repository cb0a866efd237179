"""From photos, sightings and texts to embeddings in one space, with encoders that are read when first needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

import torch
from PIL import Image
from torch import Tensor

from crossclip.errors import CrossClipError
from crossclip.model import CrossClip
from crossclip.model.late import LateEncoders
from crossclip.photos.pixels import photo_crop, photo_normal, photo_transform
from crossclip.photos.reading import PhotoSource, read_photo
from crossclip.sighting import Sighting, sighting_tensor

PHOTO_BATCH = 32
SIGHTING_BATCH = 1024  # what layers make of so few stays in the processor's cache
TEXT_BATCH = 256


class Embedder:
    """A model ready to embed, to be shared by threads. Embeddings are plain tensors, so that callers
    can keep a photo's or a grid's and combine it with many others.

    Args:
        model: put in evaluation mode.
        device: "cpu", "cuda", ...
        folder: of the model, to read from it the encoders that the model has not.

    Raises:
        CrossClipError: for a device that is not here.
    """

    def __init__(self, model: CrossClip, device: str | torch.device = "cpu", folder: Path | None = None) -> None:
        try:
            self.device = torch.device(device)
            if self.device.type == "meta":  # torch's word for no device at all, on which nothing can be computed
                raise RuntimeError("it holds no numbers")
            self.model = model.to(self.device).eval()
        except (RuntimeError, AssertionError) as error:
            raise CrossClipError(f"device {device} cannot be used here: {str(error).splitlines()[0]}") from None
        self.config = model.config
        self.folder = folder
        self._late = LateEncoders(self.model, folder)

    @property
    def species(self) -> tuple[str, ...]:
        """Common names, in the order of all probabilities."""
        return self.config.species

    @cached_property
    def transform(self) -> Callable[[Image.Image], Tensor]:
        """From a picture, upright RGB, to the pixels (3, size, size) that the photo encoder takes."""
        c = self.config
        return photo_transform(c.photo_resize, c.photo_size, c.photo_mean, c.photo_std, c.photo_interpolation)

    @cached_property
    def crop(self) -> Callable[[Image.Image], Tensor]:
        """The part of `transform` that needs no network: to pixels (3, size, size), uint8."""
        c = self.config
        return photo_crop(c.photo_resize, c.photo_size, c.photo_interpolation)

    @cached_property
    def normal(self) -> Callable[[Tensor], Tensor]:
        """The rest of `transform`, of uint8 pixels (N, 3, size, size)."""
        return photo_normal(self.config.photo_mean, self.config.photo_std)

    def load_photo(self) -> None:
        """Read the photo encoder now, not with the first photo (imports torchvision: a second, once).

        Raises:
            ModelError: if it cannot be read.
        """
        self._late.photo()

    def load_text(self) -> None:
        """Read the text encoder now, not with the first text (imports transformers: seconds, once).

        Raises:
            ModelError: if the model has none, or it cannot be read.
        """
        self._late.text()

    def find_species(self, name: str) -> int:
        """Index of a species by common or scientific name; see `CrossClipConfig.find_species`."""
        return self.config.find_species(name)

    @torch.inference_mode()
    def embed_photos(self, photos: Sequence[PhotoSource]) -> Tensor:
        """Unit vectors (N, dim), in batches; the first call loads the photo encoder.

        Raises:
            PhotoError: for the first photo that cannot be read.
        """
        if photos:
            self.load_photo()
        rows = []
        for start in range(0, len(photos), PHOTO_BATCH):
            pixels = torch.stack([self.transform(read_photo(photo)) for photo in photos[start : start + PHOTO_BATCH]])
            pixels = pixels.to(self.device, memory_format=torch.channels_last)
            rows.append(self.model.encode_photo(pixels).cpu())
        return torch.cat(rows) if rows else torch.empty(0, self.config.embedding_dim)

    @torch.inference_mode()
    def embed_pixels(self, pixels: Tensor) -> Tensor:
        """Unit vectors (N, dim) of cropped pixels (N, 3, size, size), uint8, as `crop` makes them."""
        self.load_photo()
        moved = self.normal(pixels.to(self.device, non_blocking=True))
        return self.model.encode_photo(moved.contiguous(memory_format=torch.channels_last)).cpu()

    @torch.inference_mode()
    def embed_sightings(self, sightings: Sequence[Sighting] | Tensor) -> Tensor:
        """Unit vectors (N, dim) of places and dates; takes `sighting_tensor` rows as well, for grids."""
        rows = sightings if isinstance(sightings, Tensor) else sighting_tensor(sightings)
        parts = [self.model.encode_meta(part.to(self.device)).cpu() for part in torch.split(rows, SIGHTING_BATCH)]
        return torch.cat(parts) if parts else torch.empty(0, self.config.embedding_dim)

    @torch.inference_mode()
    def embed_texts(self, texts: Sequence[str]) -> Tensor:
        """Unit vectors (N, dim) of free text; the first call loads the text encoder.

        Raises:
            ModelError: if the model has no text encoder, or it cannot be read.
        """
        self.load_text()
        starts = range(0, len(texts), TEXT_BATCH)
        parts = [self.model.encode_text(texts[start : start + TEXT_BATCH]).cpu() for start in starts]
        return torch.cat(parts) if parts else torch.empty(0, self.config.embedding_dim)
