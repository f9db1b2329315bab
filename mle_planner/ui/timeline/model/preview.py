"""The picture of a gesture that is going on."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from PySide6.QtCore import QRectF

from mle_planner.core.base.spans import Span
from mle_planner.ui.timeline.model.content import AxisKey


class Preview(NamedTuple):
    """What the axis shows while a gesture goes on.

    ``moved`` are lane and stretch of every block that would change, by key, ``copied`` those of
    copies by the key of what is copied; ``draft`` those of a block that would be made; ``band``
    a rubber band, ``caught`` the blocks it touches.
    """

    moved: Mapping[AxisKey, tuple[int, Span]] = MappingProxyType({})
    copied: Mapping[AxisKey, tuple[int, Span]] = MappingProxyType({})
    draft: tuple[int, Span] | None = None
    band: QRectF | None = None
    caught: frozenset[AxisKey] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether nothing goes on."""
        return not (self.moved or self.copied) and self.draft is None and self.band is None


NOTHING = Preview()
