"""A film is made when it is asked for, and kept until the map is another."""

import pytest
from streamlit.testing.v1 import AppTest

from crossclip.maps.drawing.animation import FORMATS


def page() -> None:
    import numpy as np
    import streamlit as st

    from crossclip.maps.land.extents import Extent
    from crossclip.maps.land.grids import Grid
    from crossclip.maps.species_map import SpeciesMap
    from crossclip.maps.weeks import week_day
    from pages.maps.films import film_buttons

    grid = Grid.over(Extent(-100, 35, -80, 48), 2.0)
    values = np.where(grid.land, np.float32(0.5), np.nan)
    stem = st.session_state.setdefault("stem", "blue-jay_year")
    film_buttons(stem, lambda: [[SpeciesMap(grid, values, "Blue Jay", "Avis", date=week_day(1))]], None)


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_film_is_made_when_asked_for_and_then_saved(monkeypatch, tiny_folder, suffix):
    monkeypatch.setenv("CROSSCLIP_MODEL", str(tiny_folder))
    app = AppTest.from_function(page, default_timeout=60).run()
    assert not app.get("download_button")
    app.button(key=f"film_{suffix}").click().run()
    assert not app.exception
    (save,) = app.get("download_button")
    assert save.label == f"Save blue-jay_year.{suffix}"
    assert len(app.session_state["film"][1]) > 1000
    app.session_state["stem"] = "mallard_year"
    assert not app.run().get("download_button"), "the film of another map is gone"
