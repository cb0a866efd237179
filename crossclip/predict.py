"""From photo, place and date to species: the one `Predictor` behind app, command line and evaluation."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

from crossclip.errors import CrossClipError
from crossclip.model import CrossClip
from crossclip.photo import PhotoSource, photo_transform, read_photo
from crossclip.sighting import Sighting, sighting_tensor

PHOTO_BATCH = 32
SIGHTING_BATCH = 8192


@dataclass(frozen=True)
class Candidate:
    """One line of an answer. Probabilities are over all species; None where nothing of the kind was given."""

    rank: int
    species: str
    scientific_name: str
    probability: float
    photo_probability: float | None
    place_probability: float | None


@dataclass(frozen=True)
class Answer:
    """Calibrated probabilities (species,) of one sighting: with all that is known, with the photo
    alone, with place and date alone; None where that part is unknown."""

    species: tuple[str, ...]
    scientific_names: tuple[str, ...]
    probability: Tensor
    photo_probability: Tensor | None
    place_probability: Tensor | None

    def top(self, count: int | None = 5) -> list[Candidate]:
        """The likeliest species first; all of them with None, and never more than there are."""
        count = len(self.species) if count is None else min(count, len(self.species))
        # A stable sort, so that equal probabilities keep the species' order on every machine.
        order = torch.sort(self.probability, descending=True, stable=True).indices[:count]
        return [self.candidate(int(index), rank) for rank, index in enumerate(order, start=1)]

    def candidate(self, index: int, rank: int) -> Candidate:
        def at(probability: Tensor | None) -> float | None:
            return None if probability is None else float(probability[index])

        return Candidate(
            rank,
            self.species[index],
            self.scientific_names[index],
            float(self.probability[index]),
            at(self.photo_probability),
            at(self.place_probability),
        )


class Predictor:
    """A model ready to answer. Embeddings are plain tensors, so that callers can keep a photo's or a
    grid's and combine it with many others.

    Args:
        model: in evaluation mode.
        device: "cpu", "cuda", ...
    """

    def __init__(self, model: CrossClip, device: str | torch.device = "cpu") -> None:
        try:
            self.device = torch.device(device)
            self.model = model.to(self.device).eval()
        except (RuntimeError, AssertionError) as error:
            raise CrossClipError(f"device {device} cannot be used here: {str(error).splitlines()[0]}") from None
        self.config = model.config

    @classmethod
    def from_pretrained(cls, path_or_hub_name: str | os.PathLike[str], device: str | torch.device = "cpu") -> Predictor:
        return cls(CrossClip.from_pretrained(path_or_hub_name, lazy=True), device)

    @property
    def species(self) -> tuple[str, ...]:
        return self.config.species

    @cached_property
    def transform(self):
        c = self.config
        return photo_transform(c.photo_resize, c.photo_size, c.photo_mean, c.photo_std)

    def find_species(self, name: str) -> int:
        """Index of a species by common or scientific name, whatever the case.

        Raises:
            CrossClipError: naming the closest species the model knows.
        """
        import difflib

        wanted = name.strip().casefold().replace("\u2019", "'")
        names = [n.casefold() for n in (*self.config.species, *self.config.scientific_names)]
        if wanted in names:
            return names.index(wanted) % len(self.species)
        close = difflib.get_close_matches(wanted, names, n=1, cutoff=0.5)
        hint = f": did you mean {self.species[names.index(close[0]) % len(self.species)]}?" if close else ""
        raise CrossClipError(f"{name!r} is not among the {len(self.species)} species of this model{hint}")

    @torch.inference_mode()
    def embed_photos(self, photos: Sequence[PhotoSource]) -> Tensor:
        """Unit vectors (N, dim), in batches. Raises PhotoError for the first unreadable photo."""
        rows = [
            self.model.encode_photo(
                torch.stack([self.transform(read_photo(photo)) for photo in photos[start : start + PHOTO_BATCH]]).to(
                    self.device, memory_format=torch.channels_last
                )
            ).cpu()
            for start in range(0, len(photos), PHOTO_BATCH)
        ]
        return torch.cat(rows) if rows else torch.empty(0, self.config.embedding_dim)

    @torch.inference_mode()
    def embed_sightings(self, sightings: Sequence[Sighting] | Tensor) -> Tensor:
        """Unit vectors (N, dim) of places and dates; takes `sighting_tensor` rows as well, for grids."""
        rows = sightings if isinstance(sightings, Tensor) else sighting_tensor(sightings)
        parts = [self.model.encode_meta(part.to(self.device)).cpu() for part in rows.split(SIGHTING_BATCH)]
        return torch.cat(parts) if parts else torch.empty(0, self.config.embedding_dim)

    @torch.inference_mode()
    def embed_texts(self, texts: Sequence[str]) -> Tensor:
        """Unit vectors (N, dim) of free text; the first call loads the text encoder."""
        return self.model.encode_text(texts).cpu()

    @torch.inference_mode()
    def probabilities(self, photo: Tensor | None, meta: Tensor, known: str) -> Tensor:
        """Calibrated probabilities (N, species) from embeddings.

        Args:
            photo: (N, dim), (1, dim) for one photo at many places, or None without a photo.
            meta: (N, dim); the embedding of `Sighting()` where nothing is known.
            known: "photo", "meta" or "photo+meta": which calibration temperature applies.
        """
        if photo is not None and len(photo) not in (1, len(meta)):
            raise ValueError(f"{len(photo)} photos and {len(meta)} sightings: give one photo, or one a sighting")
        temperature = self.config.calibration.get(known, 1.0)
        photo = None if photo is None else photo.to(self.device)
        metas = meta.split(SIGHTING_BATCH)
        photos = [photo] * len(metas) if photo is None or len(photo) == 1 else photo.split(SIGHTING_BATCH)
        parts = [
            (self.model(one, part.to(self.device)) / temperature).softmax(dim=-1).cpu()
            for one, part in zip(photos, metas, strict=True)
        ]
        return torch.cat(parts) if parts else torch.empty(0, len(self.species))

    @torch.inference_mode()
    def familiarity(self, photos: Tensor) -> Tensor:
        """How much photos, embeddings (N, dim), look like something the model knows: the largest logit
        of each photo alone, (N,) (the maximum logit score of Hendrycks et al. 2022)."""
        nothing = self.embed_sightings([Sighting()]).expand(len(photos), -1)
        return self.model(photos.to(self.device), nothing.to(self.device)).amax(dim=-1).cpu()

    def recognises(self, photo: Tensor) -> bool:
        """Whether a photo, an embedding (1, dim), looks like something the model knows; True where
        the model has no threshold to tell."""
        threshold = self.config.photo_threshold
        return threshold is None or float(self.familiarity(photo)) >= threshold

    def answers(self, photos: Tensor | None, sightings: Sequence[Sighting]) -> list[Answer]:
        """One answer a sighting, from photo embeddings (N, dim) or, without photos, place and date alone."""
        # What is known and, as one more row, nothing: one pass of the encoder for both.
        meta, nothing = self.embed_sightings([*sightings, Sighting()]).tensor_split([len(sightings)])
        known = torch.tensor([s.has_place or s.has_date for s in sightings], dtype=torch.bool)
        place = self.probabilities(None, meta, "meta")
        if photos is None:
            together, alone = place, None
        else:
            alone = self.probabilities(photos, nothing.expand_as(meta), "photo")
            together = torch.where(known[:, None], self.probabilities(photos, meta, "photo+meta"), alone)
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
        """What the bird in one photo is. A photo's embedding (1, dim) may stand for the photo."""
        embedding = photo if isinstance(photo, Tensor) else self.embed_photos([photo])
        return self.answers(embedding, [sighting])[0]

    def checklist(self, sighting: Sighting) -> Answer:
        """Which species are likely at a place and date; with no date, over the year as a whole."""
        return self.answers(None, [sighting])[0]
