"""What birds of the gallery sit on."""

from __future__ import annotations

from assets.plates.branches import Branch, Leaf, Twig

LOW = [(-30, 512), (160, 504), (380, 488), (560, 492), (840, 520)]  # a branch under the feet
SLANTED = [(-30, 540), (180, 515), (380, 488), (600, 470), (840, 420)]

STALK = Branch(
    LOW,
    widths=(14, 14, 12),
    bark="#6b7a44",
    lichen=None,
    rough=0.4,
    twigs=(Twig((730, 509), (640, 420), 96, 4, "#71904a"),),
)
CATTAIL = Branch(
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
)
TRUNK = Branch([(214, -40), (230, 300), (250, 640)], widths=(156, 166, 182))
