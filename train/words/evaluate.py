"""How often descriptions name the right bird, first, in the first five and ten, with and without place and date.

    python -m train.words.evaluate --model assets/demo --descriptions tests/data/descriptions.csv

Beside the model stands TF-IDF over the table of field marks. With place and date the model answers as it does in the
app; what TF-IDF says is multiplied with the model's own place prior.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from crossclip.errors import CrossClipError
from crossclip.files import whole_file
from crossclip.predict import Predictor
from crossclip.sighting import Sighting, parse_date, parse_degrees, sighting_tensor
from crossclip.tables import read_table
from train.report.markdown import table
from train.words.baseline import TableBaseline

FIRST = (1, 5, 10)
COLUMNS = ("text", "species", "latitude", "longitude", "date")


@dataclass(frozen=True)
class Descriptions:
    """Descriptions with the bird that was meant.

    Attributes:
        labels: (N,) class indices.
        sightings: (N, 3) as `sighting_tensor` makes them.
        left_out: how many rows name a species that the model does not know.
    """

    texts: tuple[str, ...]
    labels: Tensor
    sightings: Tensor
    left_out: int


def read_descriptions(path: str | Path, species: Sequence[str]) -> Descriptions:
    """The rows of a table of descriptions whose species a model knows.

    Raises:
        TableError: if it cannot be read.
        CrossClipError: if it has no such row.
    """
    rows = read_table(path, COLUMNS).rows
    known = [row for row in rows if row["species"] in species]
    if not known:
        raise CrossClipError(f"{path} describes no species that the model knows: write its names as the model does")
    sightings = [
        Sighting(
            parse_degrees("longitude", row["longitude"]),
            parse_degrees("latitude", row["latitude"]),
            parse_date(row["date"]),
        )
        for row in known
    ]
    labels = torch.tensor([species.index(row["species"]) for row in known])
    texts = tuple(row["text"] for row in known)
    return Descriptions(texts, labels, sighting_tensor(sightings), len(rows) - len(known))


def text_probabilities(predictor: Predictor, texts: Tensor) -> Tensor:
    """(N, species) by the words alone, embeddings (N, dim): a description in the place of the photo."""
    nothing = predictor.embed_sightings([Sighting()]).expand(len(texts), -1)
    return predictor.probabilities(texts, nothing, "text")


def with_place(text: Tensor, place: Tensor) -> Tensor:
    """Probabilities (N, species) by words times those by place and date."""
    product = text.clamp_min(1e-12) * place
    return product / product.sum(dim=-1, keepdim=True)


def right_in_first(probability: Tensor, labels: Tensor) -> tuple[float, ...]:
    """How often the right species is among the first 1, 5, 10; a species that ties with it stands before it."""
    right = probability.gather(1, labels[:, None])
    before = (probability >= right).sum(dim=1) - 1
    return tuple(float((before < first).float().mean()) for first in FIRST)


def evaluate(model: str | Path, descriptions: str | Path) -> dict[str, tuple[float, ...] | int]:
    """Measure a model folder and the baseline on a table of descriptions.

    Returns:
        by "text", "text+place", "baseline", "baseline+place" and "place", right in the first 1, 5 and 10; "rows" and
        "left_out", counts.
    """
    predictor = Predictor.from_pretrained(model)
    asked = read_descriptions(descriptions, predictor.species)
    meta, texts = predictor.embed_sightings(asked.sightings), predictor.embed_texts(asked.texts)
    place = predictor.probabilities(None, meta, "meta")
    baseline = TableBaseline(predictor.species).probabilities(asked.texts)
    answers = {
        "text": text_probabilities(predictor, texts),
        "text+place": predictor.probabilities(texts, meta, "text+meta"),
        "baseline": baseline,
        "baseline+place": with_place(baseline, place),
        "place": place,
    }
    measured = {name: right_in_first(probability, asked.labels) for name, probability in answers.items()}
    return {**measured, "rows": len(asked.texts), "left_out": asked.left_out}


LABELS = {
    "text": "the model, words alone",
    "text+place": "the model, words, place and date",
    "baseline": "TF-IDF, words alone",
    "baseline+place": "TF-IDF, words, place and date",
    "place": "place and date alone",
}


def report(measured: dict[str, tuple[float, ...] | int]) -> str:
    """The figures as a table to read."""
    lines = [
        [label, *(f"{share:.3f}" for share in shares)]
        for name, label in LABELS.items()
        if isinstance(shares := measured[name], tuple)
    ]
    heads = [
        f"{measured['rows']} descriptions",
        *(f"in the first {first}" if first > 1 else "first" for first in FIRST),
    ]
    left_out = f"\n\nLeft out: {measured['left_out']} of species that the model does not know." * bool(
        measured["left_out"]
    )
    return table(heads, lines) + left_out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True, help="model folder or its name on the Hub")
    parser.add_argument(
        "--descriptions", required=True, help=f"CSV of {', '.join(COLUMNS)}; the last three may be blank"
    )
    parser.add_argument("--output", type=Path, help="JSON file for the figures")
    options = parser.parse_args()
    measured = evaluate(options.model, options.descriptions)
    print(report(measured))
    if options.output:
        with whole_file(options.output) as draft:
            draft.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    from train.command.command import exit_cleanly

    exit_cleanly(main)
