"""The server reads ahead."""

import asyncio
import shutil
import subprocess
import sys
from threading import enumerate as threads

import pytest
import streamlit as st

from crossclip.predict import Predictor
from pages.entry import starting
from pages.shared.model import ROOT, load_predictor
from pages.shared.turns import TURNS


def join(name: str) -> None:
    for thread in threads():
        if thread.name.startswith(name):
            thread.join(60)


async def live() -> None:
    async with starting.reading_ahead(None):
        await asyncio.to_thread(join, "reading ahead")


@pytest.fixture
def opened(monkeypatch):
    """What a browser was told to open."""
    addresses: list[str] = []
    monkeypatch.setattr(starting.webbrowser, "open", addresses.append)
    monkeypatch.setattr(TURNS, "quiet", 0.01)
    yield addresses
    join("preparing")


def test_a_server_has_read_the_model_and_written_what_maps_ask_for_when_the_first_person_comes(
    monkeypatch, tiny_folder, tmp_path, opened
):
    monkeypatch.setenv("CROSSCLIP_MODEL", str(shutil.copytree(tiny_folder, tmp_path / "model")))
    asyncio.run(live())
    join("preparing")
    monkeypatch.setattr(Predictor, "from_pretrained", lambda *_: pytest.fail("read again"))
    assert load_predictor().model.has_photo
    assert (ROOT / "static" / "maps" / "leaflet.js").is_file()


def test_a_model_that_cannot_be_loaded_is_told_to_who_opens_a_page(monkeypatch, tmp_path, opened):
    monkeypatch.setenv("CROSSCLIP_MODEL", str(tmp_path / "none"))
    starting.read_ahead()


@pytest.mark.parametrize("headless", [False, True])
def test_a_browser_is_opened_where_there_is_one(monkeypatch, opened, headless):
    options = {
        "server.headless": headless,
        "server.sslCertFile": None,
        "server.baseUrlPath": "/birds/",
        "browser.serverAddress": "localhost",
        "browser.serverPort": 8502,
    }
    monkeypatch.setattr(st, "get_option", options.__getitem__)
    monkeypatch.setattr(starting, "read_ahead", lambda: None)
    asyncio.run(live())
    assert opened == ([] if headless else ["http://localhost:8502/birds"])


def test_the_server_is_there_before_anything_is_read_and_knows_that_pages_are_run_by_the_app():
    asked = """
import app, sys
from streamlit.runtime.pages_manager import PagesManager
assert not {"torch", "folium"} & set(sys.modules)
print(type(app.app).__name__, PagesManager.uses_pages_directory)
"""
    said = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert said.split() == ["App", "False"]
