"""Maps of species and of places: `Atlas` makes them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crossclip.maps.atlas import Atlas

__all__ = ["Atlas"]


def __getattr__(name: str) -> object:
    # When it is first used, so that an extent is checked, and refused, without torch.
    if name == "Atlas":
        from crossclip.maps.atlas import Atlas

        return Atlas
    raise AttributeError(f"module 'crossclip.maps' has no attribute {name!r}")
