"""A quiz: the drawings in another order for every seed, each answer hidden until it is asked for, and a score."""

from __future__ import annotations

import random

import streamlit as st

from pages.lessons.birds import Bird, birds, choices, said
from pages.lessons.findings import says

SEED = "quiz_seed"  # which order; 0 is none yet
AT, GUESSES, SHOWN = "quiz_at", "quiz_guesses", "quiz_shown"
QUESTIONS = 10
MOST_SEED = 9999
NOBODY = "I do not know"


def quiz() -> None:
    """One question after the other, then the score."""
    state = st.session_state
    if not state[SEED]:
        new_quiz()
    asked = questions(state[SEED])
    guesses, number = state.setdefault(GUESSES, {}), state.setdefault(AT, 0)
    _score(asked)
    if number >= len(asked):
        _end(asked)
        return
    _question(asked[number], number, len(asked), guesses.get(number))


def questions(seed: int) -> list[Bird]:
    """Birds in the order of a seed, each species once."""
    order = list({bird.species: bird for bird in random.Random(seed).sample(birds(), len(birds()))}.values())
    return order[:QUESTIONS]


def new_quiz() -> None:
    """Begin anew, in another order."""
    forget_quiz()
    st.session_state[SEED] = random.randint(1, MOST_SEED)


def forget_quiz() -> None:
    for key in (AT, GUESSES, SHOWN):
        st.session_state.pop(key, None)


def _question(bird: Bird, number: int, count: int, chosen: str | None) -> None:
    state = st.session_state
    shown = state.get(SHOWN) == number
    left, right = st.columns(2, gap="large")
    with left, st.container(key="photo"):
        st.image(bird.sample.file, alt=f"Drawing {number + 1} of the quiz")
    with right:
        st.header(f"Question {number + 1} of {count}")
        st.write(f"Seen {bird.where_and_when()}.")
        names = [*choices(bird, state[SEED]), NOBODY]
        choice = st.radio(
            "Which bird is this?",
            names,
            index=names.index(chosen) if chosen in names else None,
            key=f"quiz_choice_{state[SEED]}_{number}",
            disabled=shown,
        )
        if choice is not None:
            state[GUESSES][number] = choice
        if not shown:
            st.button("Show the answer", on_click=state.update, args=({SHOWN: number},), disabled=choice is None)
            return
        right_one = ":material/check: Right." if choice == bird.species else ""
        st.markdown(f"**{bird.species}.** {right_one}")
        st.write(
            f"The model says {says(bird.alone)} by the drawing alone, and {says(bird.together)} with place and date."
        )
        last = number + 1 == count
        st.button("See the score" if last else "Next question", on_click=state.update, args=({AT: number + 1},))


def _score(asked: list[Bird]) -> None:
    """How many were right so far, of those whose answer was shown."""
    state = st.session_state
    done = state[AT] + (state.get(SHOWN) == state[AT])
    told = asked[:done]
    yours = sum(state[GUESSES].get(number) == bird.species for number, bird in enumerate(told))
    model = sum(said(bird.alone).species == bird.species for bird in told)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**You {yours} of {done}**, the model {model} of {done} by the drawing alone", width="content")
        st.button("Start again, in another order", on_click=new_quiz)


def _end(asked: list[Bird]) -> None:
    st.header("The end")
    guesses = st.session_state[GUESSES]
    st.markdown(
        "\n".join(
            ["| | The bird | You | The model, by the drawing alone |", "| --- | --- | --- | --- |"]
            + [
                f"| {number + 1} | {bird.species} | {guesses.get(number, '')} | {says(bird.alone)} |"
                for number, bird in enumerate(asked)
            ]
        )
    )
