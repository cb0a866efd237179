"""What one step of training draws."""

from __future__ import annotations

from dataclasses import dataclass

from crossclip.errors import CrossClipError


@dataclass(frozen=True)
class BatchSettings:
    """What one step draws, over all processes together.

    Attributes:
        classes, photos_per_class: P and K of the P x K photo sampler (the paper: 32 photos).
        class_balance: 1 draws all classes alike, 0 as often as they have photos.
        shuffled: no P x K; each pass draws every photo once, in random order, P times K a step.
        views: how many augmented views of each photo stand in the batch.
        sightings: rows without photo drawn beside them.
        balance: 0 draws those rows as often as they occur, 1 draws every class equally often.
        unknown_place, unknown_date: chance that a row's place or date is hidden, independently.
        pair_sightings: give a photo row without place and date those of a random row of its class
            (simulated, as in Mac Aodha et al. 2019).
    """

    classes: int = 16
    photos_per_class: int = 2
    class_balance: float = 1.0
    shuffled: bool = False
    views: int = 1
    sightings: int = 0
    balance: float = 0.0
    unknown_place: float = 0.1
    unknown_date: float = 0.1
    pair_sightings: bool = False

    def __post_init__(self) -> None:
        for name in ("classes", "photos_per_class", "views"):
            if getattr(self, name) < 1:
                raise CrossClipError(f"{name} is {getattr(self, name)}: it must be at least 1")
        for name in ("class_balance", "balance", "unknown_place", "unknown_date"):
            if not 0 <= getattr(self, name) <= 1:
                raise CrossClipError(f"{name} is {getattr(self, name)}: it must be from 0 to 1")
        if self.sightings < 0:
            raise CrossClipError(f"sightings is {self.sightings}: it cannot be below 0")

    @property
    def photos(self) -> int:
        """Distinct photos of a step."""
        return self.classes * self.photos_per_class
