"""Tables are read whole or refused in a sentence, and written whole or not at all."""

import pytest

from crossclip.errors import CrossClipError
from crossclip.tables import TableError, parse_table, read_table, write_table


def read(tmp_path, content: str | bytes, needed=("photo",), added=()):
    path = tmp_path / "table.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_table(path, needed, added)


def test_every_column_is_kept_and_blank_rows_are_gone(tmp_path):
    table = read(tmp_path, '\ufeffphoto, note\na.jpg,"one, two"\n , \n\nb.jpg\n')
    assert table.columns == ("photo", "note")
    assert table.rows == ({"photo": "a.jpg", "note": "one, two"}, {"photo": "b.jpg", "note": ""})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is empty: its first line must name the columns photo"),
        ("photo;note\n", "separated by semicolons"),
        ("photo\tnote\n", "separated by tabs"),
        ("picture\n", "has no column photo"),
        ("photo,photo\n", "two columns called 'photo'"),
        ("photo,,\n", "two columns without a name"),
        ("photo,rank\n", "has a column rank already"),
        ("photo\na,b\n", "2 values in line 2 and 1 columns"),
        ('photo\n"a\n', "is not a CSV table"),
        (b"photo\n\xff\n", "is not UTF-8 text"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(tmp_path, content, words):
    with pytest.raises(TableError, match=words):
        read(tmp_path, content, added=("rank",))


def test_a_table_is_read_from_bytes_and_its_name_stands_in_errors():
    assert parse_table(b"photo\r\na.jpg\r\n", "dropped.csv", ["photo"]).rows == ({"photo": "a.jpg"},)
    with pytest.raises(TableError, match=r"dropped\.csv has no column photo"):
        parse_table(b"picture\n", "dropped.csv", ["photo"])


def test_a_missing_table_and_a_folder(tmp_path):
    with pytest.raises(TableError, match="there is no table"):
        read_table(tmp_path / "none.csv", ["photo"])
    with pytest.raises(TableError, match="cannot be read"):
        read_table(tmp_path, ["photo"])


def test_a_table_appears_when_all_of_it_is_written(tmp_path):
    path = tmp_path / "answer.csv"
    with write_table(path, ["a", "b"]) as writer:
        writer.writerow({"a": 1})
        assert not path.exists()
    assert path.read_text() == "a,b\n1,\n"
    with pytest.raises(RuntimeError), write_table(path, ["a"]):
        raise RuntimeError
    assert path.read_text() == "a,b\n1,\n", "the earlier table stays"


def test_a_folder_that_is_not_there_is_told_at_once(tmp_path):
    with pytest.raises(CrossClipError), write_table(tmp_path / "none" / "answer.csv", ["a"]):
        pytest.fail("the block was entered")
