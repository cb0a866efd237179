"""Which places train, validate and test."""

import numpy as np
import pandas as pd

from train.demo.places.cells import cells_of, split_of_cells


def places(count: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return pd.DataFrame(rng.uniform((-120, 30), (-80, 48), (count, 2)), columns=["longitude", "latitude"])


def test_a_cell_is_two_degrees_and_begins_at_its_corner():
    longitude, latitude = [-88.0, -86.05, -86.0, -88.0], [40.0, 41.95, 40.0, 42.0]
    first, inside, east, north = cells_of(longitude, latitude)
    assert first == inside
    assert len({first, east, north}) == 3
    assert len(set(cells_of([-180, 180, 0, 0], [0, 0, 90, -90]))) == 4


def test_every_cell_has_one_split_and_each_split_its_share():
    records, routes = places(4000, 0), places(300, 1)
    split = split_of_cells(records, [routes])
    assert set(split) == {*cells_of(records.longitude, records.latitude), *cells_of(routes.longitude, routes.latitude)}
    share = pd.Series(split).value_counts(normalize=True)
    assert abs(share["test"] - 0.1) < 0.03
    assert abs(share["validation"] - 0.1) < 0.03
    on_routes = pd.Series(cells_of(routes.longitude, routes.latitude)).map(split).value_counts(normalize=True)
    assert min(on_routes["test"], on_routes["validation"]) > 0.05


def test_the_split_is_the_same_again():
    tables = places(500, 0), [places(50, 1)]
    assert split_of_cells(*tables) == split_of_cells(*tables)
