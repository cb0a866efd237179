"""Figures are whole files with their words in them, and show what the map holds."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from crossclip.errors import CrossClipError
from crossclip.maps import Atlas
from crossclip.maps.drawing.cartography import backdrop
from crossclip.maps.drawing.figures import embedding_figure, figure_bytes, save_figure, value_figure
from crossclip.maps.drawing.sheet import smooth
from crossclip.maps.land.coverage import Coverage
from crossclip.maps.land.extents import NORTH_AMERICA, WORLD, Extent
from crossclip.maps.land.grids import Grid
from crossclip.maps.species_map import SpeciesDifference, SpeciesMap, shared_scale
from crossclip.maps.values.scales import LEVELS, NO_VALUE, Scale

MIDWEST = Extent(-100, 35, -80, 48)
SEA, EQUATOR = Extent(-45, 30, -40, 35), Extent(-60, -5, -50, 5)
JULY = date(2024, 7, 1)
SPECIES = "European Starling"
MAGIC = {"png": b"\x89PNG\r\n", "svg": b"<?xml", "pdf": b"%PDF"}


@pytest.fixture(scope="module")
def atlas(predictor) -> Atlas:
    return Atlas(predictor, Coverage.of([-88.5] * 10, [41.5] * 10))


@pytest.fixture(scope="module")
def species_map(atlas) -> SpeciesMap:
    return atlas.species_map("European Starling", JULY, extent=MIDWEST, resolution=1)


@pytest.mark.parametrize("suffix", MAGIC)
def test_files_are_what_their_names_say_and_the_same_every_time(species_map, tmp_path, suffix):
    path = tmp_path / f"map.{suffix}"
    save_figure(value_figure(species_map), path, dpi=60)
    assert path.read_bytes().startswith(MAGIC[suffix])
    assert path.read_bytes() == figure_bytes(value_figure(species_map), suffix, dpi=60)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_words_say_what_is_shown(atlas, species_map):
    words = figure_bytes(value_figure(species_map), "svg", dpi=60).decode()
    for text in (
        "European Starling",
        "Sturnus vulgaris",
        "For the species (no photo), 1 July",
        "next bird reported",
        "fewer than 10 records",
        "Natural Earth",
        "model card",
    ):
        assert text in words
    photo = atlas.embeddings(species_map.grid, None)[:1]
    given = atlas.species_map("Blue Jay", None, photo, MIDWEST, 1)
    words = figure_bytes(value_figure(given), "svg", dpi=60).decode()
    assert "Given this photo, whole year" in words
    assert "bird in this photo, if taken here" in words
    words = figure_bytes(embedding_figure(atlas.embedding_map(None, MIDWEST, 1)), "svg", dpi=60).decode()
    assert "whole year" in words
    assert "independent components" in words


def test_darker_where_likelier_and_grey_without_records():
    """A map of one half likely, one half not, and a column of no data, looked at pixel by pixel."""
    grid = Grid.over(Extent(-105, 35, -85, 45), 1)
    values = np.full((grid.height, grid.width), 0.001, np.float32)
    values[:, :10] = 0.5
    support = np.ones_like(values, dtype=bool)
    support[:, 15:] = False
    figure = value_figure(SpeciesMap(grid, values, "Blue Jay", "Cyanocitta cristata", date=JULY, support=support))
    figure.set_dpi(100)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    picture = np.asarray(canvas.buffer_rgba())[..., :3].astype(int)
    axes, project = figure.axes[0], backdrop(grid.extent).projection

    def colour(longitude: float, latitude: float) -> np.ndarray:
        x, y = axes.transData.transform(project(longitude, latitude))
        around = picture[picture.shape[0] - int(y) - 6 : picture.shape[0] - int(y) + 6, int(x) - 6 : int(x) + 6]
        return np.median(around.reshape(-1, 3), axis=0)

    likely, unlikely, unknown = colour(-100.3, 40.4), colour(-92.6, 40.4), colour(-87.6, 40.4)
    assert likely.sum() + 200 < unlikely.sum()
    assert np.ptp(unknown) <= 6, "grey"
    assert np.ptp(unlikely) > 30, "not grey"


@pytest.mark.parametrize("extent", [NORTH_AMERICA, SEA, EQUATOR])
def test_values_can_be_drawn_on_every_extent(atlas, extent):
    resolution = 5 if extent is NORTH_AMERICA else 1
    assert figure_bytes(value_figure(atlas.species_map("Blue Jay", None, None, extent, resolution)), "png", dpi=20)


@pytest.mark.parametrize("extent", [WORLD, SEA])
def test_colours_can_be_drawn_on_every_extent(atlas, extent):
    resolution = 10 if extent is WORLD else 1
    assert figure_bytes(embedding_figure(atlas.embedding_map(None, extent, resolution)), "png", dpi=20)


def test_size_is_in_inches(species_map, tmp_path):
    save_figure(value_figure(species_map, size=(5, 4)), tmp_path / "map.png", dpi=100)
    assert Image.open(tmp_path / "map.png").size == (500, 400)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("map.jpg", "png, svg or pdf"),
        ("map", "png, svg or pdf"),
        ("missing/map.png", "no folder"),
        ("/proc/map.png", "cannot be written"),
    ],
)
def test_bad_paths_are_one_sentence_and_leave_nothing(species_map, tmp_path, name, words):
    with pytest.raises(CrossClipError, match=words):
        save_figure(value_figure(species_map), tmp_path / name, dpi=40)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("highest", "end"), [(4e-6, 0.1), (0.2, 0.25), (0.5, 0.5), (0.9, 1.0), (1.0, 1.0)])
def test_a_species_that_the_photo_rules_out_stays_pale(highest, end):
    grid = Grid.over(Extent(-100, 35, -90, 45), 1)
    values = np.full((grid.height, grid.width), highest, dtype=np.float32)
    given = SpeciesMap(grid, values, "Blue Jay", "Cyanocitta cristata", given_photo=True)
    assert given.scale == Scale(0.0, end, 1.0)
    alone = SpeciesMap(grid, values, "Blue Jay", "Cyanocitta cristata").scale
    assert (alone.high, alone.power) == (pytest.approx(highest), 0.5)


def test_a_difference_runs_both_ways_from_a_neutral_middle(atlas):
    first, second = (atlas.species_map(name, JULY, extent=MIDWEST, resolution=1) for name in ("Blue Jay", SPECIES))
    difference = SpeciesDifference.between(first, second)
    np.testing.assert_allclose(difference.known, first.known - second.known)
    scale = difference.scale
    assert scale.low == -scale.high
    assert scale.position(np.zeros(1)) == 0.5
    palette = scale.palette()
    assert np.ptp(palette[len(palette) // 2].astype(int)) < 12, "grey or white"
    words = figure_bytes(value_figure(difference), "svg", dpi=60).decode()
    for text in ("Blue Jay minus European Starling", "less that of European Starling", "0%"):
        assert text in words
    other = atlas.species_map("Blue Jay", None, extent=MIDWEST, resolution=1)
    with pytest.raises(CrossClipError, match="same grid and date"):
        SpeciesDifference.between(first, other)


def test_two_maps_side_by_side_share_one_scale(atlas):
    maps = [atlas.species_map(name, JULY, extent=MIDWEST, resolution=1) for name in ("Blue Jay", SPECIES)]
    scale = shared_scale(maps)
    figure = value_figure(*maps, scale=scale)
    pictures = [picture.get_array() for axes in figure.axes[:2] for picture in axes.get_images()]
    for picture, drawn in zip(pictures, maps, strict=True):
        shown = smooth(backdrop(MIDWEST), drawn.grid, drawn.shown)
        np.testing.assert_array_equal(picture, scale.painted(shown))
    legend = figure.axes[2]
    assert legend.get_xlim() == pytest.approx((scale.low, scale.high))
    assert scale.high >= max(np.percentile(drawn.known, 90) for drawn in maps)
    words = figure_bytes(figure, "svg", dpi=60).decode()
    assert "Cyanocitta cristata" in words
    assert "Sturnus vulgaris" in words


@pytest.mark.parametrize(
    "scale", [Scale(0, 0.04, 0.5), Scale(0, 0.5), Scale.around_zero(0.07, 0.5), Scale(-0.1, 0.9, percent=False)]
)
def test_levels_and_legend_are_the_values(scale):
    values = np.linspace(scale.low, scale.high, 50).astype(np.float32)
    np.testing.assert_allclose(scale.value(scale.position(values)), values, atol=1e-6)
    levels = scale.levels(np.append(values, np.nan))
    assert levels[-1] == NO_VALUE
    assert (levels[0], levels[-2]) == (1, LEVELS)
    assert (np.diff(levels[:-1].astype(int)) >= 0).all()
    assert scale.levels(np.array([-9.0, 9.0])).tolist() == [1, LEVELS]
    for position, label in scale.ticks():
        value = float(label.rstrip("%")) / (100 if scale.percent else 1)
        assert scale.position(value) == pytest.approx(position, abs=1e-9)


def test_a_dollar_in_a_name_is_a_dollar(species_map):
    drawn = replace(species_map, species="Bird $x_$", scientific_name="Avis $y^$")
    written = figure_bytes(value_figure(drawn, caption="Model: $m_{$"), "svg").decode()
    for words in ("Bird $x_$", "Avis $y^$", "Model: $m_{$"):
        assert words in written


@pytest.mark.parametrize("count", [0, 100])
def test_a_figure_has_room_for_few_maps(species_map, count):
    with pytest.raises(CrossClipError, match=f"1 to 10 maps, not {count}"):
        value_figure(*[species_map] * count)
