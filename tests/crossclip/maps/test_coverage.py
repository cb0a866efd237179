"""Where a model has records."""

import pytest

from crossclip.maps.coverage import Coverage, CoverageError

HEADER = "longitude,latitude,records\n"


def test_coverage_counts_records_and_reads_back(tmp_path):
    places = [(-88.2, 41.1)] * 12 + [(-88.9, 41.9)] * 3 + [(179.9, 52.3)] * 10
    coverage = Coverage.of(*zip(*places, strict=True))
    coverage.write(tmp_path / "coverage.csv")
    read = Coverage.in_folder(tmp_path)
    assert read.records.tolist() == [15, 10]
    assert read.longitudes.tolist() == [-88.5, 179.5]
    # Near, too far, and near across the date line.
    assert read.records_near([-88.5, -84.0, -179.6], [43.0, 41.5, 52.5]).tolist() == [15, 0, 10]
    assert read.supports([-88.5, -84.0], [43.0, 41.5]).tolist() == [True, False]
    assert Coverage.in_folder(tmp_path / "elsewhere") is None


@pytest.mark.parametrize("text", ["", "a,b\n", HEADER, HEADER + "1,95,3", HEADER + "1,nan,3", HEADER + "x,1,3"])
def test_refuses_tables_that_are_no_coverage(tmp_path, text):
    (tmp_path / "coverage.csv").write_text(text)
    with pytest.raises(CoverageError, match=r"coverage\.csv"):
        Coverage.in_folder(tmp_path)
