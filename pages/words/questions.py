"""A question that would tell the likeliest species apart, answered by a click, which can be taken back."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from crossclip.answer import Answer
from crossclip.errors import CrossClipError
from crossclip.field_marks.questions import Question, all_questions, best_question
from pages.photos.session_photos import SessionPhoto, told_key

Told = tuple[str, int | None]
"""What a question was about, and the number of the choice; None for "I did not see"."""


def told(photo: SessionPhoto | None) -> list[Told]:
    """What was answered, in its order."""
    return st.session_state.setdefault(told_key(photo), [])


def questions_of(answer: Answer) -> dict[str, Question]:
    """The questions that the table of field marks can ask; none for species that it lacks."""
    try:
        return {question.about: question for question in all_questions(answer.species)}
    except CrossClipError:
        return {}


def with_answers(answer: Answer, given: list[Told]) -> Answer:
    """The answer after what was told, by Bayes' rule."""
    questions, probability = questions_of(answer), answer.probability
    for about, choice in given:
        if choice is not None and about in questions:
            probability = questions[about].answered(probability, choice)
    return replace(answer, probability=probability)


def ask(photo: SessionPhoto | None, answer: Answer) -> None:
    """The next question with its choices, and what was told so far."""
    given, questions = told(photo), questions_of(answer)
    if not questions:
        return
    question = best_question(answer.probability, answer.species, [about for about, _ in given])
    if question is not None:
        first, second = (candidate.species for candidate in answer.top(2))
        st.subheader(question.text)
        st.caption(f"This would best tell {first} from {second}.")
        with st.container(horizontal=True):
            for number, choice in enumerate(question.choices):
                st.button(
                    choice.capitalize(), key=f"tell_{number}", on_click=_tell, args=(photo, question.about, number)
                )
            st.button("I did not see", key="tell_nothing", on_click=_tell, args=(photo, question.about, None))
    if said := [
        f"{questions[about].text} {questions[about].choices[choice].capitalize()}."
        for about, choice in given
        if choice is not None and about in questions
    ]:
        st.caption(f"You said: {' '.join(said)}")
    if given:
        st.button("Take the last answer back", on_click=_take_back, args=(photo,))


def _tell(photo: SessionPhoto | None, about: str, choice: int | None) -> None:
    told(photo).append((about, choice))


def _take_back(photo: SessionPhoto | None) -> None:
    told(photo).pop()
