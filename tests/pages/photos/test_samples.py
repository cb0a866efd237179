"""Samples to choose from."""

from datetime import date

from pages.photos import samples
from tests.pages.app_runs import (
    open_app,
    photo_file,
    press,
    sighting,
    table,
    words,
)


def test_a_sample_comes_with_its_place_and_date_and_is_called_a_drawing(app, monkeypatch, tmp_path):
    (tmp_path / "jay.jpg").write_bytes(photo_file())
    header = "file,species,plumage,longitude,latitude,date,title\n"
    (tmp_path / "samples.csv").write_text(f'{header}jay.jpg,Blue Jay,adult,-77.0,39.0,2021-10-10,"Blue Jay, adult"\n')
    monkeypatch.setattr(samples, "FOLDER", tmp_path)
    samples.samples.cache_clear()
    try:
        app.button_group(key="photo_source").set_value("Samples").run()
        assert "Drawings, not photographs" in words(app)
        press(app, "Blue Jay, adult")
    finally:
        samples.samples.cache_clear()
    assert sighting(app) == ("39.0000, -77.0000", date(2021, 10, 10))
    assert "Place and date from the sample" in words(app)
    assert "Together" in table(app)


def test_without_samples_there_is_no_gallery(monkeypatch, tmp_path, tiny_folder):
    monkeypatch.setattr(samples, "FOLDER", tmp_path)
    samples.samples.cache_clear()
    try:
        app = open_app(monkeypatch, tiny_folder)
        assert app.button_group(key="photo_source").options == ["Photo", "Camera", "Words"]
    finally:
        samples.samples.cache_clear()
