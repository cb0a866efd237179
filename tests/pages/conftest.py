"""The app, opened at one of its pages."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.app_runs import open_app
from tests.pages.map_runs import opened
from tests.train.report.made_up_runs import write_results


@pytest.fixture
def app(monkeypatch, tiny_folder) -> AppTest:
    return open_app(monkeypatch, tiny_folder)


@pytest.fixture
def range_map(monkeypatch, tiny_folder):
    return lambda **query: opened(monkeypatch, tiny_folder, "range_map", **query)


@pytest.fixture
def places(monkeypatch, tiny_folder):
    return lambda **query: opened(monkeypatch, tiny_folder, "places", **query)


@pytest.fixture(scope="session")
def report_folder(tmp_path_factory):
    return write_results(tmp_path_factory.mktemp("made-up"))


@pytest.fixture
def report(report_folder) -> dict:
    return json.loads((report_folder / "results.json").read_text(encoding="utf-8"))
