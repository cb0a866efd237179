"""Which settings a result depends on."""

from train.engine.settings import LoopSettings
from train.identity import changed, deciding


def test_only_what_changes_the_result_is_compared():
    kept = deciding(LoopSettings(steps=3, seed=1, precision="no"))
    assert changed(deciding(LoopSettings(steps=9, seed=1, precision="bf16", tensorboard=True)), kept) == []
    assert changed(deciding(LoopSettings(seed=2, warmup=1)), kept) == ["seed", "warmup"]
    assert changed(deciding(LoopSettings(seed=1)) | {"later": 3}, kept) == [], "an option that is new since"
