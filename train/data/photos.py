"""Which photos of a table are missing or cannot be read, before hours of training find out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from multiprocessing.pool import ThreadPool

from tqdm import tqdm

from crossclip.photos.reading import PhotoError, open_photo, read_photo
from train.tables.stored import stored


def find_bad_photos(photos: Sequence[str], headers_only: bool = False) -> dict[str, str]:
    """The reason, by path, for each photo that training could not read.

    Args:
        headers_only: open each file and decode no pixels: quicker, but misses most files that are cut short.
    """
    with ThreadPool() as pool:
        reasons = pool.imap(partial(_reason, headers_only=headers_only), photos, chunksize=64)
        progress = tqdm(reasons, "checking photos", len(photos), unit=" photos", mininterval=1)
        return {photo: reason for photo, reason in zip(photos, progress, strict=True) if reason}


def _reason(photo: str, headers_only: bool) -> str:
    try:
        if headers_only:
            with open_photo(stored(photo)) as image:
                image.verify()
        else:
            read_photo(stored(photo))
    except PhotoError as error:
        return str(error)
    return ""
