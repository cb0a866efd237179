"""Figures of answers about a photo, to be written by `crossclip.maps.drawing.figures.figure_bytes`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter
from torch import Tensor

from crossclip.answer import Answer
from crossclip.answers.attention import COLOUR_MAP, Attention
from crossclip.answers.explain import percent, place_and_date
from crossclip.maps.drawing.sheet import FAINT, INK, PAPER
from crossclip.sighting import Sighting

CREDIT = "CrossCLIP{}. Probabilities over the {} species of the model; see the model card for what was simulated."
WIDTH, ROW, HEAD, FOOT = 7.2, 0.3, 0.75, 0.5  # inches: of the figure, of a species, above and below the bars
NAMES = 2.0  # inches for the names of the species
SIZE = 8  # points of ordinary text
AS_IT_STANDS: dict[str, Any] = {"parse_math": False}  # a dollar in the name of a photo or model is a dollar


def answer_figure(answer: Answer, sighting: Sighting, count: int = 8, subject: str = "", model: str = "") -> Figure:
    """The likeliest species with all that is known, with the photo, the words, and place and date alone.

    Args:
        subject: what the answer is about, as "Photo 3"; in all figures.
        model: which one answered; in all figures.
    """
    panels = {"Together": answer.probability}
    if answer.photo_probability is not None:
        panels["Photo only"] = answer.photo_probability
    if answer.text_probability is not None:
        panels["Words only"] = answer.text_probability
    if answer.place_probability is not None:
        panels["Place and date only"] = answer.place_probability
    order = answer.probability.topk(min(count, len(answer.species))).indices.tolist()
    title, where = f"{answer.species[order[0]]}?", _joined(subject, place_and_date(sighting))
    return _bars(title, where, answer, panels, order, model=model)


def checklist_figure(answer: Answer, sighting: Sighting, count: int = 20, model: str = "") -> Figure:
    """The species that are likely at a place and date; bars go to the likeliest."""
    order = answer.probability.topk(min(count, len(answer.species))).indices.tolist()
    panels = {"Probability that the next bird reported is this species": answer.probability}
    end = float(answer.probability[order[0]])
    where = place_and_date(sighting)
    return _bars("Likely species", f"{where[0].upper()}{where[1:]}", answer, panels, order, end, model)


def multiples_figure(
    answers: Mapping[str, Answer], species: Sequence[int], title: str, subject: str = "", model: str = ""
) -> Figure:
    """The same species in several answers about one photo, each under its name."""
    first = next(iter(answers.values()))
    panels = {name: answer.probability for name, answer in answers.items()}
    return _bars(title, _joined(subject, "the same photo each time"), first, panels, species, model=model)


def attention_figure(
    attentions: Sequence[Attention], opacity: float = 0.6, subject: str = "", model: str = ""
) -> Figure:
    """The part of a photo that the network looks at, and what of it spoke for each of one or two species."""
    pictures = [("", attentions[0].seen), *((one.species, one.overlay(opacity)) for one in attentions)]
    side = (WIDTH - 0.9) / len(pictures) - 0.2
    height = HEAD + side + FOOT + 0.1
    figure = Figure(figsize=(WIDTH, height), facecolor=PAPER)
    names = " and for ".join(one.species for one in attentions)
    _words(figure, f"What spoke for {names}", subject, f"CrossCLIP{_of(model)}. Grad-CAM on the part that it looks at.")
    for number, (name, picture) in enumerate(pictures):
        box = (0.2 + number * (side + 0.2), FOOT - 0.2, side, side)
        axes = figure.add_axes((box[0] / WIDTH, box[1] / height, box[2] / WIDTH, box[3] / height))
        axes.imshow(picture)
        axes.set_axis_off()
        axes.set_title(name, size=SIZE, loc="left", color=INK, **AS_IT_STANDS)
    scale = figure.colorbar(
        ScalarMappable(cmap=COLOUR_MAP),
        cax=figure.add_axes(((WIDTH - 0.45) / WIDTH, (FOOT - 0.2) / height, 0.1 / WIDTH, side / height)),
        ticks=[0, 1],
    )
    scale.ax.set_yticklabels(["nothing", "most"], size=SIZE - 1, rotation=90, va="center")
    return figure


def _joined(subject: str, rest: str) -> str:
    text = f"{subject}, {rest}" if subject else rest
    return f"{text[0].upper()}{text[1:]}"


def _of(model: str) -> str:
    return f", model {model}" if model else ""


def _bars(
    title: str,
    subtitle: str,
    answer: Answer,
    panels: Mapping[str, Tensor],
    species: Sequence[int],
    end: float = 1.0,
    model: str = "",
) -> Figure:
    """Panels of bars beside each other, with one row a species and one scale that ends at `end`."""
    height = HEAD + ROW * len(species) + FOOT
    figure = Figure(figsize=(WIDTH, height), facecolor=PAPER)
    _words(figure, title, subtitle, CREDIT.format(_of(model), len(answer.species)))
    across = (WIDTH - NAMES - 0.2) / len(panels)
    for number, (name, probability) in enumerate(panels.items()):
        box = (NAMES + number * across, FOOT, across - 0.35, ROW * len(species))
        axes = figure.add_axes((box[0] / WIDTH, box[1] / height, box[2] / WIDTH, box[3] / height))
        _panel(axes, name, [float(probability[index]) for index in species], end)
        axes.set_yticks(
            range(len(species)), [answer.species[index] for index in species] if not number else [], **AS_IT_STANDS
        )
    return figure


def _panel(axes: Axes, name: str, values: list[float], end: float) -> None:
    rows = range(len(values))
    axes.barh(rows, values, height=0.6, color="#2f8f88")
    for row, value in zip(rows, values, strict=True):
        axes.text(value + 0.02 * end, row, percent(value), va="center", size=SIZE - 1, color=INK)
    axes.set(xlim=(0, 1.12 * end), ylim=(len(values) - 0.5, -0.5))
    axes.set_title(name, size=SIZE, loc="left", color=INK, **AS_IT_STANDS)
    axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=None))
    axes.set_xticks([0, end / 2, end])
    axes.tick_params(length=2, width=0.4, labelsize=SIZE - 1)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_linewidth(0.4)


def _words(figure: Figure, title: str, subtitle: str, credit: str) -> None:
    width, height = figure.get_size_inches()
    figure.text(0.2 / width, 1 - 0.28 / height, title, size=12, weight="bold", color=INK, **AS_IT_STANDS)
    figure.text(0.2 / width, 1 - 0.48 / height, subtitle, size=9, color=FAINT, **AS_IT_STANDS)
    figure.text(0.2 / width, 0.08 / height, credit, size=6, color=FAINT, **AS_IT_STANDS)
