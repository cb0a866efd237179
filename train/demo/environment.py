"""Make the rasters that the library reads, from the public-domain originals.

    python -m train.demo.environment --data ../shared

Three pictures of the globe at a quarter of a degree, 8 bits a channel; see `crossclip.environment`.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
from PIL import Image, ImageDraw
from scipy.ndimage import distance_transform_edt, gaussian_filter, maximum_filter, minimum_filter
from shapely.geometry.base import BaseGeometry
from sklearn.neighbors import BallTree

from crossclip.files import whole_file

CELLS = 4  # a degree, of the rasters
FINE = 20  # a degree, of the polygons
HEIGHT, WIDTH = 180 * CELLS, 360 * CELLS
EARTH = 6371.0  # km
FARTHEST = 1280.0  # km, beyond what a channel can say
SOUTHERN_END = 148 * CELLS  # rows from 58 S on, where no bird of ours is
EDGES = ("nearest", "wrap")  # of filters: rows end at the poles, columns meet at the date line


def rasterised(shapes: Sequence[BaseGeometry]) -> np.ndarray:
    """(180 FINE, 360 FINE) bool: inside the polygons."""
    image = Image.new("L", (360 * FINE, 180 * FINE))
    draw = ImageDraw.Draw(image)
    for polygon in gpd.GeoSeries(list(shapes)).explode(index_parts=False):
        for ring, inside in ((polygon.exterior, 1), *((hole, 0) for hole in polygon.interiors)):
            draw.polygon([((x + 180) * FINE - 0.5, (90 - y) * FINE - 0.5) for x, y in ring.coords], fill=inside)
    return np.asarray(image, dtype=bool)


def on_cells(values: np.ndarray) -> np.ndarray:
    """A plate carree grid (H, W) of any resolution, bilinearly at the centres of the cells."""
    height, width = values.shape
    y = np.clip((np.arange(HEIGHT) + 0.5) * height / HEIGHT - 0.5, 0, height - 1)
    x = (np.arange(WIDTH) + 0.5) * width / WIDTH - 0.5
    north, west = np.floor(y).astype(int), np.floor(x).astype(int)
    south, down, across = np.minimum(north + 1, height - 1), (y - north)[:, None], (x - west)[None, :]
    west, east = west % width, (west + 1) % width
    top = values[north][:, west] * (1 - across) + values[north][:, east] * across
    bottom = values[south][:, west] * (1 - across) + values[south][:, east] * across
    return top * (1 - down) + bottom * down


def continued(values: np.ndarray, known: np.ndarray, pad: int = 40) -> np.ndarray:
    """Unknown cells take the value of the nearest known one, across the date line too."""

    def wide(grid: np.ndarray) -> np.ndarray:
        return np.concatenate([grid[:, -pad:], grid, grid[:, :pad]], axis=1)

    rows, columns = distance_transform_edt(~wide(known), return_distances=False, return_indices=True)
    return wide(values)[rows, columns][:, pad:-pad]


def distance_to_edge(mask: np.ndarray) -> np.ndarray:
    """(HEIGHT, WIDTH) km from each cell's centre to the edge of a fine mask, up to `FARTHEST`."""
    inner = np.logical_and.reduce([np.roll(mask, step, axis) for axis in (0, 1) for step in (1, -1)])
    rows, columns = np.nonzero(mask & ~inner)
    edge = np.radians(np.stack([90 - (rows + 0.5) / FINE, (columns + 0.5) / FINE - 180], axis=1))
    latitude = 90 - (np.arange(HEIGHT) + 0.5) / CELLS
    longitude = (np.arange(WIDTH) + 0.5) / CELLS - 180
    centres = np.radians(np.stack(np.meshgrid(latitude, longitude, indexing="ij"), axis=-1).reshape(-1, 2))
    distance, _ = BallTree(edge, metric="haversine").query(centres, dualtree=True, breadth_first=True)
    return np.minimum(EARTH * distance.reshape(HEIGHT, WIDTH), FARTHEST)


