"""The selected blocks, and the current one among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from mle_planner.core.base.spans import Span
from mle_planner.ui.timeline.model.content import AxisContent, AxisKey, LaneKind


class InsertionPoint(NamedTuple):
    """An empty time that was clicked: where what comes next begins."""

    kind: LaneKind
    at: datetime

    def tracks(self, *, is_tracked: bool) -> bool:
        """Whether what is pasted here is tracked time; ``is_tracked`` is what it was."""
        return self.kind is LaneKind.ACTUAL or (self.kind is LaneKind.MIXED and is_tracked)


class Selection:
    """The chosen keys and the current one among them; or, with none chosen, the insertion point."""

    def __init__(self) -> None:
        self.keys: frozenset[AxisKey] = frozenset()
        self.current: AxisKey | None = None
        self.insertion_point: InsertionPoint | None = None
        self._expected: dict[AxisKey, Span] = {}
        self._preferred: AxisKey | None = None

    def choose(
        self,
        key: AxisKey | None,
        *,
        extend: bool = False,
        together: frozenset[AxisKey] = frozenset(),
    ) -> None:
        """Choose one block alone, or add it to those chosen; a second time takes it out.

        ``together`` are the blocks of its box, which are chosen with it.
        """
        self.insertion_point = None
        if key is None:
            self.keys, self.current = frozenset(), None
            return
        whole = together | {key}
        if not extend:
            self.keys, self.current = whole, key
        elif key in self.keys:
            self.keys -= whole
            self.current = next(iter(sorted(self.keys)), None)
        else:
            self.keys |= whole
            self.current = key

    def choose_all(self, keys: Iterable[AxisKey]) -> None:
        self.insertion_point = None
        self.keys = frozenset(keys)
        self.current = min(self.keys, default=None)

    def expect(self, places: Mapping[AxisKey, Span]) -> None:
        """Remember where chosen blocks go."""
        self._expected = dict(places)

    def prefer(self, key: AxisKey | None) -> None:
        """Remember which block becomes the current one where all that are chosen go."""
        self._preferred = key

    def follow(self, before: AxisContent, content: AxisContent) -> None:
        """Keep to the blocks that are still there, from one content to the next.

        Parts of the typical day become blocks of the date when it is touched, and parts again
        when that is undone: then they have other keys, and are known by title and place.
        """
        if self.insertion_point is not None and content.lane_of(*self.insertion_point) is None:
            self.insertion_point = None
        now = {key: found for key in self.keys if (found := self._now(key, before, content))}
        was_current, had_any = self.current, bool(self.keys)
        self.keys, self.current = (
            frozenset(now.values()),
            None if was_current is None else now.get(was_current),
        )
        if had_any and not self.keys and self._preferred is not None:
            following = self._now(self._preferred, before, content)
            self.keys = frozenset({following} if following else ())
        if self.current not in self.keys:
            self.current = min(self.keys, default=None)
        self._expected, self._preferred = {}, None

    def _now(self, key: AxisKey, before: AxisContent, content: AxisContent) -> AxisKey | None:
        """Return the present key of what had a key before; None where it is gone."""
        if content.find(key) is not None:
            return key
        block = before.find(key)
        if block is None:
            return None
        place = (block.title, self._expected.get(key, block.span), block.is_tracked)
        alike = (
            other.key
            for _lane, other in content.blocks()
            if (other.title, other.span, other.is_tracked) == place
        )
        return next(alike, None)
