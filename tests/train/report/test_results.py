"""From files of test answers to the table: sums done by hand, and files that do not fit together."""

import dataclasses
import json

import pytest
import torch

from tests.train.report.made_up_runs import (
    SKILL,
    answers,
    fused,
    guesses,
    write,
    write_results,
    write_runs,
)
from train.report import results as report
from train.report.answers import ANSWERS_FILE, Answers, AnswersError, simulated_note
from train.report.runs import read_runs

CLOSE = {"rel": 1e-6}


@pytest.fixture
def small(tmp_path):
    """Two seeds of the photo classifier and of ours, few enough to work out by hand."""
    write(tmp_path, "photo", 0, answers(photo=guesses(0, 1, 1, 1)))  # 2 of 4; the last is right as a species
    write(tmp_path, "photo", 1, answers(photo=guesses(1, 1, 0, 2)))  # 1 of 4
    write(tmp_path, "ours", 0, fused(guesses(0, 1, 1, 1), guesses(0, 0, 1, 2)))  # all
    write(tmp_path, "ours", 1, fused(guesses(0, 0, 1, 2), guesses(1, 0, 1, 2)))  # 3 of 4
    return tmp_path


@pytest.fixture
def lines(small):
    runs = read_runs({name: small / name for name in ("photo", "ours")})
    systems = {name: report.PAPER_TABLE[name] for name in ("photo", "ours")}
    return {line["label"]: line for line in report.results(runs, systems)}


def test_means_and_deviations_over_seeds_by_hand(lines):
    photo = lines["photo classifier"]
    assert photo["category"]["top1"]["values"] == [0.5, 0.25]
    assert photo["category"]["top1"]["mean"] == 0.375
    assert photo["category"]["top1"]["sd"] == pytest.approx(0.125 * 2**0.5)
    assert photo["species"]["top1"]["values"] == [0.75, 0.25]
    assert photo["category"]["class_recall"]["values"] == pytest.approx([(0.5 + 1 + 0) / 3, (0 + 0 + 1) / 3])
    assert photo["species"]["class_recall"]["values"] == pytest.approx([(0.5 + 1) / 2, (0 + 0.5) / 2])
    assert photo["category"]["ece"]["values"] == pytest.approx([0.8 - 0.5, 0.8 - 0.25], **CLOSE)
    assert photo["category"]["top5"]["mean"] == 1
    assert photo["seconds"]["mean"] == 12.5
    assert photo["seeds"] == [0, 1]


def test_ours_against_the_photo_classifier_by_hand(lines):
    better = lines["photo classifier"]["ours_better_by"]
    assert better["difference"] == 0.875 - 0.375
    # Squares around each mean: 2 * 0.125**2 in both, over two degrees of freedom.
    assert better["standard_deviations"] == pytest.approx(0.5 / (2 * 0.125**2) ** 0.5)
    assert better["error_reduction"] == pytest.approx(0.5 / 0.625)
    # Ours gains 0, 2, 1 and 1 of the two seeds' answers: photo 0 has the mean 1/2 a row, as have the others.
    assert better["interval"] == [0.5, 0.5]
    assert "ours_better_by" not in lines["ours"]


def test_the_interval_draws_photos_not_rows(lines):
    # Of the photo classifier's seeds, photo 0 has 1 of 4 right over two rows, photos 1 and 2 have one of two each.
    low, high = lines["photo classifier"]["category"]["top1"]["interval"]
    assert (low, high) == (0.25, 0.5)


def test_the_table_has_the_claims_and_the_lines_made_from_ours(lines):
    main = {label: line["claim"] for label, line in lines.items() if line["main"]}
    assert main == {
        "photo classifier": 0.7661,
        "ours": 0.8444,
        "ours, photo only": None,
        "ours, place and date only": None,
        "ours, plain product": None,
    }
    assert lines["ours, photo only"]["category"]["top1"]["values"] == [0.5, 1]


