"""Scripts of pages are read once, and each is there."""

import pytest

from pages.scripts.script_component import script_component


@pytest.mark.parametrize("name", ["date_enter", "into_view", "reload_warning"])
def test_each_script_is_a_component_and_read_once(name):
    assert script_component(name) is script_component(name)
