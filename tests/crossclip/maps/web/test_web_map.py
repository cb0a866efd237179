"""A map that stands alone."""

import pytest

from crossclip.errors import CrossClipError
from crossclip.maps.land.extents import Extent
from crossclip.maps.web.web_map import WebMap
from tests.crossclip.maps.web.pages import shown


def test_a_page_may_be_zoomed_and_opens_where_it_is_told():
    page = WebMap(Extent(-100, -80, -50, 40), {}).whole().get_root().render()
    assert "user-scalable" not in page
    assert shown(page)["view"] == [-100, -58, -50, 40], "not on Antarctica"
    assert '"maxZoom": 7' in page


def test_america_has_siberia_to_its_left_and_the_world_ends_at_its_edge():
    assert WebMap(Extent(-160, 10, -50, 75), {}).options["max_bounds"][0][1] == -270
    assert WebMap(Extent(-180, -60, 180, 85), {}).options["max_bounds"][0][1] == -185


def test_it_is_written_whole_or_not_at_all(tmp_path):
    with pytest.raises(CrossClipError, match="no folder"):
        WebMap(Extent(-100, 30, -50, 40), {}).save(tmp_path / "none" / "map.html")
    WebMap(Extent(-100, 30, -50, 40), {}).save(tmp_path / "map.html")
    assert [path.name for path in tmp_path.iterdir()] == ["map.html"]
