"""The view in the address, so that a link, a reload or "back" brings it again. Addresses are untrusted.

A page lists what its address holds as `Parameter`s, calls `follow` before it draws its controls and
`publish` after; one whose address holds nothing calls `publish` alone, so that it is known to have been
visited. What is at its default is left out of the address; a photo is never in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from crossclip.errors import CrossClipError
from pages.links.readers import LinkError

LONGEST = 200  # characters of a value that is worth reading
_LAST, _HELD, _LEFT_OUT = "link_last", "link_held", "link_left_out"


@dataclass(frozen=True)
class Parameter:
    """One value of a view.

    Attributes:
        name: in the address.
        key: in the session's state.
        kind: what the value has to be, as "a week from 1 to 52".
        read: from the address's text; raises CrossClipError for what cannot be.
        write: to the address's text.
    """

    name: str
    key: str
    default: Any
    kind: str
    read: Callable[[str], Any]
    write: Callable[[Any], str] = str


@dataclass(frozen=True)
class _Published:
    page: str
    query: dict[str, str]
    values: list[Any]


def follow(page: str, parameters: Sequence[Parameter]) -> None:
    """Bring the session's state to what the address says; say in a sentence what of it cannot be used, until the view
    is another.

    A page opened from the menu has a bare address and keeps the state that the session has.
    """
    state, query = st.session_state, _query(parameters)
    for parameter in parameters:
        state.setdefault(parameter.key, parameter.default)
    last: _Published | None = state.get(_LAST)
    here = last if last is not None and last.page == page else None
    as_published = here is not None and _values(parameters) == here.values
    # A control that was moved sends the address as it was before: then the control is right.
    if query if here is None else as_published and query != here.query:
        state[_LEFT_OUT] = _take_up(parameters, query)
    elif not as_published:
        state.pop(_LEFT_OUT, None)
    if left_out := state.get(_LEFT_OUT):
        st.warning(f"The link was followed without {left_out}.")


def publish(page: str, parameters: Sequence[Parameter] = ()) -> None:
    """Bring the address to what the session's state says."""
    values = _values(parameters)
    pairs = zip(parameters, values, strict=True)
    query = {parameter.name: parameter.write(value) for parameter, value in pairs if value != parameter.default}
    shown = query | st.session_state.get(_HELD, {})
    if shown != st.query_params.to_dict():
        st.query_params.from_dict(shown)
    st.session_state[_LAST] = _Published(page, query, values)


def hold(name: str, value: str | None) -> None:
    """Put a value into the address of every page that is published from now on, or, with None, into none."""
    held = {key: text for key, text in st.session_state.get(_HELD, {}).items() if key != name}
    st.session_state[_HELD] = held if value is None else held | {name: value}


def arrived(page: str) -> bool:
    """Whether another page was shown before this one."""
    last: _Published | None = st.session_state.get(_LAST)
    return last is not None and last.page != page


def _take_up(parameters: Sequence[Parameter], query: Mapping[str, str]) -> str:
    """Bring the session's state to an address, or to defaults where that cannot be; what was left out, in words."""
    wrong = []
    for parameter in parameters:
        try:
            st.session_state[parameter.key] = _read(parameter, query)
        except CrossClipError:
            st.session_state[parameter.key] = parameter.default
            wrong.append(parameter)
    # The value itself is not repeated: it may hold markup.
    return "; ".join(f"its {parameter.name}, which is not {parameter.kind}" for parameter in wrong)


def _read(parameter: Parameter, query: Mapping[str, str]) -> Any:
    if parameter.name not in query:
        return parameter.default
    if len(query[parameter.name]) > LONGEST:
        raise LinkError("the value is too long")
    return parameter.read(query[parameter.name])


def _query(parameters: Sequence[Parameter]) -> dict[str, str]:
    names = {parameter.name for parameter in parameters}
    return {name: value for name, value in st.query_params.to_dict().items() if name in names}


def _values(parameters: Sequence[Parameter]) -> list[Any]:
    return [st.session_state[parameter.key] for parameter in parameters]
