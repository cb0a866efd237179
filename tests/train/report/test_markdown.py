"""A report as a page."""

import json

import pytest

from tests.train.report.made_up_runs import write_results
from train.report.markdown import levels, markdown, percent, table


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = write_results(tmp_path_factory.mktemp("made-up"), seeds=2)
    return json.loads((folder / "results.json").read_text(encoding="utf-8"))


def headings(page: str) -> list[str]:
    return [line for line in page.splitlines() if line.startswith("#")]


def rows_below(page: str, heading: str) -> list[str]:
    part = page.split(f"{heading}\n")[1].split("\n#")[0]
    return [line for line in part.splitlines() if line.startswith("|")]


def test_a_table_has_its_first_column_left_and_the_others_right():
    assert table(["bird", "share"], [["Jay", "1.0"]]) == "| bird | share |\n| --- | ---: |\n| Jay | 1.0 |"


def test_a_percentage_has_a_deviation_where_there_are_seeds():
    assert percent({"mean": 0.91234, "sd": 0.0123}) == "91.23 ± 1.23"
    assert percent({"mean": 1.0, "sd": None}) == "100.00"


def test_species_are_told_from_categories_only_where_they_differ(report):
    assert levels(report) == ["category", "species"]
    assert levels(report | {"species": report["categories"]}) == ["category"]
    assert "species top-1 %" in markdown(report)
    assert "species top-1 %" not in markdown(report | {"species": report["categories"]})


def test_the_page_shows_every_line_once_and_says_what_is_simulated(report):
    page = markdown(report)
    main = [line["label"] for line in report["results"] if line["main"]]
    assert [row.split(" | ")[0].removeprefix("| ") for row in rows_below(page, "# Results")[2:]] == main
    assert f"**{report['simulated']['note']}**" in page
    assert len(rows_below(page, "## Told more or less")) - 2 == len(report["results"]) - len(main)
    assert page.endswith("\n")
    assert not page.endswith("\n\n")


def test_what_a_report_does_not_hold_has_no_heading(report):
    bare = {key: value for key, value in report.items() if key not in ("pairs", "exchanged")}
    bare["results"] = [
        {key: value for key, value in line.items() if key != "together"} for line in report["results"] if line["main"]
    ]
    assert headings(markdown(bare)) == ["# Results"]
    assert headings(markdown(bare, report))[-1] == "## Ablation"
