"""The Lesson page: five steps, a quiz that hides its answers, and a sheet."""

import pytest
from streamlit.testing.v1 import AppTest

from pages.lessons.quiz import questions
from pages.lessons.steps import STEPS
from tests.pages.app_runs import press, words

NAMES = list(STEPS)


@pytest.fixture
def lesson(app) -> AppTest:
    return app.switch_page("pages/lesson.py").run()


def button_of(app: AppTest, key: str):
    return app.button(key=key)


def choose(app: AppTest, group: str, name: str) -> AppTest:
    return next(one for one in app.button_group if one.label == group).set_value(name).run()


def test_a_step_shows_what_the_model_says_once_a_guess_was_made(lesson):
    assert "drawings, not photographs" in words(lesson)
    assert not tables(lesson)
    button_of(lesson, "lesson_guess_1_0").click().run()
    assert tables(lesson)
    assert "You say " in words(lesson)
    assert button_of(lesson, "lesson_guess_1_0").disabled


def tables(app: AppTest) -> list[str]:
    assert not app.exception
    return [element.value for element in app.html if element.value.startswith("<table")]


def test_all_five_steps_can_be_walked_through(lesson):
    for number, name in enumerate(NAMES, start=1):
        assert lesson.header[0].value == f"{number}. {name}"
        button_of(lesson, f"lesson_guess_{number}_0").click().run()
        assert not lesson.exception
        assert tables(lesson) or number == 5
        if number < len(NAMES):
            press(lesson, f"Next: {NAMES[number]}")
    assert lesson.query_params["step"] == "5"
    assert "It always answers with one of the 5 birds" in words(lesson)
    press(lesson, "Start the lesson over")
    assert not tables(lesson)
    assert not button_of(lesson, "lesson_guess_1_0").disabled


def test_the_quiz_hides_its_answer_until_asked_and_keeps_the_score(lesson):
    choose(lesson, "Part", "Quiz")
    seed = lesson.session_state.quiz_seed
    assert lesson.query_params == {"part": "quiz", "quiz": str(seed)}
    asked = [bird.species for bird in questions(seed)]
    assert len(asked) == len(set(asked)) == 5
    for number, species in enumerate(asked):
        before = words(lesson)
        assert f"**{species}.**" not in before
        assert lesson.header[0].value == f"Question {number + 1} of 5"
        wrong = next(name for name in lesson.radio[0].options if name != species)
        lesson.radio[0].set_value(wrong if number == 1 else species).run()
        assert f"**{species}.**" not in words(lesson)
        press(lesson, "Show the answer")
        assert f"**{species}.**" in words(lesson)
        assert ("Right." in words(lesson)) == (number != 1)
        press(lesson, "See the score" if number == 4 else "Next question")
    assert "**You 4 of 5**" in words(lesson)
    press(lesson, "Start again, in another order")
    assert "**You 0 of 0**" in words(lesson)


def test_a_link_brings_the_same_quiz(lesson):
    orders = [[bird.species for bird in questions(seed)] for seed in range(8)]
    assert orders[3] == [bird.species for bird in questions(3)]
    assert len({tuple(order) for order in orders}) > 1
    lesson.query_params["part"], lesson.query_params["quiz"] = "quiz", "3"
    lesson.run()
    assert lesson.session_state.quiz_seed == 3
    assert f"Seen {questions(3)[0].where_and_when()}." in words(lesson)


def test_teachers_are_told_where_the_sheet_is(lesson):
    choose(lesson, "Part", "For teachers")
    assert not lesson.exception
    assert [button.label for button in lesson.get("download_button")] == ["Teacher's sheet as PDF"]
