"""Maps of numbers as GeoTIFF, for a geographic information system: EPSG:4326, north up, one band."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np

from crossclip.files import whole_file

if TYPE_CHECKING:
    from crossclip.maps.value_map import ValueMap

NO_VALUE = -9999.0
"""What stands where there is no value: unlike NaN, every program takes it for none."""


def write_geotiff(drawn: ValueMap, path: str | os.PathLike[str], model: str = "") -> None:
    """Write a map's values, float32, with what they are in the file's tags (species, date, reading, model, ...).

    Args:
        model: what the values come from, in words.

    Raises:
        OutputError: if the folder does not exist or cannot be written.
    """
    import rasterio
    from rasterio.transform import from_bounds

    grid = drawn.grid
    extent = grid.extent
    values = np.nan_to_num(drawn.shown.astype(np.float32), nan=NO_VALUE)
    about = {key: "any time of year" if value is None else str(value) for key, value in drawn.about().items()}
    with (
        whole_file(path) as draft,
        rasterio.open(
            draft,
            "w",
            driver="GTiff",
            width=grid.width,
            height=grid.height,
            count=1,
            dtype="float32",
            crs="EPSG:4326",
            transform=from_bounds(extent.west, extent.south, extent.east, extent.north, grid.width, grid.height),
            nodata=NO_VALUE,
            compress="deflate",
        ) as file,
    ):
        file.write(values, 1)
        file.set_band_description(1, drawn.column)
        file.update_tags(**about, no_value=drawn.no_value, model=model, software="CrossCLIP")
