"""Settings as dataclasses, from the command line and from YAML, and kept beside what they made."""

from __future__ import annotations

import sys
from argparse import RawDescriptionHelpFormatter
from pathlib import Path

import yaml

from crossclip.errors import CrossClipError
from crossclip.files import whole_file


def parse(description: str, *kinds: type) -> tuple:
    """Parse the command line into dataclasses. A YAML file may stand first: its settings are taken, and
    options after it override them. Unknown ones are refused."""
    from transformers import HfArgumentParser

    parser = HfArgumentParser(
        kinds,
        description=description,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
        usage="%(prog)s [SETTINGS.yaml] [--option value ...]",
    )
    arguments = sys.argv[1:]
    if arguments and arguments[0].endswith((".yaml", ".yml")):
        arguments = [*_arguments(Path(arguments[0])), *arguments[1:]]
    try:
        *options, unknown = parser.parse_args_into_dataclasses(arguments, return_remaining_strings=True)
    except CrossClipError as error:
        parser.error(str(error))
    if unknown:
        parser.error(f"unknown option {unknown[0]}")
    return tuple(options)


def _settings(path: Path) -> dict:
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = str(error).splitlines()[0]
        raise CrossClipError(f"{path} cannot be read as settings in YAML: {reason}") from None
    if not isinstance(values, dict):
        raise CrossClipError(f"{path} holds no settings: write one `name: value` a line")
    return values


def _arguments(path: Path) -> list[str]:
    """The settings of a YAML file as a command line."""
    return [
        word
        for name, value in _settings(path).items()
        for word in (f"--{name}", *map(str, value if isinstance(value, list) else [value]))
        if value not in ("", [], None)
    ]


def keep(path: Path, *options: object) -> None:
    """Keep the settings beside what they make.

    Raises:
        CrossClipError: if the folder was begun with other settings; it is not touched then.
    """
    values = {name: value for part in options for name, value in vars(part).items()}
    if path.is_file():
        kept = _settings(path)
        changed = sorted(name for name in values.keys() | kept.keys() if values.get(name) != kept.get(name))
        if changed:
            raise CrossClipError(
                f"{path} was made with another {', '.join(changed)}: give another --output, or delete that folder"
            )
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as draft:
        draft.write_text(yaml.safe_dump(values, sort_keys=False), encoding="utf-8")
