"""Where people watch birds."""

import numpy as np

from crossclip.maps.land.coverage import Coverage
from crossclip.maps.land.record_density import RecordDensity

CELLS = np.array([(-100.0, 40.0), (-90.0, 40.0), (-80.0, 40.0), (-70.0, 40.0)])


def test_records_are_dense_where_they_lie_and_nowhere_nothing():
    density = RecordDensity(Coverage.of([-100.0] * 20, [40.0] * 20))(CELLS)
    assert density.argmax() == 0
    assert density.isfinite().all()


def test_places_in_blocks_have_the_density_of_places_at_once(monkeypatch):
    coverage = Coverage.of([-100.0, -90.0, -80.0], [40.0, 45.0, 30.0])
    whole = RecordDensity(coverage)(CELLS)
    monkeypatch.setattr("crossclip.maps.land.record_density.BLOCK", 1)
    assert RecordDensity(coverage)(CELLS).equal(whole)
