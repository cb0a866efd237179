"""Maps as tables and GeoJSON."""

from datetime import date

import pandas as pd
import pytest

from crossclip.maps.land.extents import Extent

MIDWEST = Extent(-100, 35, -80, 48)
JULY = date(2024, 7, 1)


def test_csv_and_geojson_read_back(atlas, tmp_path):
    geopandas = pytest.importorskip("geopandas")
    species_map = atlas.species_map("Blue Jay", JULY, extent=MIDWEST, resolution=1)
    species_map.to_csv(tmp_path / "map.csv")
    species_map.to_geojson(tmp_path / "map.geojson")
    table, cells = pd.read_csv(tmp_path / "map.csv"), geopandas.read_file(tmp_path / "map.geojson")
    assert list(table.columns) == ["longitude", "latitude", "value"]
    assert len(table) == len(cells) == species_map.grid.land.sum()
    for row in table.iloc[[0, 100, -1]].itertuples():
        assert row.value == pytest.approx(species_map.at(row.longitude, row.latitude), rel=1e-5)
        (hit,) = cells[cells.contains(geopandas.points_from_xy([row.longitude], [row.latitude])[0])].value
        assert hit == pytest.approx(row.value)
    assert cells.total_bounds.tolist() == [-100, 35, -80, 48]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["map.csv", "map.geojson"]
