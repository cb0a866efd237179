"""A table is the same text, whatever file it comes from."""

import pandas as pd
import pytest

from train.tables.text_table import text_table


def test_parquet_is_read_as_csv_is(tmp_path):
    pytest.importorskip("pyarrow")
    days = pd.to_datetime(["2024-05-31", None])
    frame = pd.DataFrame({"photo": ["a.jpg", None], "longitude": [-74.25, None], "date": days, "simulated": ["1", ""]})
    frame.to_parquet(tmp_path / "table.parquet")
    frame.to_csv(tmp_path / "table.csv", index=False)
    expected = [["a.jpg", "-74.25", "2024-05-31", "1"], ["", "", "", ""]]
    assert text_table(tmp_path / "table.parquet").values.tolist() == expected
    assert text_table(tmp_path / "table.csv").values.tolist() == expected
