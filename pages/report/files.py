"""The files of a report, and where they are."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from pages.shared.model import ROOT


def results_folder() -> Path:
    """Where the report is: CROSSCLIP_RESULTS, or the one that comes with the app."""
    return Path(os.environ.get("CROSSCLIP_RESULTS") or ROOT / "assets" / "results")


def read_report(name: str) -> dict[str, Any] | None:
    """A report; None where there is none."""
    path = results_folder() / name
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
