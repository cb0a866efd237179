"""What `pip install .` brings: the library and its command line, which answer away from the checkout."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = {
    "identify": [str(ROOT / "assets" / "samples" / "blue-jay.jpg"), "--latitude", "40.78", "--longitude", "-73.97"],
    "checklist": ["--latitude", "40.78", "--longitude", "-73.97", "--top", "3"],
    "describe": ["blue bird with a crest", "--latitude", "40.78", "--longitude", "-73.97"],
    "map": ["European Starling", "--resolution", "2", "--output", "starling.csv"],
    "embedding-map": ["--extent", "-100", "30", "-80", "50", "--output", "places.png"],
}


@pytest.fixture(scope="module")
def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def away(tmp_path_factory) -> Path:
    """A folder with nothing but the wheel's own packages in `site`."""
    folder = tmp_path_factory.mktemp("away")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", folder, ROOT], check=True)
    (wheel,) = folder.glob("crossclip-*.whl")
    subprocess.run([*pip, "install", "--no-deps", "--target", folder / "site", wheel], check=True)
    return folder


def run(folder: Path, *command: str) -> subprocess.CompletedProcess:
    environment = os.environ | {"PYTHONPATH": str(folder / "site"), "HF_HUB_OFFLINE": "1"}
    return subprocess.run(command, cwd=folder, env=environment, text=True, capture_output=True, timeout=120)


@pytest.mark.slow
@pytest.mark.parametrize("command", EXAMPLES)
def test_each_command_works_away_from_the_checkout(away, command):
    done = run(away, str(away / "site" / "bin" / "crossclip"), command, *EXAMPLES[command])
    assert done.returncode == 0, done.stderr
    assert not done.stderr or command == "describe", "what the words tell is said there"
    if "--output" in EXAMPLES[command]:
        assert (away / EXAMPLES[command][-1]).stat().st_size > 1000
    else:
        assert "Blue Jay" in done.stdout or "%" in done.stdout


@pytest.mark.slow
def test_the_wheel_is_the_library_and_nothing_else(away):
    assert {path.name for path in (away / "site").iterdir()} - {"bin"} == {
        "crossclip",
        *(path.name for path in (away / "site").glob("*.dist-info")),
    }
    assert (away / "site" / "crossclip" / "py.typed").is_file()


@pytest.mark.slow
def test_the_library_needs_nothing_of_the_app_of_training_or_of_tests(away):
    heavy = "{'streamlit', 'plotly', 'accelerate', 'playwright', 'pytest', 'tensorboard'}"
    program = (
        "import pkgutil, sys, importlib, crossclip\n"
        "for found in pkgutil.walk_packages(crossclip.__path__, 'crossclip.'):\n"
        "    if not found.name.endswith('__main__'): importlib.import_module(found.name)\n"
        f"sys.exit(', '.join({heavy} & sys.modules.keys()) or 0)"
    )
    done = run(away, sys.executable, "-c", program)
    assert done.returncode == 0, done.stderr


def test_every_folder_of_the_library_is_packaged(project):
    folders = {path.parent.relative_to(ROOT) for path in (ROOT / "crossclip").rglob("*.py")}
    named = set(project["tool"]["setuptools"]["packages"]) - {"crossclip.demo"}
    assert named == {".".join(folder.parts) for folder in folders}


def test_requirements_are_the_library_and_three_of_its_extras(project):
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    extras = project["project"]["optional-dependencies"]
    wanted = {*project["project"]["dependencies"], *extras["app"], *extras["train"], *extras["test"]}
    assert {line for line in lines if not line.startswith("#")} == wanted


def test_pre_commit_and_ci_use_the_same_versions(project):
    pinned = {line for line in project["project"]["optional-dependencies"]["lint"] if "==" in line}
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert {line for line in pinned if line.startswith("ruff")} <= {
        word.strip(" []")
        for line in hooks.splitlines()
        if "additional_dependencies" in line
        for word in line.split(":")
    }
