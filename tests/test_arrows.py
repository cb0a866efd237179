"""Arrows go down only: a folder of the library imports itself and what lies below it, as CONTRIBUTING.md draws it."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FLOORS = (
    "errors files sphere sighting text tables environment demo_model",
    "photos",
    "gazetteer field_marks model",
    "answer embedder",
    "predict",
    "words",
    "maps.land maps.values",
    "maps",
    "maps.drawing",
    "maps.web",
    "answers",
    "streams",
    "cli",
    "__main__",
)
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names.split()}
UPWARD = {"maps.in_notebook"}
"""Says itself why."""


def imports(module: Path) -> Iterator[str]:
    """Modules of the library that one imports, at once or late; not those that only its types name."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    guarded = [node for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)]
    for_types = {id(node) for one in guarded for node in ast.walk(one)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and id(node) not in for_types and node.module.startswith("crossclip."):
            yield from (f"{node.module}.{name.name}".removeprefix("crossclip.") for name in node.names)
        elif isinstance(node, ast.Import):
            assert not any(name.name.startswith("crossclip") for name in node.names), "from crossclip.x import y"


def floor_of(name: str) -> int:
    return next(FLOOR[part] for part in (name.rsplit(".", cut)[0] for cut in range(3)) if part in FLOOR)


def test_no_arrow_points_up():
    up = set()
    for path in (ROOT / "crossclip").rglob("*.py"):
        name = ".".join(path.relative_to(ROOT / "crossclip").with_suffix("").parts)
        if name == "__init__":  # the front finds its names when they are asked for
            continue
        if any(floor_of(other) > floor_of(name) for other in imports(path)):
            up.add(name)
    assert up == UPWARD


def test_every_module_has_its_floor():
    parts = {path.stem for path in (ROOT / "crossclip").glob("*.py")} - {"__init__"}
    folders = {path.parent for path in (ROOT / "crossclip").rglob("*.py")} - {ROOT / "crossclip"}
    parts |= {".".join(folder.relative_to(ROOT / "crossclip").parts) for folder in folders}
    assert parts == FLOOR.keys()


def test_the_way_in_draws_every_folder():
    drawn = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("crossclip/ ")[2]
    library, _, train = drawn.partition("\ntrain/\n")
    for area, text in (("crossclip", library), ("train", train)):
        for folder in {path.parent for path in (ROOT / area).rglob("*.py")} - {ROOT / area}:
            name = folder.relative_to(ROOT / area)
            assert f"\n  {name.as_posix() if area == 'crossclip' else name.parts[0]}/" in text, folder


def test_the_library_stands_on_itself():
    for path in (ROOT / "crossclip").rglob("*.py"):
        found = {
            node.module or "" for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)
        }
        assert not {name.partition(".")[0] for name in found} & {"train", "pages", "app", "tests", "assets"}, path
