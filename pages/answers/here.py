"""What else is likely at the place and date, as a table of all species."""

from __future__ import annotations

import streamlit as st

from crossclip.answer import write_answers
from crossclip.sighting import Sighting
from pages.answers.naming import answer_stem
from pages.links.map_links import RANGE_MAP, range_query
from pages.shared.dates import day_name
from pages.shared.downloads import download_buttons
from pages.shared.model import load_predictor, model_label


def what_else_is_here(sighting: Sighting) -> None:
    """The table; a row that is chosen opens the map of its species."""
    import pandas as pd

    from crossclip.answers.figures import checklist_figure

    answer = load_predictor().checklist(sighting)
    likely = answer.top(None)
    table = pd.DataFrame(
        {
            "Species": [candidate.species for candidate in likely],
            "Probability": [candidate.probability for candidate in likely],
            "Scientific name": [candidate.scientific_name for candidate in likely],
        }
    )
    where = "at the pin" if sighting.has_place else "anywhere"
    st.write(
        f"What people report {where} {day_name(sighting.date)}, likeliest first. Click a heading to sort; "
        "choose a row to see the species' map."
    )
    choice = st.dataframe(
        table,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        height=320,
        key="here",
        column_config={
            # So narrow that a telephone shows both.
            "Species": st.column_config.TextColumn(width=160),
            "Probability": st.column_config.NumberColumn(format="percent", width=90),
        },
        alt="Species likely at the place on the date, with their probabilities",
    )
    if rows := choice.selection.rows:
        st.switch_page(RANGE_MAP, query_params=range_query(likely[rows[0]].species, sighting))
    model = model_label()
    download_buttons(
        answer_stem("checklist", sighting=sighting),
        lambda: checklist_figure(answer, sighting, model=model),
        {"csv": lambda path: write_answers(path, [(sighting, answer)], model=model)},
        key="here",
    )
