"""Seasons and places, out of focus behind a bird."""

from __future__ import annotations

from assets.plates.scenery import Backdrop

SPRING = Backdrop("#a9c48a", "#5d7d45", ("#8db36a", "#6f9a4e", "#c9d8a0", "#4f7038"), lights="#eaf2c8", twigs="#4a4a34")
BLOSSOM = Backdrop(
    "#c3d2c4", "#8fa37c", ("#e3c3cb", "#d9a9b6", "#a9bd90", "#7f9a6c", "#efdfe2"), lights="#fbeef0", twigs="#5a4c44"
)
SKY = Backdrop("#a8c6e0", "#cbd9d6", ("#c3d8e8", "#b3cbe0", "#dbe4e4", "#a9c0b4"), twigs="#70706a")
HAY = Backdrop("#b9c58f", "#a39a58", ("#c9c078", "#a8a860", "#dccf93", "#87914f", "#b58fa8"), lights="#f4ecc0")
WINTER = Backdrop("#c9d3dc", "#9aa3aa", ("#dfe6ec", "#a8b2ba", "#8c9298", "#b9b0a5"), twigs="#5c554f")
FIRS = Backdrop("#8d9c98", "#5f6f68", ("#4f635a", "#6e8278", "#a3b0ac", "#3f5148", "#c4ced0"), twigs="#3d4540")
AUTUMN = Backdrop("#c9b27c", "#7c6a3f", ("#d09a48", "#a9853f", "#86733f", "#d8c48c"), lights="#f6e3ae", twigs="#4d4030")
ORCHARD = Backdrop("#a8b98c", "#8a6a45", ("#b8803c", "#c99a55", "#7f8a55", "#a8552f", "#d9c48c"), lights="#f2e2b8")
MARSH = Backdrop("#b9c6b8", "#8c8f5c", ("#a9ad74", "#7d8850", "#c9c79a", "#6c7746"), twigs="#80794a")
POND = Backdrop("#9db184", "#7f936c", ("#6f8a55", "#8aa36c", "#59733f", "#b4c094"))
LAWN = Backdrop("#8fa874", "#6f8c4c", ("#55753a", "#9bb274", "#48632f", "#b8c48f"))
