"""A map as small as a stamp: no more than where a species is likely, and the pin."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from crossclip.maps.species_map import SpeciesMap
from crossclip.maps.values.scales import LEVELS, Scale
from crossclip.sighting import Sighting

TIMES = 2  # pixels of a cell
SEA = {False: (240, 244, 246), True: (24, 30, 34)}
NOTHING = {False: (214, 220, 222), True: (58, 66, 70)}
PIN = (200, 100, 45)


def small_map(drawn: SpeciesMap, scale: Scale, place: Sighting, dark: bool) -> Image.Image:
    """Colours of a scale on land, by pixels."""
    shown = drawn.shown
    levels = scale.levels(shown)
    palette = np.asarray(scale.palette(dark)).reshape(LEVELS, -1)[:, :3]
    pixels = np.empty((*shown.shape, 3), np.uint8)
    pixels[:] = SEA[dark]
    pixels[drawn.grid.land] = NOTHING[dark]
    known = drawn.grid.land & (levels > 0)
    pixels[known] = palette[levels[known] - 1]
    height, width = shown.shape
    picture = Image.fromarray(pixels).resize((TIMES * width, TIMES * height), Image.Resampling.NEAREST)
    if place.longitude is not None and place.latitude is not None:
        cell = drawn.grid.cell(place.longitude, place.latitude)
        if cell is not None:
            row, column = (TIMES * (number + 0.5) for number in cell)
            ImageDraw.Draw(picture).ellipse((column - 5, row - 5, column + 5, row + 5), outline=PIN, width=3)
    return picture
