"""Maps to move about in: one family of folium maps, the same in the app, in a notebook and in a file."""

from crossclip.maps.web.pin_map import pin_map
from crossclip.maps.web.value_map import Panel, opening, save_page, web_map
from crossclip.maps.web.web_map import WebMap

__all__ = ["Panel", "WebMap", "opening", "pin_map", "save_page", "web_map"]
