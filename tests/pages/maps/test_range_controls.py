"""What can be chosen of a range map, by controls and by a link."""

import pytest

from tests.pages.map_runs import address, shown


def test_a_link_brings_the_same_view(range_map):
    app = range_map()
    app.selectbox(key="range_species").set_value("Northern Cardinal").run()
    app.selectbox(key="range_other").set_value("Blue Jay").run()
    app.segmented_control(key="range_view").set_value("Difference").run()
    app.session_state.range_week = 3
    app.text_input(key="range_place").set_value("41.9, -87.6").run()
    query = address(app)
    assert query == {
        "species": "Northern Cardinal",
        "other": "Blue Jay",
        "view": "difference",
        "week": "3",
        "place": "41.9, -87.6",
    }
    other = range_map(**query)
    assert shown(other) == shown(app)
    assert not other.warning
    assert other.header[0].value == "Northern Cardinal minus Blue Jay"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("species", "Dodo"),
        ("species", "<script>alert(1)</script>"),
        ("species", "![x](http://example.org/x.png)"),
        ("other", "Moa"),
        ("week", "53"),
        ("week", "0x1b"),
        ("view", "tiles"),
        ("reading", "both"),
        ("mode", "__import__"),
        ("place", "91,0"),
        ("place", "nan,nan"),
        ("place", "'; drop"),
        ("when", "\u0000"),
        ("species", "x" * 9999),
    ],
)
def test_a_hostile_link_is_one_sentence_and_the_first_decoded(range_map, name, value):
    app = range_map(**{name: value})
    data = shown(app)
    (warning,) = app.warning
    assert warning.value.startswith(f"The link was followed without its {name}, which is not ")
    assert value not in warning.value
    assert app.header[0].value == "European Starling"
    assert data["pin"] is None
    assert address(app) == {}


def test_species_of_a_link_may_have_their_scientific_name(range_map):
    assert range_map(species="cyanocitta cristata").header[0].value == "Blue Jay"


def test_a_species_is_not_compared_with_itself(range_map):
    assert len(shown(range_map(other="European Starling"))["panels"]) == 1
