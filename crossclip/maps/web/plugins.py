"""The parts of a map in a browser as folium has them: each installs one script of `scripts/` on its map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from branca.element import MacroElement
from folium.map import Layer
from folium.template import Template

INSTALL = """
    {% macro script(this, kwargs) %}
        crossclip.{{ this.plugin }}({{ this._parent.get_name() }}, {{ this.given|tojavascript }});
    {% endmacro %}
"""


class Plugin(MacroElement):
    """A script that is installed on a map once."""

    plugin: str
    _template = Template(INSTALL)

    def __init__(self, given: Any = None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = type(self).__name__
        self.given = given


class BaseMap(Plugin):
    """Land without lakes, borders, a scale bar, and the names of towns that come with the zoom."""

    plugin = "baseMap"


class Relief(Plugin):
    """Light and shadow of the land over its colours, with a button that switches it.

    Args:
        given: {"url", "extent", "credit"} of the picture.
    """

    plugin = "relief"


class Values(Plugin):
    """Values over land as a smooth picture, hatched where there are none."""

    plugin = "values"


class Hover(Plugin):
    """The value under the pointer."""

    plugin = "hover"


class Readout(Plugin):
    """The value at the pin, in a line above the map."""

    plugin = "readout"


class Pin(Plugin):
    """A pin that a click sets, and that is dragged or moved with the arrow keys."""

    plugin = "pin"


class Player(Plugin):
    """The year under a slider, and played in the browser.

    Args:
        given: the words for each week.
    """

    plugin = "player"


class Legend(Plugin):
    """What colours, hatching and line mean."""

    plugin = "legend"


class Shown(Layer):
    """What is shown on a map: adding it to the map shows it. The plugins above say it again where it changes.

    Args:
        data: what `shown_values` of `crossclip.maps.web.value_map` or `pin_map` makes.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = crossclip.shown({{ this.data|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(name="shown", overlay=True, control=False)
        self._name = "Shown"
        self.data = dict(data)


class View(Plugin):
    """Where the map opens: on what its data call `view`, the first time."""

    plugin = "view"
