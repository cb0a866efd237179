"""The Results page through AppTest, on reports of made-up answers."""

import json
import re
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.report.charts import accuracy_chart, pairs_chart, recall_chart, reliability_chart
from pages.report.table import comparison, measured, results_table
from tests.train.report.made_up_runs import write_results

APP = Path(__file__).resolve().parents[2] / "app.py"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_results(tmp_path_factory.mktemp("made-up"))


@pytest.fixture
def report(folder) -> dict:
    return json.loads((folder / "results.json").read_text(encoding="utf-8"))


def open_results(monkeypatch, tiny_folder, folder) -> AppTest:
    monkeypatch.setenv("CROSSCLIP_MODEL", str(tiny_folder))
    monkeypatch.setenv("CROSSCLIP_RESULTS", str(folder))
    app = AppTest.from_file(APP, default_timeout=60).run().switch_page("pages/results.py").run()
    assert not app.exception
    return app


def tables(app: AppTest) -> list[list[list[str]]]:
    """The text of every cell of every table of results."""
    found = [element.value for element in app.html if element.value.startswith("<table class='results'")]
    return [
        [
            [" ".join(re.sub("<[^>]+>", " ", cell).split()) for cell in re.findall("<t[hd].*?</t[hd]>", row)]
            for row in re.findall("<tr.*?</tr>", table)
        ]
        for table in found
    ]


def captions(app: AppTest) -> str:
    return " ".join(caption.value for caption in app.caption)


def test_the_table_shows_what_was_measured_and_the_claim_apart(monkeypatch, tiny_folder, folder, report):
    app = open_results(monkeypatch, tiny_folder, folder)
    assert app.title[0].value == "Results"
    heads, *rows = tables(app)[0]
    claim = "Top-1 % claimed by the paper on NABirds, not measured by us"
    assert heads == ["System", "Top-1 %", "Top-5 %", "Recall %", "ECE %", claim]
    main = [line for line in report["results"] if line["main"]]
    assert len(rows) == len(main) == 9
    for row, line in zip(rows, main, strict=True):
        top1 = line["category"]["top1"]
        assert row[0].startswith(f"{line['label']} 95 % interval {100 * top1['interval'][0]:.1f} to ")
        assert row[1] == f"{100 * top1['mean']:.2f} ±{100 * top1['sd']:.2f}"
        assert row[4].startswith(f"{100 * line['category']['ece']['mean']:.2f} ")
    claims = ["76.61", "77.56", "79.84", "81.66", "81.50", "84.44", "", "", ""]
    assert [row[-1] for row in rows] == claims
    assert app.warning[0].value == report["simulated"]["note"]
    assert "A small benchmark: made-up answers. 560 test rows on 280 photos of 6 species." in app.markdown[0].value
    assert "Made by `the command`." in captions(app)


def test_the_page_has_every_section_with_its_chart(monkeypatch, tiny_folder, folder, report):
    app = open_results(monkeypatch, tiny_folder, folder)
    assert [heading.value for heading in app.header] == [
        "Systems",
        "What place and date add",
        "Is it as sure as it is right?",
        "Pairs that place tells apart",
        "Recall of each species",
        "What each part is worth",
    ]
    assert len(app.get("plotly_chart")) == 7
    better = sum(one["photo+place+date"] > one["photo"] for one in report["recall"])
    assert any(f"{better} of 6 species are recalled better" in text.value for text in app.markdown)
    assert len(app.dataframe[0].value) == 6
    assert [row[0].split(" 95 %")[0] for row in tables(app)[1][1:]] == ["ours", "without photo-text"]
    (exchanged,) = (text.value for text in app.markdown if text.value.startswith("| Photo branch of"))
    top1 = measured(report["exchanged"][1]["top1"])
    assert f"| photo classifier × geo prior | ours | {top1} |" in exchanged
    (averaged,) = (text.value for text in app.markdown if text.value.startswith("| System |"))
    (ours,) = (line for line in report["results"] if line["label"] == "ours")
    assert f"| ours | {measured(ours['category']['top1'])} | {100 * ours['together']:.2f} |" in averaged


