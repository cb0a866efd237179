"""American Goldfinch and House Finch."""

from __future__ import annotations

from assets.plates.bird import Bird, Eye, Mandible, Marks, Patch
from assets.plates.birds.perching import QUILL, legs, wing_of
from assets.plates.feathers import Fan, Plume

INK = QUILL.but(colour="#1d1c1c", edge=None)
AMERICAN_GOLDFINCH = Bird(
    body=[
        (260, 198),
        (278, 164),
        (318, 144),
        (358, 154),
        (386, 190),
        (424, 240),
        (476, 298),
        (520, 350),
        (546, 386),
        (524, 410),
        (480, 422),
        (394, 428),
        (316, 396),
        (266, 336),
        (246, 278),
        (252, 244),
        (256, 224),
    ],
    spine=[(242, 208), (318, 190), (362, 235), (408, 310), (470, 360), (560, 402)],
    plumage=Plume("#f1c61c", loose=0.7, jitter=0.05),
    patches=(
        Patch([(430, 400), (500, 375), (560, 385), (530, 420), (450, 432)], Plume("#f3efdf", loose=0.8), 6),
        Patch([(376, 205), (400, 210), (500, 320), (460, 320), (390, 260)], Plume("#d9ae1a"), 7),
        Patch(
            [(252, 198), (258, 172), (300, 138), (338, 140), (340, 158), (312, 174), (284, 186), (272, 204)],
            Plume("#181716"),
            1.5,
        ),
    ),
    bill=(
        Mandible([(270, 194), (244, 196), (222, 216)], [(268, 214), (244, 215), (222, 216)], "#e79a62"),
        Mandible([(268, 214), (244, 216), (228, 217)], [(266, 229), (246, 227), (228, 217)], "#d98850"),
    ),
    eye=Eye((298, 198), 8.5, iris="#20130d", ring="#5e4a16"),
    fans=(
        Fan([(506, 396), (528, 376)], [(612, 512), (640, 490)], 5, (23, 34), INK.but(edge="#dddad2", edge_width=0.12)),
    ),
    wing=wing_of(
        INK,
        (326, 272),
        (570, 420),
        116,
        tertials=INK.but(edge="#f3f1ea", edge_width=0.28),
        greater=INK.but(tip="#f6f4ee", tip_length=0.26),
        median=Plume("#e8bd1c", loose=0.4),
        secondaries=INK.but(edge="#8d8b86", edge_width=0.15),
    ),
    over_wing=(
        [(322, 252), (385, 248), (470, 322), (435, 330), (350, 298)],
        [(308, 312), (355, 342), (450, 398), (420, 412), (320, 380)],
    ),
    legs=legs(376, 420, 474, "#b98a68", thick=7.5),
    feathers=(6, 10, 22),
)

EARTH = QUILL.but(colour="#5a4c41", edge="#a08f7d", edge_width=0.2)
ROSE = Plume("#c23b3a", loose=0.7, jitter=0.08)
STREAK = Plume("#6b5746", loose=0.4, bluntness=2)
HOUSE_FINCH = AMERICAN_GOLDFINCH.but(
    plumage=Plume("#d8cdbc", loose=0.7),
    patches=(
        Patch(
            [(340, 130), (392, 190), (426, 235), (560, 390), (500, 390), (430, 345), (338, 300), (350, 240)],
            Plume("#84725f"),
            6,
        ),
        Patch(
            [
                (244, 190),
                (270, 150),
                (320, 130),
                (362, 150),
                (352, 180),
                (318, 178),
                (300, 210),
                (330, 240),
                (340, 290),
                (310, 330),
                (258, 310),
                (240, 260),
            ],
            ROSE,
            6,
        ),
        Patch([(310, 140), (350, 140), (384, 190), (360, 186), (336, 160)], Plume("#93665a"), 5),
        Patch([(304, 196), (334, 188), (362, 204), (352, 232), (322, 228)], Plume("#94705f"), 5),
        Patch([(500, 345), (548, 380), (540, 400), (490, 380)], ROSE.but(colour="#b9564e"), 5),
    ),
    marks=(
        Marks([(300, 330), (360, 360), (460, 400), (420, 420), (330, 400)], STREAK, 12, (24, 6)),
        Marks([(370, 200), (400, 215), (510, 340), (470, 340), (390, 260)], STREAK.but(colour="#5b4a3c"), 12, (22, 6)),
    ),
    bill=(
        Mandible([(270, 190), (246, 188), (224, 214)], [(268, 213), (246, 213), (224, 214)], "#8e8379"),
        Mandible([(268, 213), (246, 214), (230, 216)], [(266, 231), (246, 229), (230, 216)], "#a0958a"),
    ),
    eye=Eye((300, 198), 8, iris="#20130d", ring="#6d463c"),
    fans=(Fan([(506, 396), (528, 376)], [(628, 528), (656, 506)], 5, (23, 34), EARTH),),
    wing=wing_of(
        EARTH,
        (326, 272),
        (562, 414),
        116,
        greater=EARTH.but(tip="#c9bba8", tip_length=0.14),
        median=EARTH.but(tip="#c9bba8", tip_length=0.2),
    ),
    legs=legs(376, 420, 474, "#7d6455", thick=7.5),
)
