"""Draw the sample pictures, ask the shipped model about each, and keep those it knows.

python -m assets.plates --output assets/samples [--all FOLDER] [--only NAME...] [--scale 2] [--model FOLDER]
"""

from __future__ import annotations

import argparse
import csv
import io
from pathlib import Path

from PIL import Image
from torch import Tensor

from assets.plates.gallery import PLATES
from assets.plates.plate import Plate
from crossclip.files import whole_file
from crossclip.predict import Answer, Predictor

DEMO = Path(__file__).parents[2] / "assets" / "demo"
COLUMNS = ("file", "species", "plumage", "longitude", "latitude", "date", "title")
SHOWN = 3  # a plate is kept when its species is among this many, with its place and date
QUALITY = 88


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m assets.plates", description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, help="folder for the plates that are kept, and for samples.csv")
    parser.add_argument("--all", type=Path, help="folder for every plate, to work on")
    parser.add_argument("--only", nargs="*", metavar="NAME", help="of these plates, and then no samples.csv")
    parser.add_argument("--scale", type=float, default=2.0, help="pixels a plate unit while painting (default: 2)")
    parser.add_argument("--model", default=DEMO, help="model folder (default: the demo model)")
    options = parser.parse_args()
    for folder in filter(None, (options.output, options.all)):
        folder.mkdir(parents=True, exist_ok=True)

    predictor = Predictor.from_pretrained(options.model)
    kept: list[Plate] = []
    print(f"{'plate':<28}{'photo':>7}{'with place and date':>21}  the first three, with place and date")
    for plate in PLATES:
        if options.only and plate.name not in options.only:
            continue
        picture = plate.draw(options.scale)
        jpeg = encoded(picture)
        answer = predictor.identify(jpeg, plate.sighting)
        photo_rank, rank = ranks(answer, plate.species)
        first = ", ".join(f"{c.species} {c.probability:.0%}" for c in answer.top(3))
        print(f"{plate.name:<28}{photo_rank:>7}{rank:>21}  {first}", flush=True)
        if options.all:
            save(jpeg, options.all / f"{plate.name}.jpg")
        if rank <= SHOWN:
            kept.append(plate)
            if options.output:
                save(jpeg, options.output / f"{plate.name}.jpg")
    if options.output and not options.only:
        write_table(kept, options.output / "samples.csv")


def ranks(answer: Answer, species: str) -> tuple[int, int]:
    """Where a species stands by the photo alone, and with place and date; 1 is first."""
    if answer.photo_probability is None:
        raise ValueError("an answer without a photo has no rank by the photo alone")
    index = answer.species.index(species)

    def rank(probability: Tensor) -> int:
        return int((probability > probability[index]).sum()) + 1

    return rank(answer.photo_probability), rank(answer.probability)


def encoded(picture: Image.Image) -> bytes:
    """The picture as it will lie on disk: what is measured is what is shown."""
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=QUALITY, optimize=True)
    return buffer.getvalue()


def save(jpeg: bytes, path: Path) -> None:
    with whole_file(path) as draft:
        draft.write_bytes(jpeg)


def write_table(plates: list[Plate], path: Path) -> None:
    with whole_file(path) as draft, draft.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for plate in plates:
            where = plate.sighting
            writer.writerow(
                (
                    f"{plate.name}.jpg",
                    plate.species,
                    plate.plumage,
                    where.longitude,
                    where.latitude,
                    where.date,
                    plate.title,
                )
            )


if __name__ == "__main__":
    main()
