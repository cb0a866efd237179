"""Bringing what is new on a page into sight, where it came out of it."""

from __future__ import annotations

from pages.scripts.script_component import script_component


def into_view(target: str, token: str | int | None) -> None:
    """Scroll to the container of a key when the token is another one than before, unless its top is in sight.

    Args:
        token: what is shown in the container; None and the first one of a visit move nothing.
    """
    script_component("into_view")(key=f"into_view_{target}", data={"target": target, "token": token}, height=1)
