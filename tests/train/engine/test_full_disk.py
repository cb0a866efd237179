"""A disk that fills up, on a file system of half a megabyte."""

import subprocess

import pytest

from tests.train.helpers import learn
from train.command.command import exit_cleanly
from train.engine.checkpoint import about, checkpoint_file

NUMBERS = [1.0] * 60


@pytest.fixture
def small_disk(tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip("only who may mount a file system can fill one")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def fill(path):
    with path.open("wb", buffering=0) as file:
        try:
            while file.write(b"0" * 4096):
                pass
        except OSError:
            return


def test_a_full_disk_is_one_sentence_and_the_same_run_goes_on(small_disk):
    learn(NUMBERS, small_disk, steps=2)
    kept = checkpoint_file(small_disk, "line").read_bytes()
    fill(small_disk / "filler")
    with pytest.raises(SystemExit, match=r"\Aerror: [^\n]* cannot be written: No space left on device[^\n]*\Z"):
        exit_cleanly(lambda: learn(NUMBERS, small_disk, steps=60, checkpoint_every=1))
    assert checkpoint_file(small_disk, "line").read_bytes() == kept
    (small_disk / "filler").unlink()
    assert learn(NUMBERS, small_disk, steps=60)[-1] == -60
    assert about(checkpoint_file(small_disk, "line"))[0].step == 60


def test_a_disk_that_fills_up_while_a_run_writes_keeps_its_last_checkpoint(small_disk, monkeypatch):
    class Filling(list):
        def __getitem__(self, part):
            for index, number in list(enumerate(self))[part]:
                if index == 30:
                    fill(small_disk / "filler")
                yield number

    with pytest.raises(SystemExit, match=r"cannot be written: No space left on device"):
        exit_cleanly(lambda: learn(Filling(NUMBERS), small_disk, steps=60, checkpoint_every=1))
    assert 25 <= about(checkpoint_file(small_disk, "line"))[0].step <= 31
    (small_disk / "filler").unlink()
    assert learn(NUMBERS, small_disk, steps=60)[-1] == -60
