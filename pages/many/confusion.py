"""Which species were taken for which, as a matrix."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Sequence

import plotly.graph_objects as go

from pages.many.marks import OFF_LIST, WRONG, Mark

MOST = 14  # species that a phone has room for
LETTERS, CELL = 13, 30  # letters in a line of a name; pixels
GROUND = "rgba(128, 138, 143, 0.15)"
SHADES = ((0.0, "rgba(200, 118, 60, 0)"), (1.0, "rgb(200, 118, 60)"))


def mistakes(marked: Sequence[Mark | None]) -> Counter[tuple[str, str]]:
    """How often which species was taken for which: (true, said)."""
    wrong = (mark for mark in marked if mark is not None and mark.verdict in (WRONG, OFF_LIST))
    return Counter((mark.name, mark.said) for mark in wrong)


def confused(counts: Counter[tuple[str, str]]) -> list[str]:
    """The species of the commonest mistakes, each pair beside each other, at most `MOST`."""
    names: dict[str, None] = {}
    for pair, _ in counts.most_common():
        if len(names.keys() | set(pair)) <= MOST:
            names |= dict.fromkeys(pair)
    return list(names)


def confusion_chart(marked: Sequence[Mark | None]) -> go.Figure:
    """A row a true species, a column what was said, and in the cells how many photos; right ones on the diagonal."""
    names = confused(mistakes(marked))
    counts = Counter((mark.name, mark.said) for mark in marked if mark is not None)
    values = [[counts[true, said] for said in names] for true in names]
    labels = ["<br>".join(textwrap.wrap(name, LETTERS, break_on_hyphens=False)) for name in names]
    figure = go.Figure(
        go.Heatmap(
            x=labels,
            y=labels,
            # Right answers are told by their number alone, so that the colour says: mistake.
            z=[[0 if i == j else count for j, count in enumerate(row)] for i, row in enumerate(values)],
            text=[[count or "" for count in row] for row in values],
            customdata=[[(true, said) for said in names] for true in names],
            texttemplate="%{text}",
            hovertemplate="%{customdata[0]} called %{customdata[1]}: %{text}<extra></extra>",
            colorscale=SHADES,
            zmin=0,
            showscale=False,
            xgap=1,
            ygap=1,
        )
    )
    figure.update_layout(
        margin={"l": 0, "r": 8, "t": 24, "b": 40},
        height=170 + CELL * len(names),
        width=200 + 2 * CELL * len(names),
        dragmode=False,
        plot_bgcolor=GROUND,
    )
    figure.update_xaxes(title="the answer", tickangle=-60, automargin=True, showgrid=False)
    return figure.update_yaxes(title="the bird", autorange="reversed", automargin=True, showgrid=False)