def test_all_six_systems_stand_in_the_papers_order(tmp_path):
    write_runs(tmp_path / "runs", seeds=1)
    report.write_report(tmp_path / "runs", None, tmp_path / "out", "Made-up answers", "the command")
    written = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))
    main = [(line["system"], line["branch"]) for line in written["results"] if line["main"]]
    assert main == [
        ("photo", "photo"),
        ("planes", "photo+place+date"),
        ("supcon", "photo"),
        ("clip", "photo"),
        ("geoprior", "product"),
        ("ours", "photo+place+date"),
        ("ours", "photo"),
        ("ours", "place+date"),
        ("ours", "product"),
    ]
    others = [line["label"] for line in written["results"] if not line["main"]]
    assert {"ours, photo and place", "ours, photo and date", "photo + meta as input planes, photo only"} <= set(others)
    assert written["results"][0]["category"]["top1"]["sd"] is None  # one seed has no spread
    assert written["results"][0]["ours_better_by"]["standard_deviations"] is None
    assert not (tmp_path / "out" / "ablation.json").exists()


def test_what_place_changes_is_counted_per_seed(small):
    trials = [Answers.read(small / "ours" / seed / ANSWERS_FILE) for seed in "01"]
    changed = report.with_and_without_place(trials)
    # Among species, the crows are one: by photo alone the first seed has only row 1 wrong; the second lost row 0.
    assert changed["pairs"] == [{"species": ["Blue Jay", "Crow"], "rows": 4, "gained": 0.5, "lost": 0.5}]
    assert changed["recall"] == [
        {"species": "Blue Jay", "rows": 2, "photo": 0.75, "photo+place+date": 0.75},
        {"species": "Crow", "rows": 2, "photo": 1, "photo+place+date": 1},
    ]
    for branch in ("photo", "photo+place+date"):
        bins = changed["reliability"][branch]
        assert sum(one["rows"] for one in bins) == 4
        assert sum(one["rows"] * one["accuracy"] for one in bins) == pytest.approx(3.5)  # 7 of 8 over both seeds


def test_branches_exchanged_give_the_product_of_the_two_systems(tmp_path):
    results = write_results(tmp_path)
    one, other = (Answers.read(tmp_path / "runs" / name / "0" / ANSWERS_FILE) for name in ("geoprior", "ours"))
    joined = one.probability["photo"] * other.probability["place+date"]
    exchanged = json.loads((results / "results.json").read_text())["exchanged"]
    lines = {(line["photo"], line["place"]): line["top1"]["values"][0] for line in exchanged}
    assert list(lines) == [(a, b) for a in ("geoprior", "ours") for b in ("geoprior", "ours")]
    assert lines["geoprior", "ours"] == pytest.approx((joined.argmax(dim=1) == one.labels).float().mean().item())


def test_seeds_together_answer_with_the_mean_of_their_log_probabilities(tmp_path):
    results = write_results(tmp_path)
    lines = json.loads((results / "results.json").read_text(encoding="utf-8"))["results"]
    averaged = {line["label"]: line for line in lines if "together" in line}
    assert list(averaged) == [
        system.label for name, system in report.PAPER_TABLE.items() if name != "paper"
    ]  # their own branches alone
    seeds = [Answers.read(path / ANSWERS_FILE) for path in sorted((tmp_path / "runs" / "ours").iterdir())]
    product = torch.stack([one.probability["photo+place+date"] for one in seeds]).prod(dim=0)
    right = (product.argmax(dim=1) == seeds[0].labels).float().mean().item()
    assert averaged["ours"]["together"] == pytest.approx(right)
    assert right not in averaged["ours"]["category"]["top1"]["values"]
    assert "## Chance in training" in (results / "results.md").read_text(encoding="utf-8")


def test_every_output_says_what_is_simulated_and_whose_the_claims_are(small, tmp_path):
    report.write_report(small, None, tmp_path / "out", "Four rows", "the command")
    written = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))
    assert written["simulated"]["rows"] == 3
    assert written["simulated"]["note"].startswith("Place and date of 3 of 4 test rows are simulated")
    assert (written["rows"], written["photos"], written["categories"], written["species"]) == (4, 3, 3, 2)
    page = (tmp_path / "out" / "results.md").read_text(encoding="utf-8")
    assert written["simulated"]["note"] in page
    assert "claimed by the paper on NABirds, not measured by us" in page
    assert "Four rows: 4 test rows on 3 photos, 3 categories of 2 species. Made by `the command`." in page
    assert simulated_note(0, 4).endswith("none is simulated.")
    assert "all 4 test rows" in simulated_note(4, 4)


