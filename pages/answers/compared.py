"""The first species and its rival side by side: what moved them, where and when each is met, what tells them apart."""

from __future__ import annotations

from html import escape

import streamlit as st
import torch

from crossclip.answer import Answer
from crossclip.answers.explain import Explanation, circumstances, percent
from crossclip.errors import CrossClipError
from crossclip.field_marks import marks_of
from crossclip.field_marks.differences import differences
from crossclip.maps.weeks import WEEKS, week_day
from crossclip.sighting import Sighting
from pages.answers.small_map import small_map
from pages.links.map_links import RANGE_MAP, range_query
from pages.shared.dates import day_name
from pages.shared.model import load_atlas, load_predictor


def compare(explanation: Explanation) -> None:
    """Draw the comparison of the first species of an answer with its rival."""
    answer, sighting = explanation.answer, explanation.sighting
    pair = (explanation.first, explanation.rival)
    names = tuple(answer.species[index] for index in pair)
    st.subheader(f"{names[0]} or {names[1]}?")
    st.html(moved_table(explanation))
    st.markdown(f"**Where each is likely, {day_name(sighting.date)}**")
    _maps(names, sighting)
    if sighting.has_place:
        st.markdown("**Through the year at the pin**")
        _year(names, sighting)
    else:
        st.caption("Set a pin to see how likely each is there through the year.")
    if table := differences_table(*names):
        st.markdown("**What tells them apart**")
        st.html(table)
        st.caption("Field marks of the breeding male, or of both where they look alike, in our own words.")


def moved_table(explanation: Explanation) -> str:
    """HTML: the probabilities of both species with less and with more known."""
    sighting, answer = explanation.sighting, explanation.answer
    pair = (explanation.first, explanation.rival)
    rows = [(name, alone) for name, alone in _alone(answer).items() if alone is not None]
    by = {"With the place": explanation.by_place, "With the date": explanation.by_date}
    rows += [(name, one.probability) for name, one in by.items() if one is not None]
    if sighting.has_place and sighting.has_date:
        rows.append(("With both", answer.probability))
    if answer.place_probability is not None:
        known = circumstances(sighting)
        rows.append((f"The {known} alone", answer.place_probability))
    heads = "".join(f"<th scope='col'>{escape(answer.species[index])}</th>" for index in pair)
    body = "".join(
        f"<tr><th scope='row'>{escape(name)}</th>"
        + "".join(f"<td>{escape(percent(probability[index]))}</td>" for index in pair)
        + "</tr>"
        for name, probability in rows
    )
    return f"<table class='facts'><thead><tr><td></td>{heads}</tr></thead><tbody>{body}</tbody></table>"


def _alone(answer: Answer) -> dict[str, torch.Tensor | None]:
    return {"The photo alone": answer.photo_probability, "The words alone": answer.text_probability}


def differences_table(first: str, second: str) -> str:
    """HTML: what the table of field marks says of two species where it differs; nothing for species that it lacks."""
    try:
        found = differences(marks_of(first), marks_of(second))
    except CrossClipError:
        return ""
    if not found:
        return ""
    heads = "".join(f"<th scope='col'>{escape(name)}</th>" for name in (first, second))
    body = "".join(
        f"<tr><th scope='row'>{escape(one.about.capitalize())}</th>"
        f"<td>{escape(one.first or 'none')}</td><td>{escape(one.second or 'none')}</td></tr>"
        for one in found
    )
    return f"<table class='facts'><thead><tr><td></td>{heads}</tr></thead><tbody>{body}</tbody></table>"


def _maps(names: tuple[str, ...], sighting: Sighting) -> None:
    from crossclip.maps.species_map import shared_scale

    with st.spinner("Drawing the maps"):
        drawn = [load_atlas().species_map(name, sighting.date, resolution=0.5) for name in names]
    scale, dark = shared_scale(drawn), st.context.theme.type == "dark"
    for column, one, name in zip(st.columns(2), drawn, names, strict=True):
        with column:
            st.image(
                small_map(one, scale, sighting, dark),
                caption=f"{name}; darker is likelier" if not dark else f"{name}; lighter is likelier",
                alt=f"Map of where {name} is likely {day_name(sighting.date)}",
            )
            st.page_link(RANGE_MAP, label=f"Range map of {name}", query_params=range_query(name, sighting))
    both = range_query(names[0], sighting, names[1])
    st.page_link(RANGE_MAP, label="Both on one page, week by week", query_params=both)


def _year(names: tuple[str, ...], sighting: Sighting) -> None:
    import pandas as pd

    predictor = load_predictor()
    weeks = [Sighting(sighting.longitude, sighting.latitude, week_day(week)) for week in WEEKS]
    answers = predictor.answers(None, weeks)
    curves = {
        name: [100 * float(answer.probability[predictor.find_species(name)]) for answer in answers] for name in names
    }
    table = pd.DataFrame({"Day of the year": [week_day(week) for week in WEEKS], **curves})
    st.line_chart(
        table,
        x="Day of the year",
        y=list(names),
        y_label="% of reported birds",
        height=260,
        color=["#2f8f88", "#c8642d"],
    )
    peaks = {name: WEEKS[max(range(len(values)), key=values.__getitem__)] for name, values in curves.items()}
    said = (
        f"{name} at most {percent(max(curves[name]) / 100)}, {day_name(week_day(week))}" for name, week in peaks.items()
    )
    st.caption(f"How likely the next bird reported at the pin is each of the two: {'; '.join(said)}.")
