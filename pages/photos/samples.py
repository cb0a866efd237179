"""Sample pictures: drawings that come with the app, each with a place and a date to try."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st

from crossclip.sighting import Sighting
from crossclip.tables import read_table
from pages.photos.session_photos import add_photo
from pages.shared.model import ROOT

FOLDER = ROOT / "assets" / "samples"
COLUMNS = ("file", "species", "plumage", "longitude", "latitude", "date", "title")


@dataclass(frozen=True)
class Sample:
    file: Path
    species: str
    title: str
    sighting: Sighting


@cache
def samples() -> tuple[Sample, ...]:
    """The samples in the order of their table; none where there is no table."""
    if not (FOLDER / "samples.csv").is_file():
        return ()
    rows = read_table(FOLDER / "samples.csv", COLUMNS).rows
    return tuple(
        Sample(
            FOLDER / row["file"],
            row["species"],
            row["title"],
            Sighting.parse(row["longitude"], row["latitude"], row["date"]),
        )
        for row in rows
    )


def gallery() -> None:
    """Pictures to choose from; the one chosen joins the photos of the session."""
    st.caption("Drawings, not photographs, made for this app; the model was not trained on them.")
    with st.container(key="gallery", horizontal=True, height=400):
        for number, sample in enumerate(samples()):
            with st.container(width=120, gap="xsmall"):
                st.image(sample.file, alt=f"Drawing: {sample.title}")
                st.button(sample.title, key=f"sample_{number}", on_click=_choose, args=(sample,), width="stretch")


def _choose(sample: Sample) -> None:
    add_photo(sample.file.read_bytes(), sample.sighting, "the sample")
