"""Runs garbage collection only in the thread of the windows."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import get_ident

from PySide6.QtCore import QAbstractEventDispatcher, QObject, Slot

_at_work: set[int] = set()


@contextmanager
def much_in_memory() -> Iterator[None]:
    """Collect nothing while this thread works on many objects.

    Looking through them all would hold up the windows, and they are in use.
    """
    _at_work.add(get_ident())
    try:
        yield
    finally:
        _at_work.discard(get_ident())


class Collector(QObject):
    """Collects when the event loop has nothing to do, as often as Python itself would.

    Python collects in the thread that happens to allocate. In a working thread that would delete
    widgets and timers there, which Qt does not survive. An application at rest is not woken.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()  # it runs where the application is: the one thread that has widgets
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None, "there is an event loop in this thread"
        dispatcher.aboutToBlock.connect(self.collect_due)

    @Slot()
    def collect_due(self) -> None:
        """Collect the oldest generation that is due, if any is."""
        if _at_work:
            return
        counts, limits = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > limits[generation]:
                gc.collect(generation)
                return
