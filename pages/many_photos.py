"""Many photos at once, with or without a table: one table of answers, and the mistakes where true names are known."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from crossclip.answer import Answer
from crossclip.answers.bulk import row_sighting
from crossclip.errors import CrossClipError
from crossclip.sighting import Sighting
from pages.answers.tables import bar_table, leading, side_by_side
from pages.links.address import Parameter, follow, publish
from pages.links.readers import date_reader, place_text_reader, read_place
from pages.many.answers_table import AS_GIVEN, LEAST_SURE, MISTAKES, answers_table, ordered, write_predictions
from pages.many.confusion import confused, confusion_chart, mistakes
from pages.many.drop_control import TRUTH, current_roll, drop_control, look_at_waiting, start_over
from pages.many.lines import Line, NotLookedError, roll_columns, roll_lines, unnamed
from pages.many.marks import Mark, marks, score, true_column
from pages.many.roll import COLUMNS, Roll
from pages.shared.controls import segmented
from pages.shared.dates import EARLIEST, LATEST
from pages.shared.model import load_predictor
from pages.shared.words import plain, sentence

PARAMETERS = (
    Parameter("place", "many_place", "", "a latitude and a longitude", place_text_reader),
    Parameter("date", "many_date", None, f"a day from {EARLIEST} to {LATEST}", date_reader(EARLIEST, LATEST)),
)
NONE = "none"
SAID = 5  # sentences about what went wrong that stand open
ROW = 56  # pixels


def for_all_control() -> Sighting:
    """Place and date for photos that have none of their own."""
    with st.container(horizontal=True):
        place = st.text_input(
            "Place for all", key="many_place", placeholder="latitude, longitude", persist_state="session"
        )
        date = st.date_input(
            "Date for all",
            value=None,
            key="many_date",
            min_value=EARLIEST,
            max_value=LATEST,
            format="YYYY-MM-DD",
            persist_state="session",
        )
    st.caption("Used where neither the table nor the photo itself says where and when it was taken.")
    try:
        here = read_place(place)
    except CrossClipError as error:
        st.error(plain(sentence(error)))
        here = Sighting()
    return Sighting(here.longitude, here.latitude, date)


def show_remarks(roll: Roll, lines: list[Line]) -> None:
    """What could not be used or answered, a sentence each."""
    failed = [line for line in lines if not isinstance(line.answered, Answer | NotLookedError)]
    wrong = [f"{line.row['photo'] or 'A row'}: {line.answered}" for line in failed]
    told = [plain(sentence(remark)) for remark in roll.remarks] + [plain(f"{text}.") for text in wrong]
    for text in told[:SAID]:
        st.warning(text)
    if told[SAID:]:
        with st.expander(f"{len(told) - SAID} more"):
            st.markdown("\n".join(f"- {text}" for text in told[SAID:]))
    if roll.table is not None and (left := unnamed(roll)):
        some = "1 photo is not in the table; it is" if left == 1 else f"{left} photos are not in the table; they are"
        st.write(f"{some} answered all the same, below its rows.")


def true_names(lines: list[Line], columns: tuple[str, ...]) -> list[Mark | None]:
    """What the true names say of the answers, in a column that a person may choose."""
    others = [column for column in columns if column not in COLUMNS]
    if not others:
        return [None] * len(lines)
    st.session_state.setdefault(TRUTH, true_column(lines, columns, load_predictor()) or NONE)
    if st.session_state[TRUTH] not in (NONE, *others):
        st.session_state[TRUTH] = NONE
    column = st.selectbox("Column with the true names", [NONE, *others], key=TRUTH, persist_state="session")
    return [None] * len(lines) if column == NONE else marks(lines, column, load_predictor())


def show_table(roll: Roll, lines: list[Line], marked: list[Mark | None]) -> None:
    orders = (AS_GIVEN, LEAST_SURE, *((MISTAKES,) if any(marked) else ()))
    if st.session_state.get("many_order", AS_GIVEN) not in orders:
        st.session_state.many_order = AS_GIVEN
    st.session_state.setdefault("many_order", AS_GIVEN)
    order = ordered(lines, marked, segmented("Order", orders, "many_order"))
    choice = st.dataframe(
        answers_table([lines[i] for i in order], [marked[i] for i in order]),
        hide_index=True,
        row_height=ROW,
        height=min(560, 40 + ROW * len(lines)),
        on_select="rerun",
        selection_mode="single-row",
        key="many_table",
        column_config={
            "Photo": st.column_config.ImageColumn(width=80),
            "Probability": st.column_config.NumberColumn(format="%d %%"),
        },
        alt="Photos with their answers, their probabilities, places and dates",
    )
    columns = roll_columns(roll)
    st.download_button(
        "Download all answers as CSV", partial(csv, columns, lines), "predictions.csv", on_click="ignore"
    )
    if rows := [number for number in choice.selection.rows if number < len(order)]:
        show_line(lines[order[rows[0]]])
    else:
        st.caption("Click a heading to sort; choose a row to see its photo and its answer.")


def csv(columns: tuple[str, ...], lines: list[Line]) -> bytes:
    with TemporaryDirectory() as folder:
        write_predictions(path := Path(folder) / "predictions.csv", columns, lines)
        return path.read_bytes()


def show_line(line: Line) -> None:
    """One photo and its answer."""
    left, right = st.columns(2, gap="large")
    with left:
        if line.shot is not None:
            st.image(line.shot.preview, alt=f"The photo {line.row['photo']}")
    with right:
        st.subheader(plain(line.row["photo"]))
        if isinstance(line.answered, Answer):
            st.html(bar_table(leading(line.answered, 5), side_by_side(row_sighting(line.row))))
        else:
            st.write(plain(sentence(line.answered)))


def show_mistakes(marked: list[Mark | None]) -> None:
    st.header("Mistakes")
    st.write(score(marked))
    if not (counts := mistakes(marked)):
        return
    st.plotly_chart(
        confusion_chart(marked),
        width="content",
        config={"displayModeBar": False},
        key="confusion",
        alt="Which species were taken for which: "
        + ", ".join(f"{true} called {said} {count} times" for (true, said), count in counts.most_common(10)),
    )
    species = {name for pair in counts for name in pair}
    part = (
        f" The {len(confused(counts))} species of the commonest mistakes."
        if len(confused(counts)) < len(species)
        else ""
    )
    st.caption(f"A row is a bird, a column what it was called; the diagonal is right, and coloured is wrong.{part}")


st.title("Many photos")
follow("many_photos", PARAMETERS)
st.write(
    "Drop the photos of a class or of a walk, and a table of where and when if there is one. All answers go into one "
    "table, which a column of true names turns into a test of the model."
)
drop_control()
for_all = for_all_control()
publish("many_photos", PARAMETERS)
if (roll := current_roll()) is not None:
    look_at_waiting(roll)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.header("Answers")
        st.button("Start over", on_click=start_over)
    lines = roll_lines(roll, for_all)
    show_remarks(roll, lines)
    if lines:
        marked = true_names(lines, roll_columns(roll))
        show_table(roll, lines, marked)
        if any(marked):
            show_mistakes(marked)
