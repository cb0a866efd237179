"""The tests mirror the tree: a module that has functions or classes has a test file of its name."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
AREAS = ("crossclip", "pages", "train")
ELSEWHERE = {
    "crossclip/__init__.py": "test_front.py",
    "crossclip/embedder.py": "test_predict.py and maps/test_atlas.py embed with it",
    "crossclip/errors.py": "one class without a line of its own",
    "crossclip/cli/commands.py": "cli/test_cli.py runs every command",
    "crossclip/cli/parser.py": "cli/test_cli.py runs every command",
    "pages/answers/words_answer.py": "the tests of pages/words show it",
    "train/data/__main__.py": "the test of each adapter runs it",
    "train/data/listings.py": "test_cub.py and test_nabirds.py read listings, whole and broken",
    "train/data/located.py": "test_birdsnap.py and test_nabirds.py read such files, whole and broken",
    "crossclip/maps/sheet.py": "maps/test_figures.py draws on it",
    "train/demo/__main__.py": "a training of an hour",
    **dict.fromkeys(
        (
            "train/demo/places/figures.py",
            "train/demo/measure.py",
            "train/demo/places/sources.py",
            "train/demo/stage_table.py",
            "train/demo/stages.py",
            "train/demo/tables.py",
        ),
        "a part of that training, which needs its photos",
    ),
    "train/demo/card_text.py": "test_card.py holds the card against its figures",
    "train/demo/places/units.py": "test_learning.py locks and settles them",
    "train/demo/settings.py": "data classes",
    "train/words/bag.py": "test_reading.py",
    "train/words/baseline.py": "test_evaluate.py sets it beside the model",
    "train/words/calibration.py": "test_reading.py",
    "train/words/phrases.py": "test_sentences.py",
    "train/words/vocabulary.py": "test_reading.py",
    "train/engine/objective.py": "a contract without behaviour",
    "train/settings.py": "data classes; a wrong setting is refused in test_command.py",
    **dict.fromkeys(
        (
            "train/systems/ablations.py",
            "train/systems/classifier_system.py",
            "train/systems/crossclip_system.py",
            "train/systems/experiment.py",
            "train/systems/recipe.py",
            "train/systems/settings.py",
        ),
        "test_table.py trains every system",
    ),
}
NOT_YET = (
    "pages/shared/controls.py",
    "train/alignment.py",
    "train/batches/batch.py",
    "train/batches/photos.py",
    "train/batches/settings.py",
    "train/batches/sightings.py",
    "train/branches.py",
    "train/calibration.py",
    "train/data/occurrences.py",
    "train/demo/environment.py",
    "train/demo/variant.py",
    "train/engine/options.py",
    "train/report/exchange.py",
    "train/report/markdown.py",
    "train/report/runs.py",
    "train/seen.py",
    "train/text_encoder.py",
)
"""Without a test of their own so far: strike out what gets one, add none."""


def has_behaviour(module: Path) -> bool:
    definitions = (ast.FunctionDef, ast.ClassDef)
    return any(isinstance(node, definitions) for node in ast.parse(module.read_text(encoding="utf-8")).body)


def modules() -> list[str]:
    found = [path for area in AREAS for path in sorted((ROOT / area).rglob("*.py")) if has_behaviour(path)]
    return [path.relative_to(ROOT).as_posix() for path in found]


def mirror(module: str) -> Path:
    path = Path(module)
    return ROOT / "tests" / path.parent / f"test_{path.stem}.py"


def test_every_module_has_a_test_file_of_its_name():
    assert [name for name in modules() if name not in (*ELSEWHERE, *NOT_YET) and not mirror(name).is_file()] == []


def test_no_exception_is_left_over():
    known = modules()
    needless = [name for name in (*ELSEWHERE, *NOT_YET) if name not in known or mirror(name).is_file()]
    assert needless == []
