"""The five steps of the lesson: a guess, then the place, then the date, what moved the answer, what is not known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from crossclip.answers.explain import percent
from crossclip.sighting import Sighting
from pages.answers.tables import bar_table, leading, side_by_side
from pages.lessons.birds import CHOICES, Bird, choices, said
from pages.lessons.findings import SEASONS, SURE, Findings, Season, findings, says
from pages.lessons.guess import guess, verdict
from pages.links.readers import read_place, written_place
from pages.maps.folium_view import show_pin_map
from pages.shared.model import load_predictor

SHOWN = 3  # species of an answer
PLACE = "lesson_place"
GUESSES = tuple(f"lesson_guess_{number}" for number in range(1, 6))
NOTHING, A_NAME, AN_ERROR = "It says that there is no bird", "It names a bird all the same", "It stops with an error"


def look() -> None:
    told = findings()
    bird, (left, right) = told.first, _columns()
    with left:
        _drawing(bird)
    with right:
        st.write("Look at the drawing alone: at the head, the back, the wings. The model does the same.")
        chosen = guess("Which bird is this?", choices(bird, CHOICES), None, GUESSES[0])
        if chosen is None:
            return
        st.write(f"You say {chosen}. By the drawing alone the model says:")
        st.html(bar_table(leading(bird.alone, SHOWN), side_by_side(Sighting())))
        if said(bird.alone).probability < SURE:
            st.write("It is not sure: some birds look alike. Remember what you said; more is known of this one.")
        else:
            st.write("It is sure. Remember what you said: the next step tells where the bird was.")


def where() -> None:
    told = findings()
    bird, (left, right) = told.first, _columns()
    with right:
        st.write(f"The bird was seen {bird.where_and_when()}. Not every bird lives everywhere.")
        names = sorted([bird.species, told.rival])
        chosen = guess("Which of the two is it?", names, bird.species, GUESSES[1])
        if chosen is not None:
            here = _place(bird)
            answer = load_predictor().identify(bird.embedding, here)
            st.write(f"{verdict(chosen, bird.species)} It is a {bird.species}.")
            st.write(f"With the place of the pin the model says **{says(answer)}**.")
            st.html(bar_table(leading(answer, SHOWN), side_by_side(here)))
            st.write("Now click the map somewhere else. The drawing stays the same: where does the answer change?")
    with left:
        if chosen is None:
            _drawing(bird)
        else:
            show_pin_map(_place(bird), "", False, _move, key="lesson_map")
            st.button("Back to where it was seen", on_click=_move, args=(bird.sighting,))


def when() -> None:
    told = findings()
    bird, (left, right) = told.passage, _columns()
    with left:
        _drawing(bird)
    with right:
        town = bird.where_and_when().partition(" on ")[0]
        st.write(f"This is a {bird.species}, {town}. Some birds stay all year, others come and go.")
        chosen = guess("When is it met there most?", list(SEASONS), told.season, GUESSES[2])
        if chosen is None:
            return
        st.write(f"{verdict(chosen, told.season)} {told.change}")
        st.html(season_table(told.seasons))
        st.caption("From place and date alone, without a drawing. It is small because many other birds are there too.")
        st.write("So a date speaks for some birds and against others, even before anybody looks at a picture.")


def what_moved_it() -> None:
    told = findings()
    bird, (left, right) = told.first, _columns()
    with left:
        _drawing(bird)
    with right:
        st.write(
            f"Back to the first bird, {bird.where_and_when()}. The model knew the drawing, the place and the date."
        )
        chosen = guess(
            f"What decided that it is a {bird.species}?",
            ["The drawing", "The place", "The date"],
            told.witness,
            GUESSES[3],
        )
        if chosen is None:
            return
        st.write(f"{verdict(chosen, told.witness)} " + " ".join(told.explanation.sentences()))
        answer = told.explanation.answer
        st.html(bar_table(leading(answer, SHOWN), side_by_side(bird.sighting)))
        st.caption("Together is the answer; beside it is what the drawing alone, and place and date alone, would say.")


def what_is_not_known() -> None:
    told = findings()
    left, right = _columns()
    with left, st.container(key="photo"):
        st.image(told.empty, alt="A corner of a drawing, without a bird")
    with right:
        st.write("This is a corner of the first drawing. There is no bird in it.")
        chosen = guess("What will the model do?", [NOTHING, A_NAME, AN_ERROR], A_NAME, GUESSES[4])
        if chosen is None:
            return
        doubts = "and the app says that it may be nothing it knows" if told.doubted else "and it has no doubt about it"
        probability = percent(told.of_nothing.probability)
        st.write(f"{verdict(chosen, A_NAME)} It says {told.of_nothing.species}, {probability}, {doubts}.")
        st.markdown("\n".join(f"- {sentence}" for sentence in limits(told)))


def limits(told: Findings) -> list[str]:
    """What a class should know of what the model does not."""
    count = len(load_predictor().species)
    wrong = [f"{bird.species}, which it calls {says(bird.together)}" for bird in told.wrong]
    mistakes = f" Wrong is: {'; '.join(wrong)}." if wrong else ""
    return [
        f"It always answers with one of the {count} birds on its list. A bird that is not on it gets a wrong name.",
        f"{told.count}{mistakes} Where look-alikes live side by side, a place cannot tell them apart.",
        "These are drawings, not photographs, and the model learned from photographs: your own may do better or worse.",
        "Place and date of the photos it was tested with were made up from records of the same birds.",
        "A percentage is how sure the model is, not how right it is. Look the bird up in a field guide.",
    ]


STEPS: dict[str, Callable[[], None]] = {
    "Look": look,
    "Where": where,
    "When": when,
    "What moved it": what_moved_it,
    "What it does not know": what_is_not_known,
}


def forget_guesses() -> None:
    for key in (*GUESSES, PLACE):
        st.session_state.pop(key, None)


def _columns() -> tuple:
    return tuple(st.columns(2, gap="large"))


def _drawing(bird: Bird) -> None:
    """The picture; what it shows is not told, for whoever hears it is to guess too."""
    with st.container(key="photo"):
        st.image(bird.sample.file, alt="The drawing of a bird")


def _place(bird: Bird) -> Sighting:
    here = read_place(st.session_state.setdefault(PLACE, written_place(bird.sighting)))
    return replace(here, date=None)


def _move(place: Sighting) -> None:
    st.session_state[PLACE] = written_place(place)


def season_table(seasons: Sequence[Season]) -> str:
    """HTML of a table with a bar for each season; the likeliest fills its bar."""
    most = max(season.probability for season in seasons) or 1.0
    rows = "".join(
        f"<tr><th scope='row'>{season.name}<br><i>{season.day}</i></th><td>{percent(season.probability)}"
        f"<div><span style='width:{season.probability / most:.1%}'></span></div></td></tr>"
        for season in seasons
    )
    head = "<th scope='col'>Season</th><th scope='col'>Chance to be the next bird reported</th>"
    return f"<table class='bars'><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
