"""What makes a run the run that it is: the settings and the data that its result depends on.

A setting that changes only how fast, how watched or where a run goes is marked with `FREE` in its field, and may be
another when the run goes on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any

FREE: Mapping[str, object] = MappingProxyType({"free": True})
Identity = Mapping[str, object]
"""By name, what a run's result depends on."""
NOTHING: Identity = MappingProxyType({})


def deciding(*parts: Any) -> dict[str, object]:
    """The settings in dataclasses that a result depends on, as JSON gives them back."""
    return plain({f.name: getattr(part, f.name) for part in parts for f in fields(part) if "free" not in f.metadata})


def plain(values: Mapping[str, object]) -> dict[str, object]:
    known: dict[str, object] = json.loads(json.dumps(dict(values)))
    return known


def changed(values: Identity, kept: Identity) -> list[str]:
    """Names of what is not as it was kept; what was not known when it was kept is as it was."""
    return sorted(name for name in values.keys() & kept.keys() if values[name] != kept[name])
