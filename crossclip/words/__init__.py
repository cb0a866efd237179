"""Texts as a person writes them: descriptions of a bird, and what a map is asked for."""
