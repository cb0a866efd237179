"""Maps show themselves in a notebook, as maps to move about in."""

from crossclip.maps.land.extents import Extent
from crossclip.maps.web import WebMap

MIDWEST = Extent(-100, 35, -80, 48)


def test_maps_of_both_kinds_show_themselves(atlas):
    for drawn in (atlas.species_map("Blue Jay", extent=MIDWEST, resolution=1), atlas.embedding_map(None, MIDWEST, 1)):
        assert isinstance(drawn.to_folium(), WebMap)
        assert drawn._repr_html_().startswith("<iframe srcdoc=")
