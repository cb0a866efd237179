"""Maps as Plotly charts: heat maps, pictures and lines, none of which fetches anything."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from matplotlib.ticker import MaxNLocator
from plotly.colors import sequential

from crossclip import basemap
from crossclip.figures import COLOUR_MAP, FEW_RECORDS, PALE
from crossclip.grids import Extent
from crossclip.maps import EmbeddingMap
from crossclip.species_map import SpeciesMap

TOLERANCE = 0.15  # degrees: finer lines than the cells would be no truer
SOUTHERNMOST = -60  # degrees: nothing is drawn of Antarctica
CLEAR, LINE, NO_DATA = "rgba(0,0,0,0)", "rgba(125,136,142,0.9)", "rgba(128,138,143,0.3)"
CONFIG = {"displaylogo": False, "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d", "toImage"]}


def species_chart(species_map: SpeciesMap, dark: bool = False) -> go.Figure:
    """The heat map of a species, on the scale that is the map's own.

    Args:
        dark: the page is dark, so that light colours, not dark ones, are to stand for much.
    """
    grid, values, (end, power) = species_map.grid, species_map.shown, species_map.scale
    ticks = MaxNLocator(5).tick_values(0, end)
    figure = _map(grid.extent)
    if species_map.support is not None:
        unknown = np.where(grid.land & ~species_map.support, np.float32(0), np.float32("nan"))
        figure.add_heatmap(
            x=grid.longitudes, y=grid.latitudes, z=unknown, colorscale=[NO_DATA, NO_DATA], showscale=False,
            hovertemplate=f"%{{y:.1f}}, %{{x:.1f}}<br>{FEW_RECORDS}<extra></extra>",
        )  # fmt: skip
    figure.add_heatmap(
        x=grid.longitudes, y=grid.latitudes, z=values**power, customdata=values, zmin=0, zmax=end**power,
        colorscale=getattr(sequential, COLOUR_MAP), reversescale=dark,
        hovertemplate="%{y:.1f}, %{x:.1f}<br>%{customdata:.2%}<extra></extra>",
        colorbar={
            "orientation": "h", "y": 0, "yanchor": "top", "thickness": 12, "len": 0.9, "outlinewidth": 0,
            "tickvals": ticks**power, "ticktext": [f"{100 * tick:g}%" for tick in ticks],
        },
    )  # fmt: skip
    return _with_lines(figure, grid.extent)


def embedding_chart(embedding_map: EmbeddingMap) -> go.Figure:
    """The colours of places, pale where they are guesses, clear at sea."""
    grid, colours = embedding_map.grid, np.nan_to_num(embedding_map.colours)
    support = grid.land if embedding_map.support is None else embedding_map.support
    pixels = np.dstack([colours, np.where(support, 1.0, PALE * grid.land)])
    figure = _map(grid.extent)
    figure.add_image(
        z=(pixels * 255).astype(np.uint8), colormodel="rgba256", hoverinfo="skip",
        x0=grid.longitudes[0], dx=grid.longitudes[1] - grid.longitudes[0],
        y0=grid.latitudes[0], dy=grid.latitudes[1] - grid.latitudes[0],
    )  # fmt: skip
    return _with_lines(figure, grid.extent)


def _map(extent: Extent) -> go.Figure:
    """Empty axes of an extent, stretched so that shapes are right at its middle latitude."""
    south, north = max(extent.south, SOUTHERNMOST), extent.north
    stretch = 1 / np.cos(np.radians((south + north) / 2))
    axis = {"showgrid": False, "zeroline": False, "showticklabels": False, "ticks": "", "constrain": "domain"}
    return go.Figure(
        layout={
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0}, "dragmode": False, "showlegend": False,
            "plot_bgcolor": CLEAR, "paper_bgcolor": CLEAR, "modebar": {"bgcolor": CLEAR},
            "xaxis": axis | {"range": [extent.west, extent.east]},
            "yaxis": axis
            | {"range": [south, north], "scaleanchor": "x", "scaleratio": stretch, "constraintoward": "top"},
        }
    )  # fmt: skip


def _with_lines(figure: go.Figure, extent: Extent) -> go.Figure:
    groups = (
        (basemap.coast_lines(tolerance=TOLERANCE), 0.8),
        (basemap.border_lines("country", TOLERANCE), 0.8),
        (basemap.border_lines("state", TOLERANCE), 0.4),
    )
    for lines, width in groups:
        longitudes, latitudes = basemap.joined(tuple(line for line in lines if _touches(line, extent)))
        figure.add_scatter(
            x=longitudes.astype(np.float32), y=latitudes.astype(np.float32), mode="lines",
            line={"color": LINE, "width": width}, hoverinfo="skip",
        )  # fmt: skip
    return figure


def _touches(line: basemap.Line, extent: Extent) -> bool:
    (west, south), (east, north) = line.min(axis=0), line.max(axis=0)
    return west < extent.east and east > extent.west and south < extent.north and north > extent.south
