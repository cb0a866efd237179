"""What the adapters share: the data set they return, and how original files hold names, dates and places."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from crossclip.errors import CrossClipError

UNKNOWN = ("", "nan", "none", "null")
ISO_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ].*)?")
# A fraction of the year names no year. This one has 365 days, and eBird's training checklists of
# Mac Aodha et al. (2019) are of it.
YEAR_OF_FRACTIONS = 2015


class DatasetError(CrossClipError):
    """Original files that cannot be used; the message names the file and what would be right."""


@dataclass(frozen=True)
class Dataset:
    """What an adapter read.

    Attributes:
        table: the columns of `train.tables.rows`, `simulated` and any more; photos are absolute paths, "" where
            there is none.
        notes: sentences on what was left out or could not be matched, for the person to read.
    """

    table: pd.DataFrame
    notes: tuple[str, ...] = ()


def read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise DatasetError(f"there is no {path.name} in {path.parent}: is it the extracted data set?") from None
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"{path} cannot be read: {error}") from None


def read_json(path: Path, keys: Iterable[str] = ()) -> Any:
    """A JSON file (NaN allowed) that must have these keys at the top."""
    try:
        content = json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise DatasetError(f"{path} is no whole JSON file, download it again: {error}") from None
    missing = [key for key in keys if not isinstance(content, dict) or key not in content]
    if missing:
        raise DatasetError(f"{path} has no {', '.join(map(repr, missing))}: it is not the file of this data set")
    return content


def records(items: Any, fields: Iterable[str], path: Path) -> pd.DataFrame:
    """A list of JSON objects as a table that must have these columns."""
    table = pd.DataFrame(items if isinstance(items, list) else [])
    if missing := [field for field in fields if field not in table]:
        raise DatasetError(f"{path} has records without {', '.join(missing)}: it is not the file of this data set")
    return table


def read_csv(path: Path, columns: Iterable[str]) -> pd.DataFrame:
    """A table of text, blank cells as "", that must have these columns."""
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
    except (OSError, ValueError) as error:
        raise DatasetError(f"{path} cannot be read as a table: {error}") from None
    missing = [column for column in columns if column not in table]
    if missing:
        raise DatasetError(f"{path} lacks the column(s) {', '.join(missing)}")
    return table


def iso_date(value: object) -> str:
    """The day as YYYY-MM-DD, "" where unknown, from an ISO date with or without time, or from a fraction of the year.

    The fractions of Mac Aodha et al. (2019) are (day of year - 1) / (days - 1), so 0 is 1 January and 1 is
    31 December; in a leap year the day may be off by one.

    Raises:
        DatasetError: if it is neither.
    """
    text = "" if value is None else str(value).strip()
    if text.lower() in UNKNOWN:
        return ""
    try:
        if iso := ISO_DAY.fullmatch(text):
            return Date.fromisoformat(iso[1]).isoformat()
        fraction = float(text)
        if 0 <= fraction <= 1:
            return (Date(YEAR_OF_FRACTIONS, 1, 1) + timedelta(days=round(fraction * 364))).isoformat()
    except ValueError:
        pass
    raise DatasetError(f"date {text!r} is neither a day such as 2024-05-31 nor a fraction of the year from 0 to 1")


def degrees(values: pd.Series) -> pd.Series:
    """Numbers with NaN where the value is blank, None or NaN."""
    unknown = values.isna() | values.astype(str).str.strip().str.lower().isin(UNKNOWN)
    try:
        return pd.to_numeric(values.mask(unknown)).astype(float)
    except (TypeError, ValueError) as error:
        raise DatasetError(f"a {values.name} is not a number of degrees: {error}") from None


def user_names(users: pd.Series) -> pd.Series:
    """Who took the photo as text, "" where unknown; numbers without the decimals that NaN beside them gives."""
    return users.map(lambda user: "" if pd.isna(user) else str(int(user) if isinstance(user, float) else user))


def unique_names(names: pd.Series, otherwise: pd.Series) -> pd.Series:
    """The names, with the other one where a name stands for several classes."""
    return names.where(~names.duplicated(keep=False), otherwise)


def first_of(items: Iterable[object]) -> str:
    """How many there are and the first of them, for a sentence."""
    items = sorted(items, key=str)
    return f"{len(items)}, {items[0]!r} first"
