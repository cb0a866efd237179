"""What `--help` says: of each option what it does, and its default."""

from __future__ import annotations

import inspect
import re
from argparse import SUPPRESS, Action, RawDescriptionHelpFormatter

ENTRY = re.compile(r"( *)(\w+(?:, \w+)*): (.*)")


class HelpFormatter(RawDescriptionHelpFormatter):
    """The description as it is written, and behind each option's help its default."""

    def _get_help_string(self, action: Action) -> str:
        text = action.help or ""
        if action.required or not action.option_strings or action.nargs == 0 or action.default is SUPPRESS:
            return text
        default = action.default if isinstance(action.default, list) else [action.default]
        shown = " ".join("none" if value in ("", None) else str(value) for value in default) or "none"
        return f"{text} (default: {shown.lower() if isinstance(action.default, bool) else shown})".replace("%", "%%")


def described(kind: type) -> dict[str, str]:
    """What the documentation of a dataclass says of its attributes."""
    _, _, section = (inspect.getdoc(kind) or "").partition("Attributes:\n")
    found: dict[str, str] = {}
    names: list[str] = []
    indent = None
    for line in section.splitlines():
        entry = ENTRY.fullmatch(line)
        if entry and (indent is None or len(entry[1]) == indent):
            indent, names = len(entry[1]), entry[2].split(", ")
            found |= dict.fromkeys(names, entry[3])
        elif line.strip():
            found |= {name: f"{found[name]} {line.strip()}" for name in names}
    return {name: text.replace("`", "").rstrip(".") for name, text in found.items()}
