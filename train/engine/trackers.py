"""Services that follow a run, of those that Accelerate knows: Weights & Biases, MLflow, Comet, ..."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crossclip.errors import CrossClipError

if TYPE_CHECKING:
    from accelerate.tracking import GeneralTracker


def check_trackers(names: Sequence[str]) -> None:
    """Raises:
    CrossClipError: naming those that are installed, if there is another among them.
    """
    if not names:
        return
    from accelerate.tracking import LOGGER_TYPE_TO_CLASS, get_available_trackers

    here = sorted(str(name) for name in get_available_trackers())
    for name in names:
        if name not in LOGGER_TYPE_TO_CLASS:
            raise CrossClipError(f"there is no tracker {name!r}: use one of {', '.join(sorted(LOGGER_TYPE_TO_CLASS))}")
        if name not in here:
            raise CrossClipError(f"the tracker {name} is not installed: pip install it; here are {', '.join(here)}")


def open_trackers(names: Sequence[str], run: str, folder: Path, config: Mapping[str, Any]) -> list[GeneralTracker]:
    """The trackers, told the settings of the run.

    Args:
        run: name of the run.
        folder: for those that write files.
        config: settings.
    """
    if not names:
        return []
    from accelerate.tracking import LOGGER_TYPE_TO_CLASS

    opened = []
    for name in names:
        kind = LOGGER_TYPE_TO_CLASS[name]
        tracker = kind(run, **({"logging_dir": str(folder)} if kind.requires_logging_directory else {}))
        if hasattr(tracker, "start"):
            tracker.start()
        tracker.store_init_configuration(dict(config))
        opened.append(tracker)
    return opened
