"""Turns: so many at once, one after the other, and nobody waits for ever."""

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier, Event

import pytest

from pages.shared.turns import Turns


def hold(turns: Turns, had: Event, enough: Event) -> int:
    """Have a turn until it is enough; how many were taken then."""
    with turns.turn():
        had.set()
        assert enough.wait(10)
        return turns.taken


@pytest.fixture
def held():
    """One turn that another thread has, until the event is set."""
    turns, had, enough = Turns(at_once=1, patience=10, quiet=0.05), Event(), Event()
    with ThreadPoolExecutor(1) as threads:
        threads.submit(hold, turns, had, enough)
        assert had.wait(10)
        yield turns, enough
        enough.set()


def test_as_many_as_may_run_at_once_and_no_more():
    turns, together, most = Turns(at_once=2, patience=10), Barrier(2), []

    def run(_: int) -> None:
        with turns.turn():
            together.wait(10)  # two have a turn, or this fails
            most.append(turns.taken)

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(run, range(6)))
    assert max(most) == 2
    assert turns.taken == 0


def test_who_waits_has_the_turn_that_is_given_back(held):
    turns, enough = held
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(hold, turns, Event(), enough)
        time.sleep(0.05)
        assert not waiting.done()
        enough.set()
        assert waiting.result(10) == 1


def test_who_waits_longest_is_next(held):
    turns, enough = held
    order: list[int] = []

    def run(number: int) -> None:
        with turns.turn():
            order.append(number)

    with ThreadPoolExecutor(5) as threads:
        for number in range(5):
            threads.submit(run, number)
            time.sleep(0.02)
        enough.set()
    assert order == [0, 1, 2, 3, 4]


def test_who_needs_another_turn_for_the_same_answer_has_it_before_those_who_asked_since(held):
    turns, enough = held
    order: list[str] = []

    def run(name: str) -> None:
        with turns.turn():
            order.append(name)
            time.sleep(0.1)  # until the first half has asked again

    def run_twice() -> None:
        with turns.turn(more=True):
            order.append("first half")
        run("second half")

    with ThreadPoolExecutor(4) as threads:
        for act in (run_twice, partial(run, "one"), partial(run, "two"), partial(run, "three")):
            threads.submit(act)
            time.sleep(0.02)
        enough.set()
    assert order == ["first half", "one", "second half", "two", "three"]


def test_a_turn_within_a_turn_is_the_same():
    turns = Turns(at_once=1, patience=10)
    with turns.turn(), turns.turn():
        assert turns.taken == 1
    assert turns.taken == 0


def test_an_error_gives_the_turn_back():
    turns = Turns(at_once=1)
    with pytest.raises(ZeroDivisionError), turns.turn():
        _ = 1 / 0
    with pytest.raises(ZeroDivisionError), turns.turn(), turns.apart():
        _ = 1 / 0
    assert turns.taken == 0


def test_who_waits_for_something_else_leaves_the_turn_to_others():
    turns = Turns(at_once=1, patience=10)

    def run() -> int:
        with turns.turn():
            return turns.taken

    with ThreadPoolExecutor(1) as threads, turns.turn():
        with turns.apart():
            assert turns.taken == 0
            assert threads.submit(run).result(10) == 1
        assert turns.taken == 1
    with turns.apart():  # without a turn there is none to leave
        assert turns.taken == 0


def test_nobody_waits_for_what_hangs(held):
    turns, _ = held
    turns.patience = 0.01
    with turns.turn():
        assert turns.taken == 1, "the one that hangs"
    assert turns.taken == 1, "and it still has its turn"


def test_work_that_can_wait_waits_for_quiet(held):
    turns, enough = held
    with ThreadPoolExecutor(1) as threads:
        quiet = threads.submit(turns.await_quiet)
        time.sleep(0.2)
        assert not quiet.done()
        enough.set()
        quiet.result(10)


def test_what_can_wait_comes_after_all_who_want_a_turn():
    turns = Turns(at_once=1, patience=10)
    order: list[str] = []
    asked = Event()

    def run(name: str) -> None:
        with turns.turn():
            order.append(name)
            assert asked.wait(10)

    with ThreadPoolExecutor(3) as threads, turns.turn():
        for number in range(3):
            threads.submit(run, f"run {number}")
        while len(turns._waiting) < 3:
            time.sleep(0.01)
        with turns.after_all(asked.set, every=0.01):
            order.append("what can wait")
            assert turns.taken == 1
    assert sorted(order[:3]) == ["run 0", "run 1", "run 2"]
    assert order[3:] == ["what can wait"]
    assert turns.taken == 0


def test_what_can_wait_without_a_turn_gives_back_the_one_it_had():
    turns = Turns()
    with turns.after_all(lambda: None):
        assert turns.taken == 1
    assert turns.taken == 0


def test_what_can_wait_ends_where_the_person_asks_for_something_else(held):
    turns, _ = held

    def stop() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError), turns.after_all(stop, every=0.01):
        pytest.fail("nobody gave a turn")
    assert turns.taken == 1, "the one that is held"
