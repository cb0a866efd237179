"""Each part of a map installs the script of its name."""

import re

import pytest

from crossclip.maps.land.extents import NORTH_AMERICA
from crossclip.maps.web import plugins
from crossclip.maps.web.files import contents
from crossclip.maps.web.web_map import WebMap

PLUGINS = (
    plugins.BaseMap,
    plugins.Relief,
    plugins.Values,
    plugins.Hover,
    plugins.Readout,
    plugins.Pin,
    plugins.Player,
    plugins.Legend,
    plugins.View,
)


@pytest.mark.parametrize("plugin", PLUGINS)
def test_a_plugin_installs_a_script_that_there_is(plugin):
    drawn = WebMap(NORTH_AMERICA, {})
    drawn.add_child(plugin(["1 January", "it's"]))
    page = drawn.get_root().render()
    assert re.search(rf"crossclip\.{plugin.plugin}\({drawn.get_name()}, \[\s*\"1 January\",\s*\"it\\u0027s\"", page)
    assert re.search(rf"crossclip\.{plugin.plugin} = ", contents()["crossclip.js"])


def test_what_is_shown_is_text_and_not_markup():
    drawn = WebMap(NORTH_AMERICA, {"note": "</script><img src=x onerror=alert(1)>"})
    page = drawn.whole().get_root().render()
    assert "<img" not in page
    assert "\\u003c/script\\u003e\\u003cimg" in page


def test_scripts_write_names_as_text():
    """Leaflet reads strings as HTML, so does `innerHTML`: what a name may stand in goes there as a node of text."""
    scripts = contents()["crossclip.js"]
    assert re.findall(r"(?:inner|outer)HTML\s*=\s*(.+);", scripts) == ['"<b></b> <i></i>"']
    assert not re.search(r"insertAdjacentHTML|document\.write|bindPopup|html:", scripts)
    assert re.findall(r"setContent\(([\w.]+)", scripts) == ["document.createTextNode"]
    assert re.findall(r"bindTooltip\((\w+)", scripts) == ["text"]
    assert "const text = document.createTextNode(this.note)" in scripts
