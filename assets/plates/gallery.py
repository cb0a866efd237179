"""The plates: which bird, where and when, and in what surroundings."""

from __future__ import annotations

from assets.plates.birds import blackbirds, crested, small, thrushes, waterbirds, woodpeckers
from assets.plates.branches import Branch, Leaf, spray
from assets.plates.ground import Meadow, Water
from assets.plates.plate import Plate
from assets.plates.scenery import Backdrop
from crossclip.sighting import Sighting

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

LOW = [(-30, 512), (160, 504), (380, 488), (560, 492), (840, 520)]  # a branch under the feet
SLANTED = [(-30, 540), (180, 515), (380, 488), (600, 470), (840, 420)]

PLATES = (
    Plate(
        "european-starling-breeding",
        "European Starling",
        "breeding plumage",
        Sighting.parse(-74.0, 40.8, "2020-04-25"),
        thrushes.STARLING,
        Branch(LOW),
        SKY,
    ),
    Plate(
        "european-starling-winter",
        "European Starling",
        "winter plumage",
        Sighting.parse(-87.8, 41.9, "2020-01-12"),
        thrushes.WINTER_STARLING,
        Branch(LOW, snow=True),
        WINTER,
    ),
    Plate(
        "northern-cardinal",
        "Northern Cardinal",
        "male",
        Sighting.parse(-84.5, 39.1, "2022-01-20"),
        crested.CARDINAL,
        Branch(SLANTED, snow=True),
        WINTER,
        mirrored=True,
    ),
    Plate(
        "blue-jay",
        "Blue Jay",
        "adult",
        Sighting.parse(-77.0, 39.0, "2021-10-10"),
        crested.BLUE_JAY,
        Branch(
            SLANTED,
            twigs=([(120, 524), (60, 440)], [(640, 462), (740, 350)]),
            leaves=(*spray((120, 524), (60, 440), 96, 4, "#b06a2a"), *spray((640, 462), (740, 350), 92, 4, "#9c5a26")),
        ),
        AUTUMN,
    ),
    Plate(
        "mallard",
        "Mallard",
        "male",
        Sighting.parse(-87.6, 41.9, "2022-03-20"),
        waterbirds.MALLARD,
        Water(level=210, surface=456),
        POND,
    ),
    Plate(
        "american-goldfinch",
        "American Goldfinch",
        "male in summer",
        Sighting.parse(-76.5, 42.4, "2021-07-03"),
        small.AMERICAN_GOLDFINCH,
        Branch(
            LOW,
            widths=(14, 14, 12),
            bark="#6b7a44",
            lichen=None,
            rough=0.4,
            twigs=([(730, 509), (640, 420)],),
            leaves=spray((730, 509), (640, 420), 96, 4, "#71904a"),
        ),
        HAY,
        mirrored=True,
    ),
    Plate(
        "red-winged-blackbird",
        "Red-winged Blackbird",
        "male",
        Sighting.parse(-88.2, 42.3, "2022-04-30"),
        blackbirds.RED_WINGED_BLACKBIRD,
        Branch(
            [(398, 640), (392, 560), (388, 480)],
            widths=(56, 58, 46),
            bark="#6b4527",
            lichen=None,
            rough=0.25,
            leaves=(
                Leaf((300, 680), (190, 250), 22, "#8a9a58"),
                Leaf((520, 680), (640, 330), 20, "#7d8f4c"),
                Leaf((120, 680), (60, 330), 20, "#9aa468"),
            ),
        ),
        MARSH,
    ),
    Plate(
        "black-capped-chickadee",
        "Black-capped Chickadee",
        "adult",
        Sighting.parse(-93.2, 45.0, "2021-02-06"),
        small.BLACK_CAPPED_CHICKADEE,
        Branch(LOW, widths=(20, 20, 16), snow=True),
        WINTER,
    ),
    Plate(
        "carolina-chickadee",
        "Carolina Chickadee",
        "adult",
        Sighting.parse(-79.0, 35.9, "2021-05-15"),
        small.CAROLINA_CHICKADEE,
        Branch(
            SLANTED, widths=(20, 20, 16), twigs=([(650, 460), (730, 370)],), leaves=spray((650, 460), (730, 370), 84, 4)
        ),
        SPRING,
        mirrored=True,
    ),
    Plate(
        "american-robin",
        "American Robin",
        "male",
        Sighting.parse(-88.0, 42.0, "2021-05-08"),
        thrushes.ROBIN,
        Branch(LOW, twigs=([(120, 508), (60, 430)],), leaves=spray((120, 508), (60, 430), 76, 4, "#7da04c")),
        BLOSSOM,
    ),
    Plate(
        "great-blue-heron",
        "Great Blue Heron",
        "adult",
        Sighting.parse(-83.2, 41.9, "2021-07-18"),
        waterbirds.GREAT_BLUE_HERON,
        Water(level=250, surface=556),
        MARSH,
    ),
    Plate(
        "eastern-bluebird",
        "Eastern Bluebird",
        "male",
        Sighting.parse(-82.9, 40.1, "2022-04-10"),
        thrushes.EASTERN_BLUEBIRD,
        Branch(SLANTED, bark="#7b7468", lichen="#b4b8a2"),
        HAY,
    ),
    Plate(
        "cedar-waxwing",
        "Cedar Waxwing",
        "adult",
        Sighting.parse(-75.2, 40.0, "2021-10-24"),
        crested.CEDAR_WAXWING,
        Branch(
            LOW,
            widths=(20, 22, 16),
            twigs=([(660, 500), (730, 410)],),
            leaves=spray((660, 500), (730, 410), 80, 4, "#a8482c"),
        ),
        ORCHARD,
        mirrored=True,
    ),
    Plate(
        "baltimore-oriole",
        "Baltimore Oriole",
        "male",
        Sighting.parse(-88.0, 41.8, "2021-05-14"),
        blackbirds.BALTIMORE_ORIOLE,
        Branch(
            SLANTED,
            widths=(26, 24, 18),
            twigs=([(150, 520), (70, 430)], [(660, 452), (740, 370)]),
            leaves=(*spray((150, 520), (70, 430), 90, 5), *spray((660, 452), (740, 370), 84, 4, "#6f9140")),
        ),
        SPRING,
    ),
    Plate(
        "downy-woodpecker",
        "Downy Woodpecker",
        "male",
        Sighting.parse(-73.9, 41.2, "2022-02-12"),
        woodpeckers.DOWNY_WOODPECKER,
        Branch([(214, -40), (230, 300), (250, 640)], widths=(156, 166, 182)),
        FIRS,
    ),
    Plate(
        "american-crow",
        "American Crow",
        "adult",
        Sighting.parse(-89.4, 43.1, "2021-03-06"),
        blackbirds.AMERICAN_CROW,
        Branch([(-30, 540), (380, 508), (840, 528)], widths=(42, 40, 34), bark="#6f665c"),
        SKY,
    ),
    Plate(
        "canada-goose",
        "Canada Goose",
        "adult",
        Sighting.parse(-87.9, 42.1, "2021-11-20"),
        waterbirds.CANADA_GOOSE,
        Meadow(level=548),
        LAWN,
        mirrored=True,
    ),
    Plate(
        "house-finch",
        "House Finch",
        "male",
        Sighting.parse(-118.2, 34.1, "2022-03-05"),
        small.HOUSE_FINCH,
        Branch(
            LOW, widths=(22, 20, 18), twigs=([(680, 500), (750, 420)],), leaves=spray((680, 500), (750, 420), 70, 4)
        ),
        SKY,
    ),
)
