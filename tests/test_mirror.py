"""The tests mirror the tree: a module that has functions or classes has a test file of its name."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
AREAS = ("crossclip", "pages", "train")
ELSEWHERE = {
    **dict.fromkeys(("crossclip/__init__.py", "crossclip/maps/__init__.py"), "test_front.py"),
    "crossclip/errors.py": "one class without a line of its own",
    "crossclip/cli/commands.py": "cli/test_cli.py runs every command",
    "crossclip/cli/parser.py": "cli/test_cli.py runs every command",
    "pages/answers/words_answer.py": "the tests of pages/words show it",
    "pages/answers/shown.py": "a pair that the panels read, in the tests of these",
    "pages/scripts/into_view.py": "a browser scrolls: browser/test_answer_in_sight.py",
    "train/data/__main__.py": "the test of each adapter runs it",
    "train/data/listings.py": "test_cub.py and test_nabirds.py read listings, whole and broken",
    "train/data/located.py": "test_birdsnap.py and test_nabirds.py read such files, whole and broken",
    "crossclip/maps/drawing/sheet.py": "maps/drawing/test_figures.py draws on it",
    "train/demo/__main__.py": "a training of an hour",
    **dict.fromkeys(
        ("train/demo/measure.py", "train/demo/stage_table.py"), "a part of that training, which needs its photos"
    ),
    "train/demo/card_text.py": "test_card.py holds the card against its figures",
    "train/demo/places/units.py": "test_learning.py locks and settles them",
    "train/demo/unknowns/__main__.py": "a part of that training; what it calls has tests",
    "train/words/bag.py": "test_reading.py",
    "train/words/baseline.py": "test_evaluate.py sets it beside the model",
    "train/words/calibration.py": "test_reading.py",
    "train/words/phrases.py": "test_sentences.py",
    "train/words/vocabulary.py": "test_reading.py",
    "train/engine/objective.py": "a contract without behaviour",
    **dict.fromkeys(
        ("train/systems/crossclip_system.py",),
        "test_table.py trains every system",
    ),
}


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
    assert [name for name in modules() if name not in ELSEWHERE and not mirror(name).is_file()] == []


def test_no_exception_is_left_over():
    known = modules()
    needless = [name for name in ELSEWHERE if name not in known or mirror(name).is_file()]
    assert needless == []
