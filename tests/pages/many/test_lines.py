"""Every row and every photo has a line, with place and date from the table, the photo, or for all."""

from crossclip.answer import Answer
from crossclip.sighting import Sighting
from pages.many.lines import roll_columns, roll_lines, unnamed
from pages.many.roll import Roll
from tests.pages.app_runs import DAY, NEW_YORK
from tests.pages.many.many_runs import HERE, A, B, looked, table


def test_rows_come_first_then_photos_without_one(predictor):
    roll = looked(predictor, B, A, table("A.JPG,1,2,2024-05-31,yes", columns="photo,latitude,longitude,date,note"))
    first, second = roll_lines(roll, Sighting())
    assert first.row == {"photo": "A.JPG", "latitude": "1", "longitude": "2", "date": "2024-05-31", "note": "yes"}
    assert second.row["photo"] == "b.jpg"
    assert tuple(second.row) == roll_columns(roll)
    assert unnamed(roll) == 1


def test_the_answer_is_that_of_the_predictor(predictor):
    (line,) = roll_lines(looked(predictor, A), Sighting(NEW_YORK.longitude, NEW_YORK.latitude, DAY))
    expected = predictor.identify(A[1], Sighting(NEW_YORK.longitude, NEW_YORK.latitude, DAY))
    assert line.answered.probability.allclose(expected.probability, atol=1e-6)


def test_a_place_is_the_tables_else_the_photos_else_that_for_all(predictor):
    roll = looked(predictor, A, HERE, table("here.jpg,1,2,", "here.jpg,,,", "a.jpg,,,"))
    own, photos, for_all = roll_lines(roll, Sighting(10, 20))
    assert (own.row["latitude"], own.row["date"]) == ("1", "2021-05-31")
    assert photos.row["longitude"] == "-74.0"
    assert (for_all.row["latitude"], for_all.row["longitude"], for_all.row["date"]) == ("20.0", "10.0", "")


def test_a_bad_row_stops_no_other(predictor):
    rows = table("a.jpg,99,0,", "none.jpg,,,", ",1,2,", "broken.jpg,,,", "a.jpg,,,2024-02-30", "a.jpg,1,2,")
    lines = roll_lines(looked(predictor, A, ("broken.jpg", b"no picture"), rows), Sighting())
    reasons = [str(line.answered) for line in lines[:-1]]
    for reason, words in zip(reasons, ("latitude", "not among", "blank", "not a picture", "2024-02-30"), strict=True):
        assert words in reason
    assert isinstance(lines[-1].answered, Answer)


def test_a_run_that_was_stopped_says_so_beside_the_photo(predictor):
    roll = Roll(predictor)
    roll.take_in([A])
    (line,) = roll_lines(roll, Sighting())
    assert "stopped" in str(line.answered)
    assert roll.waiting, "nothing was looked at"
