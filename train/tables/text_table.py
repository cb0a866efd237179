"""Tables as text: CSV, or Parquet by its ending."""

from __future__ import annotations

from pathlib import Path

import pandas as pd


def text_table(path: Path) -> pd.DataFrame:
    """A table, all of whose cells are text; unknown is "".

    Raises:
        OSError, ValueError: if it cannot be read.
    """
    if path.suffix.lower() != ".parquet":
        return pd.read_csv(path, dtype=str, keep_default_na=False)
    table = pd.read_parquet(path)
    for name in table.select_dtypes("datetime").columns:
        table[name] = table[name].dt.date
    return table.astype(object).where(table.notna(), "").astype(str)
