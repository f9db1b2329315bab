"""How far a long piece of work is, told as a share of one while it goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")

Tell = Callable[[float], object]
"""Called with the share that is done; what it raises ends the work."""


def untold(_share: float) -> None:
    """Take the share and do nothing with it."""


def part(tell: Tell, begin: float, end: float) -> Tell:
    """Return what tells the shares of a part of the work, from ``begin`` to ``end``."""
    return lambda share: tell(begin + share * (end - begin))


def counted(items: Iterable[Item], count: int, tell: Tell) -> Iterator[Item]:
    """Yield the items and tell about a hundred times how much of ``count`` was taken."""
    step = max(count // 100, 1)
    for number, item in enumerate(items):
        if number % step == 0:
            tell(min(number / max(count, 1), 1.0))
        yield item
