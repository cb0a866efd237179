"""A question after the words, answered by a click."""

import pytest

from crossclip.field_marks.questions import best_question
from pages.words.questions import questions_of, with_answers
from tests.pages.app_runs import press, table
from tests.pages.words.test_words_control import choose_words, write


def test_the_question_that_tells_the_first_two_apart_is_answered_by_a_click_and_taken_back(app, predictor):
    write(choose_words(app), "a blue jay")
    before, answer = table(app), predictor.describe("a blue jay")
    question = best_question(answer.probability, answer.species)
    assert app.subheader[0].value == question.text
    app.button(key="tell_0").click().run()
    assert table(app) != before
    assert "Together" in table(app)
    assert app.subheader[0].value != question.text
    press(app, "Take the last answer back")
    assert table(app) == before
    app.button(key="tell_nothing").click().run()
    assert table(app) == before
    assert app.subheader[0].value != question.text


def test_answers_are_weighed_by_bayes_rule(predictor):
    answer = predictor.describe("a blue jay")
    about, question = next(iter(questions_of(answer).items()))
    told = with_answers(answer, [(about, 0), ("nothing that is asked", 0)])
    expected = answer.probability * question.likelihood[0]
    assert told.probability.tolist() == pytest.approx((expected / expected.sum()).tolist())
    assert told.text_probability is answer.text_probability
    assert with_answers(answer, [(about, None)]).probability is answer.probability
