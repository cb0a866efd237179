"""How a map of any kind becomes one to move about in, as which it shows itself in a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crossclip.maps.web import WebMap


class InNotebook:
    """What `ValueMap` and `EmbeddingMap` share of a notebook.

    The one arrow of `crossclip.maps` that points up: `crossclip.maps.web` draws these maps and so imports them, and a
    notebook asks the map itself for how it looks. The import waits for the question: numbers need no folium.
    """

    def to_folium(self, **options: Any) -> WebMap:
        """A map to move about in, which is saved by its `save`.

        Args:
            options: what `crossclip.maps.web.web_map` takes, as `year`.
        """
        from crossclip.maps.web import web_map

        return web_map([self], **options)  # type: ignore[list-item]  # a ValueMap or an EmbeddingMap

    def _repr_html_(self) -> str:
        return str(self.to_folium()._repr_html_())
