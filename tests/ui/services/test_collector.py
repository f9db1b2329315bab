"""Garbage is collected in the thread of the windows, whichever thread makes it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from threading import Event, Thread, get_ident

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mle_planner.ui.services.collector import Collector, much_in_memory


class Loop:
    """Refers to itself, so that only a collection ends it; notes in which thread it ends."""

    ended_in: list[int]

    def __init__(self, ended_in: list[int]) -> None:
        self.ended_in = ended_in
        self.itself = self

    def __del__(self) -> None:
        self.ended_in.append(get_ident())


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[None]:
    gc.enable()
    limits = gc.get_threshold()
    gc.set_threshold(1000, 10, 10)
    owner = QObject()
    Collector(owner)
    yield
    owner.deleteLater()
    gc.set_threshold(*limits)


def test_a_working_thread_collects_nothing(collector: None, qtbot: QtBot) -> None:
    """Given garbage here and much more in a thread, when the loop rests, then it is collected."""
    ended_in: list[int] = []

    def make_garbage(count: int) -> None:
        for _time in range(count):
            Loop(ended_in)

    make_garbage(100)
    thread = Thread(target=make_garbage, args=(50_000,))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(ended_in) > 10_000, timeout=5000)
    assert set(ended_in) == {get_ident()}


def test_nothing_is_collected_while_a_thread_works_on_much(collector: None, qtbot: QtBot) -> None:
    """Given garbage and a thread at work, then the loop collects only after that has ended."""
    ended_in: list[int] = []
    begun, may_end = Event(), Event()

    def work() -> None:
        with much_in_memory():
            begun.set()
            may_end.wait(10)

    thread = Thread(target=work)
    thread.start()
    begun.wait(10)
    for _time in range(5000):
        Loop(ended_in)
    qtbot.wait(50)
    assert ended_in == []
    may_end.set()
    thread.join()
    qtbot.waitUntil(lambda: len(ended_in) > 1000, timeout=5000)
