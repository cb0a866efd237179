"""A training command: settings as dataclasses, from the command line and from YAML, kept beside what they made.

A setting `photo_rate` is the option `--photo-rate` and the line `photo_rate: 1e-4` of a YAML file.
"""

from __future__ import annotations

import errno
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import yaml
from transformers import HfArgumentParser

from crossclip.errors import CrossClipError
from crossclip.files import whole_file
from crossclip.photos.quiet import quiet_pillow
from train.command.help import HelpFormatter, described
from train.command.output import make_folder
from train.command.processes import part_ways
from train.command.stopping import Stopped
from train.identity import changed, deciding

STOPPED = 75
"""Exit code of a run that was asked to stop and kept its state: the same command goes on (EX_TEMPFAIL)."""
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class _Parser(HfArgumentParser):
    """Options with dashes, of which a setting that names one in `aliases` has that one alone.

    `renamed` has for every spelling that is not taken the one that is. The help of a setting is what the
    documentation of its dataclass says.
    """

    def __init__(self, kinds: tuple[type, ...], **options: Any) -> None:
        self.renamed: dict[str, str] = {}
        self.described = {name: text for kind in kinds for name, text in described(kind).items()}
        known: Any = kinds
        super().__init__(known, **options)

    def add_argument(self, *names: str, **options: Any) -> Any:
        options.pop("free", None)
        setting = names[0].removeprefix("--")
        if options.get("action") == "store_false":
            options["help"] = f"the same as --{options['dest'].replace('_', '-')} false"
        elif "help" not in options and setting in self.described:
            options["help"] = self.described[setting]
        if not names[0].startswith("--"):
            return super().add_argument(*names, **options)
        dashed = "--" + names[0].removeprefix("--").replace("_", "-")
        given = [name for name in names if name not in (names[0], dashed)] or [dashed]
        self.renamed |= {name: given[0] for name in {*names, dashed}.difference(given)}
        return super().add_argument(*given, **{"dest": setting} | options)

    def option_of(self, setting: str) -> str:
        return self.renamed.get(f"--{setting}", f"--{setting}")


def parse(description: str | None, *kinds: type) -> tuple:
    """Parse the command line into dataclasses. A YAML file may stand first: its settings are taken, and
    options after it override them. Unknown ones are refused."""
    parser = _Parser(
        kinds,
        description=description,
        formatter_class=HelpFormatter,
        allow_abbrev=False,
        usage="%(prog)s [SETTINGS.yaml] [--option value ...]",
    )
    arguments = sys.argv[1:]
    refuse_renamed(parser, parser.renamed)
    if arguments and arguments[0].endswith((".yaml", ".yml")):
        arguments = [*_arguments(parser, _settings(Path(arguments[0]))), *arguments[1:]]
    try:
        *options, unknown = parser.parse_args_into_dataclasses(arguments, return_remaining_strings=True)
    except CrossClipError as error:
        parser.error(str(error))
    if unknown:
        parser.error(f"unknown option {unknown[0]}")
    return tuple(options)


def refuse_renamed(parser: ArgumentParser, renamed: dict[str, str]) -> None:
    """Stop at an option that is spelt otherwise now; `renamed` has the new spelling of each."""
    for word in sys.argv[1:]:
        if new := renamed.get(word.partition("=")[0]):
            parser.error(f"there is no option {word.partition('=')[0]}: use {new}")


def _arguments(parser: _Parser, settings: dict[str, Any]) -> list[str]:
    """The settings of a YAML file as a command line."""
    return [
        word
        for name, value in settings.items()
        for word in (parser.option_of(name), *map(str, value if isinstance(value, list) else [value]))
        if value not in ("", [], None)
    ]


def _settings(path: Path) -> dict:
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = str(error).splitlines()[0]
        raise CrossClipError(f"{path} cannot be read as settings in YAML: {reason}") from None
    if not isinstance(values, dict):
        raise CrossClipError(f"{path} holds no settings: write one `name: value` a line")
    return values


def refuse_changed(path: Path, *options: object) -> None:
    """Stop before a run whose settings are kept goes on with others.

    Raises:
        CrossClipError: naming the settings that decide the result and are not as they were.
    """
    if path.is_file() and (others := changed(deciding(*options), _settings(path))):
        raise CrossClipError(
            f"{path} was made with another {', '.join(others)}: go on with what it has, or give another --output"
        )


def keep(path: Path, *options: Any) -> None:
    """Keep the settings beside what they make."""
    values = {name: value for part in options for name, value in asdict(part).items()}
    make_folder(path.parent)
    with whole_file(path) as draft:
        draft.write_text(yaml.safe_dump(values, sort_keys=False), encoding="utf-8")


def exit_cleanly(main: Callable[[], None]) -> None:
    """Run a command; an error that is meant for the person is one line on stderr.

    Exit codes: 0 done, 1 an error that a person must mend, 2 a wrong option, `STOPPED` asked to stop and will go on.
    """
    quiet_pillow()
    try:
        main()
    except CrossClipError as error:
        *traceback, sentence = str(error).strip().splitlines()
        # A worker's error comes with its traceback, whose last line is `module.Error: sentence`.
        sys.exit(f"error: {sentence.partition(': ')[2] if traceback else sentence}")
    except Stopped as stop:
        print(f"stopped: {stop}; the same command goes on from there", file=sys.stderr)
        sys.exit(STOPPED)
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        where = error.filename or "the output"
        sys.exit(f"error: {where} cannot be written: {error.strerror}; make room, and give the same command again")
    except RuntimeError as error:
        if "DataLoader worker" not in str(error):
            raise
        sys.exit(
            "error: a process that reads photos was ended from outside, for want of memory maybe: the last checkpoint "
            "is kept and the same command goes on, with fewer --workers if it happens again"
        )
    part_ways()
