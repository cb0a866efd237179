"""Maps give the numbers that the predictor gives, keep what is dear, and write whole files."""

import threading
import time
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
import torch

from crossclip.errors import CrossClipError
from crossclip.files import whole_file
from crossclip.maps import Atlas
from crossclip.maps.cache import TensorCache
from crossclip.maps.coverage import Coverage
from crossclip.maps.grids import WORLD, Extent, Grid
from crossclip.maps.weeks import MID_YEAR, WEEKS, week_day
from crossclip.sighting import Sighting
from crossclip.text_query import read_text

MIDWEST = Extent(-100, 35, -80, 48)
JULY = date(2024, 7, 1)


@pytest.fixture(scope="module")
def atlas(predictor) -> Atlas:
    return Atlas(predictor)


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


def test_cache_keeps_the_most_recent_within_its_bytes():
    cache, computed = TensorCache(max_bytes=8 * 8), []

    def get(key: str) -> torch.Tensor:
        return cache.get(key, lambda: computed.append(key) or torch.zeros(8))

    for key in ("a", "b", "a", "c", "a", "b"):  # two fit: c drives out b, the least recent
        get(key)
    assert computed == ["a", "b", "c", "b"]


def test_cache_computes_once_for_many_threads_and_forgets_failures():
    cache, computed = TensorCache(10**6), []

    def compute() -> torch.Tensor:
        computed.append(1)
        time.sleep(0.05)
        return torch.ones(3)

    threads = [threading.Thread(target=cache.get, args=("key", compute)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(computed) == 1

    def fail() -> torch.Tensor:
        raise CrossClipError("not now")

    with pytest.raises(CrossClipError):
        cache.get("other", fail)
    assert cache.get("other", compute).sum() == 3


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


def test_csv_and_geojson_read_back(atlas, tmp_path):
    geopandas = pytest.importorskip("geopandas")
    species_map = atlas.species_map("Blue Jay", JULY, extent=MIDWEST, resolution=1)
    species_map.to_csv(tmp_path / "map.csv")
    species_map.to_geojson(tmp_path / "map.geojson")
    table, cells = pd.read_csv(tmp_path / "map.csv"), geopandas.read_file(tmp_path / "map.geojson")
    assert list(table.columns) == ["longitude", "latitude", "value"]
    assert len(table) == len(cells) == species_map.grid.land.sum()
    for row in table.iloc[[0, 100, -1]].itertuples():
        assert row.value == pytest.approx(species_map.at(row.longitude, row.latitude), rel=1e-5)
        (hit,) = cells[cells.contains(geopandas.points_from_xy([row.longitude], [row.latitude])[0])].value
        assert hit == pytest.approx(row.value)
    assert cells.total_bounds.tolist() == [-100, 35, -80, 48]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["map.csv", "map.geojson"]


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


def test_a_year_is_computed_once_for_all_species(predictor, photo, monkeypatch):
    calls = []
    embed = predictor.embed_sightings
    monkeypatch.setattr(predictor, "embed_sightings", lambda rows: calls.append(len(rows)) or embed(rows))
    atlas = Atlas(predictor)
    for species in predictor.species:
        atlas.species_year(species, None, MIDWEST, 2)
    atlas.species_year("Blue Jay", photo, MIDWEST, 2)
    assert calls == [52 * Grid.over(MIDWEST, 2).land.sum()]


def test_each_week_is_stood_for_by_a_day_of_the_same_year():
    days = [week_day(week) for week in WEEKS]
    assert {(later - earlier).days for earlier, later in pairwise(days)} == {7}
    assert (days[0], days[-1]) == (date(2023, 1, 1), date(2023, 12, 24))
    assert week_day(MID_YEAR) == date(2023, 7, 2)


def test_similarity_is_the_cosine_of_embeddings(atlas, predictor):
    place = Sighting(-88.5, 41.5)
    drawn = atlas.similarity_map(place, JULY, MIDWEST, 1)
    assert drawn.at(-88.5, 41.5) == pytest.approx(1, abs=1e-5), "a place is like itself"
    pair = predictor.embed_sightings([Sighting(-88.5, 41.5, JULY), Sighting(-99.5, 36.5, JULY)])
    assert drawn.at(-99.5, 36.5) == pytest.approx(float(pair[0] @ pair[1]), abs=1e-5)


def test_a_text_is_compared_with_places_and_species(atlas, predictor):
    query = read_text(predictor, "  chickadee ")
    (embedding,) = predictor.embed_texts(predictor.model.prompts(["chickadee"]))
    cosines = torch.nn.functional.normalize(predictor.model.class_embeddings, dim=-1) @ embedding
    best = int(cosines.argmax())
    assert query.nearest[0].species == predictor.species[best]
    assert query.nearest[0].cosine == pytest.approx(float(cosines[best]), abs=1e-5)
    assert [near.cosine for near in query.nearest] == sorted((near.cosine for near in query.nearest), reverse=True)
    drawn = atlas.text_map(query, JULY, MIDWEST, 1)
    there = predictor.embed_sightings([Sighting(-99.5, 36.5, JULY)])[0]
    assert drawn.at(-99.5, 36.5) == pytest.approx(float(there @ query.embedding), abs=1e-5)


def test_a_species_name_needs_no_text_encoder(predictor, monkeypatch):
    monkeypatch.setattr(predictor, "embed_texts", lambda *_: pytest.fail("the text encoder was asked"))
    for name in ("Blue Jay", "cyanocitta cristata"):
        query = read_text(predictor, name)
        (own,) = [near for near in query.nearest if near.species == "Blue Jay"]
        assert own.cosine == pytest.approx(1, abs=1e-5)
        assert query.understood


def test_a_plural_is_read_as_its_singular_where_that_is_nearer(predictor, monkeypatch):
    asked = []
    classes = torch.nn.functional.normalize(predictor.model.class_embeddings, dim=-1)

    def embed(prompts: list[str]) -> torch.Tensor:
        asked.extend(prompts)
        return torch.stack([classes[2] if prompt.endswith("jay") else -classes[2] for prompt in prompts])

    monkeypatch.setattr(predictor, "embed_texts", embed)
    query = read_text(predictor, "jays")
    assert (query.text, query.read_as, query.understood) == ("jays", "jay", True)
    assert len(asked) == 2
    assert not read_text(predictor, "New York").understood


@pytest.mark.parametrize("text", ["", "   ", "x" * 81])
def test_a_text_must_be_of_some_length(predictor, text):
    with pytest.raises(CrossClipError, match="1 to 80 characters"):
        read_text(predictor, text)


def test_colours_of_places_are_written_as_numbers(atlas, tmp_path):
    drawn = atlas.embedding_map(JULY, MIDWEST, 1)
    drawn.to_csv(tmp_path / "places.csv")
    table = pd.read_csv(tmp_path / "places.csv")
    assert list(table.columns) == ["longitude", "latitude", "red", "green", "blue"]
    row = table.iloc[50]
    np.testing.assert_allclose(row[2:], drawn.colours[drawn.grid.cell(row.longitude, row.latitude)], rtol=1e-4)


def test_bad_requests_are_one_sentence(atlas, photo):
    with pytest.raises(CrossClipError, match="European Starling"):
        atlas.species_map("European Starlin")
    with pytest.raises(CrossClipError, match="one photo"):
        atlas.species_map("Blue Jay", photo=torch.cat([photo, photo]))
    with pytest.raises(CrossClipError, match="too fine"):
        atlas.species_map("Blue Jay", resolution=0.001)


@pytest.mark.parametrize("folder", ["missing", "/proc"])
def test_unwritable_places_leave_nothing(atlas, tmp_path, folder):
    species_map = atlas.species_map("Blue Jay", extent=MIDWEST, resolution=1)
    with pytest.raises(CrossClipError, match="cannot be written"):
        species_map.to_csv(tmp_path / folder / "map.csv")
    assert list(tmp_path.iterdir()) == []


def test_failure_while_writing_leaves_the_old_file(tmp_path):
    (tmp_path / "map.csv").write_text("old")

    def write_half() -> None:
        with whole_file(tmp_path / "map.csv") as draft:
            draft.write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_half()
    assert (tmp_path / "map.csv").read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1
