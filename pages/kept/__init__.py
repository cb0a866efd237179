"""Answers that a person keeps for as long as the page is open."""
