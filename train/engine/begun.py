"""Whether a command begins a run, goes on with one, or finds it finished."""

from __future__ import annotations

from pathlib import Path

from crossclip.model.config import CONFIG_FILE
from train.command.command import keep, refuse_changed
from train.command.processes import is_first
from train.engine.checkpoint import TrainingError, about, checkpoint_file
from train.engine.schedule import over
from train.engine.settings import LoopSettings

DATA = "data"
"""Under which a run's identity has the fingerprint of its rows."""


def left_to_do(output: Path, stage: str, made: str, loop: LoopSettings, data: str, *options: object) -> bool:
    """Whether there is anything left to do, and if so, keep the settings in `<output>/<stage>.yaml`.

    A start that failed leaves nothing that the next one would have to agree with.

    Args:
        made: name of the model folder that the stage ends with.
        data: fingerprint of the rows (`Rows.digest`).
        options: all settings of the command.

    Raises:
        CrossClipError: if a run is there with other settings, or with other data.
        TrainingError: if a model is there that nothing says how to go on from.
    """
    kept, checkpoint, model = output / f"{stage}.yaml", checkpoint_file(output, stage), output / made
    trained = (model / CONFIG_FILE).exists()
    if checkpoint.exists():
        progress, identity = about(checkpoint)
        refuse_changed(kept, *options)
        if identity.get(DATA) != data:
            raise TrainingError(f"{checkpoint} was begun with other data: give its table, or another --output")
        if trained and over(progress, loop):
            if is_first():
                print(
                    f"{stage} is finished in {output}: {progress.step} steps taken, the model is in {model}; "
                    "it goes on with more --epochs"
                )
            return False
    elif trained:
        raise TrainingError(
            f"{model} is trained already, and there is no {checkpoint.name} to go on from: "
            f"give another --output, and --model {model} to train it further"
        )
    if is_first():
        keep(kept, *options)
    return True
