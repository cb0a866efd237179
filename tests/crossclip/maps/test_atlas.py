"""Maps are the answers of the predictor, cell by cell."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
import torch

from crossclip.errors import CrossClipError
from crossclip.maps import Atlas
from crossclip.maps.land.coverage import Coverage
from crossclip.maps.land.extents import WORLD, Extent
from crossclip.maps.land.grids import Grid
from crossclip.maps.weeks import WEEKS, week_day
from crossclip.sighting import Sighting
from crossclip.words.text_query import read_text

MIDWEST = Extent(-100, 35, -80, 48)
JULY = date(2024, 7, 1)


@pytest.fixture(scope="module")
def photo(predictor) -> torch.Tensor:
    generator = torch.Generator().manual_seed(1)
    return torch.nn.functional.normalize(torch.randn(1, predictor.config.embedding_dim, generator=generator))


@pytest.mark.parametrize("day", [None, JULY])
def test_species_map_is_the_checklist_of_each_cell(atlas, predictor, day):
    species_map = atlas.species_map("Sturnus vulgaris", day, extent=MIDWEST, resolution=1)
    index = predictor.find_species("European Starling")
    assert species_map.species == "European Starling"
    for longitude, latitude in [(-99.5, 35.5), (-88.5, 41.5), (-80.5, 47.5)]:
        answer = predictor.checklist(Sighting(longitude, latitude, day))
        assert species_map.at(longitude, latitude) == pytest.approx(float(answer.probability[index]), rel=1e-4)


def test_map_given_a_photo_is_identify_at_each_cell(atlas, predictor, photo):
    species_map = atlas.species_map("Blue Jay", JULY, photo, MIDWEST, 1)
    index = predictor.find_species("Blue Jay")
    assert species_map.given_photo
    for longitude, latitude in [(-99.5, 35.5), (-88.5, 41.5)]:
        answer = predictor.identify(photo, Sighting(longitude, latitude, JULY))
        assert species_map.at(longitude, latitude) == pytest.approx(float(answer.probability[index]), rel=1e-4)
    alone = atlas.species_map("Blue Jay", JULY, extent=MIDWEST, resolution=1)
    assert not np.allclose(alone.values, species_map.values, equal_nan=True)


def test_sea_has_no_value(atlas):
    species_map = atlas.species_map("Blue Jay", extent=Extent(-90, 25, -70, 35), resolution=1)
    assert species_map.at(-89.5, 27.5) is None, "the Gulf of Mexico"
    assert species_map.at(-60.0, 30.0) is None, "outside the map"
    assert np.array_equal(np.isnan(species_map.values), ~species_map.grid.land)
    at_sea = atlas.species_map("Blue Jay", extent=Extent(-45, 30, -40, 35), resolution=1)
    assert np.isnan(at_sea.values).all()


def test_second_species_and_second_photo_reuse_what_is_kept(predictor, photo, monkeypatch):
    calls = {"embed_sightings": 0, "probabilities": 0}
    for name in calls:

        def counted(*args, _name=name, _call=getattr(predictor, name), **kwargs):
            calls[_name] += 1
            return _call(*args, **kwargs)

        monkeypatch.setattr(predictor, name, counted)
    atlas = Atlas(predictor)
    for species in predictor.species:
        atlas.species_map(species, JULY, extent=MIDWEST, resolution=1)
    assert calls == {"embed_sightings": 1, "probabilities": 1}
    atlas.species_map("Blue Jay", JULY, photo, MIDWEST, 1)
    assert calls == {"embed_sightings": 1, "probabilities": 2}
    atlas.species_map("Blue Jay", None, extent=MIDWEST, resolution=1)
    assert calls == {"embed_sightings": 2, "probabilities": 3}


def test_a_grid_too_large_to_keep_gives_the_same_map(atlas, predictor):
    small = Atlas(predictor, cache_bytes=1000)
    for species in ("Blue Jay", "European Starling"):
        kept, fresh = (a.species_map(species, JULY, extent=MIDWEST, resolution=1) for a in (atlas, small))
        assert np.array_equal(kept.values, fresh.values, equal_nan=True)


def test_colours_keep_their_meaning_across_extents(atlas):
    world = atlas.embedding_map(JULY, WORLD, 2)
    part = atlas.embedding_map(JULY, Extent(-100, 36, -80, 48), 2)
    rows, columns = np.nonzero(part.grid.land)
    there = tuple(zip(*map(world.grid.cell, *part.grid.land_places), strict=True))
    assert np.allclose(part.colours[rows, columns], world.colours[there], atol=1e-4)
    assert np.isnan(world.colours[~world.grid.land]).all()
    known = world.colours[world.grid.land]
    assert known.min() >= 0
    assert known.max() <= 1
    assert (known.std(axis=0) > 0.02).all(), "each channel tells places apart"


def test_coverage_marks_what_is_guessed_and_leaves_it_out_of_files(predictor, tmp_path):
    covered = Atlas(predictor, Coverage.of([-88.5] * 10, [41.5] * 10))
    species_map = covered.species_map("Blue Jay", extent=MIDWEST, resolution=1)
    cell, far = species_map.grid.cell(-88.5, 42.5), species_map.grid.cell(-99.5, 36.5)
    assert species_map.support[cell]
    assert not species_map.support[far]
    assert species_map.at(-88.5, 42.5) > 0
    assert species_map.at(-99.5, 36.5) is None
    assert np.isnan(species_map.values[far])
    species_map.to_csv(tmp_path / "map.csv")
    assert len(pd.read_csv(tmp_path / "map.csv")) == species_map.support.sum() > 0
    assert covered.embedding_map(extent=MIDWEST, resolution=1).support.sum() == species_map.support.sum()


@pytest.mark.parametrize("with_photo", [False, True])
def test_the_weeks_of_a_year_are_the_maps_of_their_days(predictor, photo, with_photo):
    covered = Atlas(predictor, Coverage.of([-88.5] * 10, [41.5] * 10))
    given = photo if with_photo else None
    year = covered.species_year("Blue Jay", given, MIDWEST, 1)
    assert [drawn.date for drawn in year] == [week_day(week) for week in WEEKS]
    for week in (1, 27, 52):
        one = covered.species_map("Blue Jay", week_day(week), given, MIDWEST, 1)
        np.testing.assert_allclose(year[week - 1].shown, one.shown, rtol=2e-3)  # half precision
    assert not np.allclose(year[0].known, year[26].known)


def test_the_edges_of_a_year_are_those_of_its_weeks_on_a_finer_grid(predictor):
    covered = Atlas(predictor, Coverage.of([-88.5] * 10, [41.5] * 10))
    fine = covered.species_map("Blue Jay", week_day(27), extent=MIDWEST, resolution=0.5)
    edges = covered.year_edges(fine.grid, covered.species_year("Blue Jay", None, MIDWEST, 2))
    assert len(edges) == len(WEEKS)
    assert (edges[26] == fine.support).all()
    assert len({edge.ctypes.data for edge in edges}) <= 12, "the weeks of a month share the memory of one"


def test_a_year_is_computed_once_for_all_species(predictor, photo, monkeypatch):
    calls = []
    embed = predictor.embed_sightings
    monkeypatch.setattr(predictor, "embed_sightings", lambda rows: calls.append(len(rows)) or embed(rows))
    atlas = Atlas(predictor)
    for species in predictor.species:
        atlas.species_year(species, None, MIDWEST, 2)
    atlas.species_year("Blue Jay", photo, MIDWEST, 2)
    assert calls == [52 * Grid.over(MIDWEST, 2).land.sum()]


def test_a_text_is_compared_with_places_and_species(atlas, predictor):
    query = read_text(predictor, "  capped bird ")
    cosines = torch.nn.functional.normalize(predictor.model.class_embeddings, dim=-1) @ query.embedding
    best = int(cosines.argmax())
    assert query.nearest[0].species == predictor.species[best]
    assert query.nearest[0].cosine == pytest.approx(float(cosines[best]), abs=1e-5)
    assert [near.cosine for near in query.nearest] == sorted((near.cosine for near in query.nearest), reverse=True)
    drawn = atlas.text_map(query, JULY, MIDWEST, 1)
    there = predictor.embed_sightings([Sighting(-99.5, 36.5, JULY)])[0]
    assert drawn.at(-99.5, 36.5) == pytest.approx(float(there @ query.embedding), abs=1e-5)


def test_bad_requests_are_one_sentence(atlas, photo):
    with pytest.raises(CrossClipError, match="European Starling"):
        atlas.species_map("European Starlin")
    with pytest.raises(CrossClipError, match="one photo"):
        atlas.species_map("Blue Jay", photo_embedding=torch.cat([photo, photo]))
    with pytest.raises(CrossClipError, match="too fine"):
        atlas.species_map("Blue Jay", resolution=0.001)
