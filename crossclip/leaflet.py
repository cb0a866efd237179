"""A Folium map that needs no internet: Leaflet from the installed package, land from Natural Earth."""

from __future__ import annotations

import json
import string
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from urllib.parse import quote

import folium
from folium.elements import JSCSSMixin
from folium.map import Layer
from folium.template import Template
from shapely import MultiLineString
from shapely.geometry import mapping
from xstatic.pkg import leaflet

from crossclip import basemap
from crossclip.sighting import Sighting

TOLERANCE = 0.1
"""Degrees by which the drawn land may be off: a quarter of the bytes, which travel with every pin."""

MAX_ZOOM = 8
"""Beyond it the drawn land shows its corners."""

CLICK_DECIMALS = 4
"""Of a clicked coordinate: about 10 m."""


@dataclass(frozen=True)
class MapColours:
    """CSS colours of the base map and of the pin."""

    sea: str
    land: str
    line: str
    pin: str


LIGHT = MapColours(sea="#d5e1e8", land="#f7f5ef", line="#a3adb3", pin="#b3402a")
DARK = MapColours(sea="#141d24", land="#303b43", line="#6b7982", pin="#f08060")


def data_uri(text: str, media_type: str) -> str:
    """The text itself as an address, so that a browser has nothing to fetch."""
    harmless = "".join(set(string.punctuation) - set("%#&<>\"'"))  # in an address, and in an attribute of HTML
    return f"data:{media_type};charset=utf-8,{quote(text, safe=harmless)}"


def _leaflet_file(name: str, media_type: str) -> str:
    return data_uri((files(leaflet) / "data" / name).read_text(encoding="utf-8"), media_type)


@lru_cache
def _base_map_script() -> str:
    """Land and borders as a script of their own: Folium would write them out anew for every map."""
    shapes = {"land": json.loads(basemap.land_geojson(tolerance=TOLERANCE))}
    for kind in ("state", "country"):
        shapes[kind] = mapping(MultiLineString(basemap.border_lines(kind, TOLERANCE)))
    return data_uri(f"window.naturalEarth = {json.dumps(shapes, separators=(',', ':'))};", "text/javascript")


class BaseMap(JSCSSMixin, Layer):
    """Sea, land and borders as one Leaflet layer that lets clicks through."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            {{ this._parent.get_name() }}.getContainer().style.background = {{ this.colours.sea|tojson }};
            {{ this._parent.get_name() }}.attributionControl
                .setPrefix("Leaflet").addAttribution({{ this.credit|tojson }});
            var {{ this.get_name() }} = L.layerGroup([
                L.geoJSON(naturalEarth.land, {interactive: false, style: {
                    stroke: false, fillColor: {{ this.colours.land|tojson }}, fillOpacity: 1}}),
                L.geoJSON(naturalEarth.state, {interactive: false, style: {
                    color: {{ this.colours.line|tojson }}, weight: 0.5}}),
                L.geoJSON(naturalEarth.country, {interactive: false, style: {
                    color: {{ this.colours.line|tojson }}, weight: 1.2}}),
            ]);
        {% endmacro %}
        """
    )

    def __init__(self, colours: MapColours) -> None:
        super().__init__(name="Natural Earth", control=False)
        self._name = "BaseMap"
        self.colours = colours
        self.credit = basemap.CREDIT

    @property
    def default_js(self) -> list[tuple[str, str]]:
        return [("natural_earth", _base_map_script())]


class OfflineMap(folium.Map):
    """A Folium map whose every part is in the page: no request goes anywhere, clicks included.

    Args:
        colours: of sea, land and borders.
        street_tiles: draw OpenStreetMap instead of land; the one choice that does use the internet.
        options: any other argument of `folium.Map`, such as `location` and `zoom_start`.
    """

    default_js = (("leaflet", _leaflet_file("leaflet.js", "text/javascript")),)
    default_css = (("leaflet_css", _leaflet_file("leaflet.css", "text/css")),)

    def __init__(self, colours: MapColours = LIGHT, street_tiles: bool = False, **options) -> None:
        tiles = "OpenStreetMap" if street_tiles else None
        super().__init__(tiles=tiles, world_copy_jump=True, font_size="0.7rem", **options)
        if not street_tiles:
            self.options["maxZoom"] = MAX_ZOOM
            self.add_child(BaseMap(colours))


def pin(sighting: Sighting, colours: MapColours = LIGHT) -> folium.FeatureGroup:
    """The place of a sighting as an overlay; an empty one where the place is unknown.

    A circle, because Leaflet's own marker is a picture that would have to be fetched.
    """
    overlay = folium.FeatureGroup(name="pin", control=False)
    if sighting.has_place:
        folium.CircleMarker(
            (sighting.latitude, sighting.longitude), radius=9, weight=3, color="#ffffff",
            fill_color=colours.pin, fill_opacity=1, interactive=False,
        ).add_to(overlay)  # fmt: skip
    return overlay


def clicked_place(click: Mapping[str, float]) -> Sighting:
    """Where a map was clicked, from Leaflet's {"lat", "lng"}.

    Longitudes are wrapped: a map that was dragged around the world counts on past 180 degrees.
    """
    longitude = (click["lng"] + 180) % 360 - 180
    return Sighting(round(longitude, CLICK_DECIMALS), round(click["lat"], CLICK_DECIMALS))
