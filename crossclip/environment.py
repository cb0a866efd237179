"""What the ground is like at a place: height, relief, water and the colour of the land from above.

The rasters are package data, made by `python -m train.demo.environment` from NOAA ETOPO and NASA Blue Marble:
plate carree at a quarter of a degree, north and west first. Colour, elevation, relief and texture are those of the
land alone, continued out over water, so that a shore reads the land it belongs to; how wet it is there is told apart.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import numpy as np
import torch
from PIL import Image
from torch import Tensor

FILES = ("land.png", "water.png", "colour.png")
COVARIATES = ("elevation", "relief", "texture", "water", "coast", "shore", "red", "green", "blue")
"""Square roots of elevation and relief, unevenness of brightness, share of water, square roots of the distances to the
sea's coast and to a lake, and the colour from above."""
ROOTS = 3.2
"""Levels of elevation in the rasters to the square root of a metre."""


def sample_environment(longitude: Tensor, latitude: Tensor, coarse: tuple[int, ...] = (1,)) -> Tensor:
    """The covariates at places, bilinear: at the grain of the rasters and as means over blocks of coarser ones.

    Args:
        longitude, latitude: (N,) degrees, of known places; the date line and the poles are no seams.
        coarse: sides of the blocks in degrees, divisors of 180.

    Returns:
        (N, covariates * (1 + len(coarse))) float32, standardised over the land of the globe, on the places' device.

    Example:
        `sample_environment(torch.tensor([-105.0]), torch.tensor([39.7]))[0, 0]` is above 1: Denver lies high.
    """
    mean, deviation = (statistic.to(longitude.device) for statistic in _land_statistics())
    grids = (_grid(degrees).to(longitude.device) for degrees in (None, *coarse))
    return torch.cat([(_bilinear(grid, longitude, latitude) - mean) / deviation for grid in grids], dim=1)


def elevation() -> np.ndarray:
    """Metres above the sea, (720, 1440) float32, the centres of quarters of a degree from the north and the west; 0 on
    the open sea, and off a coast as on it. Exact to some metres in the lowlands and to a hundred on the peaks."""
    roots = _grid(None)[..., COVARIATES.index("elevation")].numpy().astype(np.float32)
    metres: np.ndarray = (roots / ROOTS) ** 2
    return metres


@cache
def _grid(degrees: int | None) -> Tensor:
    """(H, W, covariates): uint8 as it stands in the files, or float32 means over blocks of some degrees."""
    if degrees is not None:
        fine = _grid(None).numpy()
        cells = degrees * fine.shape[0] // 180
        height, width, channels = fine.shape
        blocks = fine.reshape(height // cells, cells, width // cells, cells, channels)
        return torch.from_numpy(blocks.mean(axis=(1, 3), dtype=np.float32))
    layers = []
    for name in FILES:
        with (files("crossclip") / "rasters" / name).open("rb") as file, Image.open(file) as picture:
            layers.append(np.asarray(picture.convert("RGB")))
    return torch.from_numpy(np.concatenate(layers, axis=-1))


@cache
def _land_statistics() -> tuple[Tensor, Tensor]:
    """Mean and standard deviation (covariates,) of the one-degree means that are mostly land."""
    blocks = _grid(1)
    land = blocks[blocks[..., COVARIATES.index("water")] < 128]
    return land.mean(dim=0), land.std(dim=0)


def _bilinear(grid: Tensor, longitude: Tensor, latitude: Tensor) -> Tensor:
    height, width, channels = grid.shape
    flat = grid.view(-1, channels)
    x = (longitude + 180) * (width / 360) - 0.5
    y = ((90 - latitude) * (height / 180) - 0.5).clamp(0, height - 1)
    west, north = x.floor(), y.floor()
    across, down = (x - west)[:, None], (y - north)[:, None]
    columns, rows = west.long(), north.long()
    below, beside, columns = (rows + 1).clamp_max(height - 1), (columns + 1) % width, columns % width

    def corner(row: Tensor, column: Tensor) -> Tensor:
        return flat.index_select(0, row * width + column).float()

    top = torch.lerp(corner(rows, columns), corner(rows, beside), across)
    bottom = torch.lerp(corner(below, columns), corner(below, beside), across)
    return torch.lerp(top, bottom, down)
