"""Where and when a command is asked about, the place by its degrees or by its name."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace

from crossclip.cli.answers import remark
from crossclip.cli.checks import ArgumentError, wrong_arguments
from crossclip.sighting import Sighting, parse_date


def has_place(arguments: Namespace) -> bool:
    """Whether any part of a place was given."""
    return any(value is not None for value in (arguments.place, arguments.latitude, arguments.longitude))


def given_sighting(arguments: Namespace) -> Sighting:
    """The place and date that were asked about; what a name was taken for where that was not certain is remarked.

    Raises:
        ArgumentError: for a name that is not known, or one beside degrees.
        SightingError: as `Sighting.parse` does.
    """
    if arguments.place is None:
        return Sighting.parse(arguments.longitude, arguments.latitude, arguments.date)
    if arguments.latitude is not None or arguments.longitude is not None:
        raise ArgumentError("--place stands for --latitude and --longitude: give the name or the degrees, not both")
    from crossclip.gazetteer import find_place

    date = parse_date(arguments.date)
    with wrong_arguments():
        found = find_place(arguments.place)
    if found.remark:
        remark(found.remark)
    return replace(found.place, date=date)
