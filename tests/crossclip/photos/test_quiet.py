"""Pillow's warnings reach nobody who runs a program of ours, and the library sets no filter by itself."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.crossclip.photos.pictures import damaged, png_header

READING = """
import sys, pathlib, warnings
before = list(warnings.filters)
from crossclip.photos.reading import PhotoError, read_photo
assert [one for one in warnings.filters if one not in before and "PIL" in str(one)] == []
from crossclip.photos.quiet import quiet_pillow
quiet_pillow()
for file in pathlib.Path(sys.argv[1]).iterdir():
    try: read_photo(file)
    except PhotoError: pass
"""


@pytest.mark.slow
def test_pillow_s_warnings_reach_nobody(tmp_path):
    # In a process of its own: pytest has its own ideas about warnings.
    for number, content in enumerate([png_header(10_000, 9_500), *damaged(60)]):
        (tmp_path / f"{number}.jpg").write_bytes(content)
    command = [sys.executable, "-W", "always", "-c", READING, tmp_path]
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_filter_is_set_once_however_often_a_page_asks(monkeypatch):
    from crossclip.photos import quiet

    asked = []
    monkeypatch.setattr(quiet.warnings, "filterwarnings", lambda *args, **options: asked.append(args))
    quiet.quiet_pillow.cache_clear()
    quiet.quiet_pillow()
    quiet.quiet_pillow()
    assert asked == [("ignore",)]
    quiet.quiet_pillow.cache_clear()
