"""Work that waits for a moment."""

from __future__ import annotations

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from mle_planner.ui.shell.notices import OneAtATime


def test_each_call_is_made_once_and_in_order(qtbot: QtBot) -> None:
    done: list[str] = []
    owner = QObject()
    queue = OneAtATime(owner)
    calls = {name: (lambda name=name: done.append(name)) for name in ("coding", "overlaps")}
    for name in ("coding", "overlaps", "coding"):
        queue.add(calls[name])
    assert done == []
    qtbot.waitUntil(lambda: len(done) == 2)
    qtbot.wait(20)  # longer than between two calls
    assert done == ["coding", "overlaps"]
    # What is dropped is not done.
    queue.add(calls["coding"])
    queue.clear()
    qtbot.wait(20)
    assert len(done) == 2
