"""Parts of an answer become one file."""

import csv

import pytest

from crossclip.streams.formats import format_of

COLUMNS = ("photo", "rank", "probability", "error")


def written(tmp_path, name):
    kind = format_of(tmp_path / name, COLUMNS)
    for number, row in enumerate([{"photo": "a,b", "rank": 1, "probability": 0.5}, {"photo": "c", "error": "none"}]):
        with kind.part(tmp_path / str(number)) as writer:
            writer.writerows([row])
    kind.join([tmp_path / "0", tmp_path / "1"], tmp_path / name)
    return tmp_path / name


def test_csv(tmp_path):
    with written(tmp_path, "answer.csv").open(newline="") as file:
        first, second = csv.DictReader(file)
    assert first == {"photo": "a,b", "rank": "1", "probability": "0.5", "error": ""}
    assert second["error"] == "none"


def test_parquet(tmp_path):
    pandas = pytest.importorskip("pandas")
    frame = pandas.read_parquet(written(tmp_path, "answer.parquet"))
    assert list(frame.columns) == list(COLUMNS)
    assert (frame["rank"][0], frame["probability"][0], frame["error"][1]) == (1, 0.5, "none")


@pytest.mark.parametrize("name", ["answer.csv", "answer.parquet"])
def test_no_parts_are_headings(tmp_path, name):
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow")
    format_of(tmp_path / name, COLUMNS).join([], tmp_path / name)
    assert (tmp_path / name).stat().st_size > 0
