"""The photos of a session, each with a place and a date of its own, and the samples to choose from."""
