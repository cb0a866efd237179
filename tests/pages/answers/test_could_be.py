"""Where a photo could have been taken, beside its answer."""

import numpy as np
import pytest

from crossclip.maps import Atlas
from crossclip.maps.photo_places import photo_places
from pages.shared import downloads
from tests.pages.app_runs import DAY, choose_date, open_panel, photo_file, type_place, upload, words


def test_the_map_is_that_of_the_library_on_the_photo_s_date(app, predictor):
    upload(app, photo_file())
    choose_date(app, DAY)
    open_panel(app, "Where it could be")
    drawn = photo_places(Atlas(predictor), predictor.embed_photos([photo_file()]), DAY)
    assert "Where this photo could have been taken on 31 May" in words(app)
    assert drawn.words in words(app)
    assert "where" in app.query_params["view"]
    labels = [button.label for button in app.get("download_button")]
    assert {"PNG", "CSV", "GeoJSON", "GeoTIFF"} <= set(labels)


@pytest.mark.parametrize(
    ("place", "said"),
    [("40.7, -89", "The pin is at a likelier place than"), ("0, 0", "The pin is where the map has no value")],
)
def test_the_pin_is_set_against_the_map(app, place, said):
    upload(app, photo_file())
    type_place(app, place)
    open_panel(app, "Where it could be")
    assert said in words(app)
    assert np.isfinite(float(len(words(app))))


def test_files_say_photo_place_and_date(app, monkeypatch):
    names = []
    upload(app, photo_file())
    type_place(app, "40.7, -89")
    choose_date(app, DAY)
    monkeypatch.setattr(downloads.st, "download_button", lambda label, make, name, **_: names.append(name))
    open_panel(app, "Where it could be")
    assert "where-it-could-be-photo-1-40.70n-89.00w-2024-05-31.png" in names
