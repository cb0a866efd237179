"""A map as GeoTIFF is the map: its values, its place on the globe, and what it is."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from crossclip.files import OutputError
from crossclip.maps.drawing.geotiff import write_geotiff
from crossclip.maps.land.extents import Extent
from crossclip.maps.land.grids import Grid
from crossclip.maps.species_map import SpeciesMap

rasterio = pytest.importorskip("rasterio")
VALUES = np.array([[0.1, np.nan, 0.3], [0.4, 0.5, 0.6]], dtype=np.float32)


@pytest.fixture
def drawn() -> SpeciesMap:
    grid = Grid.over(Extent(-90, 40, -87, 42), 1.0)
    return SpeciesMap(grid, VALUES, "Blue Jay", "Cyanocitta cristata", date=date(2024, 7, 2))


def test_values_lie_where_the_map_has_them(drawn, tmp_path):
    write_geotiff(drawn, path := tmp_path / "jay.tif", "a model")
    with rasterio.open(path) as file:
        assert file.crs.to_epsg() == 4326
        assert tuple(file.bounds) == (-90, 40, -87, 42)
        assert np.allclose(file.read(1, masked=True).filled(np.nan), VALUES, equal_nan=True)
        for longitude, latitude in [(-89.5, 41.5), (-87.1, 40.1)]:
            ((value,),) = file.sample([(longitude, latitude)])
            assert value == pytest.approx(drawn.at(longitude, latitude))


def test_tags_say_what_the_numbers_are(drawn, tmp_path):
    write_geotiff(drawn, path := tmp_path / "jay.tif", "a model")
    with rasterio.open(path) as file:
        tags = file.tags()
    assert tags["species"] == "Blue Jay"
    assert (tags["date"], tags["model"]) == ("2024-07-02", "a model")
    assert "next bird reported" in tags["value"]
    write_geotiff(replace(drawn, date=None), path)
    with rasterio.open(path) as file:
        assert file.tags()["date"] == "any time of year"


def test_what_has_no_support_has_no_value(drawn, tmp_path):
    unsupported = replace(drawn, support=np.array([[True, True, False], [True, False, False]]))
    write_geotiff(unsupported, path := tmp_path / "jay.tif")
    with rasterio.open(path) as file:
        assert file.read(1, masked=True).mask.tolist() == [[False, True, True], [False, True, True]]


def test_a_folder_that_is_not_there_is_told(drawn, tmp_path):
    with pytest.raises(OutputError, match="there is no folder"):
        write_geotiff(drawn, tmp_path / "none" / "jay.tif")
