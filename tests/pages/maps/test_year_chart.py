"""The chart of a year draws the curves it is given."""

import numpy as np
import pytest

from crossclip.maps.weeks import WEEKS
from crossclip.maps.year_curve import YearCurve
from crossclip.sighting import Sighting
from pages.maps.year_chart import curve_name, year_chart

DULUTH, MIAMI = Sighting(-92.1, 46.8), Sighting(-80.2, 25.8)


def curve(species: str = "Blue Jay", place: Sighting = DULUTH) -> YearCurve:
    values = np.linspace(0.01, 0.52, len(WEEKS))
    values[10:13] = np.nan
    return YearCurve(species, place, "next", values, values - 0.005, values + 0.005)


def test_lines_and_bands_are_those_of_the_curve():
    *bands, line = year_chart([curve()], ["Blue Jay"], week=27).data
    assert line.y[0] == pytest.approx(1)
    assert line.y[11] is None
    assert [len(band.x) for band in bands] == [2 * 10, 2 * 39], "there is no band where there is no value"
    assert bands[0].y[0] == pytest.approx(1.5)
    assert bands[0].y[-1] == pytest.approx(0.5)


def test_more_than_two_curves_have_no_bands():
    figure = year_chart([curve() for _ in range(4)], list("abcd"))
    assert [trace.name for trace in figure.data] == list("abcd")
    assert figure.layout.showlegend
    assert len({(trace.line.color, trace.line.dash) for trace in figure.data}) == 4


def test_a_curve_is_named_by_what_tells_it_from_others():
    assert curve_name(curve(), ["Blue Jay"], [DULUTH]) == "Blue Jay, near Duluth, Minnesota"
    assert curve_name(curve(), ["Blue Jay", "Mallard"], [DULUTH]) == "Blue Jay"
    assert curve_name(curve(), ["Blue Jay"], [DULUTH, MIAMI]) == "Near Duluth, Minnesota"


def test_the_page_shows_the_year_of_two_places_beside_each_other(range_map):
    app = range_map(place="Duluth, MN", beside="Miami, FL")
    assert not app.exception
    assert not app.warning
    assert len(app.get("plotly_chart")) == 1
    said = "\n".join(caption.value for caption in app.caption)
    assert "Near Duluth, Minnesota: highest in week" in said
    assert "Near Miami, Florida: highest in week" in said
    assert len(range_map().get("plotly_chart")) == 0, "without a place there is no curve"
