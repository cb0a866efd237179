"""The names at the front of the package."""

import pytest

import crossclip


def test_every_name_is_there():
    assert all(getattr(crossclip, name).__name__ == name for name in crossclip.__all__)


def test_another_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="'Predicter'"):
        crossclip.Predicter  # noqa: B018
