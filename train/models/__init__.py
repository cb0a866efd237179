"""Models before training: fresh ones, and what of them learns."""
