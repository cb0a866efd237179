"""An answer in tables and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from crossclip.predict import Answer, Candidate
from crossclip.sighting import Sighting


def percent(probability: float) -> str:
    if probability < 0.001:
        return "<0.1%"
    if probability > 0.995:
        return ">99%"
    return f"{probability:.0%}" if probability >= 0.0995 else f"{probability:.1%}"


def bar_table(candidates: Sequence[Candidate], columns: Mapping[str, str], full: float = 1.0) -> str:
    """HTML of a table of species with a bar for each of `columns`: heading to field of `Candidate`.

    Args:
        full: the probability that fills a bar.
    """
    heads = "".join(f"<th scope='col'>{escape(heading)}</th>" for heading in ("Species", *columns))
    rows = "".join(
        f"<tr><td><b>{escape(candidate.species)}</b><br><i>{escape(candidate.scientific_name)}</i></td>"
        + "".join(_bar(getattr(candidate, field), full) for field in columns.values())
        + "</tr>"
        for candidate in candidates
    )
    return f"<table class='bars'><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _bar(probability: float, full: float) -> str:
    return f"<td>{escape(percent(probability))}<div><span style='width:{probability / full:.1%}'></span></div></td>"


def leading(answer: Answer, count: int) -> list[Candidate]:
    """The likeliest species, and the one that the photo alone puts first even where place and date do not."""
    by_photo = answer.species[int(answer.photo_probability.argmax())]
    return [c for c in answer.top(None) if c.rank <= count or c.species == by_photo]


def circumstances(sighting: Sighting) -> str:
    """"place and date", or the one of them that is known."""
    return " and ".join(name for name, known in (("place", sighting.has_place), ("date", sighting.has_date)) if known)


def what_changed(answer: Answer, sighting: Sighting) -> str:
    """What place and date did to the photo's own answer, in one sentence."""
    first = answer.top(1)[0]
    by_photo = answer.species[int(answer.photo_probability.argmax())]
    before, after = percent(first.photo_probability), percent(first.probability)
    known = circumstances(sighting)
    if by_photo != first.species:
        return (
            f"The photo alone says {by_photo}; with its {known}, {first.species} goes from {before} to {after} "
            "and comes first."
        )
    if before == after:
        return f"With its {known} or without, {first.species} comes first, at {after}."
    verb = "raised" if first.probability > first.photo_probability else "lowered"
    return f"{first.species} is first by the photo alone; the {known} {verb} it from {before} to {after}."
