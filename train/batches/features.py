"""Photos as a network takes them: as pixels, or as what a part of it that does not learn makes of them.

Where the first blocks of a backbone do not learn, or the whole of it, their features of each photo are the same
in every epoch and in every system: computed once, they leave only the rest to run in training.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save
from torch import Tensor, nn
from tqdm.auto import tqdm

from crossclip.files import whole_file
from crossclip.model.config import CrossClipConfig
from crossclip.photos.pixels import photo_crop, photo_normal
from train.batches.asked import asked_photos
from train.batches.crops import Crops
from train.batches.photos import PhotoFeatures, Photos, PhotoSet, training_transform
from train.tables.rows import Rows

CHUNK = 64
Encode = Callable[[Tensor], Tensor]
"""From pixels (N, 3, H, W), channels last, to features (N, ...)."""


@dataclass(frozen=True)
class FeatureCache:
    """Features of photos, computed once and kept in files of a folder."""

    folder: Path
    chunk: int = CHUNK

    def views(self, name: str, encode: Encode, rows: Rows, photos: PhotoSet, views: int) -> PhotoFeatures:
        """Features of that many augmented views of each photo; a step takes one at random."""
        chosen = rows.has_photo.nonzero()[:, 0]
        items = [(int(row), view * len(rows) + int(row)) for view in range(views) for row in chosen]
        chunks = (
            torch.stack([photos[item][1] for item in items[start : start + self.chunk]])
            for start in range(0, len(items), self.chunk)
        )
        features = self.features(name, encode, chunks, len(items))
        return PhotoFeatures(rows, features.unflatten(0, (views, len(chosen))))

    @torch.no_grad()
    def features(self, name: str, encode: Encode, chunks: Iterator[Tensor], count: int) -> Tensor:
        """Features (count, ...) of pixels that come in chunks; these are not asked for where the file is there."""
        path = self.folder / f"{name}.safetensors"
        if not path.exists():
            parts = tqdm(chunks, desc=name, total=-(-count // self.chunk))
            found = torch.cat([encode(part.contiguous(memory_format=torch.channels_last)) for part in parts])
            self.folder.mkdir(parents=True, exist_ok=True)
            with whole_file(path) as draft:
                draft.write_bytes(save({"maps": found.contiguous()}))
        kept = load_file(path)
        return kept["maps"] if "maps" in kept else kept["tensor"].flatten(0, 1)  # (views, photos, ...), as once kept


@dataclass(frozen=True)
class PixelSource:
    """Photos as pixels, for networks that learn from the first block on.

    Attributes:
        config: whose sizes and normalisation the photos get.
        workers: processes that decode what is asked about, -1 for what the cores allow.
    """

    config: CrossClipConfig
    workers: int = -1

    def training(self, rows: Rows) -> PhotoSet:
        return Crops(rows, self.config)

    def evaluation(self, split: str, rows: Rows) -> Iterator[Tensor]:
        """The distinct photos of the rows, in the order of their paths, in chunks."""
        c = self.config
        normal = photo_normal(c.photo_mean, c.photo_std)
        crop = photo_crop(c.photo_resize, c.photo_size, c.photo_interpolation)
        for pixels in asked_photos(rows.distinct_photos, crop, CHUNK, self.workers):
            yield normal(pixels).contiguous(memory_format=torch.channels_last)

    def learning(self, network: nn.Module) -> AbstractContextManager[None]:
        return nullcontext()


@dataclass(frozen=True)
class TrunkSource:
    """Photos as the maps of a network's first `blocks`, in 16 bits.

    Attributes:
        start: makes the network as all systems start from it; it needs its blocks in `features`.
        views: augmented views of each training photo.
    """

    pixels: PixelSource
    start: Callable[[], nn.Module]
    blocks: int
    views: int
    cache: FeatureCache

    def training(self, rows: Rows) -> PhotoSet:
        name = f"trunk-train-{self.views}-views"
        photos = Photos(rows, training_transform(self.pixels.config))
        return self.cache.views(name, self._trunk(), rows, photos, self.views)

    def evaluation(self, split: str, rows: Rows) -> Iterator[Tensor]:
        """As those of `PixelSource`, with maps for pixels."""
        chunks = self.pixels.evaluation(split, rows)
        maps = self.cache.features(f"trunk-{split}", self._trunk(), chunks, len(rows.distinct_photos))
        for part in maps.split(CHUNK):
            yield part.float().contiguous(memory_format=torch.channels_last)

    @contextmanager
    def learning(self, network: nn.Module) -> Iterator[None]:
        """While a network sees maps instead of pixels, it lacks the blocks that made them."""
        whole = blocks_of(network)
        network.features = whole[self.blocks :]
        try:
            yield
        finally:
            network.features = whole

    def _trunk(self) -> Encode:
        made: list[nn.Module] = []  # when it is first needed, which is not where the maps are kept already

        def encode(pixels: Tensor) -> Tensor:
            if not made:
                blocks = blocks_of(self.start().eval())[: self.blocks]
                made.append(blocks.to(memory_format=torch.channels_last))
            return made[0](pixels).to(torch.bfloat16).contiguous()

        return encode


def blocks_of(network: nn.Module) -> nn.Sequential:
    """The blocks of a torchvision network that has them in `features`, as MobileNet and EfficientNet do."""
    if not isinstance(features := network.features, nn.Sequential):
        raise TypeError(f"{type(network).__name__} does not have its blocks in a row")
    return features
