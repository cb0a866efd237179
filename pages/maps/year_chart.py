"""The year of species at one place or two, as a chart to read values off."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from torch import Tensor

from crossclip.maps.values.readings import Reading
from crossclip.maps.weeks import WEEKS, week_day
from crossclip.maps.year_curve import AROUND, YearCurve, year_curves
from crossclip.sighting import Sighting
from pages.maps.place_search import OTHER_PLACE, found_place, near_words, place_input
from pages.report.charts import GRID, OTHER
from pages.shared.model import load_atlas
from pages.shared.words import plain

COLOURS, DASHES = ("#2f8f88", "#c8763c", "#7a6fc0", "#b0487a"), ("solid", "dash", "dot", "dashdot")
HEIGHT = 300  # pixels


def show_year(
    species: Sequence[str], place: Sighting, given: Tensor | None, reading: Reading, week: int | None
) -> None:
    """The chart of species at a place, and at another one that can be named below.

    Args:
        given: embedding of the photo that the maps are given, if any.
        week: the one that the map shows.
    """
    st.subheader("Through the year")
    place_input("Beside another place", OTHER_PLACE, width=330)
    other = found_place(st.session_state[OTHER_PLACE])
    places = [place, other] if other.has_place and other != place else [place]
    curves = [curve for one in places for curve in year_curves(load_atlas(), species, one, given, reading)]
    words = ". ".join(f"{curve_name(curve, species, places)}: {curve.words.partition(': ')[2]}" for curve in curves)
    st.plotly_chart(
        year_chart(curves, [curve_name(curve, species, places) for curve in curves], week),
        config={"displayModeBar": False},
        key="range_year_chart",
        alt=f"Chart of the weeks of the year. {words}",
    )
    around = f"The band is the lowest and highest within {AROUND:.0f} km. " if len(curves) <= 2 else ""
    st.caption(plain(f"{around}{words}."))


def curve_name(curve: YearCurve, species: Sequence[str], places: Sequence[Sighting]) -> str:
    """What tells a curve from those beside it."""
    where = near_words(curve.place)
    if len(places) == 1:
        return curve.species if len(species) > 1 else f"{curve.species}, {where}"
    return f"{curve.species}, {where}" if len(species) > 1 else f"{where[0].upper()}{where[1:]}"


def year_chart(curves: Sequence[YearCurve], names: Sequence[str], week: int | None = None) -> go.Figure:
    """Curves over the weeks of the year, each with the band around it where there are no more than two.

    Args:
        week: marked by a line, if given.
    """
    figure = go.Figure(
        layout={
            "margin": {"l": 0, "r": 8, "t": 8, "b": 8},
            "height": HEIGHT,
            "dragmode": False,
            "hovermode": "x",
            "showlegend": len(curves) > 1,
            "legend": {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"},
        }
    )
    days = [f"week {number}, {week_day(number).day} {week_day(number):%B}" for number in WEEKS]
    weeks = np.array(WEEKS)
    for curve, name, colour, dash in zip(curves, names, COLOURS, DASHES, strict=False):
        for known in _runs(~np.isnan(curve.low)) if len(curves) <= 2 else ():
            figure.add_scatter(
                x=[*weeks[known], *weeks[known][::-1]],
                y=[*100 * curve.high[known], *100 * curve.low[known][::-1]],
                fill="toself",
                mode="none",
                fillcolor=colour,
                opacity=0.2,
                hoverinfo="skip",
                showlegend=False,
            )
        figure.add_scatter(
            x=weeks,
            y=[None if np.isnan(value) else 100 * value for value in curve.values.tolist()],
            mode="lines",
            name=name,
            line={"color": colour, "width": 2.5, "dash": dash},
            customdata=days,
            hovertemplate="%{customdata}: %{y:.2g}%<extra></extra>",
        )
    if week is not None:
        figure.add_vline(x=week, line={"color": OTHER, "width": 1, "dash": "dot"})
    firsts = [number for number in WEEKS if number == 1 or week_day(number).month != week_day(number - 1).month]
    figure.update_xaxes(
        range=[WEEKS[0] - 0.5, WEEKS[-1] + 0.5],
        tickvals=firsts,
        ticktext=[f"{week_day(number):%b}" for number in firsts],
        showgrid=False,
        fixedrange=True,
    )
    return figure.update_yaxes(rangemode="tozero", ticksuffix="%", gridcolor=GRID, zeroline=False, fixedrange=True)


def _runs(known: np.ndarray) -> list[slice]:
    """Stretches of weeks that have values."""
    edges = np.flatnonzero(np.diff([0, *known.astype(int), 0]))
    return [slice(start, stop) for start, stop in zip(edges[::2], edges[1::2], strict=True)]