def test_categories_and_species_are_counted_apart(monkeypatch, tiny_folder, folder, report):
    app = open_results(monkeypatch, tiny_folder, folder)
    before = tables(app)[0]
    app.segmented_control(key="results_level").set_value("species").run()
    assert not app.exception
    assert tables(app)[0][1][1] == measured(report["results"][0]["species"]["top1"])
    assert tables(app)[0] != before


def test_without_ablation_or_ours_their_sections_are_left_out(monkeypatch, tiny_folder, folder, report, tmp_path):
    shutil.copy(folder / "results.json", tmp_path)
    app = open_results(monkeypatch, tiny_folder, tmp_path)
    assert "What each part is worth" not in [heading.value for heading in app.header]
    report["results"] = [line for line in report["results"] if line["system"] == "photo"]
    for part in ("pairs", "recall", "reliability"):
        del report[part]
    (tmp_path / "results.json").write_text(json.dumps(report), encoding="utf-8")
    assert [heading.value for heading in app.run().header] == ["Systems"]
    assert not app.exception


def test_without_results_one_sentence_says_which_command_makes_them(monkeypatch, tiny_folder, tmp_path):
    app = open_results(monkeypatch, tiny_folder, tmp_path)
    (note,) = app.info
    assert note.value.startswith("No results are here yet: `python -m train.report ")
    assert not app.header


def test_a_single_seed_has_no_deviation(report):
    line = report["results"][0] | {"ours_better_by": None}
    top1 = {"mean": 0.5, "sd": None, "values": [0.5], "interval": [0.4, 0.6]}
    line["category"] = line["category"] | {"top1": top1}
    assert measured(top1) == "50.00"
    assert "±" not in results_table([line], "category").split("</td>")[1]
    assert accuracy_chart([line], "category").data[1].error_x.array is None


@pytest.mark.parametrize(
    ("better", "words"),
    [
        (
            {"difference": 0.021, "standard_deviations": 3.24, "error_reduction": 0.156},
            "ours 2.10 points better, 3.2 SD, 16 % fewer errors",
        ),
        (
            {"difference": -0.005, "standard_deviations": -0.4, "error_reduction": -0.05},
            "ours 0.50 points worse, 0.4 SD, 5 % more errors",
        ),
        ({"difference": 0.0, "standard_deviations": None, "error_reduction": None}, "ours 0.00 points better"),
        (None, ""),
    ],
)
def test_ours_is_said_to_be_better_or_worse(better, words):
    assert comparison(better) == words


def test_labels_are_text_and_not_markup(report):
    assert "<script>" not in results_table([report["results"][0] | {"label": "<script>"}], "category")


def test_charts_draw_the_numbers_of_the_report(report):
    lines = [line for line in report["results"] if line["main"]]
    chart = accuracy_chart(lines, "category")
    means = [trace for trace in chart.data if trace.error_x.array is not None]
    assert [trace.x[0] for trace in means] == [100 * line["category"]["top1"]["mean"] for line in lines]
    assert [trace.error_x.array[0] for trace in means] == [100 * line["category"]["top1"]["sd"] for line in lines]
    assert chart.layout.yaxis.categoryarray[-1] == "photo classifier"  # on top

    curve = reliability_chart(report["reliability"]["photo"]).data[1]
    assert list(curve.y) == [100 * one["accuracy"] for one in report["reliability"]["photo"]]

    gained, lost = pairs_chart(report["pairs"]).data
    assert list(gained.x) == [pair["gained"] for pair in report["pairs"]]
    assert list(lost.x) == [-pair["lost"] for pair in report["pairs"]]

    _, photo, together = recall_chart(report["recall"]).data
    assert list(photo.x) == [100 * one["photo"] for one in report["recall"]]
    assert list(together.x) == [100 * one["photo+place+date"] for one in report["recall"]]
