"""Photos to pixels in processes beside the one that answers, a few groups ahead of it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from PIL import Image
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from crossclip.errors import CrossClipError
from crossclip.photos.exif import read_exif_sighting
from crossclip.photos.reading import read_photo
from crossclip.sighting import Sighting
from crossclip.streams.loader import each

AHEAD = 4  # groups of each process that wait to be taken
WORTH_A_PROCESS = 64  # photos below which starting one takes longer than decoding them
MOST = 16


class ReadersError(CrossClipError):
    """The processes that read photos came to an end; what is there is kept."""


@dataclass(frozen=True)
class Decoded:
    """A group of photos: `pixels` (N, 3, size, size), uint8, of those that can be read; for each of the group the
    error that is in the way, if any, and what its EXIF says."""

    pixels: Tensor
    errors: Sequence[CrossClipError | None]
    taken: Sequence[Sighting | CrossClipError | None]


def reader_count(photos: int) -> int:
    """How many processes read so many photos: all cores, which they leave to the network in turn."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    share = max(1, cores // int(os.environ.get("LOCAL_WORLD_SIZE", "1")))
    return min(share, MOST, photos // WORTH_A_PROCESS)


def decoded(
    groups: Iterable[list[Path]], crop: Callable[[Image.Image], Tensor], exif: bool = False, workers: int = 0
) -> Iterator[Decoded]:
    """Each group's pixels, in order.

    Args:
        groups: taken some ahead of what is given.
        crop: from an upright picture to pixels (3, size, size), uint8.
        workers: processes; 0 decodes in this one.

    Raises:
        ReadersError: if a process was ended from outside.
    """
    loader = DataLoader(
        _Photos(crop, exif),
        batch_sampler=groups,  # what stands for a photo is its path
        collate_fn=_together,
        num_workers=workers,
        prefetch_factor=AHEAD if workers else None,
        worker_init_fn=_leave_signals,
        pin_memory=torch.cuda.is_available(),
    )
    try:
        yield from each(loader)
    except RuntimeError as error:
        if "DataLoader worker" not in str(error):
            raise
        raise ReadersError(
            "a process that reads photos was ended from outside, for want of memory maybe: give the same command "
            "again, with fewer --workers if it happens again"
        ) from None


class _Photos(Dataset[tuple[Tensor | CrossClipError, Sighting | CrossClipError | None]]):
    def __init__(self, crop: Callable[[Image.Image], Tensor], exif: bool) -> None:
        self.crop, self.exif = crop, exif

    def __getitem__(self, photo: Path) -> tuple[Tensor | CrossClipError, Sighting | CrossClipError | None]:
        taken: Sighting | CrossClipError | None = None
        if self.exif:
            try:
                taken = read_exif_sighting(photo)
            except CrossClipError as error:
                taken = error
        try:
            return self.crop(read_photo(photo)), taken
        except CrossClipError as error:
            return error, taken


def _together(group: list[tuple[Tensor | CrossClipError, Sighting | CrossClipError | None]]) -> Decoded:
    found = [one for one, _ in group if isinstance(one, Tensor)]
    pixels = torch.stack(found) if found else torch.empty(0, dtype=torch.uint8)
    errors = [one if isinstance(one, CrossClipError) else None for one, _ in group]
    return Decoded(pixels, errors, [taken for _, taken in group])


def _leave_signals(worker: int) -> None:
    """What stops a run is for the process that answers: it lets its readers go."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
