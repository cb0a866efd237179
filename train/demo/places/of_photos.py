"""Ways from a photo to where it was taken, two that do not look at the photo, and how near each comes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date as Date
from functools import lru_cache

import numpy as np
import pandas as pd
import torch
from torch import Tensor

from crossclip.maps import Atlas
from crossclip.maps.land.coverage import Coverage, month_of
from crossclip.maps.land.extents import NORTH_AMERICA
from crossclip.maps.land.grids import Grid
from crossclip.maps.land.record_density import RecordDensity
from crossclip.maps.photo_places import by_species, cell_areas, densities
from crossclip.sighting import Sighting, parse_date
from crossclip.sphere import kilometres, on_sphere

RESOLUTION = 1.0  # degrees
MIDDLE = 15  # of a month, the day that it is asked about
CANDIDATES = 6  # every so many cells may be the middle of a map
ROUNDING = 1e-4
FIXED = ("all land alike", "where records lie")
"""Ways that know nothing of a photo, and so have no temperature."""
Ways = dict[str, Callable[["Asked"], Tensor]]


@dataclass(frozen=True)
class Asked:
    """Photos of one month: their embeddings (N, dim) and species (N, classes), and the land of that month.

    Attributes:
        cells: (cells, 2) longitudes and latitudes; `area` (cells,) in km2; `table` (classes, cells) of all species.
        embeddings: (cells, dim) of the places.
        places: (N, 2), where the photos are said to be taken.
        truth: (N,) the cells nearest to that.
    """

    photos: Tensor
    species: Tensor
    cells: np.ndarray
    area: Tensor
    table: Tensor
    embeddings: Tensor
    places: np.ndarray
    truth: Tensor


def asked_of(atlas: Atlas, pairs: pd.DataFrame, embeddings: dict[str, Tensor]) -> Iterator[Asked]:
    """The rows of a table of photos with places, month by month."""
    from scipy.spatial import cKDTree

    grid, predictor = Grid.over(NORTH_AMERICA, RESOLUTION), atlas.predictor
    nothing = predictor.embed_sightings([Sighting()])
    days = pairs.date.map(parse_date)
    for month, rows in pairs.groupby(days.map(month_of).to_numpy()):
        date = Date(2023, int(month), MIDDLE) if month else None  # of which year makes no difference
        mask, table = atlas.species_table(grid, date)
        longitudes, latitudes = grid.places(mask)
        photos = torch.stack([embeddings[photo] for photo in rows.photo])
        species = predictor.probabilities(photos, nothing.expand(len(photos), -1), "photo")
        places = rows[["longitude", "latitude"]].to_numpy(float)
        truth = cKDTree(on_sphere(longitudes, latitudes)).query(on_sphere(*places.T))[1]
        area = torch.from_numpy(cell_areas(grid, mask)).float()
        meta = atlas.embeddings(grid, date)[torch.from_numpy(mask[grid.land])]
        cells = np.stack([longitudes, latitudes], axis=1)
        yield Asked(photos, species, cells, area, table, meta, places, torch.from_numpy(truth))


def ways_of(coverage: Coverage) -> Ways:
    """Logits (N, cells) of each way, to be divided by a temperature; `records` is not, and so stands in its own."""

    density = RecordDensity(coverage)

    def records(asked: Asked) -> Tensor:
        return density(asked.cells).expand(len(asked.photos), -1)

    def species(asked: Asked) -> Tensor:
        return by_species(asked.species, asked.table, asked.area)

    def alignment(asked: Asked) -> Tensor:
        return asked.photos @ asked.embeddings.T

    return {
        "all land alike": lambda asked: torch.zeros(len(asked.photos), len(asked.cells)),
        "where records lie": records,
        "species": species,
        "alignment": alignment,
        "species, where records lie": lambda asked: species(asked) + records(asked),
    }


def surprise(parts: list[tuple[Asked, Tensor]], temperature: float) -> float:
    """Mean of -log of the density at the true places, relative to that of all land alike, in nats."""
    total = sum(
        -(densities(logits, asked.area, temperature) * asked.area.sum())[range(len(asked.truth)), asked.truth]
        .clamp_min(1e-30)
        .log()
        .sum()
        .item()
        for asked, logits in parts
    )
    return total / sum(len(asked.truth) for asked, _ in parts)


def fitted_temperature(parts: list[tuple[Asked, Tensor]]) -> float:
    """The temperature under which the true places are least surprising."""
    from scipy.optimize import minimize_scalar

    found = minimize_scalar(lambda t: surprise(parts, math.exp(t)), bounds=(-6, 3), method="bounded")
    return round(math.exp(found.x), 4)


def measured(parts: list[tuple[Asked, Tensor]], temperature: float) -> dict[str, float]:
    """Of the true places: how far the likeliest place and the middle of the map are, in km (median), and which share
    of the land the map holds to be less likely (mean; a half by chance)."""
    best, middle, ranks = [], [], []
    for asked, logits in parts:
        density = densities(logits, asked.area, temperature)
        cells, places = on_sphere(*asked.cells.T), on_sphere(*asked.places.T)
        candidates = cells[::CANDIDATES]
        expected = (density * asked.area).numpy() @ _to_candidates(asked.cells.tobytes())
        rows = np.arange(len(places))
        best.append(kilometres(cells[density.argmax(dim=1).numpy()], places))
        middle.append(kilometres(candidates[expected.argmin(axis=1)], places))
        true = density[rows, asked.truth][:, None]
        # Half of what is as likely but for rounding counts as below.
        below = ((density < true * (1 - ROUNDING)).float() + (density < true * (1 + ROUNDING)).float()) / 2
        ranks.append((below @ asked.area / asked.area.sum()).numpy())
    return {
        "temperature": temperature,
        "surprise": surprise(parts, temperature),
        "likeliest_km": float(np.median(np.concatenate(best))),
        "middle_km": float(np.median(np.concatenate(middle))),
        "rank": float(np.concatenate(ranks).mean()),
    }


@lru_cache(maxsize=16)  # the seasons' land, and what has no date
def _to_candidates(cells: bytes) -> np.ndarray:
    """Distances in km from cells to those that may be the middle of a map, (cells, candidates) float32."""
    places = on_sphere(*np.frombuffer(cells).reshape(-1, 2).T)
    return kilometres(places[:, None], places[::CANDIDATES]).astype(np.float32)
