"""Maps of species and of places: `Atlas` makes them."""

from crossclip.maps.atlas import Atlas

__all__ = ["Atlas"]
