"""Parts stay whatever becomes of the process, and go on only with the run that they are of."""

import pytest

from crossclip.files import OutputError
from crossclip.streams.formats import Csv
from crossclip.streams.parts import Parts

ABOUT = {"table": "abc", "top": 1}


def parts(tmp_path, count=2):
    return Parts(tmp_path / "answer.csv", count, Csv(("a",)))


def write(kept, number, *values, after=()):
    with kept.writing(number) as writer:
        writer.writerows({"a": value} for value in values)
        writer.writerows(after)


def test_parts_become_the_answer_in_their_order_and_are_gone(tmp_path):
    kept = parts(tmp_path)
    kept.begin(ABOUT)
    write(kept, 1, 3)
    assert kept.missing() == [0]
    again = parts(tmp_path)
    again.begin(ABOUT)
    write(again, 0, 1, 2)
    assert again.missing() == []
    again.join()
    assert (tmp_path / "answer.csv").read_text() == "a\n1\n2\n3\n"
    assert [entry.name for entry in tmp_path.iterdir()] == ["answer.csv"]


def test_a_part_that_was_being_written_is_missing(tmp_path):
    kept = parts(tmp_path)
    kept.begin(ABOUT)
    with pytest.raises(AttributeError, match="keys"):
        write(kept, 0, 1, 2, after=["no row"])
    assert kept.missing() == [0, 1]


def test_another_run_is_refused_by_what_is_another(tmp_path):
    kept = parts(tmp_path)
    kept.begin(ABOUT)
    write(kept, 0, 1)
    with pytest.raises(OutputError, match=r"answer.csv.parts holds the beginning of an answer with another top: "):
        parts(tmp_path).begin(ABOUT | {"top": 2})
    parts(tmp_path).begin({"model": "m"})
    with pytest.raises(OutputError, match="another model"):
        parts(tmp_path).begin({"model": "n"})


def test_what_is_in_the_way_of_parts_is_named(tmp_path):
    (tmp_path / "answer.csv.parts").touch()
    with pytest.raises(OutputError, match=r"answer.csv.parts is in the way"):
        parts(tmp_path).begin(ABOUT)
    (tmp_path / "answer.csv.parts").unlink()
    kept = parts(tmp_path)
    kept.begin(ABOUT)
    (kept.folder / "about.json").write_text("{")
    with pytest.raises(OutputError, match=r"about.json cannot be read: remove"):
        parts(tmp_path).begin(ABOUT)
    with pytest.raises(OutputError, match="name too long"):
        Parts(tmp_path / f"{'x' * 251}.csv", 2, Csv(("a",))).begin(ABOUT)


def test_nothing_is_left_of_what_came_to_nothing(tmp_path):
    kept = parts(tmp_path)
    kept.begin(ABOUT)
    assert not kept.leave()
    assert not list(tmp_path.iterdir())
    kept.begin(ABOUT)
    write(kept, 1, 1)
    assert kept.leave()
    assert kept.missing() == [0]


def test_failures_of_all_parts_are_counted(tmp_path):
    kept = parts(tmp_path)
    kept.begin(ABOUT)
    kept.failed(0, 2)
    kept.failed(1, 3)
    assert kept.failures() == 5


@pytest.mark.parametrize(("name", "words"), [("none/answer.csv", "there is no folder"), ("folder", "it is a folder")])
def test_an_output_that_cannot_be_is_told_at_once(tmp_path, name, words):
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError, match=words):
        Parts(tmp_path / name, 1, Csv(("a",))).begin(ABOUT)
