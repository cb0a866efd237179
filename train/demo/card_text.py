"""The words of the demo's model card: what it is, where it came from, what it cannot know, what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from crossclip.model.config import CrossClipConfig
from train.demo.places.card_section import photo_places_section
from train.demo.settings import TEXT_WIDTH
from train.demo.unknowns.text import unknown_text

CARD = Path(__file__).with_name("card_template.md").read_text(encoding="utf-8")

PHOTO_ROWS = {"held_out": "species held out", "check": "photos of another source", "test": "CUB's test photos"}


def card_text(config: CrossClipConfig, figures: dict[str, Any]) -> str:
    """Fill the card with what `train.demo.measure.demo_figures` measured."""
    facts, places = figures["training"], figures["places"]
    classes = len(config.species)
    return CARD.format(
        classes=classes,
        dim=config.embedding_dim,
        photo=config.photo_encoder,
        size=config.photo_size,
        depth=config.meta_depth,
        encoding=config.place_encoding,
        text_reads=config.text_reads,
        text_width=TEXT_WIDTH,
        photographed=facts["photographed"],
        photoless=classes - facts["photographed"],
        summer_only=facts["summer_only"],
        covered=facts["covered"],
        records=f"{facts['records']:,}",
        runs=f"{facts['runs']:,}",
        feeder_reports=f"{facts['feeder_reports']:,}",
        undated=facts["undated"],
        places=facts["places"],
        draws=figures["draws"],
        check=figures["check"],
        p=places,
        w=figures["words"],
        by_words=figures["photos_by_words"],
        text=_first(figures["words"]["text"]),
        text_place=_first(figures["words"]["text+place"]),
        baseline=_first(figures["words"]["baseline"]),
        baseline_place=_first(figures["words"]["baseline+place"]),
        place_alone=_first(figures["words"]["place"]),
        unknown=unknown_text(figures.get("unknown", {})),
        stages="\n".join(map(_stage_row, figures["stages"])),
        photos="\n".join(_photo_row(label, figures[name]) for name, label in PHOTO_ROWS.items()),
        calibration="; ".join(
            f"{figures[name]['photo_ece']:.3f} / {figures[name]['photo_place_ece']:.3f}" for name in PHOTO_ROWS
        ),
        seasons_named=", ".join(places["prior_top10_by_season"]),
        seasons=" / ".join(f"{value:.3f}" for value in places["prior_top10_by_season"].values()),
        visits=_rows(
            [f"{line['said']:.2f}", f"{line['found']:.2f}", f"{line['rows']:,}"] for line in places["visit_reliability"]
        ),
        migrants=_rows(
            [name, year["town"], _week(year, "least"), _week(year, "most")] for name, year in places["migrants"].items()
        ),
    ) + photo_places_section(figures)


def _first(shares: Sequence[float]) -> str:
    return " / ".join(f"{share:.2f}" for share in shares)


def _rows(lines: Any) -> str:
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _stage_row(line: dict[str, Any]) -> str:
    def told(branches: dict[str, float]) -> str:
        joined = f" ({branches['photo+place+date']:.3f})" if "photo+place+date" in branches else ""
        return f"{branches['photo']:.3f}{joined}" if branches else ""

    return f"| {line['stage']} | {told(line['held_out'])} | {told(line['check'])} |"


def _photo_row(label: str, figures: dict[str, float]) -> str:
    cells: Sequence[str] = (
        label,
        f"{figures['photos']:.0f} / {figures['photo_species']:.0f}",
        f"{figures['photo_top1']:.3f}",
        f"{figures['photo_place_top1']:.3f}",
        f"{figures['product_top1']:.3f}",
        f"{100 * figures['gain']:+.1f} points ({100 * figures['gain_low']:+.1f} to {100 * figures['gain_high']:+.1f})",
    )
    return f"| {' | '.join(cells)} |"


def _week(year: dict[str, Any], end: str) -> str:
    return f"{year[end]:.2%} ({year[f'{end}_week']})"


def readme_table(figures: dict[str, Any]) -> str:
    """The card's main figures in a few lines, for the README."""
    held_out, check, places, words = (figures[name] for name in ("held_out", "check", "places", "words"))
    head = [["what", "measured"], ["---", "---"]]
    rows = [
        [
            f"photo only / with place and date, {held_out['photo_species']} species held out of photo training",
            f"{held_out['photo_top1']:.3f} / {held_out['photo_place_top1']:.3f}",
        ],
        [
            f"the same, {check['photos']} photos of {check['photo_species']} species from another source",
            f"{check['photo_top1']:.3f} / {check['photo_place_top1']:.3f}",
        ],
        [
            f"words / words with place and date, right species in the first 5 of {words['rows']} descriptions",
            f"{words['text'][1]:.2f} / {words['text+place'][1]:.2f}",
        ],
        [
            "place and date alone, right species in the first 10, over records / over species",
            f"{places['prior_top10']:.3f} / {places['prior_top10_by_species']:.3f}",
        ],
        [
            f"presence against absence on held-out survey runs, mean AUC of {places['route_species']} species",
            f"{places['route_auc']:.3f}",
        ],
        [
            "calibration error on species held out, photo only / with place and date",
            f"{held_out['photo_ece']:.3f} / {held_out['photo_place_ece']:.3f}",
        ],
    ]
    return _rows(head + rows)
