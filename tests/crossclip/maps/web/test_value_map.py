"""Maps of numbers in a browser: what they hold is what the map says."""

import numpy as np
import pytest

from crossclip.errors import CrossClipError
from crossclip.maps import Atlas
from crossclip.maps.land.extents import Extent
from crossclip.maps.species_map import SpeciesDifference, shared_scale
from crossclip.maps.values.written import SEA
from crossclip.maps.web import Panel, web_map
from crossclip.maps.web.mercator import row_latitudes
from crossclip.maps.weeks import week_day
from crossclip.sighting import Sighting
from tests.crossclip.maps.web.pages import decoded, shown

MIDWEST = Extent(-100, 35, -80, 48)


@pytest.fixture(scope="module")
def atlas(predictor) -> Atlas:
    return Atlas(predictor)


def species_map(atlas, name: str = "Blue Jay"):
    return atlas.species_map(name, week_day(27), extent=MIDWEST, resolution=1)


def test_a_page_holds_the_map_its_year_and_what_stands_around_it(atlas, tmp_path):
    drawn, year = species_map(atlas), atlas.species_year("Blue Jay", None, MIDWEST, 2)
    scale, place = shared_scale(year), Sighting(-88, 41)
    web = drawn.to_folium(year=year, scale=scale, week=27, place=place, heading="Blue Jay & co")
    web.save(tmp_path / "jay.html")
    page = (tmp_path / "jay.html").read_text(encoding="utf-8")
    assert 'src="http' not in page
    assert 'href="http' not in page
    assert "<title>Blue Jay &amp; co</title>" in page
    data = shown(page)
    assert (data["week"], data["pin"], data["heading"]) == (27, [-88, 41], "Blue Jay & co")
    assert data["ticks"] == [list(tick) for tick in scale.ticks()]
    assert "next bird reported" in data["meaning"]
    (panel,) = data["panels"]
    assert "Blue Jay" in panel["alt"]
    codes = decoded(panel["codes"])
    assert np.array_equal(codes[..., 2] != SEA, drawn.grid.land)
    assert len(decoded(panel["year"])) == 52 * len(row_latitudes(year[0].grid))
    assert "2 July" in page
    assert len(data["words"]["levels"].split(" ")) == 255


def test_a_map_shows_itself_in_a_notebook(atlas):
    assert species_map(atlas)._repr_html_().startswith("<iframe srcdoc=")
    assert "Panel" not in atlas.embedding_map(None, MIDWEST, 1)._repr_html_()


def test_several_maps_have_one_scale_and_their_names(atlas):
    maps = [species_map(atlas, name) for name in ("Blue Jay", "Northern Cardinal")]
    scale = shared_scale(maps)
    data = shown(web_map([Panel(one, title=one.title) for one in maps], scale).whole().get_root().render())
    assert [panel["title"] for panel in data["panels"]] == ["Blue Jay", "Northern Cardinal"]
    assert len(data["ticks"]) == len(scale.ticks())
    difference = SpeciesDifference.between(*maps)
    words = shown(difference.to_folium().whole().get_root().render())["words"]
    assert words["signed"]
    assert "percentage points" in words["template"]


def test_an_app_sends_what_is_shown_apart_from_the_map(atlas):
    kept = []
    web = web_map([species_map(atlas)], folder="../maps", keep=lambda png: kept.append(png) or f"p{len(kept)}.png")
    assert "../maps/leaflet.js?" in web.get_root().render()
    assert "crossclip.shown" not in web.get_root().render()
    data = web.shown._children[next(iter(web.shown._children))].data
    assert data["panels"][0]["still"] == "p1.png"
    assert all(png.startswith(b"\x89PNG") for png in kept)


def test_no_map_is_told():
    with pytest.raises(CrossClipError, match="no map to show"):
        web_map([])
