"""From photo or description, place and date to species: the one `Predictor` behind app, command line and evaluation."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property

import torch
from torch import Tensor
from torch.nn.functional import normalize

from crossclip.answer import Answer
from crossclip.embedder import SIGHTING_BATCH, Embedder
from crossclip.model import CrossClip
from crossclip.model.folder import model_folder
from crossclip.model.strangers import nearness, read_strangers
from crossclip.photos.reading import PhotoSource
from crossclip.sighting import Sighting
from crossclip.text import checked_description

FALLBACK = {"text+meta": "text", "photo+text+meta": "photo+text"}
"""Where a model has no temperature for what is known, that of less is used."""


class Predictor(Embedder):
    """A model ready to answer, to be shared by threads; see `Embedder` for what it is made of."""

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

    @torch.inference_mode()
    def probabilities(
        self, photo_embedding: Tensor | None, meta: Tensor, known: str, text_embedding: Tensor | None = None
    ) -> Tensor:
        """Calibrated probabilities (N, species) from embeddings.

        A description without a photo stands in the photo's place. Beside a photo both are weighed as witnesses who
        do not know of each other: P(species | photo, text, meta) goes as P(species | photo, meta) P(species | text,
        meta) / P(species | meta), each calibrated. That holds for any head; with one that adds what photo and place
        say, it adds what the text says.

        Args:
            photo_embedding: (N, dim), (1, dim) for one photo at many places, or None without a photo.
            meta: (N, dim); the embedding of `Sighting()` where nothing is known.
            known: "photo", "text", "meta", "photo+meta", "text+meta", "photo+text" or "photo+text+meta": which
                calibration temperature applies.
            text_embedding: as `photo_embedding`, of a description beside the photo.
        """
        if photo_embedding is None or text_embedding is None:
            given = text_embedding if photo_embedding is None else photo_embedding
            return self._calibrated(given, meta, known).softmax(dim=-1)
        beside = "+meta" if known.endswith("+meta") else ""
        photo = self._calibrated(photo_embedding, meta, f"photo{beside}")
        text = self._calibrated(text_embedding, meta, f"text{beside}")
        neither = self._calibrated(None, meta, "meta")
        return ((photo + text - neither) / self._temperature(known)).softmax(dim=-1)

    def _calibrated(self, given: Tensor | None, meta: Tensor, known: str) -> Tensor:
        """Logits (N, species) over their temperature; `given` is in the photo's place."""
        given = None if given is None else given.to(self.device)
        if given is not None and len(given) not in (1, len(meta)):
            raise ValueError(f"{len(given)} photos and {len(meta)} sightings: give one photo, or one a sighting")
        metas = torch.split(meta, SIGHTING_BATCH)
        photos: Sequence[Tensor | None] = [given] * len(metas)
        if given is not None and len(given) > 1:
            photos = torch.split(given, SIGHTING_BATCH)
        temperature = self._temperature(known)
        parts = [
            (self.model(one, part.to(self.device)) / temperature).cpu() for one, part in zip(photos, metas, strict=True)
        ]
        return torch.cat(parts) if parts else torch.empty(0, len(self.species))

    def _temperature(self, known: str) -> float:
        calibration = self.config.calibration
        return calibration.get(known, calibration.get(FALLBACK.get(known, ""), 1.0))

    @torch.inference_mode()
    def visits(self, meta: Tensor) -> Tensor:
        """Probability that each species is found on a morning's visit, (N, species), each on its own, from
        embeddings (N, dim) of places and dates; NaN for species whose absence no survey has taught."""
        found = torch.full((len(meta), len(self.species)), torch.nan)
        if self.model.visits is not None:
            surveyed = [self.species.index(name) for name in self.config.surveyed]
            parts = [self.model.visits(part.to(self.device)).cpu() for part in torch.split(meta, SIGHTING_BATCH)]
            found[:, surveyed] = torch.cat(parts).sigmoid()
        return found

    @torch.inference_mode()
    def familiarity(self, photo_embeddings: Tensor) -> Tensor:
        """How much photos, embeddings (N, dim), look like something the model knows, (N,): the largest logit of
        each photo alone (the maximum logit score of Hendrycks et al. 2022) or, where the model has strangers, which
        are birds that it can tell but not name, see `crossclip.model.strangers.nearness`."""
        if self._strangers is not None:
            species = normalize(self.model.class_embeddings.cpu(), dim=1)
            return nearness(photo_embeddings.cpu(), species, self._strangers)
        nothing = self.embed_sightings([Sighting()]).expand(len(photo_embeddings), -1)
        logits: Tensor = self.model(photo_embeddings.to(self.device), nothing.to(self.device))
        return logits.amax(dim=-1).cpu()

    @cached_property
    def _strangers(self) -> Tensor | None:
        return read_strangers(self.folder, self.config.embedding_dim)

    def is_familiar(self, photo_embedding: Tensor) -> bool:
        """Whether a photo, an embedding (1, dim), looks like something the model knows; True where
        the model has no threshold to tell."""
        threshold = self.config.photo_threshold
        return threshold is None or float(self.familiarity(photo_embedding)) >= threshold

    def answers(
        self, photo_embeddings: Tensor | None, sightings: Sequence[Sighting], text_embeddings: Tensor | None = None
    ) -> list[Answer]:
        """One answer a sighting, from embeddings of photos, of descriptions or of both, (N, dim) or (1, dim) for
        all, or, without either, from place and date alone.

        Raises:
            ValueError: for another number of embeddings than of sightings, unless it is one.
        """
        # What is known and, as one more row, nothing: one pass of the encoder for both.
        meta, nothing = self.embed_sightings([*sightings, Sighting()]).tensor_split([len(sightings)])
        nothing = nothing.expand_as(meta)
        known = torch.tensor([s.has_place or s.has_date for s in sightings], dtype=torch.bool)
        place = self.probabilities(None, meta, "meta")
        given = {"photo": photo_embeddings, "text": text_embeddings}
        alone = {name: None if one is None else self.probabilities(one, nothing, name) for name, one in given.items()}
        together = place
        if name := "+".join(name for name, one in given.items() if one is not None):
            without = next((one for one in alone.values() if one is not None), place)
            if photo_embeddings is not None and text_embeddings is not None:
                without = self.probabilities(photo_embeddings, nothing, name, text_embeddings)
            both = self.probabilities(photo_embeddings, meta, f"{name}+meta", text_embeddings)
            together = torch.where(known[:, None], both, without)
        return [
            Answer(
                self.config.species,
                self.config.scientific_names,
                together[i],
                None if alone["photo"] is None else alone["photo"][i],
                place[i] if known[i] or not name else None,
                None if alone["text"] is None else alone["text"][i],
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

    def describe(self, text: str, sighting: Sighting = Sighting()) -> Answer:
        """What a bird is by a description of it.

        >>> predictor.describe("small yellow bird with a black cap", Sighting(-74.0, 40.7)).top(1)[0].species

        Raises:
            CrossClipError: for a text that is blank or too long, or a model without a text encoder.
        """
        return self.answers(None, [sighting], self.embed_texts([checked_description(text)]))[0]

    def checklist(self, sighting: Sighting) -> Answer:
        """Which species are likely at a place and date; with no date, over the year as a whole."""
        return self.answers(None, [sighting])[0]