def water_layer(land: np.ndarray, lakes: np.ndarray) -> list[np.ndarray]:
    """Share of water, distance to the sea's coast, distance to a lake's shore."""
    dry = (land & ~lakes).astype(np.float32)
    factor = FINE // CELLS
    water = 1 - dry.reshape(HEIGHT, factor, WIDTH, factor).mean(axis=(1, 3))
    coast, shore = distance_to_edge(land), np.minimum(distance_to_edge(lakes), 600)
    return [np.where(water > 0.99, 255, water * 252), np.sqrt(coast) * 7, np.sqrt(shore) * 10]


def land_and_colour_layers(data: Path, dry: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Elevation, relief and texture; red, green and blue: of the land alone."""
    metres = np.asarray(Image.open(data / "environment/elevation.png")).astype(np.float32) - 32768
    height, on_land = np.maximum(metres, 0), metres > 0
    relief = maximum_filter(height, 3, mode=EDGES) - minimum_filter(height, 3, mode=EDGES)
    picture = np.asarray(Image.open(data / "environment/blue_marble.jpg")).astype(np.float32)
    size = (picture.shape[1], picture.shape[0])
    share = np.asarray(Image.fromarray(dry.astype(np.uint8) * 255).resize(size, Image.Resampling.BOX)) / 255
    weight = (share > 0.6).astype(np.float32)  # no pixel that is half sea

    def around(values: np.ndarray) -> np.ndarray:
        return on_cells(gaussian_filter(values * weight, 1.7, mode=EDGES))

    total = around(np.ones_like(weight))
    safe, known = np.maximum(total, 1e-6), total > 0.05
    grey = picture.mean(axis=2)
    spread = np.sqrt(np.maximum(around(grey**2) / safe - (around(grey) / safe) ** 2, 0))
    colours = [continued(around(picture[..., band]) / safe, known) for band in range(3)]
    heights = [np.sqrt(on_cells(continued(values, on_land))) * 3.2 for values in (height, relief)]
    return [*heights, continued(spread, known) * 4], colours


def store(path: Path, channels: Sequence[np.ndarray], steps: Sequence[int], fill: np.ndarray, value: int) -> None:
    """Write channels as a picture, their values coarsened to some steps: it compresses."""
    levels = [np.clip(np.round(channel / step) * step, 0, 255) for channel, step in zip(channels, steps, strict=True)]
    pixels = np.stack(levels, axis=-1).astype(np.uint8)
    pixels[fill] = value
    with whole_file(path) as draft:
        Image.fromarray(pixels).save(draft, optimize=True)
    print(f"{path}: {path.stat().st_size / 1024:.0f} KB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with data/environment and data/natural_earth")
    parser.add_argument("--output", type=Path, default=Path("crossclip/rasters"), help="folder of the rasters")
    options = parser.parse_args()
    Image.MAX_IMAGE_PIXELS = None  # these pictures are ours
    data = options.data / "data"
    land = rasterised(gpd.read_file(data / "natural_earth/land_50m.geojson").geometry)
    lakes = rasterised(gpd.read_file(data / "natural_earth/lakes_50m.geojson").geometry) & land
    water = water_layer(land, lakes)
    heights, colours = land_and_colour_layers(data, land & ~lakes)
    south = np.broadcast_to(np.arange(HEIGHT)[:, None] >= SOUTHERN_END, (HEIGHT, WIDTH))
    nothing = south | ((water[0] >= 251) & (water[1] > 70))  # the open sea
    store(options.output / "land.png", heights, (2, 2, 6), nothing, 0)
    store(options.output / "water.png", water, (4, 3, 3), south, 255)
    store(options.output / "colour.png", colours, (3, 3, 3), nothing, 0)


if __name__ == "__main__":
    main()
