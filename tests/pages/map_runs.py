"""The pages with maps through AppTest: what the map was given, and what stands beside it."""

import json
import re
from functools import cache

import numpy as np
from streamlit.testing.v1 import AppTest

from crossclip.maps import Atlas
from crossclip.maps.species_map import SpeciesMap
from crossclip.maps.values.scales import Scale
from crossclip.maps.web.files import data_uri
from crossclip.maps.weeks import MID_YEAR, week_day
from pages.maps import folium_view
from tests.crossclip.maps.web.pages import decoded
from tests.pages.app_runs import APP

MIDDLE = week_day(MID_YEAR)
FINE = 0.25  # degrees
atlas_of = cache(Atlas)  # a model's colours and years are computed once


def opened(monkeypatch, folder, page: str, **query: str) -> AppTest:
    monkeypatch.setenv("CROSSCLIP_MODEL", str(folder))
    monkeypatch.setattr(folium_view, "kept_pictures", lambda key: lambda png: data_uri(png, "image/png"))
    app = AppTest.from_file(APP, default_timeout=60).switch_page(f"pages/{page}.py")
    app.query_params.update(query)
    return app.run()


def shown(app: AppTest) -> dict:
    """What the page's map was given; asserts that the page has come through without an error of the program."""
    assert not app.exception
    (view,) = (e.proto for e in app.get("component_instance") if "folium" in e.proto.component_name)
    return json.loads(re.search(r"crossclip\.shown\((\{.*\})\);", json.loads(view.json_args)["feature_group"])[1])


def read_back(panel: dict, longitude: float, latitude: float, grid) -> str:
    """What is written at a place, by the codes that were sent."""
    mantissa, power, kind = decoded(panel["codes"])[grid.cell(longitude, latitude)].tolist()
    number = f"{mantissa * 10.0 ** (power - 128):.{max(128 - power, 0)}f}"
    return {0: "sea", 1: "no value", 4: "<0.01"}.get(kind, number)


def levels_at(png: str, drawn: SpeciesMap, scale: Scale, part: int = 0, parts: int = 1) -> tuple[int, int]:
    """The level that was drawn at the middle of a map, and the one that its value has."""
    from crossclip.maps.web.mercator import row_latitudes

    levels = decoded(png)
    rows = row_latitudes(drawn.grid)
    assert levels.shape == (parts * len(rows), drawn.grid.width)
    row = int(np.abs(rows - 40.1).argmin())
    _, column = drawn.grid.cell(-95.1, 40.1)
    drawn_level = levels[part * len(rows) + row, column]
    return int(drawn_level), int(scale.levels(np.array(drawn.at(-95.1, rows[row]))))


def address(app: AppTest) -> dict[str, str]:
    return {name: value[-1] if isinstance(value, list) else value for name, value in app.query_params.items()}


def species_map(predictor, name: str = "European Starling", day=MIDDLE) -> SpeciesMap:
    return atlas_of(predictor).species_map(name, day, resolution=FINE)


def text(app: AppTest) -> str:
    return "\n".join(element.value for kind in (app.markdown, app.caption, app.warning, app.info) for element in kind)
