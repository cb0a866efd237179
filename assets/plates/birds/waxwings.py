"""Cedar Waxwing."""

from __future__ import annotations

from assets.plates.bird import Bird, Eye, Mandible, Patch
from assets.plates.birds.perching import QUILL, legs, wing_of
from assets.plates.feathers import Fan, Plume

SILK = QUILL.but(colour="#6c6c76", edge="#85858e", edge_width=0.12, jitter=0.02)
CEDAR_WAXWING = Bird(
    body=[
        (246, 184),
        (266, 154),
        (304, 130),
        (348, 116),
        (398, 112),
        (384, 148),
        (394, 188),
        (426, 240),
        (476, 302),
        (526, 362),
        (554, 398),
        (528, 424),
        (470, 434),
        (388, 428),
        (314, 392),
        (264, 332),
        (246, 272),
        (250, 228),
        (244, 206),
    ],
    spine=[(230, 196), (315, 168), (364, 222), (412, 310), (482, 372), (566, 412)],
    plumage=Plume("#b38b62", loose=0.75, jitter=0.03),
    patches=(
        Patch([(380, 190), (420, 220), (560, 390), (520, 400), (420, 300)], Plume("#8b7764"), 9),
        Patch([(500, 340), (560, 385), (550, 410), (500, 390)], Plume("#7d8088"), 7),
        Patch([(290, 350), (380, 370), (470, 400), (420, 440), (310, 410)], Plume("#e3d27a", loose=0.8), 10),
        Patch([(440, 400), (560, 395), (540, 435), (430, 440)], Plume("#efeade", loose=0.8), 6),
        Patch(
            [
                (240, 182),
                (266, 164),
                (300, 154),
                (352, 134),
                (380, 138),
                (338, 176),
                (300, 194),
                (262, 202),
                (242, 200),
            ],
            Plume("#f0ebdf"),
            1,
        ),
        Patch(
            [
                (238, 186),
                (266, 169),
                (300, 160),
                (354, 141),
                (372, 143),
                (334, 172),
                (298, 189),
                (260, 196),
                (240, 214),
            ],
            Plume("#141112"),
            0.8,
        ),
    ),
    bill=(
        Mandible([(254, 182), (234, 184), (218, 200)], [(254, 198), (234, 200), (218, 200)], "#26262a"),
        Mandible([(254, 198), (234, 201), (222, 201)], [(252, 210), (234, 209), (222, 201)], "#1c1c20"),
    ),
    eye=Eye((290, 176), 8, iris="#2a1410", ring="#1a1718"),
    fans=(
        Fan(
            [(522, 410), (544, 392)],
            [(600, 520), (636, 504)],
            5,
            (24, 34),
            SILK.but(colour="#4e5059", tip="#f2cf3c", tip_length=0.13),
        ),
    ),
    wing=wing_of(
        SILK,
        (334, 268),
        (586, 440),
        116,
        secondaries=SILK.but(tip="#c62a22", tip_length=0.07),
        primaries=SILK.but(colour="#4c4c54", edge="#9a9aa2"),
        greater=SILK.but(colour="#7c7470"),
        median=Plume("#8a7866", loose=0.5),
    ),
    over_wing=(
        [(328, 246), (396, 244), (484, 322), (446, 332), (360, 292)],
        [(316, 306), (362, 335), (454, 398), (424, 414), (330, 380)],
    ),
    legs=legs(384, 424, 474, "#2f2c2c", thick=8),
    feathers=(6, 10, 20),
)
