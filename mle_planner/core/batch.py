"""Edits of several things on the time axis at once: each is one undo step.

Planned items and tracked entries may be among them together, because a hand selects both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from mle_planner.core.base.timespan import Span
from mle_planner.core.edits import Edit, added, merged
from mle_planner.core.model.new_work import Work
from mle_planner.core.model.records import EntryId
from mle_planner.core.plan.edits import Blocks, lasting_key
from mle_planner.core.session import Session
from mle_planner.core.tracking.entries import Tracking


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
            merge_key = ""
            if nudged:
                title = dict(zip(spans, titles, strict=True)).get(nudged, "")
                merge_key = f"move:{lasting_key(nudged, title, changes)}"
            return Edit(f"Move {name}", merged(changes, entries), merge_key)

        self._session.commit(intention)

    def copy(self, planned: Sequence[Work], tracked: Sequence[Work] = ()) -> tuple[str, ...]:
        """Plan and track the same work again at other times; return the keys of the copies."""

        def intention() -> tuple[Edit, tuple[str, ...]]:
            blocks = [self._blocks.made(work) for work in planned]
            entries = [self._tracking.made(work) for work in tracked]
            keys = [f"block:{block.id}" for block in blocks]
            keys += [f"entry:{entry.id}" for entry in entries]
            name = _named([block.title for block in blocks] + [one.title for one in entries])
            return Edit(f"Copy {name}", added(*blocks, *entries)), tuple(keys)

        return self._session.carry_out(intention)


def _named(titles: Sequence[str]) -> str:
    return titles[0] if len(titles) == 1 else f"{len(titles)} blocks"
