"""The page of many photos: dropped, answered, marked, taken away."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.app_runs import errors, press, words
from tests.pages.many.many_runs import HERE, A, B, table


@pytest.fixture
def many(app) -> AppTest:
    return app.switch_page("pages/many_photos.py").run()


def drop(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    return app.file_uploader[0].set_value([(name, content, "") for name, content in files]).run()


def answers(app: AppTest):
    assert not app.exception
    return app.dataframe[0].value


def test_photos_and_a_table_become_one_table_of_answers(many):
    drop(many, B, A, table("a.jpg,40.7,-74,2024-05-31", "none.jpg,,,"))
    shown = answers(many)
    assert shown["Name"].tolist() == ["a.jpg", "none.jpg", "b.jpg"]
    assert shown["Place"].tolist() == ["40.7, -74", "", ""]
    assert shown["Photo"][0].startswith("data:image/jpeg")
    (warning,) = many.warning
    assert warning.value == "none.jpg: none.jpg is not among the photos that were dropped: drop it too."
    assert "1 photo is not in the table" in words(many)


def test_place_and_date_for_all_are_for_those_without(many):
    before = answers(drop(many, A, HERE))
    many.text_input(key="many_place").set_value("20, 10").run()
    after = answers(many)
    assert after["Place"].tolist() == ["20.0, 10.0", before["Place"][1]]
    assert many.query_params == {"place": "20, 10"}
    many.text_input(key="many_place").set_value("99, 0").run()
    assert "Latitude 99" in errors(many)[0]


def test_photos_may_come_before_their_table_and_start_over_forgets_them(many):
    drop(drop(many, A), table("a.jpg,1,2,"))
    assert answers(many)["Place"].tolist() == ["1, 2"]
    press(many, "Start over")
    assert not many.dataframe


def test_true_names_mark_the_mistakes(many, predictor):
    said = predictor.identify(A[1]).top(1)[0].species
    other = next(name for name in predictor.species if name != said)
    drop(many, A, B, table(f"a.jpg,{said}", f"b.jpg,{other}", f"a.jpg,{other}", columns="photo,bird"))
    assert many.selectbox(key="many_truth").value == "bird"
    assert answers(many)["Mark"].tolist()[0] == "right"
    assert answers(many)["Mark"].tolist()[2] == "wrong"
    assert "of 3 answers are right" in words(many)
    many.selectbox(key="many_truth").set_value("none").run()
    assert "Mark" not in answers(many)


def test_the_drawings_can_be_tried(many):
    press(many, "Try it with the drawings of the app")
    assert len(answers(many)) == 18
    assert not many.warning
