"""The command line: what it prints, what it writes, and one line for everything that can be wrong."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image

from crossclip.answers.bulk import BATCH
from crossclip.sighting import Sighting
from tests.conftest import SPECIES
from tests.crossclip.cli.cli_runs import HERE, one_line, read, table

ROOT = Path(__file__).resolve().parents[3]
PREDICTIONS = ["rank", "species", "scientific_name", "probability", "photo_probability", "place_probability"]
SMALL = ["--extent", "-80", "35", "-70", "45", "--resolution", "0.5"]


@pytest.fixture
def photos(tmp_path) -> list[str]:
    random = np.random.default_rng(0)
    names = ["one.jpg", "two.png"]
    for name in names:
        Image.fromarray(random.integers(0, 255, (90, 80, 3), dtype=np.uint8)).save(tmp_path / name)
    return names


def test_identify_prints_json_of_the_predictor_s_own_numbers(run, photos, predictor):
    code, out, err = run("identify", *photos, *HERE, "--date", "2024-05-31", "--top", 3, "--json")
    assert (code, err) == (0, "")
    lines = [json.loads(line) for line in out.splitlines()]
    assert [line["photo"] for line in lines] == photos
    for line in lines:
        assert {k: line[k] for k in ("latitude", "longitude", "date")} == {
            "latitude": 40.71,
            "longitude": -74.01,
            "date": "2024-05-31",
        }
        expected = predictor.identify(line["photo"], Sighting.parse(-74.01, 40.71, "2024-05-31")).top(3)
        for found, candidate in zip(line["predictions"], expected, strict=True):
            assert list(found) == PREDICTIONS
            assert (found["rank"], found["species"]) == (candidate.rank, candidate.species)
            for name in PREDICTIONS[3:]:
                assert found[name] == pytest.approx(getattr(candidate, name), abs=1e-6)


def test_identify_prints_a_readable_table(run, photos):
    code, out, _ = run("identify", photos[0], "--date", "2024-05-31", "--top", 99)
    lines = out.splitlines()
    assert code == 0
    assert lines[0] == "one.jpg, any place, 2024-05-31"
    assert lines[1].split() == ["together", "photo", "place", "species"]
    assert len(lines) == 2 + len(SPECIES) + 1
    assert lines[2].count("%") == 3
    column = lines[1].index("species")
    assert {line[column:].partition(" (")[0] for line in lines[2:-1]} == set(SPECIES)
    code, out, _ = run("identify", photos[0])
    assert out.splitlines()[0] == "one.jpg, any place, any time of year"
    assert out.splitlines()[2].split()[3] == "-"


def test_one_bad_photo_among_several_does_not_stop_the_others(run, photos, tmp_path):
    (tmp_path / "bad.jpg").write_bytes(b"\xff\xd8\xff\xe0 cut")
    code, out, err = run("identify", photos[0], "none.jpg", "bad.jpg", ".", photos[1], photos[0], "--json")
    assert code == 1
    assert [json.loads(line)["photo"] for line in out.splitlines()] == [*photos, photos[0]]
    assert [line.startswith("crossclip: error: ") for line in err.splitlines()] == [True] * 3
    assert "none.jpg" in err.splitlines()[0]
    assert "bad.jpg" in err.splitlines()[1]


def test_exif_is_used_when_asked_for_and_only_then(run, photos, tmp_path):
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "S", 2: (33.0, 30.0, 0.0), 3: "E", 4: (151.0, 0.0, 0.0)})
    Image.open(tmp_path / "one.jpg").save(tmp_path / "far.jpg", exif=exif)

    def place(*options: str) -> tuple:
        line = json.loads(run("identify", "far.jpg", "--json", *options)[1])
        return line["latitude"], line["longitude"], line["date"]

    assert place() == (None, None, None)
    assert place("--exif") == (-33.5, 151, None)
    assert place("--exif", "--date", "2024-05-31") == (-33.5, 151, "2024-05-31")
    assert place("--exif", *HERE) == (40.71, -74.01, None)
    asked = table(tmp_path / "asked.csv", "photo,latitude,longitude,date", "far.jpg,,,2024-05-31", "far.jpg,1,2,")
    assert run("identify", "--table", asked, "--output", "answer.csv", "--top", 1, "--exif")[0] == 0
    filled = [(row["latitude"], row["longitude"], row["date"]) for row in read("answer.csv")]
    assert filled == [("-33.5", "151.0", "2024-05-31"), ("1", "2", "")]


def test_a_table_is_answered_row_by_row_and_errors_stay_in_their_rows(run, photos, tmp_path, predictor):
    (tmp_path / "field").mkdir()
    (tmp_path / "field" / "one.jpg").write_bytes((tmp_path / "one.jpg").read_bytes())
    (tmp_path / "field" / "bad.jpg").write_bytes(b"no picture")
    asked = table(
        tmp_path / "field" / "asked.csv",
        "\ufeffobserver,photo,latitude,longitude,date",
        "Ann,one.jpg,40.71,-74.01,2024-05-31",
        ",,,,",
        '"Bo, jr",one.jpg,,,',
        "",
        "Cy,bad.jpg,,,",
        "Di,none.jpg,,,",
        "Ed,one.jpg,91,0,",
        "Flo,one.jpg,40,,",
        "Gus,one.jpg,,,31.5.2024",
        "Hal,,,,",
        f"Ida,{tmp_path / 'two.png'},,,2024-05-31",
        "Jo,one.jpg",
    )
    code, out, err = run("identify", "--table", asked, "--output", "answer.csv", "--top", 2)
    assert (code, out) == (0, "")
    assert err == "crossclip: 6 of 10 rows could not be answered: the column error of answer.csv says why\n"
    rows = read("answer.csv")
    assert list(rows[0]) == ["observer", "photo", "latitude", "longitude", "date", *PREDICTIONS, "error"]
    assert [row["observer"] for row in rows] == [
        "Ann",
        "Ann",
        "Bo, jr",
        "Bo, jr",
        "Cy",
        "Di",
        "Ed",
        "Flo",
        "Gus",
        "Hal",
        "Ida",
        "Ida",
        "Jo",
        "Jo",
    ]
    reasons = {row["observer"]: row["error"] for row in rows if row["error"]}
    for observer, words in {
        "Cy": "not a picture",
        "Di": "there is no file",
        "Ed": "latitude 91",
        "Flo": "without longitude",
        "Gus": "2024-05-31",
        "Hal": "photo is blank",
    }.items():
        assert words in reasons.pop(observer)
    assert not reasons
    assert all(bool(row["species"]) != bool(row["error"]) for row in rows)
    ann = predictor.identify(tmp_path / "one.jpg", Sighting.parse("-74.01", "40.71", "2024-05-31")).top(2)
    for row, candidate in zip(rows, ann, strict=False):
        assert (int(row["rank"]), row["species"]) == (candidate.rank, candidate.species)
        assert float(row["place_probability"]) == pytest.approx(candidate.place_probability, abs=1e-6)
    assert rows[2]["place_probability"] == ""


def test_a_photo_named_in_many_rows_is_read_once(run, photos, tmp_path, monkeypatch):
    reads = []
    monkeypatch.setattr(
        "crossclip.streams.decoding.read_photo", lambda photo: reads.append(photo) or Image.new("RGB", (70, 70))
    )
    rows = [f"{photos[i % 2]},{i % 90},{i},2024-05-31" for i in range(2 * BATCH + 5)]
    asked = table(tmp_path / "asked.csv", "photo,latitude,longitude,date", *rows)
    assert run("identify", "--table", asked, "--output", "answer.csv", "--top", 1, "--workers", 0)[0] == 0
    assert len(reads) == 2
    assert [row["longitude"] for row in read("answer.csv")] == [str(i) for i in range(2 * BATCH + 5)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty: its first line must name the columns photo, latitude, longitude, date"),
        (b"photo,lat,lon\n1,2,3\n", "has no column latitude, longitude, date: it needs photo, latitude"),
        (b"photo;latitude;longitude;date\n", "is separated by semicolons: save it with commas"),
        (b"photo\tlatitude\tlongitude\tdate\n", "is separated by tabs"),
        (b"photo,latitude,longitude,date\na.jpg,40,7,-74,0,\n", "6 values in line 2 and 4 columns"),
        (b'photo,latitude,longitude,date\n"a.jpg,1,2,\n', "is not a CSV table"),
        (b"photo,latitude,longitude,date,photo\n", "two columns called 'photo'"),
        (b"photo,latitude,longitude,date,species\n", "has a column species already"),
        (b"photo,latitude,longitude,date,error\n", "has a column error already"),
        ("photo,latitude,longitude,date\nélan,,,\n".encode("latin-1"), "is not UTF-8"),
        ("photo,latitude,longitude,date\n".encode("utf-16"), "is not UTF-8"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_and_nothing_written(run, tmp_path, content, words):
    (tmp_path / "asked.csv").write_bytes(content)
    one_line(run("identify", "--table", "asked.csv", "--output", "answer.csv"), 1, words)
    assert [file.name for file in tmp_path.iterdir()] == ["asked.csv"]


def test_missing_tables(run, tmp_path):
    one_line(run("identify", "--table", "none.csv", "--output", "a.csv"), 1, "there is no table none.csv")
    one_line(run("checklist", "--table", tmp_path, "--output", "a.csv"), 1, "cannot be read")


def test_a_table_of_headings_gives_a_table_of_headings(run, tmp_path):
    asked = table(tmp_path / "asked.csv", "photo,latitude,longitude,date")
    assert run("identify", "--table", asked, "--output", "answer.csv") == (0, "", "")
    assert Path("answer.csv").read_text() == ",".join(["photo,latitude,longitude,date", *PREDICTIONS, "error"]) + "\n"


def test_an_interrupted_run_leaves_the_old_answer(run, photos, tmp_path, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("crossclip.streams.decoding.read_photo", interrupt)
    Path("answer.csv").write_text("old")
    asked = table(tmp_path / "asked.csv", "photo,latitude,longitude,date", "one.jpg,,,")
    one_line(run("identify", "--table", asked, "--output", "answer.csv"), 1, "stopped before the end")
    assert Path("answer.csv").read_text() == "old"
    assert not list(tmp_path.glob(".*"))


def test_checklist(run, predictor):
    code, out, err = run("checklist", *HERE, "--json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert list(answer) == ["latitude", "longitude", "date", "predictions"]
    assert [list(line) for line in answer["predictions"]] == [["species", "scientific_name", "probability"]] * 5
    expected = predictor.checklist(Sighting(-74.01, 40.71)).top(None)
    assert [line["species"] for line in answer["predictions"]] == [candidate.species for candidate in expected]
    code, out, _ = run("checklist", *HERE, "--top", 2, "--date", "2024-05-31")
    assert (code, len(out.splitlines())) == (0, 5)
    assert out.startswith("latitude 40.71, longitude -74.01, 2024-05-31\n")


def test_checklist_of_a_table(run, tmp_path):
    places = table(tmp_path / "places.csv", "latitude,longitude,date,site", "40,-74,,A", ",,2024-05-31,B", "0,181,,C")
    code, _, err = run("checklist", "--table", places, "--output", "list.csv")
    rows = read("list.csv")
    assert code == 0
    assert "2 of 3 rows" in err
    assert list(rows[0]) == [
        "latitude",
        "longitude",
        "date",
        "site",
        "species",
        "scientific_name",
        "probability",
        "error",
    ]
    assert [row["site"] for row in rows] == ["A"] * 5 + ["B", "C"]
    assert sum(float(row["probability"]) for row in rows[:5]) == pytest.approx(1, abs=1e-5)
    assert "needs a place" in rows[5]["error"]
    assert "longitude 181" in rows[6]["error"]


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf", "html", "csv", "geojson"])
def test_map_in_every_format(run, photos, suffix):
    output = Path(f"map.{suffix}")
    assert run("map", "sturnus vulgaris", "--date", "2024-06-15", *SMALL, "--output", output) == (0, "", "")
    content = output.read_bytes()
    assert content.startswith(
        {
            "png": b"\x89PNG",
            "svg": b"<?xml",
            "pdf": b"%PDF",
            "html": b"<!DOCTYPE html>",
            "csv": b"longitude,latitude,value\n",
            "geojson": b"{",
        }[suffix]
    )
    if suffix == "csv":
        assert all(0 < float(row["value"]) < 1 for row in read(output))
        assert run("map", "European Starling", "--photo", photos[0], *SMALL, "--output", "given.csv")[0] == 0
        assert [row["latitude"] for row in read("given.csv")] == [row["latitude"] for row in read(output)]
        assert read("given.csv") != read(output)


def test_map_in_another_reading(run, surveyed_folder, tmp_path):
    visit = ["--reading", "visit", *SMALL, "--output", tmp_path / "visit.csv"]
    assert run("map", "Blue Jay", "--date", "2024-06-15", *visit, model=surveyed_folder) == (0, "", "")
    assert (tmp_path / "visit.csv").read_text().startswith("longitude,latitude,found_on_a_visit\n")
    one_line(run("map", "Blue Jay", "--date", "2024-01-15", *visit, model=surveyed_folder), 2, "May to July alone")
    one_line(run("map", "Northern Cardinal", *visit, model=surveyed_folder), 2, "not known of Northern Cardinal")


def test_embedding_map(run):
    where = ["--extent", "-80", "30", "-70", "45"]
    assert run("embedding-map", "--date", "2024-06-15", *where, "--output", "places.PNG") == (0, "", "")
    assert Image.open("places.PNG").format == "PNG"


MAP = ["map", "Blue Jay", "--output", "jay.png"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "required: COMMAND"),
        (["identfy"], "invalid choice: 'identfy'"),
        (["identify"], "nothing to answer: give PHOTO, or --table and --output"),
        (["identify", "a.jpg", "--colour"], "unrecognized arguments: --colour"),
        (["identify", "a.jpg", "--lat", "1"], "unrecognized arguments: --lat"),
        (["identify", "a.jpg", "--latitude"], "expected one argument"),
        (["identify", "a.jpg", "--latitude", "40.7"], "latitude is given without longitude"),
        (["identify", "a.jpg", "--latitude", "91", "--longitude", "0"], "latitude 91 is outside -90 to 90"),
        (["identify", "a.jpg", "--latitude", "0", "--longitude", "-181"], "longitude -181 is outside"),
        (["identify", "a.jpg", "--latitude", "40,7", "--longitude", "0"], "use decimal degrees such as 40.71"),
        (["identify", "a.jpg", "--latitude", "nan", "--longitude", "0"], "leave it out where it is unknown"),
        (["identify", "a.jpg", "--latitude", "-122.4", "--longitude", "37.8"], "latitude and longitude swapped?"),
        (["identify", "a.jpg", "--date", "31.05.2024"], "write it as 2024-05-31"),
        (["identify", "a.jpg", "--date", "2023-02-29"], "not a day of the calendar"),
        (["identify", "a.jpg", "--top", "0"], "--top: '0' is not a whole number above 0"),
        (["identify", "a.jpg", "--top", "-3"], "--top: '-3' is not a whole number above 0"),
        (["identify", "a.jpg", "--top", "1.5"], "is not a whole number"),
        (["identify", "a.jpg", "--output", "b.csv"], "--output goes with --table"),
        (["identify", "--table", "t.csv"], "--table needs --output"),
        (["identify", "--table", "t.csv", "--output", "./t.csv"], "--output is the table itself"),
        (["identify", "a.jpg", "--table", "t.csv", "--output", "o.csv"], "PHOTO does not go with --table"),
        (["identify", "--table", "t.csv", "--output", "o.csv", "--json"], "--json does not go with --table"),
        (["identify", "--table", "t.csv", "--output", "o.csv", "--date", "2024-05-31"], "--date does not go"),
        (["identify", "--table", "t.csv", "--output", "none/o.csv"], "there is no folder none"),
        (["identify", "--table", "t.csv", "--output", "."], "it is a folder"),
        (["identify", "--table", "t.csv", "--output", "t.csv/o.csv"], "there is no folder t.csv"),
        (["checklist"], "give --latitude and --longitude"),
        (["checklist", "--latitude", "40"], "latitude is given without longitude"),
        (["checklist", "--date", "2024-05-31"], "give --latitude and --longitude"),
        (["map"], "required: --output"),
        (["map", "Blue Jay"], "required: --output"),
        (
            ["map", "Blue Jay", "--output", "jay.jpg"],
            "one of .png, .svg, .pdf, .html, .csv, .geojson, .tif, .gif, .mp4",
        ),
        (["map", "Blue Jay", "--output", "none/jay.png"], "there is no folder none"),
        (["map", "Blue Yay", "--output", "jay.png"], "did you mean Blue Jay?"),
        ([*MAP, "--date", "June"], "write it as 2024-05-31"),
        ([*MAP, "--extent", "1", "2", "3"], "expected 4 arguments"),
        ([*MAP, "--extent", "a", "2", "3", "4"], "'a' is not a number of degrees"),
        ([*MAP, "--extent", "-70", "35", "-80", "45"], "no map crosses the date line"),
        ([*MAP, "--extent", "-200", "35", "-80", "45"], "leaves the globe"),
        ([*MAP, "--resolution", "0"], "resolution 0 must be"),
        ([*MAP, "--resolution", "0.0001"], "too fine"),
        ([*MAP, "--resolution", "fine"], "'fine' is not a number"),
        (["embedding-map", "--output", "places.csv"], "end the name in one of .png, .svg, .pdf"),
        (["embedding-map", "--output", "places"], "end the name in one of"),
        (["embedding-map", "--output", "p.png", "--extent", "0", "0", "nan", "1"], "four numbers of degrees"),
    ],
)
def test_wrong_arguments_are_one_line_and_exit_code_2(run, tmp_path, photos, arguments, words):
    table(tmp_path / "t.csv", "photo,latitude,longitude,date")
    before = sorted(tmp_path.iterdir())
    one_line(run(*arguments), 2, words)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(run, tmp_path):
    (tmp_path / "locked").mkdir(mode=0o500)
    one_line(run("embedding-map", "--output", "locked/p.png"), 2, "cannot be written")


def test_an_output_that_cannot_be_written_is_told_before_the_model_is_read(run, tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("crossclip.files.tempfile.TemporaryDirectory", refuse)
    table(tmp_path / "t.csv", "photo,latitude,longitude,date")
    asked = ["identify", "--table", "t.csv", "--output", "o.csv"]
    for arguments in (MAP, ["embedding-map", "--output", "p.pdf"], asked):
        one_line(run(*arguments, model="no-such-model"), 2, "cannot be written: Permission denied")


def test_what_is_not_the_arguments_fault_is_one_line_and_exit_code_1(run, tiny_folder, photos, tmp_path):
    one_line(run("identify", photos[0], model="nowhere"), 1, "there is no model folder nowhere")
    one_line(run("identify", photos[0], model=tmp_path), 1, "has no config.json")
    one_line(run("identify", photos[0], "--device", "quantum"), 1, "device quantum cannot be used here")
    one_line(run(*MAP, "--photo", "none.jpg", *SMALL), 1, "there is no file none.jpg")
    assert not Path("jay.png").exists()
    one_line(run("identify", "new\nline.jpg"), 1, "there is no file new line.jpg")


def python(*arguments: str, **options) -> subprocess.CompletedProcess:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1"}
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, env=environment, check=False, **options
    )


@pytest.mark.slow
@pytest.mark.parametrize("command", [[], ["identify"], ["checklist"], ["map"], ["embedding-map"]])
def test_help_shows_examples_and_imports_nothing_heavy(command):
    program = (
        f"import sys, runpy\nsys.argv = ['crossclip', *{command}, '--help']\n"
        "try: runpy.run_module('crossclip', run_name='__main__')\n"
        "except SystemExit as stop: sys.exit(stop.code or bool({'torch', 'numpy', 'PIL'} & set(sys.modules)))"
    )
    done = python("-c", program)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"crossclip {' '.join(command)}".strip() in done.stdout.partition("example")[2]
    assert max(map(len, done.stdout.splitlines())) <= 110


@pytest.mark.slow
def test_the_module_runs_and_never_imports_transformers(tiny_folder, photos, tmp_path):
    model = ["--model", str(tiny_folder)]
    done = python("-X", "importtime", "-m", "crossclip", "identify", *photos, "none.jpg", *model, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.startswith("one.jpg, any place")
    assert "crossclip: error: there is no file none.jpg\n" in done.stderr
    assert "crossclip.predict" in done.stderr
    assert "transformers" not in done.stderr


@pytest.mark.slow
def test_a_reader_that_has_seen_enough_is_no_error(tiny_folder, photos, tmp_path):
    command = f"{sys.executable} -m crossclip checklist --latitude 1 --longitude 1 --model {tiny_folder} | true"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, shell=True, capture_output=True, text=True, env=environment, check=False)
    assert done.stderr == ""


def test_names_a_terminal_cannot_show_are_no_reason_to_fail(run, photos, monkeypatch):
    Path(photos[0]).rename("hawaiʻi.jpg")
    ascii_only = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", ascii_only)
    assert run("identify", "hawaiʻi.jpg")[0] == 0
    ascii_only.flush()
    assert b"hawai\\u02bbi.jpg" in ascii_only.buffer.getvalue()
