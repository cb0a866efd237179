"""The command line: what can be asked, and how a failure is told. `commands` does the work."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import NoReturn

from crossclip.cli.table_words import CHECKLIST, DESCRIBE, IDENTIFY
from crossclip.errors import CrossClipError
from crossclip.photos.quiet import quiet_pillow

ABOUT = """\
What a bird is, from a photo or a description, a place and a date.

examples:
  crossclip identify bird.jpg --latitude 40.71 --longitude -74.01 --date 2024-05-31
  crossclip checklist --latitude 40.71 --longitude -74.01 --top 20
  crossclip describe "small yellow bird with a black cap" --latitude 40.71 --longitude -74.01
  crossclip map "European Starling" --date 2024-06-15 --output starling.html
  crossclip embedding-map --output places.pdf
  crossclip identify --help
"""
MAP = """\
Map where a species is likely, also given a photo; or, of a photo alone, where it could have been taken.

examples:
  crossclip map "European Starling" --date 2024-06-15 --output starling.html
  crossclip map "Sturnus vulgaris" --photo bird.jpg --output starling.geojson
  crossclip map --photo bird.jpg --date 2024-06-15 --output where.png
  crossclip map "Blue Jay" --extent -100 25 -65 50 --resolution 0.1 --output jay.tif
  crossclip map "Blue Jay" --date 2024-06-15 --reading visit --output jay.pdf

A map has one of two readings. next: the probability that the next bird reported at a place is this species,
among all. visit: the probability that a morning's visit finds it; for surveyed species, in May to July.

An html file is a map to move about in, with the year to play; it opens in any browser, without internet.
A csv has the columns longitude, latitude, value (found_on_a_visit in the reading visit): a row for each
cell of land. A tif is a GeoTIFF (EPSG:4326); its tags say what it shows. A gif or mp4 plays the year.
"""
EMBEDDING_MAP = """\
Map which places the model finds alike: like colours are like places.

example:
  crossclip embedding-map --date 2024-06-15 --extent -170 10 -50 75 --output places.svg
"""


class Parser(argparse.ArgumentParser):
    """Tells what is wrong in one line, without the usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"crossclip: error: {message} (see {self.prog} --help)\n")


def count(text: str) -> int:
    if not (text.isdecimal() and int(text)):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def workers(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 on")
    return int(text)


def degrees(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of degrees") from None


def parser() -> Parser:
    common = Parser(add_help=False)
    common.add_argument(
        "--model",
        metavar="FOLDER_OR_HUB_NAME",
        help="model folder, or name on the Hugging Face Hub (default: the demo model)",
    )
    common.add_argument("--device", default="cpu", help="cpu, cuda, cuda:1, mps (default: cpu)")
    when = Parser(add_help=False)
    when.add_argument("--date", metavar="YYYY-MM-DD", help="day of the year; without it, the year as a whole")
    where = Parser(add_help=False)
    where.add_argument("--latitude", metavar="D", help="decimal degrees north, -90 to 90")
    where.add_argument("--longitude", metavar="D", help="decimal degrees east, -180 to 180")
    where.add_argument("--place", metavar="NAME", help='a town instead, such as "Duluth, MN"; found without internet')
    table = Parser(add_help=False)
    table.add_argument("--table", metavar="FILE", help="ask about each row of a table, CSV or Parquet")
    table.add_argument("--output", metavar="FILE", help="where the answer to --table is written, .csv or .parquet")
    table.add_argument("--json", action="store_true", help="print a JSON object a line instead of text")

    main = Parser(prog="crossclip", description=ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = main.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, words: str, *parents: Parser) -> Parser:
        return commands.add_parser(
            name,
            help=words.splitlines()[0],
            description=words,
            parents=[*parents, common],
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )

    identify = command("identify", IDENTIFY, where, when, table)
    identify.add_argument("photos", nargs="*", metavar="PHOTO", help="JPEG, PNG, WebP, HEIC, GIF, BMP or TIFF file")
    identify.add_argument("--top", type=count, default=5, metavar="N", help="species a photo (default: 5)")
    identify.add_argument("--exif", action="store_true", help="take a place or date not given from the photo's EXIF")
    identify.add_argument(
        "--workers", type=workers, metavar="N", help="processes that decode a table's photos (default: by the cores)"
    )
    checklist = command("checklist", CHECKLIST, where, when, table)
    checklist.add_argument("--top", type=count, metavar="N", help="species a place (default: all)")

    describe = command("describe", DESCRIBE, where, when, table)
    describe.add_argument("text", nargs="?", metavar="TEXT", help="what the bird looked like, in quotes")
    describe.add_argument("--top", type=count, default=5, metavar="N", help="species a description (default: 5)")

    for name, words, formats in (
        ("map", MAP, "png|svg|pdf|html|csv|geojson|tif|gif|mp4"),
        ("embedding-map", EMBEDDING_MAP, "png|svg|pdf"),
    ):
        drawn = command(name, words, when)
        drawn.add_argument("--output", required=True, metavar=f"FILE.({formats})", help="its suffix is the format")
        drawn.set_defaults(formats=formats.split("|"))
        drawn.add_argument(
            "--extent",
            nargs=4,
            type=degrees,
            metavar=("W", "S", "E", "N"),
            help=f"degrees (default: {'North America, -170 10 -50 75' if name == 'map' else 'the world'})",
        )
        drawn.add_argument(
            "--background",
            choices=("plain", "relief"),
            default="plain",
            help="land in one colour, or with light and shadow of its mountains (default: plain)",
        )
        if name == "map":
            drawn.add_argument("species", nargs="?", help="common or scientific name")
            drawn.add_argument("--photo", metavar="FILE", help="map the species given this photo, or its places")
            drawn.add_argument("--reading", choices=("next", "visit"), default="next", help="see above (default: next)")
            drawn.add_argument("--resolution", type=degrees, metavar="D", help="degrees (default: 0.25; of a year 1)")
    return main


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 done, 2 wrong arguments, 1 anything else."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a name the terminal cannot show is no reason to fail
            stream.reconfigure(errors="backslashreplace")
    arguments = parser().parse_args(argv)
    quiet_pillow()
    from crossclip.cli import commands
    from crossclip.cli.answers import complain

    try:
        code = commands.COMMANDS[arguments.command](arguments)
        sys.stdout.flush()
        return code
    except CrossClipError as error:
        complain(error)
        return 2 if isinstance(error, commands.WRONG_ARGUMENTS) else 1
    except KeyboardInterrupt:
        complain("stopped before the end, and no file was written")
        return 1
    except BrokenPipeError:  # whoever read the answer has seen enough, as in `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
