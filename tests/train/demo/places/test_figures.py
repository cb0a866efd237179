"""The figures of a place side that has learned nothing."""

import pytest

from crossclip.predict import Predictor
from train.demo.places.figures import MIGRANTS, migrant_figures, place_figures


@pytest.fixture
def predictor(place_model):
    return Predictor(place_model)


def test_every_figure_is_measured_in_the_cells_of_the_split(predictor, demo_data):
    figures = place_figures(predictor, demo_data, "train")
    assert figures["prior_rows"] == (demo_data.occurrences.split == "train").sum()
    assert figures["runs"] == (demo_data.runs.split == "train").sum()
    assert figures["feeder_species"] <= 1
    assert figures["route_species"] <= 2
    for name in ("prior_top10", "route_auc", "visit_auc", "prior_ece"):
        assert 0 <= figures[name] <= 1, name
    assert figures["migrants"] == {}, "none of the ten is in so small a list"


def test_a_migrants_year_has_its_least_and_its_most(predictor, monkeypatch):
    monkeypatch.setitem(MIGRANTS, "Painted Bunting", (-97.0, 33.0, "Dallas"))
    (year,) = migrant_figures(predictor)["migrants"].values()
    assert year["town"] == "Dallas"
    assert 0 <= year["least"] <= year["most"] <= 1
    assert 1 <= year["least_week"] <= 52
    assert year["ratio"] == pytest.approx(year["least"] / year["most"])