def test_the_markdown_table_has_the_numbers_of_the_report(small, tmp_path):
    report.write_report(small, None, tmp_path / "out", "Four rows", "the command")
    page = (tmp_path / "out" / "results.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line[:1] == "|"]
    heads = rows[0]
    photo = dict(zip(heads, next(row for row in rows if row[0] == "photo classifier"), strict=True))
    assert photo["top-1 %"] == "37.50 ± 17.68"
    assert photo["species top-1 %"] == "50.00 ± 35.36"
    assert photo["ours better by"] == "+50.00 points, +2.8 SD, -80 % errors"
    assert photo["top-1 % claimed by the paper on NABirds, not measured by us"] == "76.61"


def test_levels_that_are_the_same_are_shown_once(tmp_path):
    write_runs(tmp_path / "runs", seeds=1, categories=("Blue Jay", "Fish Crow", "American Crow"))
    report.write_report(tmp_path / "runs", None, tmp_path / "out", "Three species", "the command")
    page = (tmp_path / "out" / "results.md").read_text(encoding="utf-8")
    assert "3 categories. Made by" in page
    assert "species top-1" not in page


def test_variants_are_held_against_ours_of_the_table_or_their_own(tmp_path):
    runs = write_runs(tmp_path / "runs", {"ours": SKILL["ours"]}, seeds=2)
    weak = SKILL["ours"] | {"photo+place+date": 1.0}
    variants = write_runs(tmp_path / "variants", {"without photo-text": weak}, seeds=2)
    report.write_report(runs, variants, tmp_path / "out", "Made-up answers", "the command")

    def written() -> dict:
        lines = json.loads((tmp_path / "out" / "ablation.json").read_text(encoding="utf-8"))["results"]
        return {line["label"]: line for line in lines if line["main"]}

    table = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))["results"]
    assert list(written()) == ["ours", "without photo-text"]
    assert written()["ours"]["category"] == table[0]["category"]
    assert written()["without photo-text"]["ours_better_by"]["difference"] > 0.2
    assert written()["without photo-text"]["claim"] is None
    assert "## Ablation" in (tmp_path / "out" / "results.md").read_text(encoding="utf-8")

    write_runs(tmp_path / "variants", {"ours": weak}, seeds=2)
    report.write_report(runs, variants, tmp_path / "out", "Made-up answers", "the command")
    assert written()["ours"]["category"]["top1"]["mean"] < 0.8
    assert abs(written()["without photo-text"]["ours_better_by"]["difference"]) < 0.1


def test_folders_that_make_no_report_are_one_sentence_and_nothing_is_written(small, tmp_path):
    def refused(message: str, runs=small, ablation=None):
        with pytest.raises(AnswersError, match=message):
            report.write_report(runs, ablation, tmp_path / "out", "Four rows", "the command")
        assert not (tmp_path / "out").exists()

    refused("holds no test answers: it needs SYSTEM/SEED", runs=tmp_path / "nowhere")
    refused("holds no test answers", ablation=tmp_path / "nowhere")
    last = write(small, "photo", "last", answers(photo=guesses(0, 0, 0, 0)))
    refused("named for its seed, such as 0")
    last.unlink()
    other = write(small, "photo", 2, dataclasses.replace(answers(photo=guesses(0, 0, 0, 0)), row=torch.arange(1, 5)))
    refused("photo/2/test.safetensors answers other test rows")
    other.unlink()
    other = write(small, "photo", 3, fused(guesses(0, 0, 0, 0), guesses(0, 0, 0, 0)))
    refused("photo/3/test.safetensors has other branches than")
    other.unlink()
    write(small, "planes", 0, answers(photo=guesses(0, 0, 0, 0)))
    refused("planes/0/test.safetensors lacks the branch photo.place.date")
    write(small, "vit", 0, answers(photo=guesses(0, 0, 0, 0)))
    refused("vit is no system of the table: use photo, planes, supcon, clip, geoprior, paper, ours")


def test_the_command_writes_and_prints_the_report(small, tmp_path, monkeypatch, capsys):
    arguments = ["--runs", str(small), "--output", str(tmp_path / "deep" / "out"), "--dataset", "Four rows"]
    monkeypatch.setattr("sys.argv", ["report", *arguments])
    report.main()
    assert "| photo classifier | 2 | 37.50 ± 17.68 |" in capsys.readouterr().out
    written = json.loads((tmp_path / "deep" / "out" / "results.json").read_text(encoding="utf-8"))
    assert written["command"].startswith("python -m train.report --runs ")
    assert written["command"].endswith("--dataset 'Four rows'")
