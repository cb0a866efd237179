"""How long the demo model learns, and how sure its photos are."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from train.words.reading import ReadingSettings

TEXT_WIDTH = 256  # of the text encoder
SCALE = 29.0  # of cosines: chosen on the check photos and on photos of species held out of training


@dataclass(frozen=True)
class DemoSettings:
    """Lengths of the stages, in optimiser steps; the defaults made the shipped model."""

    adapted: int = 25
    reading: ReadingSettings = field(default_factory=ReadingSettings)
    aligned: int = 200
    placed: int = 500

    def shortened(self, factor: int) -> DemoSettings:
        def short(steps: int) -> int:
            return max(1, steps // factor)

        reading = replace(self.reading, bag_steps=short(self.reading.bag_steps), steps=short(self.reading.steps))
        return DemoSettings(short(self.adapted), reading, short(self.aligned), short(self.placed))
