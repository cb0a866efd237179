"""What a map can say of a species, and of which season."""

import json
from datetime import date

import numpy as np
import pandas as pd
import pytest

from crossclip.maps import Atlas
from crossclip.maps.drawing.figures import figure_bytes, value_figure
from crossclip.maps.land.coverage import Coverage
from crossclip.maps.land.extents import Extent
from crossclip.maps.species_map import SpeciesDifference, SpeciesMap, shared_scale
from crossclip.maps.values.readings import MID_SEASON, RANGE_LINE, ReadingError
from crossclip.maps.values.scales import Scale
from crossclip.maps.weeks import WEEKS, week_day
from crossclip.sighting import Sighting

MIDWEST = Extent(-100, 35, -80, 48)
JUNE, WINTER = date(2024, 6, 20), date(2024, 12, 20)
STARLING, JAY = "European Starling", "Blue Jay"


@pytest.fixture(scope="module")
def atlas(surveyed) -> Atlas:
    return Atlas(surveyed)


def drawn(atlas, name=STARLING, day=JUNE, reading="visit", photo=None) -> SpeciesMap:
    return atlas.species_map(name, day, photo, MIDWEST, 1, reading)


def test_a_visit_is_the_predictors_own_number(atlas, surveyed):
    visit = drawn(atlas)
    for longitude, latitude in [(-99.5, 35.5), (-88.5, 41.5)]:
        found = surveyed.visits(surveyed.embed_sightings([Sighting(longitude, latitude, JUNE)]))
        assert visit.at(longitude, latitude) == pytest.approx(
            float(found[0, surveyed.find_species(STARLING)]), rel=1e-4
        )
    assert visit.scale == Scale(0.0, 1.0)
    assert "morning's visit" in visit.meaning
    assert (visit.line, visit.line_meaning) == (RANGE_LINE, "Found on one morning in 10")
    assert drawn(atlas, reading="next").line is None
    assert not np.allclose(visit.known, drawn(atlas, reading="next").known)


def test_a_visit_is_not_told_where_no_survey_was_run(surveyed):
    runs = Coverage.of(np.full(20, -88.5), np.full(20, 41.5), np.full(20, 6))
    visit = drawn(Atlas(surveyed, surveys=runs))
    assert visit.at(-88.5, 41.5) == pytest.approx(drawn(Atlas(surveyed)).at(-88.5, 41.5))
    assert visit.at(-99.5, 35.5) is None
    assert not visit.support[visit.grid.land & np.isnan(visit.values)].any()
    assert "surveys" in visit.no_value
    assert drawn(Atlas(surveyed, surveys=runs), reading="next").at(-99.5, 35.5) is not None


def test_without_a_date_a_visit_is_of_the_middle_of_the_season(atlas):
    assert drawn(atlas, day=None).date == MID_SEASON
    np.testing.assert_array_equal(drawn(atlas, day=None).known, drawn(atlas, day=MID_SEASON).known)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"name": "Northern Cardinal"}, "not known of Northern Cardinal"),
        ({"day": WINTER}, "May to July alone"),
        ({"reading": "both"}, "the readings are next and visit"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(atlas, asked, words):
    with pytest.raises(ReadingError, match=words):
        drawn(atlas, **asked)


def test_a_photo_has_no_visits(atlas, surveyed):
    with pytest.raises(ReadingError, match="not of a photo"):
        drawn(atlas, photo=surveyed.embed_sightings([Sighting()]))


@pytest.mark.parametrize("coverage", [None, Coverage.of([-88.5] * 30, [41.5] * 30, [6] * 15 + [7] * 15)])
def test_a_year_of_visits_has_values_in_its_season(surveyed, coverage):
    atlas = Atlas(surveyed, coverage)
    year = atlas.species_year(STARLING, None, MIDWEST, 1, "visit")
    assert [one.date for one in year] == [week_day(week) for week in WEEKS]
    assert [one.known.size > 0 for one in year] == [one.date.month in (5, 6, 7) for one in year]
    for week in (19, 24, 31):
        np.testing.assert_allclose(year[week - 1].shown, drawn(atlas, day=week_day(week)).shown, rtol=2e-3)
    assert "nothing is known outside May to July" in year[0].no_value
    assert shared_scale(year) == Scale(0.0, 1.0)


def test_the_weeks_of_a_year_have_the_support_of_their_seasons(surveyed):
    atlas = Atlas(surveyed, Coverage.of([-88.5] * 20, [41.5] * 20, [6] * 10 + [9] * 10))
    year = atlas.species_year(STARLING, None, MIDWEST, 1)
    assert {one.date.month for one in year if one.known.size} == {5, 6, 7, 8, 9, 10}
    np.testing.assert_allclose(year[40].shown, drawn(atlas, day=week_day(41), reading="next").shown, rtol=2e-3)
    assert year[0].no_value.endswith("in that season")


def test_what_rests_on_summer_surveys_has_no_value_in_winter(atlas):
    summer, winter, whole = (drawn(atlas, JAY, day, "next") for day in (JUNE, WINTER, None))
    assert summer.known.size == whole.known.size > 0 == winter.known.size
    assert not winter.support.any()
    assert summer.note == "Blue Jay rests on surveys of May to July alone"
    words = figure_bytes(value_figure(winter), "svg", dpi=40).decode()
    assert "rests on surveys of May to July alone" in words
    assert "No value: nothing is known outside May to July" in words
    difference = SpeciesDifference.between(drawn(atlas, day=WINTER, reading="next"), winter)
    assert difference.known.size == 0
    assert difference.no_value == winter.no_value
    year = atlas.species_year(JAY, None, MIDWEST, 1)
    assert {one.date.month for one in year if one.known.size} == {5, 6, 7}


def test_files_and_figures_name_the_reading(atlas, tmp_path):
    visit = drawn(atlas)
    visit.to_csv(tmp_path / "map.csv")
    assert list(pd.read_csv(tmp_path / "map.csv").columns) == ["longitude", "latitude", "found_on_a_visit"]
    visit.to_geojson(tmp_path / "map.geojson")
    about = json.loads((tmp_path / "map.geojson").read_text())["about"]
    assert (about["reading"], about["range_line"]) == ("visit", RANGE_LINE)
    words = figure_bytes(value_figure(visit), "svg", dpi=40).decode()
    for text in ("Found on a morning's visit, 20 June", "one morning in 10", "100%"):
        assert text in words
    with pytest.raises(Exception, match="same reading"):
        SpeciesDifference.between(visit, drawn(atlas, JAY, reading="next"))


def test_the_line_runs_where_values_pass_one_in_ten(atlas):
    from matplotlib.contour import QuadContourSet

    visit = drawn(atlas)
    values = np.full_like(visit.values, 0.02)
    values[:, 10:] = 0.5
    figure = value_figure(SpeciesMap(visit.grid, values, JAY, "", reading="visit", date=JUNE))
    (line,) = (artist for artist in figure.axes[0].collections if isinstance(artist, QuadContourSet))
    assert line.levels.tolist() == [RANGE_LINE]
