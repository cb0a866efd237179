"""A report's figures as Plotly charts, in colours that hold on light and dark pages."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

OURS, OTHER, LOST = "#2f8f88", "#808a8f", "#c8763c"
BAR, LABEL = 46, 24  # pixels of a row, letters in a line of its label: half of a phone's width
GRID = "rgba(128, 138, 143, 0.25)"


def accuracy_chart(lines: Sequence[Mapping[str, Any]], level: str) -> go.Figure:
    """Top-1 accuracy of each line: mean and standard deviation over seeds, and each seed as a faint dot."""
    figure = _rows([line["label"] for line in lines])
    for line, name in zip(lines, _labels(line["label"] for line in lines), strict=True):
        top1 = line[level]["top1"]
        colour = OURS if line["system"] == "ours" else OTHER
        values = [100 * value for value in top1["values"]]
        figure.add_scatter(
            x=values,
            y=[name] * len(values),
            mode="markers",
            marker={"color": colour, "size": 7, "opacity": 0.4},
            customdata=line["seeds"],
            hovertemplate="seed %{customdata}: %{x:.2f} %<extra></extra>",
        )
        spread = None if top1["sd"] is None else {"array": [100 * top1["sd"]], "thickness": 2, "width": 6}
        low, high = top1["interval"]
        figure.add_scatter(
            x=[100 * top1["mean"]],
            y=[name],
            mode="markers",
            error_x=spread,
            marker={"color": colour, "size": 12},
            hovertemplate=(
                f"{line['label']}<br>mean %{{x:.2f}} %<br>95 % interval {100 * low:.1f} to {100 * high:.1f} %"
                "<extra></extra>"
            ),
        )
    return figure.update_xaxes(title="top-1 accuracy, %")


def reliability_chart(bins: Sequence[Mapping[str, float]]) -> go.Figure:
    """Accuracy against confidence; the area of a dot is its share of the rows, the line is perfect calibration."""
    most = max(one["rows"] for one in bins)
    figure = _empty(340)
    figure.add_scatter(x=[0, 100], y=[0, 100], mode="lines", line={"color": OTHER, "dash": "dot"}, hoverinfo="skip")
    figure.add_scatter(
        x=[100 * one["confidence"] for one in bins],
        y=[100 * one["accuracy"] for one in bins],
        mode="lines+markers",
        line={"color": OURS, "width": 1},
        cliponaxis=False,
        customdata=[one["rows"] for one in bins],
        marker={"color": OURS, "size": [6 + 24 * (one["rows"] / most) ** 0.5 for one in bins], "opacity": 0.8},
        hovertemplate="confidence %{x:.0f} %<br>right %{y:.0f} %<br>%{customdata:,.0f} rows<extra></extra>",
    )
    axis = {"range": [-3, 105], "tickvals": [0, 25, 50, 75, 100], "gridcolor": GRID, "zeroline": False}
    figure.update_xaxes(title="confidence, %", **axis)
    return figure.update_yaxes(title="right, %", **axis)


def pairs_chart(pairs: Sequence[Mapping[str, Any]]) -> go.Figure:
    """Test rows of two species that place and date set right, to the right, and set wrong, to the left."""
    names = [" / ".join(pair["species"]) for pair in pairs]
    figure = _rows(names, legend=True).update_layout(barmode="relative", bargap=0.4)
    for field, sign, colour in (("gained", 1, OURS), ("lost", -1, LOST)):
        counts = [pair[field] for pair in pairs]
        figure.add_bar(
            x=[sign * count for count in counts],
            y=_labels(names),
            orientation="h",
            name=field,
            marker_color=colour,
            customdata=list(zip(counts, (pair["rows"] for pair in pairs), names, strict=True)),
            hovertemplate=f"%{{customdata[2]}}<br>{field}: %{{customdata[0]:.1f}} of %{{customdata[1]}} rows"
            "<extra></extra>",
        )
    return figure.update_xaxes(title="test rows, mean over seeds")


def recall_chart(species: Sequence[Mapping[str, Any]]) -> go.Figure:
    """Recall of each species by the photo alone and with place and date, joined by a line."""
    names = _labels(one["species"] for one in species)
    figure = _rows([one["species"] for one in species], legend=True, row=30)
    ends = [(100 * one["photo"], 100 * one["photo+place+date"]) for one in species]
    figure.add_scatter(
        x=[x for before, after in ends for x in (before, after, None)],
        y=[y for name in names for y in (name, name, None)],
        mode="lines",
        line={"color": OTHER, "width": 2},
        hoverinfo="skip",
        showlegend=False,
    )
    for end, title, colour, symbol in (
        (0, "photo only", OTHER, "circle-open"),
        (1, "with place and date", OURS, "circle"),
    ):
        figure.add_scatter(
            x=[pair[end] for pair in ends],
            y=names,
            mode="markers",
            name=title,
            marker={"color": colour, "size": 11, "symbol": symbol, "line": {"width": 2, "color": colour}},
            customdata=[(one["species"], one["rows"]) for one in species],
            hovertemplate=f"%{{customdata[0]}}, {title}<br>%{{x:.1f}} % of %{{customdata[1]}} rows<extra></extra>",
        )
    return figure.update_xaxes(title="recall, %")


def _labels(names: Iterable[str]) -> list[str]:
    """Names broken into lines that leave a phone room for the chart."""
    return ["<br>".join(textwrap.wrap(name, LABEL, break_on_hyphens=False)) for name in names]


def _rows(names: Sequence[str], legend: bool = False, row: int = BAR) -> go.Figure:
    """An empty chart of one row for each name, the first on top."""
    figure = _empty(110 + row * len(names))
    figure.update_layout(showlegend=legend, legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"})
    figure.update_xaxes(gridcolor=GRID, zerolinecolor=OTHER)
    return figure.update_yaxes(
        categoryorder="array",
        categoryarray=_labels(names)[::-1],
        automargin=True,
        ticks="",
        gridcolor=GRID,
        range=[-0.6, len(names) - 0.4],
    )


def _empty(height: int) -> go.Figure:
    return go.Figure(
        layout={"margin": {"l": 0, "r": 8, "t": 24, "b": 40}, "height": height, "dragmode": False, "showlegend": False}
    )
