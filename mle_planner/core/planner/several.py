"""Edits of several things on the time axis at once: each is one undo step.

Planned items and tracked entries may be among them together, because a hand selects both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from mle_planner.core.edits import Edit, added, merged
from mle_planner.core.model import (
    ActivityId,
    BlockId,
    EntryId,
    EntrySource,
    ProjectId,
    TaskId,
    TimeBlock,
    TimeEntry,
)
from mle_planner.core.planner.blocks import Blocks
from mle_planner.core.planner.session import Session
from mle_planner.core.planner.tracking import Tracking
from mle_planner.core.records import dataclass
from mle_planner.core.timespan import Span


@dataclass(frozen=True, slots=True)
class Work:
    """What a copy of a block is about, and when it is to be."""

    span: Span
    title: str
    activity_id: ActivityId
    task_id: TaskId | None = None
    project_id: ProjectId | None = None
    pinned: bool = False


class Several:
    """Deletes, moves and copies what is selected, all of it or nothing."""

    def __init__(self, session: Session, blocks: Blocks, tracking: Tracking) -> None:
        """Work on an open planner, by the rules of both lanes."""
        self._session = session
        self._blocks = blocks
        self._tracking = tracking

    def delete(self, keys: Iterable[str], entry_ids: Iterable[EntryId] = ()) -> None:
        """Remove planned items and tracked entries."""

        def intention() -> Edit:
            changes, titles = self._blocks.deletion(keys)
            entries, tracked_titles = self._tracking.deletion(entry_ids)
            return Edit(f"Delete {_named([*titles, *tracked_titles])}", (*changes, *entries))

        self._session.commit(intention)

    def move(
        self,
        spans: Mapping[str, Span],
        entry_spans: Mapping[EntryId, Span] | None = None,
        *,
        nudged: str = "",
    ) -> None:
        """Give planned items and tracked entries new times, such as a push along the day.

        ``nudged`` is the key of the one that an arrow key moves: presses that follow each other
        are one step.
        """

        def intention() -> Edit:
            changes, titles = self._blocks.rearrangement(spans)
            entries, tracked_titles = self._tracking.rearrangement(entry_spans or {})
            name = _named([*titles, *tracked_titles])
            return Edit(f"Move {name}", merged(changes, entries), nudged and f"move:{nudged}")

        self._session.commit(intention)

    def copy(self, planned: Sequence[Work], tracked: Sequence[Work] = ()) -> tuple[str, ...]:
        """Plan and track the same work again at other times; return the keys of the copies."""

        def intention() -> tuple[Edit, tuple[str, ...]]:
            blocks = [self._blocks.made(self._block(work)) for work in planned]
            entries = [self._tracking.made(self._entry(work)) for work in tracked]
            keys = [f"block:{block.id}" for block in blocks]
            keys += [f"entry:{entry.id}" for entry in entries]
            name = _named([block.title for block in blocks] + [one.title for one in entries])
            return Edit(f"Copy {name}", added(*blocks, *entries)), tuple(keys)

        return self._session.carry_out(intention)

    def _block(self, work: Work) -> TimeBlock:
        return TimeBlock(
            id=BlockId(0),
            start=work.span.start,
            end=work.span.end,
            zone=self._session.clock.zone.key,
            title=work.title,
            activity_id=work.activity_id,
            task_id=work.task_id,
            project_id=work.project_id,
            pinned=work.pinned,
        )

    def _entry(self, work: Work) -> TimeEntry:
        return TimeEntry(
            id=EntryId(0),
            start=work.span.start,
            end=work.span.end,
            zone=self._session.clock.zone.key,
            title=work.title,
            activity_id=work.activity_id,
            task_id=work.task_id,
            project_id=work.project_id,
            source=EntrySource.MANUAL,
        )


def _named(titles: Sequence[str]) -> str:
    return titles[0] if len(titles) == 1 else f"{len(titles)} blocks"
