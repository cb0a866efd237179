"""What every page needs: the model, dates, downloads, words, and what is changed of Streamlit's insides."""
