"""Reports the progress of a long piece of work, as a share of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")

Tell = Callable[[float], object]
"""Called with the share that is done; an exception raised by it ends the work."""


def ignore_progress(_share: float) -> None:
    """Do nothing: for work whose progress is not shown."""


def part_of(tell: Tell, begin: float, end: float) -> Tell:
    """Return a ``Tell`` for part of the work, from the share ``begin`` to ``end`` of the whole."""
    return lambda share: tell(begin + share * (end - begin))


def with_progress(items: Iterable[Item], count: int, tell: Tell) -> Iterator[Item]:
    """Yield the items; call ``tell`` about a hundred times with the share of ``count`` taken."""
    step = max(count // 100, 1)
    for number, item in enumerate(items):
        if number % step == 0:
            tell(min(number / max(count, 1), 1.0))
        yield item
