"""What perching birds have in common: feet that hold a branch, and wings folded along the flank."""

from __future__ import annotations

from assets.plates.bird import Leg, Wing
from assets.plates.feathers import Plume

QUILL = Plume("#403e3c", loose=0.08, bluntness=5, edge_width=0.16)  # a flight feather to start from


def legs(x: float, top: float, foot: float, colour: str, thick: float = 9, apart: float = 36) -> tuple[Leg, ...]:
    """Two legs that hold a branch: the near one at x, the far one `apart` behind it."""

    top -= 14

    def leg(x: float, far: bool) -> Leg:
        heel = (x + 15, top + 0.36 * (foot - top))
        toes = (
            [(x, foot), (x + 14, foot + 1), (x + 22, foot + 10)],
            [(x, foot), (x - 20, foot - 4), (x - 30, foot + 7)],
            [(x, foot), (x - 10, foot - 1), (x - 15, foot + 11)],
        )
        return Leg([(x - 4, top), heel, (x, foot)], (1.1 * thick, thick, thick), toes, colour, far, thigh=2.6 * thick)

    return leg(x + apart, True), leg(x, False)


def wing_of(plume: Plume, shoulder: tuple[float, float], tip: tuple[float, float], depth: float, **rows: Plume) -> Wing:
    """A folded wing of one kind of feather, but for the rows named."""
    return Wing(
        shoulder,
        tip,
        depth,
        **{row: rows.get(row, plume) for row in ("primaries", "secondaries", "tertials", "greater", "median")},
    )
