"""Links from an answer to the range maps of its species, with the same place and date."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from crossclip.maps.weeks import WEEKS, week_day
from crossclip.sighting import Sighting
from pages.links.readers import written_place

RANGE_MAP = "pages/range_map.py"


def range_query(species: str, sighting: Sighting, other: str | None = None) -> dict[str, str]:
    """The address of a range map: a species, or two, in the week of a date, or over the year, with a pin at a place."""
    query = {"species": species}
    if other is not None:
        query["other"] = other
    if sighting.date is None:
        query["when"] = "year"
    else:
        query["week"] = str(week_of(sighting))
    if place := written_place(sighting):
        query["place"] = place
    return query


def week_of(sighting: Sighting) -> int:
    """The number of the week whose day is nearest to the date of a sighting, which has to have one."""
    if sighting.date is None:
        raise ValueError("a sighting without a date is in no week")
    day = sighting.date.timetuple().tm_yday
    return min(WEEKS, key=lambda week: abs(week_day(week).timetuple().tm_yday - day))


def range_links(species: Sequence[str], sighting: Sighting, key: str) -> None:
    """A row of links to the maps of species."""
    with st.container(horizontal=True, key=key, gap="small", vertical_alignment="center"):
        st.markdown("Range map:", width="content")
        for name in species:
            st.page_link(RANGE_MAP, label=name, query_params=range_query(name, sighting), width="content")
