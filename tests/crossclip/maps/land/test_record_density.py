"""Where people watch birds."""

import numpy as np

from crossclip.maps.land.coverage import Coverage
from crossclip.maps.land.record_density import RecordDensity

CELLS = np.array([(-100.0, 40.0), (-90.0, 40.0), (-80.0, 40.0), (-70.0, 40.0)])


def test_records_are_dense_where_they_lie_and_nowhere_nothing():
    density = RecordDensity(Coverage.of([-100.0] * 20, [40.0] * 20))(CELLS)
    assert density.argmax() == 0
    assert density.isfinite().all()
