"""Where a species is likely on a date: for the species, or given the photo (paper, Fig. 3b)."""

import tempfile
from pathlib import Path

import streamlit as st

from crossclip.figures import FEW_RECORDS, species_figure
from crossclip.sighting import Sighting
from crossclip.species_map import SpeciesMap
from pages._answer import percent
from pages._charts import species_chart
from pages._shared import (
    Photo,
    current_photo,
    date_control,
    day_name,
    download_buttons,
    load_atlas,
    load_predictor,
    map_chart,
    mid_year,
)

FIRST = "European Starling"
RESOLUTION = 0.5  # degrees: a map in about a second
FOR_SPECIES, GIVEN_PHOTO = "For the species", "Given this photo"


def species_control() -> str:
    predictor = load_predictor()
    scientific = dict(zip(predictor.species, predictor.config.scientific_names, strict=True))
    names = sorted(predictor.species)
    st.session_state.setdefault("range_species", FIRST if FIRST in scientific else names[0])
    return st.selectbox(
        "Species", names, key="range_species", format_func=lambda name: f"{name} ({scientific[name]})",
        persist_state="session",
    )  # fmt: skip


def csv(species_map: SpeciesMap) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        species_map.to_csv(path := Path(folder) / "map.csv")
        return path.read_bytes()


def by_photo_alone(photo: Photo, species: str) -> str:
    """What the photo says before any place, which is why a map may be dark or pale all over."""
    predictor = load_predictor()
    answer = predictor.identify(photo.embedding, Sighting())
    first, own = answer.top(1)[0], answer.candidate(predictor.find_species(species), rank=0)
    words = f"By the photo alone it is {first.species}, at {percent(first.probability)}"
    return f"{words}." if first.species == species else f"{words}; {species} has {percent(own.probability)}."


st.title("Range map")
st.write("Choose a species and a date; the map shows where it is likely.")
photo = current_photo()
left, right = st.columns(2, gap="medium")
with left:
    species = species_control()
with right:
    date = date_control("range", mid_year())
if photo is not None:
    mode = st.segmented_control(
        "Map", (FOR_SPECIES, GIVEN_PHOTO), default=FOR_SPECIES, required=True, key="range_mode", persist_state="session"
    )
    given = photo.embedding if mode == GIVEN_PHOTO else None
else:
    given = None

with st.spinner("Drawing the map"):
    species_map = load_atlas().species_map(species, date, given, resolution=RESOLUTION)

st.subheader(f"{species_map.species}, {day_name(date)}")
if given is not None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.image(photo.preview, width=120, alt="The uploaded photo")
        st.write(
            "The map is for the bird in this photo: it changes with the photo, not only with the species.  \n"
            + by_photo_alone(photo, species_map.species)
        )
chart = species_chart(species_map, dark=st.context.theme.type == "dark")
map_chart(chart, f"Map of {species_map.species}: {species_map.meaning}")
notes = [f"Colour: {species_map.meaning}, learned from where and when people reported birds."]
if given is None:
    notes.append("The scale follows the square root, so that the margins of a range are seen.")
if species_map.support is not None:
    notes.append(f"Grey: no value, because there are {FEW_RECORDS}.")
st.caption(" ".join(notes))
stem = f"{species_map.species.lower().replace(' ', '-')}-{date or 'year'}{'-given-photo' if given is not None else ''}"
download_buttons(stem, lambda: species_figure(species_map), lambda: csv(species_map))
if photo is None:
    st.caption("Add a photo on the Identify page to see the map given that photo.")
