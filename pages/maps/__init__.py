"""Maps on pages: the library's folium maps as streamlit-folium shows them, and what pages say about them."""
