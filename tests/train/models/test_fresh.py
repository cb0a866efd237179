"""Fresh models, and weights that are not there."""

import pytest

from crossclip.errors import CrossClipError


def test_commands_say_which_weights_are_missing(world_table, tmp_path, monkeypatch):
    from train import pretrain as command

    arguments = ["pretrain", "--table", str(world_table), "--output", str(tmp_path), "--photo-weights", "random"]
    monkeypatch.setattr("sys.argv", [*arguments, "--text-encoder", str(tmp_path / "nowhere")])
    with pytest.raises(CrossClipError, match=r"text encoder .*nowhere.* give it as --text-encoder"):
        command.main()
