"""Where a model has records."""

from datetime import date

import pytest

from crossclip.maps.land.coverage import FEW_RECORDS, Coverage, CoverageError, few_records

HEADER = "longitude,latitude,records\n"
SEASONAL = "longitude,latitude,records,month\n"


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


def test_a_date_counts_its_season_and_what_is_undated(tmp_path):
    months = [1] * 6 + [12] * 3 + [6] * 9 + [0]
    Coverage.of([-88.2] * 19, [41.1] * 19, months).write(tmp_path / "coverage.csv")
    coverage = Coverage.in_folder(tmp_path)
    assert sorted(zip(coverage.months.tolist(), coverage.records.tolist(), strict=True)) == [
        (0, 1),
        (1, 6),
        (6, 9),
        (12, 3),
    ]
    place = [-88.5], [43.0]
    assert coverage.records_near(*place).tolist() == [19]
    near = [int(coverage.records_near(*place, date(2024, month, 15))[0]) for month in range(1, 13)]
    assert near == [10, 7, 1, 1, 10, 10, 10, 1, 1, 1, 4, 10]
    assert coverage.supports_by_month(*place)[0].tolist() == [True, *(count >= 10 for count in near)]
    assert not coverage.supports(*place, date(2024, 9, 1))[0]
    assert few_records(coverage, date(2024, 9, 1)).endswith("in that season")
    assert few_records(coverage, None) == FEW_RECORDS


def test_a_table_without_months_is_undated(tmp_path):
    (tmp_path / "coverage.csv").write_text(HEADER + "-88.5,41.5,12\n")
    coverage = Coverage.in_folder(tmp_path)
    assert coverage.records_near([-88.5], [41.5], date(2024, 1, 1)).tolist() == [12]
    assert few_records(coverage, date(2024, 1, 1)) == FEW_RECORDS


@pytest.mark.parametrize("text", [SEASONAL + "1,2,3,13", SEASONAL + "1,2,3,1.5", SEASONAL + "1,2,3,-1"])
def test_refuses_months_that_are_none(tmp_path, text):
    (tmp_path / "coverage.csv").write_text(text)
    with pytest.raises(CoverageError, match="month that is none"):
        Coverage.in_folder(tmp_path)


@pytest.mark.parametrize("text", ["", "a,b\n", HEADER, HEADER + "1,95,3", HEADER + "1,nan,3", HEADER + "x,1,3"])
def test_refuses_tables_that_are_no_coverage(tmp_path, text):
    (tmp_path / "coverage.csv").write_text(text)
    with pytest.raises(CoverageError, match=r"coverage\.csv"):
        Coverage.in_folder(tmp_path)
