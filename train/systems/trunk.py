"""Photos as a network takes them: as pixels, or as what its locked first blocks make of them.

Where the first blocks of a backbone do not learn, their maps of each photo are the same in every epoch
and in every system: computed once, they leave only the last blocks to run in training.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save
from torch import Tensor, nn
from torch.utils.data import Dataset
from tqdm.auto import tqdm

from crossclip.files import whole_file
from crossclip.model.config import CrossClipConfig
from crossclip.photo import photo_transform, read_photo
from train.engine.batches import PhotoFeatures, Photos
from train.engine.transforms import training_transform
from train.rows import Rows

CHUNK = 64


@dataclass(frozen=True)
class PixelSource:
    """Photos as pixels, for networks that learn from the first block on.

    Attributes:
        config: whose sizes and normalisation the photos get.
    """

    config: CrossClipConfig

    def training(self, rows: Rows) -> Dataset:
        return Photos(rows, training_transform(self.config))

    def evaluation(self, split: str, rows: Rows) -> Iterator[Tensor]:
        """The distinct photos of the rows, in the order of their paths, in chunks."""
        c = self.config
        transform = photo_transform(c.photo_resize, c.photo_size, c.photo_mean, c.photo_std)
        files = distinct_photos(rows)
        for start in range(0, len(files), CHUNK):
            pixels = torch.stack([transform(read_photo(file)) for file in files[start : start + CHUNK]])
            yield pixels.contiguous(memory_format=torch.channels_last)

    def learning(self, network: nn.Module) -> AbstractContextManager:
        return nullcontext()


@dataclass(frozen=True)
class TrunkSource:
    """Photos as the maps of a network's first `blocks`, kept in `folder`.

    Attributes:
        start: makes the network as all systems start from it; it needs its blocks in `features`.
        views: augmented views of each training photo; a step takes one at random.
    """

    pixels: PixelSource
    start: Callable[[], nn.Module]
    blocks: int
    views: int
    folder: Path

    def training(self, rows: Rows) -> Dataset:
        augmented = self.pixels.training(rows)
        chosen = rows.has_photo.nonzero()[:, 0]

        def views() -> Iterator[Tensor]:
            items = [(int(row), view * len(rows) + int(row)) for view in range(self.views) for row in chosen]
            for start in range(0, len(items), CHUNK):
                yield torch.stack([augmented[item][1] for item in items[start : start + CHUNK]])

        maps = self._maps(f"train-{self.views}-views", views, self.views * len(chosen))
        return PhotoFeatures(rows, maps.unflatten(0, (self.views, len(chosen))))

    def evaluation(self, split: str, rows: Rows) -> Iterator[Tensor]:
        maps = self._maps(split, lambda: self.pixels.evaluation(split, rows), len(distinct_photos(rows)))
        for part in maps.split(CHUNK):
            yield part.float().contiguous(memory_format=torch.channels_last)

    @contextmanager
    def learning(self, network: nn.Module) -> Iterator[None]:
        """While a network sees maps instead of pixels, it lacks the blocks that made them."""
        whole = network.features
        network.features = whole[self.blocks :]
        try:
            yield
        finally:
            network.features = whole

    @torch.inference_mode()
    def _maps(self, name: str, chunks: Callable[[], Iterator[Tensor]], count: int) -> Tensor:
        path = self.folder / f"trunk-{name}.safetensors"
        if not path.exists():
            trunk = self.start().eval().features[: self.blocks].to(memory_format=torch.channels_last)
            parts = tqdm(chunks(), desc=f"locked blocks, {name}", total=-(-count // CHUNK))
            maps = torch.cat([trunk(part).to(torch.bfloat16).contiguous() for part in parts])
            self.folder.mkdir(parents=True, exist_ok=True)
            with whole_file(path) as draft:
                draft.write_bytes(save({"maps": maps}))
        return load_file(path)["maps"]


def distinct_photos(rows: Rows) -> list[str]:
    return np.unique(rows.photos[rows.photos != ""]).tolist()


def photo_numbers(photos: np.ndarray) -> Tensor:
    """Which of the distinct photos, in order of their paths, each row asks about."""
    return torch.from_numpy(np.unique(photos, return_inverse=True)[1])
