"""A table is answered whole, whoever is killed on the way: no row is lost and none is there twice."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from crossclip.errors import CrossClipError
from crossclip.files import OutputError
from crossclip.streams import job
from crossclip.streams.formats import Csv
from crossclip.streams.job import fill, part_count
from crossclip.streams.parts import Parts
from crossclip.streams.reading import open_asked
from crossclip.streams.shares import Share

ROOT = Path(__file__).resolve().parents[3]
KILLED = """
import random, sys, time
from pathlib import Path
from crossclip.streams import job
from crossclip.streams.formats import Csv
from crossclip.streams.parts import Parts
from crossclip.streams.reading import open_asked
from crossclip.streams.shares import Share
job.PART, job.WAIT = 7, 0.05
asked = open_asked(Path("asked.csv"), ["photo"])
parts = Parts(Path("answer.csv"), job.part_count(asked.count), Csv(("photo",)))
parts.begin({"table": asked.digest})
def answer(rows):
    for row in rows:
        time.sleep(0.01)
        yield row, None
job.fill(asked, parts, answer, lambda row, one: [row], Share.here())
"""


@pytest.fixture
def asked(tmp_path, monkeypatch):
    monkeypatch.setattr(job, "PART", 3)
    (tmp_path / "asked.csv").write_text("photo\n" + "".join(f"{number}\n" for number in range(10)))
    return open_asked(tmp_path / "asked.csv", ["photo"])


def parts_of(asked):
    kept = Parts(asked.path.with_name("answer.csv"), part_count(asked.count), Csv(("photo",)))
    kept.begin({"table": asked.digest})
    return kept


def photos(asked):
    return asked.path.with_name("answer.csv").read_text().split()[1:]


def same(row, one):
    return [row]


def test_what_is_there_is_not_asked_again(asked):
    seen = []

    def answer(rows):
        for row in rows:
            seen.append(int(row["photo"]))
            if row["photo"] == "7" and len(seen) < 9:
                raise KeyboardInterrupt
            yield row, CrossClipError("no") if row["photo"] == "0" else None

    with pytest.raises(KeyboardInterrupt):
        fill(asked, parts_of(asked), answer, same, Share())
    assert parts_of(asked).missing() == [2, 3]
    assert fill(asked, parts_of(asked), answer, same, Share()) == 1, "failures of the first run count"
    assert seen == [0, 1, 2, 3, 4, 5, 6, 7, 6, 7, 8, 9]
    assert photos(asked) == [str(number) for number in range(10)]


def test_processes_share_the_parts_and_the_first_makes_the_answer(asked):
    def answer(rows):
        return ((row, None) for row in rows)

    fill(asked, parts_of(asked), answer, same, Share(1, 2))
    assert parts_of(asked).missing() == [0, 2]
    fill(asked, parts_of(asked), answer, same, Share(0, 2))
    assert photos(asked) == [str(number) for number in range(10)]


def test_a_table_that_became_shorter_is_told(asked):
    asked.path.write_text("photo\n0\n")
    with pytest.raises(OutputError, match="fewer rows"):
        fill(asked, parts_of(asked), lambda rows: ((row, None) for row in rows), same, Share())


@pytest.mark.slow
@pytest.mark.parametrize("processes", [1, 2])
def test_killed_again_and_again_every_row_is_there_once(tmp_path, processes):
    (tmp_path / "asked.csv").write_text("photo\n" + "".join(f"{number}\n" for number in range(200)))
    environment = os.environ | {"PYTHONPATH": str(ROOT), "WORLD_SIZE": str(processes)}

    def start(index):
        return subprocess.Popen(
            [sys.executable, "-c", KILLED], cwd=tmp_path, env=environment | {"RANK": str(index)}, stderr=sys.stderr
        )

    parts = tmp_path / "answer.csv.parts"
    for life in range(3):
        running = [start(index) for index in range(processes)]
        while not parts.is_dir() or len(list(parts.glob("0*"))) < 4 * (life + 1):
            assert all(process.poll() is None for process in running), "they were stopped on the way"
            time.sleep(0.005)
        for process in running:
            process.kill()
            process.wait()
    assert not (tmp_path / "answer.csv").exists()
    for process in [start(index) for index in range(processes)]:
        assert process.wait() == 0
    answered = (tmp_path / "answer.csv").read_text().split()
    assert answered == ["photo", *map(str, range(200))]
    assert not parts.exists()
