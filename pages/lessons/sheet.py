"""The teacher's sheet: the lesson on paper, a page to hand out, and the key to it, as a PDF of A4 pages."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from pages.lessons.birds import Bird, birds
from pages.lessons.findings import NOTE, Findings, findings, says
from pages.shared.model import load_predictor, model_name

if TYPE_CHECKING:
    from fpdf import FPDF

MARGIN, GAP = 18, 4  # millimetres
ACROSS, SIDE = 4, 39  # pictures beside each other, and the width of one in millimetres
PIXELS = 400  # of a picture's width: 260 an inch
TABLE: dict[str, Any] = {"align": "L", "text_align": "LEFT", "borders_layout": "HORIZONTAL_LINES"}
INTRODUCTION = (
    "A lesson of about half an hour on what a machine sees in a picture, what it knows besides, and what it does not "
    "know. It needs one computer with the app (page Lesson), better a projector (switch Projector, at the top of "
    "each page), and no internet and no photos of your own. The quiz on the same page takes another quarter of an "
    "hour, alone or as a class; its link repeats it in the same order."
)


@st.cache_data(show_spinner="Writing the sheet", max_entries=4)
def teachers_sheet(name: str = "") -> bytes:
    """The sheet for the loaded model, as bytes of a PDF.

    Args:
        name: of the model, so that another one gets a sheet of its own; `model_name()` where it is blank.
    """
    pdf = _paper()
    _lesson(pdf, findings())
    _handout(pdf)
    _key(pdf)
    return bytes(pdf.output())


def sheet() -> bytes:
    return teachers_sheet(model_name())


def _paper() -> FPDF:
    import matplotlib
    from fpdf import FPDF

    class Paper(FPDF):
        def footer(self) -> None:
            self.set_y(-12)
            self.set_font(size=8)
            self.cell(0, 5, f"CrossCLIP, teacher's sheet, page {self.page_no()} of {{nb}}", align="C")

    fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    pdf = Paper(format="A4")
    pdf.set_title("Which bird is this? A lesson with CrossCLIP")
    pdf.set_lang("en")
    pdf.set_margin(MARGIN)
    pdf.set_auto_page_break(True, MARGIN)
    for style, file in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
        pdf.add_font("Sans", style, fonts / file)
    pdf.set_font("Sans", size=10)
    return pdf


def _lesson(pdf: FPDF, told: Findings) -> None:
    from pages.lessons.steps import limits

    pdf.add_page()
    _heading(pdf, "Which bird is this?", 18)
    _words(pdf, INTRODUCTION)
    town = told.passage.where_and_when().partition(" on ")[0]
    _heading(pdf, "The five steps, and what this model says", 13)
    with pdf.table(col_widths=(16, 42, 42), first_row_as_headings=True, line_height=5, padding=1.5, **TABLE) as table:
        table.row(("Step", "Ask the class", "What comes out"))
        table.row(
            (
                "1 Look",
                "Which bird is this? What on the picture tells you? Take a vote before anybody presses.",
                f"By the drawing alone: {says(told.first.alone)}. It is a {told.first.species}.",
            )
        )
        table.row(
            (
                "2 Where",
                f"It was seen {told.first.where_and_when()}. Which of {told.first.species} and {told.rival} is it now? "
                "Where on the map would the answer change?",
                f"With place and date: {says(told.explanation.answer)}.",
            )
        )
        table.row(
            (
                "3 When",
                f"When is a {told.passage.species} met {town}? Why not in the other seasons?",
                f"Most in {told.season.lower()}. {told.change}",
            )
        )
        table.row(
            (
                "4 What moved it",
                "What decided in step 2: the drawing, the place or the date?",
                f"{told.witness}. {' '.join(told.explanation.sentences())}",
            )
        )
        table.row(
            (
                "5 What it does not know",
                "What does it say of a picture without a bird? And of a bird that is not on its list?",
                f"It names one all the same: {told.of_nothing.species}. "
                + ("The app doubts it." if told.doubted else "The app does not doubt it."),
            )
        )
    _heading(pdf, "What to tell honestly", 13)
    for sentence in limits(told):
        _words(pdf, f"\N{BULLET} {sentence}")


def _handout(pdf: FPDF) -> None:
    """Every drawing, with a line to write its name on."""
    pdf.add_page()
    _heading(pdf, "Which bird is this?", 16)
    _words(pdf, "Write the name below each picture. Name: ______________________")
    step = (pdf.w - 2 * MARGIN) / ACROSS
    row = SIDE * 0.75 + 19
    top = pdf.get_y() + 2
    place = 0
    for bird in birds():
        y = top + place // ACROSS * row
        if y + row > pdf.h - MARGIN:
            pdf.add_page()
            top, place, y = MARGIN, 0, MARGIN
        x = MARGIN + place % ACROSS * step
        picture, ratio = _picture(bird)
        height = SIDE * min(ratio, 0.75)
        width = height / ratio
        pdf.image(picture, x=x, y=y, w=width, h=height, alt_text=f"Drawing {_number(bird)}")
        pdf.set_xy(x, y + height + 1)
        pdf.set_font(size=8)
        place_name, _, day = bird.where_and_when().partition(" on ")
        pdf.multi_cell(SIDE, 3.5, f"{_number(bird)}. {place_name}\n{day}", align="L")
        pdf.line(x, y + height + 15, x + SIDE, y + height + 15)
        place += 1
    pdf.set_font(size=10)


def _key(pdf: FPDF) -> None:
    pdf.add_page()
    _heading(pdf, "The key, and what this model says", 16)
    _words(pdf, f"{NOTE} {findings().count}")
    pdf.set_font(size=8)
    with pdf.table(col_widths=(6, 30, 32, 32), line_height=4.5, padding=0.8, **TABLE) as table:
        table.row(("", "The bird", "By the drawing alone", "With place and date"))
        for bird in birds():
            wrong = [" (wrong)" if bird.species not in says(answer) else "" for answer in (bird.alone, bird.together)]
            table.row(
                (
                    str(_number(bird)),
                    bird.sample.title,
                    f"{says(bird.alone)}{wrong[0]}",
                    f"{says(bird.together)}{wrong[1]}",
                )
            )
    pdf.set_font(size=10)
    _words(pdf, f"The loaded model knows {len(load_predictor().species)} species.")


def _heading(pdf: FPDF, text: str, size: int) -> None:
    pdf.ln(GAP / 2)
    pdf.set_font(style="B", size=size)
    pdf.multi_cell(0, size * 0.5, text, new_x="LMARGIN", new_y="NEXT", align="L")
    pdf.set_font(style="", size=10)
    pdf.ln(GAP / 2)


def _words(pdf: FPDF, text: str) -> None:
    pdf.multi_cell(0, 5, text, new_x="LMARGIN", new_y="NEXT", align="L")
    pdf.ln(GAP / 4)


def _number(bird: Bird) -> int:
    return birds().index(bird) + 1


def _picture(bird: Bird) -> tuple[io.BytesIO, float]:
    """A drawing as a JPEG that suits the paper, and how high it is for its width."""
    from PIL import Image

    file = io.BytesIO()
    with Image.open(bird.sample.file) as picture:
        picture.thumbnail((PIXELS, PIXELS))
        picture.convert("RGB").save(file, "JPEG", quality=88)
        return file, picture.height / picture.width
