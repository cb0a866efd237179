"""Places as the model knows them: location embeddings as colours (paper, Fig. 3a)."""

import streamlit as st

from crossclip.figures import FEW_RECORDS, embedding_figure
from crossclip.grids import NORTH_AMERICA, WORLD
from pages._charts import embedding_chart
from pages._shared import date_control, day_name, download_buttons, load_atlas, load_predictor, map_chart, mid_year

EXTENTS = {"North America": (NORTH_AMERICA, 0.5), "World": (WORLD, 1.0)}  # extent, degrees of a cell

numbers = load_predictor().config.embedding_dim
st.title("Places the model knows")
st.write(
    f"Each place on land becomes {numbers} numbers on the chosen date; three independent components of them (ICA) are "
    "drawn as red, green and blue. Like colours mark places that the model finds alike, by the birds reported there; "
    "a colour means nothing by itself, and it keeps its meaning when the date moves."
)
left, right = st.columns(2, gap="medium")
with left:
    name = st.segmented_control(
        "Area", tuple(EXTENTS), default="North America", required=True, key="places_area", persist_state="session"
    )
with right:
    date = date_control("places", mid_year())
extent, resolution = EXTENTS[name]

with st.spinner("Drawing the map"):
    embedding_map = load_atlas().embedding_map(date, extent, resolution)

st.subheader(f"{name}, {day_name(date)}")
map_chart(embedding_chart(embedding_map), "Map of places in the colours of their embeddings", wide=extent == WORLD)
if embedding_map.support is not None:
    st.caption(f"Faint: {FEW_RECORDS}, so the colour is a guess.")
download_buttons(f"places-{date or 'year'}", lambda: embedding_figure(embedding_map))
