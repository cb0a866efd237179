"""Folders of NABirds as they are published."""

import json

import pytest

from tests.train.data.original_files import (
    LOCATED,
    NABIRDS_CLASSES,
    NABIRDS_IMAGES,
    lines,
    photo,
)


@pytest.fixture
def nabirds(tmp_path):
    root = tmp_path / "nabirds"
    root.mkdir()
    paths = {id_: f"0{row[0]}/{id_.replace('-', '')}.jpg" for id_, row in NABIRDS_IMAGES.items()}
    for path in paths.values():
        photo(root / "images" / path)
    lines(root / "images.txt", *paths.items())
    lines(root / "image_class_labels.txt", *((id_, row[0]) for id_, row in NABIRDS_IMAGES.items()))
    lines(root / "train_test_split.txt", *((id_, row[2]) for id_, row in NABIRDS_IMAGES.items()))
    lines(root / "classes.txt", *NABIRDS_CLASSES.items())
    lines(root / "hierarchy.txt", ("5", "0"), ("700", "5"), ("817", "700"), ("818", "700"), ("900", "0"))
    content = {"train": [], "val": [], "test": [], "classes": [NABIRDS_CLASSES[id_] for id_ in ("817", "818", "900")]}
    for id_, (_, label, _, split, meta) in NABIRDS_IMAGES.items():
        content[split].append({"class_id": label, "im_path": paths[id_], "valid_image": True, "ebird_meta": meta})
    (root / LOCATED).write_text(json.dumps(content))
    return root
