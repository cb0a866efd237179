"""Tables are read a row at a time; what is wrong with any row is told before the work."""

import pytest

from crossclip.streams.reading import open_asked
from crossclip.tables import TableError


def test_a_csv_is_gone_through_once_and_read_as_often_as_asked(tmp_path):
    path = tmp_path / "asked.csv"
    path.write_text('\ufeffphoto, note\na.jpg,"one, two"\n , \n\nb.jpg\n')
    asked = open_asked(path, ["photo"])
    rows = [{"photo": "a.jpg", "note": "one, two"}, {"photo": "b.jpg", "note": ""}]
    assert (asked.columns, asked.count) == (("photo", "note"), 2)
    assert list(asked.rows()) == rows == list(asked.rows())


def test_a_parquet_is_read_as_text(tmp_path):
    pandas = pytest.importorskip("pandas")
    path = tmp_path / "asked.parquet"
    when = pandas.to_datetime(["2024-05-31", None])
    pandas.DataFrame({"photo": ["a.jpg", "b.jpg"], "latitude": [40.5, None], "date": when}).to_parquet(path)
    asked = open_asked(path, ["photo", "date"])
    assert asked.count == 2
    assert list(asked.rows()) == [
        {"photo": "a.jpg", "latitude": "40.5", "date": "2024-05-31"},
        {"photo": "b.jpg", "latitude": "", "date": ""},
    ]
    with pytest.raises(TableError, match="no column longitude"):
        open_asked(path, ["longitude"])


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", "photo\n" + "a\n" * 5000 + "a,b\n", "2 values in line 5002"),
        ("a.csv", "photo,rank\n", "has a column rank already"),
        ("a.csv", "picture\n", "has no column photo"),
        ("a.csv", 'photo\n"a\n', "is not a CSV table"),
        ("a.parquet", "photo\na\n", "is not a Parquet table"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(tmp_path, name, content, words):
    (tmp_path / name).write_text(content)
    with pytest.raises(TableError, match=words):
        open_asked(tmp_path / name, ["photo"], ["rank"])


def test_a_table_that_is_not_there(tmp_path):
    for name in ("none.csv", "none.parquet"):
        with pytest.raises(TableError, match="there is no table"):
            open_asked(tmp_path / name, ["photo"])


def test_another_content_has_another_fingerprint(tmp_path):
    path = tmp_path / "asked.csv"
    path.write_text("photo\na\n")
    before = open_asked(path, ["photo"]).digest
    path.write_text("photo\nb\n")
    assert open_asked(path, ["photo"]).digest != before
