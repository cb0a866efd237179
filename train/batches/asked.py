"""Photos as evaluation asks about them: each decoded once, in processes beside, and given in chunks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import torch
from PIL import Image
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from crossclip.embedder import PHOTO_BATCH
from crossclip.photo import read_photo
from crossclip.predict import Predictor
from train.batches.workers import leave_signals, worker_count


class _Asked(Dataset[Tensor]):
    def __init__(self, files: Sequence[str], transform: Callable[[Image.Image], Tensor]) -> None:
        self.files, self.transform = files, transform

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> Tensor:
        return self.transform(read_photo(self.files[index]))


def asked_photos(
    files: Sequence[str], transform: Callable[[Image.Image], Tensor], chunk: int, workers: int = -1
) -> Iterator[Tensor]:
    """Pixels (chunk, 3, H, W), channels last, in the order of the files; no more than a few chunks are held."""
    loader = DataLoader(
        _Asked(files, transform),
        batch_size=chunk,
        num_workers=worker_count(workers, len(files)),
        worker_init_fn=leave_signals,
        pin_memory=torch.cuda.is_available(),
    )
    for pixels in loader:
        yield pixels.contiguous(memory_format=torch.channels_last)


@torch.inference_mode()
def embed_asked(predictor: Predictor, files: Sequence[str], workers: int = -1) -> Tensor:
    """What `Predictor.embed_photos` gives, (N, dim), decoded in processes beside."""
    if not files:
        return torch.empty(0, predictor.config.embedding_dim)
    predictor.load_photo()
    chunks = asked_photos(files, predictor.transform, PHOTO_BATCH, workers)
    return torch.cat([predictor.model.encode_photo(pixels.to(predictor.device)).cpu() for pixels in chunks])
