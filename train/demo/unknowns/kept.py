"""Embeddings of photos, computed once for the weights that make them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from safetensors.torch import load_file, save
from torch import Tensor

from crossclip.files import whole_file
from crossclip.photos.reading import PhotoSource
from crossclip.predict import Predictor


@dataclass(frozen=True)
class KeptEmbeddings:
    """Keeps what a model makes of photos in files of a folder."""

    predictor: Predictor
    folder: Path

    @cached_property
    def weights(self) -> str:
        """Of the photo encoder, in a few letters."""
        self.predictor.load_photo()
        digest = sha256()
        for tensor in self.predictor.model.photo.state_dict().values():
            digest.update(tensor.cpu().contiguous().numpy().tobytes())
        return digest.hexdigest()[:12]

    def embed(self, name: str, photos: Sequence[PhotoSource]) -> Tensor:
        """(N, dim) of photos, or pictures, which have to be the same ones whenever the same name is given."""
        paths = sha256("\n".join(str(photo) for photo in photos if isinstance(photo, str)).encode()).hexdigest()[:8]
        path = self.folder / f"{name}-{len(photos)}-{paths}-{self.weights}.safetensors"
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            with whole_file(path) as draft:
                draft.write_bytes(save({"embeddings": self.predictor.embed_photos(photos)}))
        return load_file(path)["embeddings"]
