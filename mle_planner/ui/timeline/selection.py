"""Which blocks are chosen, and which one of them keys act on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from mle_planner.core.timespan import Span
from mle_planner.ui.timeline.content import AxisBlock, AxisContent, LaneKind


class Mark(NamedTuple):
    """An empty time that was clicked: where what comes next begins."""

    kind: LaneKind
    at: datetime

    def tracks(self, *, is_tracked: bool) -> bool:
        """Whether what is pasted here is tracked time; ``is_tracked`` is what it was."""
        return self.kind is LaneKind.ACTUAL or (self.kind is LaneKind.MIXED and is_tracked)


class Selection:
    """The chosen keys and the current one among them; or, with none chosen, a mark."""

    def __init__(self) -> None:
        self.keys: frozenset[str] = frozenset()
        self.current: str | None = None
        self.mark: Mark | None = None
        self._expected: tuple[str, Span, bool] | None = None

    def choose(self, key: str | None, *, extend: bool = False) -> None:
        """Choose one block alone, or add it to those chosen; a second time takes it out."""
        self.mark = None
        if key is None:
            self.keys, self.current = frozenset(), None
        elif not extend:
            self.keys, self.current = frozenset({key}), key
        elif key in self.keys:
            self.keys -= {key}
            self.current = next(iter(sorted(self.keys)), None)
        else:
            self.keys |= {key}
            self.current = key

    def choose_all(self, keys: Iterable[str]) -> None:
        """Choose exactly these."""
        self.mark = None
        self.keys = frozenset(keys)
        self.current = min(self.keys, default=None)

    def expect(self, block: AxisBlock | None, span: Span) -> None:
        """Remember where the current block goes.

        A part of the typical day becomes a block of the date when it is touched and then has
        another key; its title and its new place tell which one it is.
        """
        if block is not None:
            self._expected = (block.title, span, block.is_tracked)

    def follow(self, content: AxisContent) -> None:
        """Keep to the blocks that are still there."""
        present = {block.key for _, block in content.blocks()}
        if self.mark is not None and content.lane_of(*self.mark) is None:
            self.mark = None
        expected, self._expected = self._expected, None
        if self.current is not None and self.current not in present and expected is not None:
            for _, block in content.blocks():
                if (block.title, block.span, block.is_tracked) == expected:
                    self.keys, self.current = frozenset({block.key}), block.key
                    return
        self.keys &= present
        if self.current not in self.keys:
            self.current = min(self.keys, default=None)
