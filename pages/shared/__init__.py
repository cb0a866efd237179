"""What every page needs: the model, turns, dates, downloads, words, and what is changed of Streamlit's insides."""
