"""Folders that a command writes to are there, or the reason is one sentence."""

import pytest

from crossclip.errors import CrossClipError
from train.command.output import make_folder


def test_a_folder_is_made_with_what_lies_above_it(tmp_path):
    make_folder(tmp_path / "runs" / "birds")
    make_folder(tmp_path / "runs" / "birds")
    assert (tmp_path / "runs" / "birds").is_dir()


def test_a_folder_below_a_file_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CrossClipError, match=r"file/run cannot be made: .*; give another --output"):
        make_folder(tmp_path / "file" / "run")
