"""The command line, run in an empty folder with the miniature model."""

import pytest

from crossclip.cli.parser import main


@pytest.fixture
def run(tiny_folder, tmp_path, monkeypatch, capfd):
    """Run a command in an empty folder: exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object, model: object = tiny_folder) -> tuple[int, str, str]:
        options = [] if arguments[:1] == () or "--help" in arguments else ["--model", model]
        try:
            code = main([str(argument) for argument in (*arguments, *options)])
        except SystemExit as stop:
            code = stop.code
        return code, *capfd.readouterr()

    return run
