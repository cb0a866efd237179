"""The Results page through AppTest, on reports of made-up answers."""

import json
import re
import shutil

from streamlit.testing.v1 import AppTest

from pages.report.table import measured
from tests.pages.app_runs import APP


def open_results(monkeypatch, tiny_folder, folder) -> AppTest:
    monkeypatch.setenv("CROSSCLIP_MODEL", str(tiny_folder))
    monkeypatch.setenv("CROSSCLIP_RESULTS", str(folder))
    app = AppTest.from_file(APP, default_timeout=60).switch_page("pages/results.py").run()
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


def test_the_table_shows_what_was_measured_and_the_claim_apart(monkeypatch, tiny_folder, report_folder, report):
    app = open_results(monkeypatch, tiny_folder, report_folder)
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


def test_the_page_has_every_section_with_its_chart(monkeypatch, tiny_folder, report_folder, report):
    app = open_results(monkeypatch, tiny_folder, report_folder)
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


def test_categories_and_species_are_counted_apart(monkeypatch, tiny_folder, report_folder, report):
    app = open_results(monkeypatch, tiny_folder, report_folder)
    before = tables(app)[0]
    app.segmented_control(key="results_level").set_value("species").run()
    assert not app.exception
    assert tables(app)[0][1][1] == measured(report["results"][0]["species"]["top1"])
    assert tables(app)[0] != before


def test_without_ablation_or_ours_their_sections_are_left_out(
    monkeypatch, tiny_folder, report_folder, report, tmp_path
):
    shutil.copy(report_folder / "results.json", tmp_path)
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
