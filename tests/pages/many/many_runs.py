"""Rolls of little photos."""

from pages.many.roll import Roll
from tests.pages.app_runs import located, photo_file


def table(*lines: str, columns: str = "photo,latitude,longitude,date") -> tuple[str, bytes]:
    return "sightings.csv", "\n".join([columns, *lines]).encode()


def looked(predictor, *files: tuple[str, bytes]) -> Roll:
    """A roll whose photos were all looked at."""
    roll = Roll(predictor)
    roll.take_in(files)
    while roll.waiting:
        roll.look()
    return roll


A, B, HERE = ("a.jpg", photo_file(1)), ("b.jpg", photo_file(2)), ("here.jpg", located())
