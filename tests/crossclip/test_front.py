"""The names at the front of the package, and of its maps: there when they are asked for, and not before."""

import subprocess
import sys

import pytest

import crossclip
from crossclip import maps


@pytest.mark.parametrize("front", [crossclip, maps])
def test_every_name_is_there(front):
    assert all(getattr(front, name).__name__ == name for name in front.__all__)


def test_another_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="'Predicter'"):
        crossclip.Predicter  # noqa: B018
    with pytest.raises(AttributeError, match="'Atlases'"):
        maps.Atlases  # noqa: B018


def test_arguments_are_checked_without_anything_heavy():
    checked = "cli.commands, crossclip.cli.parser, crossclip.maps.land.extents, crossclip.streams.job, crossclip.text"
    program = f"import sys, crossclip.{checked}; sys.exit(str({{'torch', 'matplotlib', 'folium'}} & {{*sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", program], text=True, capture_output=True)
    assert done.stderr.strip() == "set()"
