"""The picture of a gesture in progress."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import NamedTuple

from mle_planner.core.base.spans import Span
from mle_planner.core.model.work import Category
from mle_planner.ui.timeline.model.content import AxisKey


class TaskDraft(NamedTuple):
    """A task that is held over the axis: its words, its colour, and how long its block would be."""

    title: str
    details: str
    category: Category
    length: timedelta


class Preview(NamedTuple):
    """What the axis shows while a gesture is in progress.

    ``moved`` are lane and stretch of every block that would change, by key, ``copied`` those of
    copies by the key of what is copied; ``draft`` those of a block that would be made, ``task`` the
    task it is for.
    """

    moved: Mapping[AxisKey, tuple[int, Span]] = MappingProxyType({})
    copied: Mapping[AxisKey, tuple[int, Span]] = MappingProxyType({})
    draft: tuple[int, Span] | None = None
    task: TaskDraft | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.moved or self.copied) and self.draft is None


NOTHING = Preview()
