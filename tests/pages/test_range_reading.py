"""The range map's second reading, and species that rest on summer surveys alone."""

import pytest

from crossclip.maps import Atlas
from crossclip.maps.weeks import week_day
from pages.maps.range_controls import ON_A_VISIT
from tests.crossclip.maps.web.pages import decoded
from tests.pages.map_runs import address, levels_at, opened, read_back, shown, text


@pytest.fixture
def surveyed_map(monkeypatch, surveyed_folder):
    return lambda **query: opened(monkeypatch, surveyed_folder, "range_map", **query)


def labels(app) -> list[str]:
    return [group.label for group in app.button_group]


def test_a_visit_is_chosen_and_kept_in_the_link(surveyed_map, surveyed):
    app = surveyed_map(place="41.9,-87.6")
    assert shown(app)["line"] is None
    app.segmented_control(key="range_reading").set_value(ON_A_VISIT).run()
    data = shown(app)
    assert address(app) == {"reading": "visit", "place": "41.9000, -87.6000"}
    assert data["meaning"] == "Probability that this species is found on a morning's visit here"
    assert data["line"] == {"level": pytest.approx(26.4), "words": "Found on one morning in 10"}
    drawn = Atlas(surveyed).species_map("European Starling", week_day(27), resolution=0.25, reading="visit")
    (panel,) = data["panels"]
    level, expected = levels_at(panel["still"], drawn, drawn.scale)
    assert level == pytest.approx(expected, abs=4)
    number = read_back(panel, -87.6, 41.9, drawn.grid)
    assert data["words"]["template"].replace("{}", number) == drawn.words_at(-87.6, 41.9)
    assert drawn.words_at(-87.6, 41.9).endswith("of mornings")
    assert "surveys of May to July" in text(app)


def test_the_whole_year_is_a_morning_in_june(surveyed_map):
    app = surveyed_map(reading="visit", when="year")
    assert app.header[0].value == "European Starling, on 15 June"
    assert shown(app)["line"]


@pytest.mark.parametrize(
    ("query", "words"),
    [({"species": "Northern Cardinal"}, "not known of Northern Cardinal"), ({"week": "3"}, "May to July alone")],
)
def test_where_visits_are_not_known_a_sentence_says_why(surveyed_map, query, words):
    app = surveyed_map(reading="visit", **query)
    assert shown(app)["line"] is None
    assert "Reading" not in labels(app)
    (message,) = app.info
    assert words in message.value
    assert address(app) == {"reading": "visit", **query}
    assert words in text(surveyed_map(**query))


def test_a_model_without_surveys_has_one_reading(range_map):
    app = range_map()
    assert shown(app)["line"] is None
    assert "Reading" not in labels(app)
    assert "morning" not in text(app)


def test_what_rests_on_summer_surveys_says_so_and_has_no_value_in_winter(surveyed_map):
    summer = surveyed_map(species="Blue Jay")
    assert "Blue Jay rests on surveys of May to July alone" in text(summer)
    assert decoded(shown(summer)["panels"][0]["mask"]["url"]).any()
    winter = surveyed_map(species="Blue Jay", week="3", place="41.9,-87.6")
    data = shown(winter)
    assert not decoded(data["panels"][0]["mask"]["url"]).any()
    assert data["words"]["noValue"] == "no value: nothing is known outside May to July"
