"""The text files that describe both CUB-200-2011 and NABirds: one `<image id> <value>` a line."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from train.data.common import DatasetError, first_of, read_text


def read_listings(root: Path) -> pd.DataFrame:
    """One row an image, indexed by image id: `photo` (absolute path), `path` (within images/), `class_id`,
    `class_name` (as written) and the official `split`, train or test.

    Raises:
        DatasetError: naming the file that is missing or contradicts the others.
    """
    paths, labels = read_listing(root / "images.txt"), read_listing(root / "image_class_labels.txt")
    classes, training = read_listing(root / "classes.txt"), read_listing(root / "train_test_split.txt")
    for name, listing in {"image_class_labels.txt": labels, "train_test_split.txt": training}.items():
        if lacking := set(paths.index) - set(listing.index):
            raise DatasetError(f"{root / name} lacks images of images.txt: {first_of(lacking)}")
    if strangers := set(labels) - set(classes.index):
        raise DatasetError(f"{root} has labels that its classes.txt lacks: {first_of(strangers)}")
    if odd := set(training) - {"0", "1"}:
        raise DatasetError(f"{root / 'train_test_split.txt'} must say 1 for train or 0 for test: {first_of(odd)}")
    if not (root / "images").is_dir():
        raise DatasetError(f"images.txt lists {len(paths)} photos and {root} has no folder images: extract them there")
    labels = labels[paths.index]
    return pd.DataFrame(
        {
            "photo": str(root / "images") + "/" + paths,
            "path": paths,
            "class_id": labels,
            "class_name": classes[labels].to_numpy(),
            "split": training[paths.index].map({"1": "train", "0": "test"}),
        }
    )


def read_listing(path: Path) -> pd.Series:
    """Values by id, both as text.

    Raises:
        DatasetError: for a line without a value or an id that comes twice.
    """
    pairs = [line.split(maxsplit=1) for line in read_text(path).splitlines() if line.strip()]
    odd = [number for number, pair in enumerate(pairs, start=1) if len(pair) != 2]
    if odd or not pairs:
        raise DatasetError(f"{path} is cut short or of another kind: line {odd[0] if odd else 1} is not '<id> <value>'")
    ids, values = zip(*pairs, strict=True)
    listing = pd.Series([value.strip() for value in values], index=ids)
    if not listing.index.is_unique:
        raise DatasetError(f"{path} has an id twice: {first_of(listing.index[listing.index.duplicated()])}")
    return listing
