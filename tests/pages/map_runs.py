"""The pages with maps through AppTest: what the map was given, and what stands beside it."""

import base64
import io
import json
from functools import cache

import numpy as np
from PIL import Image
from streamlit.testing.v1 import AppTest

from crossclip.maps import Atlas
from crossclip.maps.species_map import SpeciesMap
from crossclip.maps.weeks import MID_YEAR, week_day
from tests.pages.app_runs import APP

MIDDLE = week_day(MID_YEAR)
atlas_of = cache(Atlas)  # a model's colours and years are computed once


def opened(monkeypatch, folder, page: str, **query: str) -> AppTest:
    monkeypatch.setenv("CROSSCLIP_MODEL", str(folder))
    app = AppTest.from_file(APP, default_timeout=60).switch_page(f"pages/{page}.py")
    app.query_params.update(query)
    return app.run()


def shown(app: AppTest) -> dict:
    """What the page's map was given; asserts that the page has come through without an error of the program."""
    assert not app.exception
    (view,) = (e.proto for e in app.get("bidi_component") if e.proto.component_name == "crossclip_map_view")
    return json.loads(view.json)


def decoded(png: str) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(png))))


def address(app: AppTest) -> dict[str, str]:
    return {name: value[-1] if isinstance(value, list) else value for name, value in app.query_params.items()}


def species_map(predictor, name: str = "European Starling", day=MIDDLE) -> SpeciesMap:
    return atlas_of(predictor).species_map(name, day, resolution=0.5)


def text(app: AppTest) -> str:
    return "\n".join(element.value for kind in (app.markdown, app.caption, app.warning, app.info) for element in kind)
