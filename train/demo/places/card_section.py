"""What the card says of where a photo could have been taken."""

from __future__ import annotations

from typing import Any

SOURCES = {"check": "photos of another source", "test": "CUB's test photos"}
HEAD = """
## Where a photo could have been taken

A photo's map of places goes as how densely records lie, times the sum over species of P(species | photo) P(species |
place) / P(species), flattened by a temperature ({temperature:.2f}) fitted in validation cells: *species, where records
lie*, the best of the ways below. Photos were given places of records of their species in test cells: so it says how
well a species tells a place, no more, and of what a photo shows besides (its light, its trees) nothing was there to be
learned. *alignment*, the cosine of photo and place embeddings, tells nothing here: this model's place units were
trained apart from its photo units. *Likeliest* and *middle*
are the distances in km (median) of the true place from the likeliest place and from the middle of the map; *rank* is
the share of the land that the map holds to be less likely than the true place (0.5 by chance); *surprise* is the mean
of -log(density at the true place / density if all land were alike), so less is better.

| photos | way | likeliest km | middle km | rank | surprise |
| --- | --- | --- | --- | --- | --- |
"""


def photo_places_section(figures: dict[str, Any]) -> str:
    """A section of the card from the figures of `train.demo.photo_places`; blank where it was not run."""
    if "photo_places" not in figures:
        return ""
    measured = figures["photo_places"]
    rows = [
        f"| {label} ({measured[source]['photos']}) | {way} | {one['likeliest_km']:.0f} | {one['middle_km']:.0f} "
        f"| {one['rank']:.3f} | {one['surprise']:+.2f} |"
        for source, label in SOURCES.items()
        for way, one in measured[source]["ways"].items()
    ]
    temperature = measured["validation"]["ways"]["species, where records lie"]["temperature"]
    return HEAD.format(temperature=temperature) + "\n".join(rows) + "\n"
