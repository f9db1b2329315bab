"""Work beside the window: results come back in the window's thread, and only the latest."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from mle_planner.core.base.errors import PlannerError
from mle_planner.ui.services.background import Background


@pytest.fixture
def background() -> Iterator[Background]:
    """A background that is closed at the end."""
    made = Background()
    yield made
    made.close()


def test_the_function_runs_elsewhere_and_the_result_arrives_here(
    qtbot: QtBot, background: Background
) -> None:
    threads: list[int] = []
    results: list[int] = []

    def double(number: int) -> int:
        threads.append(threading.get_ident())
        return 2 * number

    def done(result: int) -> None:
        threads.append(threading.get_ident())
        results.append(result)

    with qtbot.waitSignal(background.threads.finished):
        background.run(double, 21, done)

    assert results == [42]
    assert threads[0] != threading.get_ident()
    assert threads[1] == threading.get_ident()


def test_an_earlier_result_of_the_same_function_is_dropped(
    qtbot: QtBot, background: Background
) -> None:
    may_end = threading.Event()
    results: list[str] = []

    def slow(word: str) -> str:
        if word == "first":
            may_end.wait(10)
        return word

    with qtbot.waitSignals([background.threads.finished] * 2):
        background.run(slow, "first", results.append)
        background.run(slow, "second", results.append)
        may_end.set()

    assert results == ["second"]


def test_functions_do_not_disturb_each_other(qtbot: QtBot, background: Background) -> None:
    results: list[int] = []

    def double(number: int) -> int:
        return 2 * number

    def negate(number: int) -> int:
        return -number

    with qtbot.waitSignals([background.threads.finished] * 2):
        background.run(double, 4, results.append)
        background.run(negate, 4, results.append)

    assert sorted(results) == [-4, 8]


def test_a_refusal_goes_where_refusals_go(qtbot: QtBot, background: Background) -> None:
    said: list[str] = []

    def refuse(_argument: object) -> None:
        raise PlannerError("That cannot be. Nothing was changed.")

    with qtbot.waitSignal(background.threads.finished):
        background.run(
            refuse, None, lambda _: said.append("done"), failed=lambda e: said.append(str(e))
        )

    assert said == ["That cannot be. Nothing was changed."]


def test_a_bug_is_raised_in_the_windows_thread(qtbot: QtBot, background: Background) -> None:
    def broken(_argument: object) -> None:
        raise ZeroDivisionError

    with capture_exceptions() as caught, qtbot.waitSignal(background.threads.finished):
        background.run(broken, None, lambda _: None)

    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]


def test_nothing_arrives_after_it_was_closed(qtbot: QtBot, background: Background) -> None:
    may_end = threading.Event()
    results: list[None] = []

    def slow(_argument: object) -> None:
        may_end.wait(10)

    background.run(slow, None, results.append)
    may_end.set()
    background.close()
    QApplication.processEvents()

    assert results == []
