"""A folium map that draws its own land, offline, and can be shown in an app, in a notebook and from a file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import astuple, replace
from html import escape
from typing import Any

import folium
from branca.element import Figure
from folium.template import Template

from crossclip.files import whole_file
from crossclip.maps.land import relief
from crossclip.maps.land.extents import Extent
from crossclip.maps.web.files import links, relief_link
from crossclip.maps.web.plugins import BaseMap, Relief, Shown, View
from crossclip.maps.web.world import MAX_ZOOM

MIN_ZOOM = 1
START = 40, -100
SOUTHERNMOST = -58  # degrees: no map opens on Antarctica
SOUTH, NORTH, EAST = -70, 85, 185  # degrees, as are the next: how far a map can be moved
WEST, WEST_OF_AMERICA = -185, -270  # a map of America has Siberia and Japan to its left
FILE_HEIGHT = "640px"  # of a map in a notebook


class WebMap(folium.Map):
    """A map of Leaflet's in Web Mercator without anything from the internet.

    What never changes is in the map, and what it shows in the `FeatureGroup` `shown`: an app sends only that again.

    Args:
        view: where the map opens.
        data: what is shown; see `crossclip.maps.web.plugins.Shown`.
        folder: address of a folder that `write_files` has filled; None carries everything in the page.
        title: of a page of its own.
    """

    # As folium's own, which forbids to zoom the page, and so is no page for weak eyes.
    _template = Template(
        """
        {% macro header(this, kwargs) %}
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <style>html, body { width: 100%; height: 100%; margin: 0; padding: 0; }</style>
        {% endmacro %}

        {% macro html(this, kwargs) %}
            <div class="folium-map" id={{ this.get_name()|tojson }} ></div>
        {% endmacro %}

        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.map(
                {{ this.get_name()|tojson }},
                { center: {{ this.location|tojson }}, crs: L.CRS.{{ this.crs }}, ...{{ this.options|tojavascript }} }
            );
        {% endmacro %}
        """
    )

    def __init__(self, view: Extent, data: Mapping[str, Any], folder: str | None = None, title: str = "") -> None:
        super().__init__(
            location=START,
            zoom_start=3,
            tiles=None,
            max_bounds_viscosity=1,
            zoom_snap=0.25,
            track_resize=False,  # board.js watches the room of each map
        )
        # folium's own arguments of these names are for tiles.
        self.options |= {"min_zoom": MIN_ZOOM, "max_zoom": MAX_ZOOM, "drawn_zoom": MAX_ZOOM}
        west = WEST if view.east - view.west > 180 else WEST_OF_AMERICA
        self.options["max_bounds"] = [[SOUTH, west], [NORTH, EAST]]
        figure = Figure(height=FILE_HEIGHT, title=escape(title) or None)
        self._parent = None  # type: ignore[assignment]
        figure.add_child(self)
        self.default_js, self.default_css = (list(part) for part in links(folder))
        self.add_child(BaseMap())
        picture = {"url": relief_link(folder), "extent": astuple(relief.GRID.extent), "credit": relief.CREDIT}
        self.add_child(Relief(picture))
        self.add_child(View())
        self.shown = folium.FeatureGroup(name="shown", control=False)
        view = replace(view, south=max(view.south, SOUTHERNMOST))
        self._content = Shown({**data, "view": astuple(view)})
        self.shown.add_child(self._content)

    def after(self, choices: int) -> None:
        """Show what is shown anew after as many choices on the map, also where it is what was shown before them.

        A map follows a choice at once. Where the page then goes back, what it shows is what it last sent.
        """
        self._content.data["choices"] = choices

    def whole(self) -> WebMap:
        """This map with what it shows in it, as a notebook and a file have it; an app adds `shown` itself."""
        if self.shown.get_name() not in self._children:
            self.add_child(self.shown)
        return self

    def save(  # type: ignore[override]
        self, outfile: str | os.PathLike[str], close_file: bool = True, **options: Any
    ) -> None:
        """Write one file that opens anywhere without internet, whole or not at all."""
        with whole_file(outfile) as draft:
            draft.write_text(self.whole().get_root().render(), encoding="utf-8")

    def _repr_html_(self, **options: Any) -> str:
        root: Any = self.whole().get_root()
        return str(root._repr_html_(**options))
