"""Red-winged Blackbird and Baltimore Oriole."""

from __future__ import annotations

from train.plates.bird import Bird, Eye, Mandible, Patch
from train.plates.birds.perching import QUILL, legs, wing_of
from train.plates.feathers import Fan, Plume

COAL = Plume("#1c1c20", gloss=0.28, jitter=0.1)
COAL_QUILL = QUILL.but(colour="#1f1f22", edge="#36363a", gloss=0.2)
RED_WINGED_BLACKBIRD = Bird(
    body=[
        (244, 172), (266, 146), (304, 130), (342, 140), (370, 172), (412, 224), (466, 290), (516, 354), (548, 396),
        (522, 428), (464, 436), (386, 426), (312, 388), (262, 328), (244, 268), (246, 224), (240, 196),
    ],
    spine=[(228, 182), (310, 168), (352, 220), (402, 310), (480, 372), (560, 420)],
    plumage=COAL,
    patches=(
        Patch([(318, 235), (372, 225), (420, 280), (402, 322), (350, 330), (316, 290)],
              Plume("#d8261a", jitter=0.06, loose=0.4), 1),
    ),
    bill=(
        Mandible([(250, 166), (212, 172), (172, 196)], [(250, 184), (212, 190), (172, 196)], "#26262a"),
        Mandible([(250, 184), (212, 191), (180, 197)], [(250, 200), (214, 202), (180, 197)], "#1e1e21"),
    ),
    eye=Eye((284, 168), 8, iris="#22150f", ring="#2c2c30"),
    fans=(Fan([(512, 414), (534, 392)], [(632, 562), (672, 544)], 7, (32, 32), COAL_QUILL),),
    wing=wing_of(COAL_QUILL, (326, 250), (586, 446), 132, median=Plume("#e8b93f", loose=0.3, bluntness=5)),
    over_wing=(
        [(318, 235), (372, 228), (418, 280), (396, 318), (352, 322), (318, 290)],
        [(316, 320), (360, 340), (446, 400), (416, 414), (330, 384)],
    ),
    legs=legs(384, 420, 474, "#2b2a2b"),
)  # fmt: skip
