"""A map opens on what it shows."""

import numpy as np

from crossclip.maps.drawing.home import home_of
from crossclip.maps.land.extents import NORTH_AMERICA
from crossclip.maps.land.grids import Grid
from crossclip.maps.species_map import SpeciesDifference, SpeciesMap


def test_a_map_opens_where_the_birds_are():
    grid = Grid.over(NORTH_AMERICA, 1)
    values = np.full((grid.height, grid.width), 1e-6, np.float32)
    rows = (grid.latitudes > 30) & (grid.latitudes < 45)
    columns = (grid.longitudes > -100) & (grid.longitudes < -80)
    values[np.ix_(rows, columns)] = 0.1
    drawn = SpeciesMap(grid, values, "Blue Jay", "Cyanocitta cristata")
    home = home_of([drawn])
    assert -104 < home.west < -99
    assert -81 < home.east < -76
    assert 26 < home.south < 31
    assert 44 < home.north < 49


def test_a_faint_margin_does_not_outweigh_a_coast():
    grid = Grid.over(NORTH_AMERICA, 1)
    values = np.full((grid.height, grid.width), 5e-5, np.float32)
    values[:, (grid.longitudes > -124) & (grid.longitudes < -120)] = 0.02
    assert home_of([SpeciesMap(grid, values, "Western Gull", "Larus occidentalis")]).east < -100


def test_without_values_it_is_all_of_the_map():
    grid = Grid.over(NORTH_AMERICA, 1)
    empty = SpeciesMap(grid, np.full((grid.height, grid.width), np.nan, np.float32), "Blue Jay", "Cyanocitta cristata")
    assert home_of([empty]) == NORTH_AMERICA


def test_a_difference_opens_on_both_of_its_sides():
    grid = Grid.over(NORTH_AMERICA, 1)
    west = np.tile(np.where(grid.longitudes < -115, 0.1, 0), (grid.height, 1)).astype(np.float32)
    east = np.tile(np.where(grid.longitudes > -75, 0.1, 0), (grid.height, 1)).astype(np.float32)
    jay, gull = (SpeciesMap(grid, values, "Jay", "Avis") for values in (west, east))
    home = home_of([SpeciesDifference.between(jay, gull)])
    assert home.west < -115
    assert home.east > -75
