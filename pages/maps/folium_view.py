"""Folium's maps on a page, by streamlit-folium, and what a person chooses on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from crossclip.maps.land.extents import Extent
from crossclip.maps.values.scales import Scale
from crossclip.sighting import Sighting
from pages.maps.background import background, set_background
from pages.maps.from_browser import take_background, take_place, take_week
from pages.maps.served import kept_pictures, map_files
from pages.shared.streamlit_patches import maps_compile_late

if TYPE_CHECKING:  # folium takes a second and more, in which the rest of a first page can be there
    from crossclip.maps.web import Panel, WebMap

PIN_HEIGHT = 440  # pixels
VALUES_HEIGHT = 600  # with player and legend


def show_pin_map(place: Sighting, note: str, streets: bool, on_place: Callable[[Sighting], None], key: str) -> None:
    """Draw the map with a pin at `place`; none where the place is unknown.

    Args:
        note: words beside the pin.
        streets: draw OpenStreetMap instead of land; the one choice that uses the internet.
        on_place: takes the place that a person chose, before the page runs again.
    """
    from crossclip.maps.web import pin_map

    _show(pin_map(place, note, streets, map_files(), background=background()), key, PIN_HEIGHT, on_place)


def show_values(
    panels: Sequence[Panel],
    scale: Scale | None,
    key: str,
    on_place: Callable[[Sighting], None],
    place: Sighting = Sighting(),
    week: int | None = None,
    on_week: Callable[[int], None] = lambda week: None,
    view: Extent | None = None,
) -> None:
    """Draw maps of one extent and one scale side by side, with a legend and, given their year, a player.

    Args:
        scale: None for maps of colours, which need no legend.
        on_place: takes the place that was clicked, before the page runs again.
        place: where the pin is; `Sighting()` for none.
        week: which one is shown; None where the map is of no week.
        on_week: takes the week that was chosen with the slider, or at which the player was stopped.
        view: where the map opens; by default where the values are.
    """
    from crossclip.maps.web import web_map

    drawn = web_map(
        panels,
        scale,
        view=view,
        place=place,
        week=week,
        folder=map_files(),
        keep=kept_pictures(key),
        background=background(),
    )
    _show(drawn, key, VALUES_HEIGHT, on_place, on_week)


def _show(
    drawn: WebMap,
    key: str,
    height: int,
    on_place: Callable[[Sighting], None],
    on_week: Callable[[int], None] = lambda week: None,
) -> None:
    """The map stays as it is while the page runs again; what it shows is sent anew where it changed."""
    from streamlit_folium import st_folium

    maps_compile_late()
    counted = f"{key}_choices"
    drawn.after(st.session_state.get(counted, 0))

    def chosen() -> None:
        st.session_state[counted] = st.session_state.get(counted, 0) + 1
        said = st.session_state[key] or {}
        if "week" in said:
            take_week(said["week"], on_week)
        elif "background" in said:
            take_background(said["background"], set_background)
        else:
            take_place(said.get("place"), on_place)

    st_folium(
        drawn,
        key=key,
        height=height,
        use_container_width=True,
        returned_objects=[],  # what is chosen the scripts tell themselves: streamlit-folium waits a quarter of a second
        feature_group_to_add=drawn.shown,
        render=False,  # the page that a map has as a file is not asked for
        on_change=chosen,
    )
