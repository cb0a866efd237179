"""Tables that cannot be used."""

import pandas as pd
import pytest

from tests.train.worlds import world
from train.tables.rows import RowsError, read_rows, rows_of, scientific_names


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.drop(columns="date"), "lacks the column.*date"),
        (lambda t: t.assign(split="training"), "split 'training'"),
        (lambda t: t.assign(latitude="91"), "row 2 of the table: latitude 91"),
        (lambda t: t.assign(date="15/06/2024"), "write it as"),
        (lambda t: t.assign(photo="gone.png"), "photos of the table are missing"),
        (lambda t: t.assign(species="Dodo"), "unknown to the model, 'Dodo'"),
    ],
)
def test_a_bad_table_is_one_sentence(world_table, tmp_path, change, message):
    frame = pd.read_csv(world_table, dtype=str)
    frame["photo"] = [str(world_table.parent / photo) for photo in frame.photo]
    change(frame).to_csv(tmp_path / "bad.csv", index=False)
    with pytest.raises(RowsError, match=message):
        world(tmp_path / "bad.csv")


def test_a_table_says_simulated_by_0_or_1(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("photo,species,longitude,latitude,date,split,simulated\n,Jay,1,2,,train,yes\n")
    with pytest.raises(RowsError, match="'yes' in the column simulated: use 1, 0"):
        read_rows(path)
    path.write_text("photo,species,longitude,latitude,date,split\n,Jay,1,2,,train\n")
    assert rows_of(read_rows(path), ["Jay"], "train").simulated.tolist() == [False], "no such column: nothing is"


def test_scientific_names_are_those_of_the_table_and_blank_where_it_repeats_the_common_one():
    table = pd.DataFrame(
        {
            "species": ["Blue Jay", "Blue Jay", "Parus major", "Wren"],
            "scientific_name": ["", "Cyanocitta", "Parus major", ""],
        }
    )
    assert scientific_names(table, ["Blue Jay", "Parus major", "Wren"]) == ("Cyanocitta", "", "")
    assert scientific_names(table[["species"]], ["Wren"]) == ("",)
