"""A lesson in five steps, a quiz, and a sheet for the teacher, all on the drawings that come with the app."""

import streamlit as st

from pages.lessons.birds import birds
from pages.lessons.findings import NOTE
from pages.lessons.quiz import MOST_SEED, SEED, forget_quiz, quiz
from pages.lessons.sheet import sheet
from pages.lessons.steps import STEPS, forget_guesses
from pages.links.address import Parameter, follow, publish
from pages.links.readers import choice_reader, number_reader
from pages.shared.controls import segmented

LESSON, QUIZ, TEACHERS = "Lesson", "Quiz", "For teachers"
PARTS = {"quiz": QUIZ, "teachers": TEACHERS}
NAMES = tuple(STEPS)
PARAMETERS = (
    Parameter(
        "part",
        "lesson_part",
        LESSON,
        f"one of: {', '.join(PARTS)}",
        choice_reader(PARTS),
        {part: word for word, part in PARTS.items()}.__getitem__,
    ),
    Parameter(
        "step",
        "lesson_step",
        NAMES[0],
        f"a number from 1 to {len(NAMES)}",
        lambda text: NAMES[number_reader(1, len(NAMES))(text) - 1],
        lambda step: str(NAMES.index(step) + 1),
    ),
    Parameter("quiz", SEED, 0, f"a number from 1 to {MOST_SEED}", number_reader(1, MOST_SEED)),
)


def lesson() -> None:
    """One step, with the way to the next."""
    state, step = st.session_state, st.session_state.lesson_step
    number = NAMES.index(step)
    st.header(f"{number + 1}. {step}")
    STEPS[step]()
    with st.container(horizontal=True):
        if number + 1 < len(NAMES):
            following = NAMES[number + 1]
            st.button(f"Next: {following}", on_click=state.update, args=({"lesson_step": following},))
        else:
            st.button("To the quiz", on_click=state.update, args=({"lesson_part": QUIZ},))
        st.button("Start the lesson over", on_click=start_over)


def start_over() -> None:
    forget_guesses()
    st.session_state.lesson_step = NAMES[0]


def for_teachers() -> None:
    st.header("The lesson on paper")
    st.write(
        "Pages to print: the five steps with what this model says at each, what to tell honestly, a page of "
        "drawings to hand out, and the key to it."
    )
    st.download_button("Teacher's sheet as PDF", sheet, "crossclip-lesson.pdf", on_click="ignore")
    st.header("In front of a class")
    st.markdown(
        "- *Projector*, at the top of every page, makes everything larger and leaves of Identify and the maps only "
        "map and answer. It stays on from page to page and is part of the link.\n"
        "- A link to the quiz holds its order: whoever opens it gets the same questions.\n"
        "- *Many photos* answers what a class has photographed, all at once, and marks the mistakes.\n"
        "- Everything works without internet, and on thirty computers with one of them as the server."
    )


st.title("Lesson")
before = st.session_state.get(SEED)
follow("lesson", PARAMETERS)
if st.session_state[SEED] != before:
    forget_quiz()
with st.container(horizontal=True):
    part = segmented("Part", (LESSON, QUIZ, TEACHERS), "lesson_part")
    if part == LESSON:
        segmented("Step", NAMES, "lesson_step")
if not birds():
    st.info("The loaded model knows none of the drawn birds, so there is no lesson with it.")
else:
    {LESSON: lesson, QUIZ: quiz, TEACHERS: for_teachers}[part]()
    st.caption(NOTE)
publish("lesson", PARAMETERS)
