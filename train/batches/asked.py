"""Photos as evaluation asks about them: each decoded once, in processes beside, and given in chunks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import torch
from accelerate import PartialState
from accelerate.utils import gather_object
from PIL import Image
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from crossclip.embedder import PHOTO_BATCH
from crossclip.photos.reading import read_photo
from crossclip.predict import Predictor
from crossclip.streams.loader import each
from train.batches.workers import leave_signals, worker_count
from train.tables.stored import stored


class _Asked(Dataset[Tensor]):
    def __init__(self, files: Sequence[str], crop: Callable[[Image.Image], Tensor]) -> None:
        self.files, self.crop = files, crop

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> Tensor:
        return self.crop(read_photo(stored(self.files[index])))


def asked_photos(
    files: Sequence[str], crop: Callable[[Image.Image], Tensor], chunk: int, workers: int = -1
) -> Iterator[Tensor]:
    """Pixels (chunk, 3, H, W), uint8, in the order of the files; no more than a few chunks are held."""
    loader = DataLoader(
        _Asked(files, crop),
        batch_size=chunk,
        num_workers=worker_count(workers, len(files)),
        worker_init_fn=leave_signals,
        pin_memory=torch.cuda.is_available(),
    )
    yield from each(loader)


@torch.inference_mode()
def embed_asked(predictor: Predictor, files: Sequence[str], workers: int = -1) -> Tensor:
    """What `Predictor.embed_photos` gives, (N, dim), decoded in processes beside."""
    if not files:
        return torch.empty(0, predictor.config.embedding_dim)
    return torch.cat(
        [predictor.embed_pixels(part) for part in asked_photos(files, predictor.crop, PHOTO_BATCH, workers)]
    )


def embed_together(predictor: Predictor, files: Sequence[str], workers: int = -1) -> Tensor:
    """`embed_asked`, parted among the processes of a run, of which each gets all rows."""
    state = PartialState()
    own = embed_asked(predictor, files[state.process_index :: state.num_processes], workers)
    if state.num_processes == 1:
        return own
    found = torch.empty(len(files), predictor.config.embedding_dim)
    for index, part in enumerate(gather_object([own])):
        found[index :: state.num_processes] = part
    return found
