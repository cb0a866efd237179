"""What each command does: arguments checked first, then a thin skin over `Predictor` and `Atlas`.

Heavy packages are imported once the arguments are known to be sound.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from crossclip.answers.predictions import PREDICTION_COLUMNS
from crossclip.cli.answers import (
    DESCRIPTION_COLUMNS,
    SPECIES_COLUMNS,
    answer_table,
    complain,
    remark,
    show,
)
from crossclip.cli.checks import (
    PLACE_COLUMNS,
    ArgumentError,
    check_land,
    check_mode,
    drawing,
    given_extent,
    wrong_arguments,
)
from crossclip.cli.map_files import WORLD_RESOLUTION, Drawing, check_asked, given_resolution, write_photo_places
from crossclip.cli.places import given_sighting, has_place
from crossclip.demo_model import demo_model
from crossclip.errors import CrossClipError
from crossclip.files import OutputError
from crossclip.sighting import SightingError
from crossclip.streams.reading import Asked
from crossclip.streams.shares import device_of
from crossclip.tables import Row
from crossclip.text import checked_description

if TYPE_CHECKING:
    from crossclip.predict import Predictor
    from crossclip.streams.job import Answered

WRONG_ARGUMENTS = (ArgumentError, OutputError, SightingError)


def identify(arguments: Namespace) -> int:
    check_mode(arguments, "PHOTO", arguments.photos)
    sighting = given_sighting(arguments)

    def load() -> Predictor:
        return _load(arguments)

    def answering(asked: Asked, predictor: Predictor) -> Callable[[Iterable[Row]], Iterable[Answered]]:
        from crossclip.streams.decoding import reader_count
        from crossclip.streams.identifying import identified

        workers = reader_count(asked.count) if arguments.workers is None else arguments.workers
        return partial(identified, predictor, folder=asked.path.parent, exif=arguments.exif, workers=workers)

    if arguments.table:
        return answer_table(arguments, ("photo", *PLACE_COLUMNS), PREDICTION_COLUMNS, answering, load)
    from crossclip.answers.bulk import Identifier

    failures = 0
    for photo, question, answer in Identifier(load(), arguments.exif).photos(arguments.photos, sighting):
        if isinstance(answer, CrossClipError) or isinstance(question, CrossClipError):
            complain(answer)
            failures += 1
        else:
            candidates = answer.top(arguments.top)
            show(arguments, {"photo": photo}, question.sighting, candidates, PREDICTION_COLUMNS)
    return 1 if failures else 0


def checklist(arguments: Namespace) -> int:
    check_mode(arguments, "--latitude and --longitude, or --place", has_place(arguments))
    sighting = given_sighting(arguments)

    def answering(asked: Asked, predictor: Predictor) -> Callable[[Iterable[Row]], Iterable[Answered]]:
        from crossclip.answers.bulk import checklist_rows

        return partial(checklist_rows, predictor)

    if arguments.table:
        return answer_table(arguments, PLACE_COLUMNS, SPECIES_COLUMNS, answering, lambda: _load(arguments))
    show(arguments, {}, sighting, _load(arguments).checklist(sighting).top(arguments.top), SPECIES_COLUMNS)
    return 0


def describe(arguments: Namespace) -> int:
    check_mode(arguments, "TEXT", arguments.text is not None)
    sighting = given_sighting(arguments)

    def answering(asked: Asked, predictor: Predictor) -> Callable[[Iterable[Row]], Iterable[Answered]]:
        from crossclip.answers.bulk import description_rows

        return partial(description_rows, predictor)

    if arguments.table:
        columns = ("text", *PLACE_COLUMNS)
        return answer_table(arguments, columns, DESCRIPTION_COLUMNS, answering, lambda: _load(arguments))
    with wrong_arguments():
        text = checked_description(arguments.text)
    from crossclip.words.description import read_description

    predictor = _load(arguments)
    candidates = predictor.describe(text, sighting).top(arguments.top)
    show(arguments, {"text": text}, sighting, candidates, DESCRIPTION_COLUMNS)
    for sentence in read_description(predictor, text).remarks():
        remark(sentence)
    return 0


def species_map(arguments: Namespace) -> int:
    with drawing(arguments) as (draft, date):
        check_asked(arguments, draft)
        from crossclip.maps.land.extents import NORTH_AMERICA

        with wrong_arguments():
            asked = given_extent(arguments)
            extent, resolution = asked or NORTH_AMERICA, given_resolution(arguments, draft)
        check_land(extent, resolution)
        from crossclip.maps import Atlas
        from crossclip.maps.values.readings import check_reading

        predictor = _load(arguments)
        photo = predictor.embed_photos([arguments.photo]) if arguments.photo else None
        if arguments.species is None and photo is not None:
            options = model_words(arguments), arguments.background, asked is not None
            write_photo_places(Atlas(predictor), photo, date, extent, resolution, draft, *options)
            return 0
        with wrong_arguments():
            species = predictor.species[predictor.find_species(arguments.species)]
            check_reading(predictor.config, species, arguments.reading, date, bool(arguments.photo))
        how = arguments.reading, arguments.background, asked is not None
        drawing_of = Drawing(Atlas(predictor), species, photo, extent, resolution, *how)
        drawing_of.write(date, draft, model_words(arguments))
    return 0


def embedding_map(arguments: Namespace) -> int:
    with drawing(arguments) as (draft, date):
        from crossclip.maps.land.extents import WORLD

        with wrong_arguments():
            extent = given_extent(arguments) or WORLD
        resolution = min(WORLD_RESOLUTION, extent.east - extent.west, extent.north - extent.south)
        check_land(extent, resolution)
        from crossclip.maps import Atlas
        from crossclip.maps.drawing.figures import embedding_figure, save_figure

        drawn = Atlas(_load(arguments)).embedding_map(date, extent, resolution)
        save_figure(embedding_figure(drawn, background=arguments.background), draft)
    return 0


COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "identify": identify,
    "checklist": checklist,
    "describe": describe,
    "map": species_map,
    "embedding-map": embedding_map,
}


def model_words(arguments: Namespace) -> str:
    """Which model a figure is of."""
    return f"Model: {Path(arguments.model or demo_model()).name}"


def _load(arguments: Namespace) -> Predictor:
    from crossclip.predict import Predictor

    return Predictor.from_pretrained(arguments.model or demo_model(), device_of(arguments.device))
