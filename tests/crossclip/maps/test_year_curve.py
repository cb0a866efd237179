"""The year of a species at one place, which agrees with the maps."""

import numpy as np
import pytest

from crossclip.errors import CrossClipError
from crossclip.maps import Atlas
from crossclip.maps.land.coverage import Coverage
from crossclip.maps.weeks import WEEKS, week_day
from crossclip.maps.year_curve import AROUND, places_around, year_curves
from crossclip.sighting import Sighting

HERE = Sighting(-85.0, 40.0)


def test_the_curve_says_what_the_model_says_there_week_by_week(predictor):
    (curve,) = year_curves(Atlas(predictor), ["Blue Jay"], HERE)
    for week in (1, 27, 52):
        answer = predictor.checklist(Sighting(HERE.longitude, HERE.latitude, week_day(week)))
        expected = answer.probability[predictor.find_species("Blue Jay")]
        assert curve.values[week - 1] == pytest.approx(float(expected), abs=1e-6)
    assert (curve.low <= curve.values).all()
    assert (curve.values <= curve.high).all()
    assert "Blue Jay: highest in week" in curve.words


def test_curves_of_two_species_are_those_of_each(predictor):
    both = year_curves(Atlas(predictor), ["Blue Jay", "Sturnus vulgaris"], HERE)
    assert [curve.species for curve in both] == ["Blue Jay", "European Starling"]
    (alone,) = year_curves(Atlas(predictor), ["European Starling"], HERE)
    assert np.allclose(both[1].values, alone.values, atol=1e-6)


def test_there_is_no_value_far_from_records(predictor):
    coverage = Coverage.of(np.full(50, 10.0), np.full(50, 10.0))
    (curve,) = year_curves(Atlas(predictor, coverage), ["Blue Jay"], HERE)
    assert not curve.has_values
    assert curve.words == "Blue Jay: no value in any week"


def test_visits_have_a_season(surveyed):
    (curve,) = year_curves(Atlas(surveyed), ["European Starling"], HERE, reading="visit")
    known = [week for week, value in zip(WEEKS, curve.values, strict=True) if not np.isnan(value)]
    assert {week_day(week).month for week in known} == {5, 6, 7}
    assert f"no value in {len(WEEKS) - len(known)} of 52 weeks" in curve.words


def test_places_around_lie_on_land_within_reach():
    longitudes, latitudes = places_around(-122.42, 37.78)  # San Francisco: half of what is around it is sea
    assert (longitudes[0], latitudes[0]) == (-122.42, 37.78)
    assert 5 < len(longitudes) < 19
    away = np.hypot((longitudes + 122.42) * np.cos(np.radians(37.78)), latitudes - 37.78) * 111.195
    assert away.max() < AROUND * 1.02
    assert np.abs(places_around(179.9, 65.0)[0]).max() <= 180


def test_a_curve_needs_a_place(predictor):
    with pytest.raises(CrossClipError, match="give its longitude and latitude"):
        year_curves(Atlas(predictor), ["Blue Jay"], Sighting())
