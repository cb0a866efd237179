"""The plates: which bird, where and when, and in what surroundings."""

from __future__ import annotations

from crossclip.sighting import Sighting
from train.plates.birds import blackbirds, crested, small, thrushes, waterbirds
from train.plates.plate import Plate
from train.plates.scenery import Backdrop, Branch, Leaf, Water

SPRING = Backdrop("#a9c48a", "#5d7d45", ("#8db36a", "#6f9a4e", "#c9d8a0", "#4f7038"), lights="#eaf2c8", twigs="#4a4a34")
WINTER = Backdrop("#c9d3dc", "#9aa3aa", ("#dfe6ec", "#a8b2ba", "#8c9298", "#b9b0a5"), twigs="#5c554f")
AUTUMN = Backdrop("#c9b27c", "#7c6a3f", ("#d09a48", "#a9853f", "#86733f", "#d8c48c"), lights="#f6e3ae", twigs="#4d4030")
MARSH = Backdrop("#b9c6b8", "#8c8f5c", ("#a9ad74", "#7d8850", "#c9c79a", "#6c7746"), twigs="#80794a")
POND = Backdrop("#9db184", "#7f936c", ("#6f8a55", "#8aa36c", "#59733f", "#b4c094"))

LOW = [(-30, 512), (160, 504), (380, 488), (560, 492), (840, 520)]  # a branch under the feet
SLANTED = [(-30, 540), (180, 515), (380, 488), (600, 470), (840, 420)]

PLATES = (
    Plate("european-starling-breeding", "European Starling", "breeding plumage",
          Sighting.parse(-74.0, 40.8, "2020-04-25"), thrushes.STARLING, Branch(LOW), SPRING),
    Plate("european-starling-winter", "European Starling", "winter plumage",
          Sighting.parse(-87.8, 41.9, "2020-01-12"), thrushes.WINTER_STARLING, Branch(LOW, snow=True), WINTER),
    Plate("northern-cardinal", "Northern Cardinal", "male", Sighting.parse(-84.5, 39.1, "2022-01-20"),
          crested.CARDINAL, Branch(SLANTED, snow=True), WINTER, mirrored=True),
    Plate("blue-jay", "Blue Jay", "adult", Sighting.parse(-77.0, 39.0, "2021-10-10"), crested.BLUE_JAY,
          Branch(SLANTED, leaves=(Leaf((180, 515), (120, 440), 44, "#a8632c"),)), AUTUMN),
    Plate("mallard", "Mallard", "male", Sighting.parse(-87.6, 41.9, "2022-03-20"), waterbirds.MALLARD,
          Water(level=210, surface=456), POND),
    Plate("american-goldfinch", "American Goldfinch", "male in summer", Sighting.parse(-76.5, 42.4, "2021-07-03"),
          small.AMERICAN_GOLDFINCH, Branch(LOW, widths=(14, 14, 12), bark="#6b7a44", lichen=None), SPRING, mirrored=True),
    Plate("red-winged-blackbird", "Red-winged Blackbird", "male", Sighting.parse(-88.2, 42.3, "2022-04-30"),
          blackbirds.RED_WINGED_BLACKBIRD,
          Branch([(398, 640), (392, 560), (388, 478)], widths=(58, 58, 50), bark="#6b4527", lichen=None), MARSH),
    Plate("black-capped-chickadee", "Black-capped Chickadee", "adult", Sighting.parse(-93.2, 45.0, "2021-02-06"),
          small.BLACK_CAPPED_CHICKADEE, Branch(LOW, widths=(20, 20, 16), snow=True), WINTER),
    Plate("carolina-chickadee", "Carolina Chickadee", "adult", Sighting.parse(-79.0, 35.9, "2021-05-15"),
          small.CAROLINA_CHICKADEE, Branch(SLANTED, widths=(20, 20, 16)), SPRING, mirrored=True),
    Plate("american-robin", "American Robin", "male", Sighting.parse(-88.0, 42.0, "2021-05-08"), thrushes.ROBIN,
          Branch(LOW), SPRING),
    Plate("great-blue-heron", "Great Blue Heron", "adult", Sighting.parse(-81.0, 28.1, "2021-12-05"),
          waterbirds.GREAT_BLUE_HERON, Water(level=250, surface=556), MARSH),
)  # fmt: skip
