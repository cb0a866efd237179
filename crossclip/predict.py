"""From photo, place and date to species: the one `Predictor` behind app, command line and evaluation."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

import torch
from PIL import Image
from torch import Tensor

from crossclip.answer import Answer
from crossclip.errors import CrossClipError
from crossclip.model import CrossClip
from crossclip.model.folder import model_folder
from crossclip.model.late import LateEncoders
from crossclip.photo import PhotoSource, photo_transform, read_photo
from crossclip.sighting import Sighting, sighting_tensor

PHOTO_BATCH = 32
SIGHTING_BATCH = 8192


class Predictor:
    """A model ready to answer, to be shared by threads. Embeddings are plain tensors, so that callers
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
            self.model = model.to(self.device).eval()
        except (RuntimeError, AssertionError) as error:
            raise CrossClipError(f"device {device} cannot be used here: {str(error).splitlines()[0]}") from None
        self.config = model.config
        self.folder = folder
        self._late = LateEncoders(self.model, folder)

    @classmethod
    def from_pretrained(cls, path_or_hub_name: str | os.PathLike[str], device: str | torch.device = "cpu") -> Predictor:
        """Read what the first page needs of a model folder, and the encoders of photos and of text with
        the first photo and the first text.

        >>> Predictor.from_pretrained("assets/demo").checklist(Sighting(-74.0, 40.7)).top(3)

        Raises:
            ModelError: as `CrossClip.from_pretrained` does.
        """
        folder = model_folder(path_or_hub_name)
        return cls(CrossClip.read_bare(folder), device, folder)

    @property
    def species(self) -> tuple[str, ...]:
        """Common names, in the order of all probabilities."""
        return self.config.species

    @cached_property
    def transform(self) -> Callable[[Image.Image], Tensor]:
        """From a picture, upright RGB, to the pixels (3, size, size) that the photo encoder takes."""
        c = self.config
        return photo_transform(c.photo_resize, c.photo_size, c.photo_mean, c.photo_std)

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
        return self.model.encode_text(texts).cpu()

    @torch.inference_mode()
    def probabilities(self, photo_embedding: Tensor | None, meta: Tensor, known: str) -> Tensor:
        """Calibrated probabilities (N, species) from embeddings.

        Args:
            photo_embedding: (N, dim), (1, dim) for one photo at many places, or None without a photo.
            meta: (N, dim); the embedding of `Sighting()` where nothing is known.
            known: "photo", "meta" or "photo+meta": which calibration temperature applies.
        """
        photo = None if photo_embedding is None else photo_embedding.to(self.device)
        if photo is not None and len(photo) not in (1, len(meta)):
            raise ValueError(f"{len(photo)} photos and {len(meta)} sightings: give one photo, or one a sighting")
        temperature = self.config.calibration.get(known, 1.0)
        metas = torch.split(meta, SIGHTING_BATCH)
        photos: Sequence[Tensor | None] = [photo] * len(metas)
        if photo is not None and len(photo) > 1:
            photos = torch.split(photo, SIGHTING_BATCH)
        parts = [
            (self.model(one, part.to(self.device)) / temperature).softmax(dim=-1).cpu()
            for one, part in zip(photos, metas, strict=True)
        ]
        return torch.cat(parts) if parts else torch.empty(0, len(self.species))

    @torch.inference_mode()
    def familiarity(self, photo_embeddings: Tensor) -> Tensor:
        """How much photos, embeddings (N, dim), look like something the model knows: the largest logit
        of each photo alone, (N,) (the maximum logit score of Hendrycks et al. 2022)."""
        nothing = self.embed_sightings([Sighting()]).expand(len(photo_embeddings), -1)
        logits: Tensor = self.model(photo_embeddings.to(self.device), nothing.to(self.device))
        return logits.amax(dim=-1).cpu()

    def is_familiar(self, photo_embedding: Tensor) -> bool:
        """Whether a photo, an embedding (1, dim), looks like something the model knows; True where
        the model has no threshold to tell."""
        threshold = self.config.photo_threshold
        return threshold is None or float(self.familiarity(photo_embedding)) >= threshold

    def answers(self, photo_embeddings: Tensor | None, sightings: Sequence[Sighting]) -> list[Answer]:
        """One answer a sighting, from photos' embeddings, (N, dim) or (1, dim) for all, or, without
        photos, from place and date alone."""
        # What is known and, as one more row, nothing: one pass of the encoder for both.
        meta, nothing = self.embed_sightings([*sightings, Sighting()]).tensor_split([len(sightings)])
        known = torch.tensor([s.has_place or s.has_date for s in sightings], dtype=torch.bool)
        place = self.probabilities(None, meta, "meta")
        together, alone = place, None
        if photo_embeddings is not None:
            alone = self.probabilities(photo_embeddings, nothing.expand_as(meta), "photo")
            both = self.probabilities(photo_embeddings, meta, "photo+meta")
            together = torch.where(known[:, None], both, alone)
        return [
            Answer(
                self.config.species,
                self.config.scientific_names,
                together[i],
                None if alone is None else alone[i],
                place[i] if known[i] or alone is None else None,
            )
            for i in range(len(sightings))
        ]

    def identify(self, photo: PhotoSource | Tensor, sighting: Sighting = Sighting()) -> Answer:
        """What the bird in one photo is. A photo's embedding (1, dim) may stand for the photo.

        >>> predictor.identify("bird.jpg", Sighting(-74.0, 40.7, date(2024, 5, 31))).top(1)[0].species

        Raises:
            PhotoError: if the photo cannot be read.
        """
        embedding = photo if isinstance(photo, Tensor) else self.embed_photos([photo])
        return self.answers(embedding, [sighting])[0]

    def checklist(self, sighting: Sighting) -> Answer:
        """Which species are likely at a place and date; with no date, over the year as a whole."""
        return self.answers(None, [sighting])[0]
