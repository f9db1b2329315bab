"""Others' changes where the plan is published: each is applied to the plan or replaced."""

from __future__ import annotations

from collections.abc import Callable

from mle_planner.core.base.frozen import replace
from mle_planner.core.edits import Change
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.model.plan import BlockId, TimeBlock
from mle_planner.core.model.publication import (
    GONE,
    NO_BLOCK,
    Publication,
    PublishConflict,
    PublishedEvent,
    PublishLevel,
)
from mle_planner.core.plan.edits import Blocks
from mle_planner.core.publishing.calendar_file import read_lines
from mle_planner.core.publishing.publications import Publications
from mle_planner.core.refs import BlockRef
from mle_planner.core.session import Session


class Conflicts:
    """Events that others changed or deleted on the server and that wait for a decision."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._publications = Publications(session)

    def of(self, publication: Publication) -> tuple[PublishConflict, ...]:
        """Return the waiting conflicts of a publication, by published time."""
        found = []
        for uid, event in self._session.store.published.of(publication.id).items():
            if event.theirs:
                before, title_before, _is_free = read_lines(event.lines)
                is_readable = event.theirs not in (GONE, NO_BLOCK)
                span, title = read_lines(event.theirs)[:2] if is_readable else (None, "")
                is_deleted = event.theirs == GONE
                found.append(PublishConflict(uid, before, title_before, span, title, is_deleted))
        return tuple(sorted(found, key=lambda each: each.before.start))

    def take_over(self, publication: Publication, conflict: PublishConflict) -> None:
        """Apply others' change of an event to the plan; undo reverts it.

        The block moves and, if full titles are published, is renamed; it is deleted if the event
        was. Raises ``PlannerError`` for an event that cannot be a block, such as one that repeats,
        and for a conflict that no longer waits. An event without a block stays as it is on the
        server.
        """
        self._refuse_decided(publication, conflict)
        ref = BlockRef(BlockId(int(conflict.uid.partition("-")[0])))
        if self._session.store.get(TimeBlock, ref.id) is not None:
            self._change_block(publication, ref, conflict)
        current = self._publications.preview_update(publication).events.get(conflict.uid)

        def decided(event: PublishedEvent) -> PublishedEvent | None:
            if conflict.is_deleted or current is None:
                return None
            return replace(current, etag=event.their_etag, theirs="", their_etag="")

        self._settle(publication, conflict.uid, decided)

    def keep_mine(self, publication: Publication, conflict: PublishConflict) -> Publication:
        """Publish the event again as it is in the plan, over the version on the server.

        Raises ``PlannerError`` for a conflict that no longer waits.
        """
        self._refuse_decided(publication, conflict)

        def decided(event: PublishedEvent) -> PublishedEvent | None:
            if conflict.is_deleted:
                return None
            outdated = f"{event.lines}\nX-OUTDATED:1"  # makes the update write it again
            return replace(event, lines=outdated, etag=event.their_etag, theirs="", their_etag="")

        self._settle(publication, conflict.uid, decided)
        return self._publications.update(publication)

    def _refuse_decided(self, publication: Publication, conflict: PublishConflict) -> None:
        if conflict not in self.of(publication):
            raise planner_error(
                "That was decided meanwhile, or changed again on the server. Nothing was "
                "changed; look at it once more."
            )

    def _change_block(
        self, publication: Publication, ref: BlockRef, conflict: PublishConflict
    ) -> None:
        blocks = Blocks(self._session)
        if conflict.is_deleted:
            blocks.delete([ref])
            return
        if conflict.span is None:
            raise planner_error(
                "The event cannot be a block: it repeats, has no times or is too far away. "
                "Nothing was changed; keep yours, or change it on the server."
            )
        with self._session.one_step():
            if conflict.span != conflict.before:
                blocks.resize(ref, conflict.span)
            is_renamed = conflict.title and conflict.title != conflict.title_before
            if is_renamed and publication.level is PublishLevel.FULL:
                blocks.change(ref, title=conflict.title)

    def _settle(
        self,
        publication: Publication,
        uid: str,
        decide: Callable[[PublishedEvent], PublishedEvent | None],
    ) -> None:
        """Record the decision on an event; if ``decide`` returns None, the event is forgotten."""
        store = self._session.store

        def facts() -> tuple[Change, ...]:
            events = store.published.of(publication.id)
            decided = decide(events.pop(uid)) if uid in events else None
            if decided is not None:
                events[uid] = decided
            if store.get(Publication, publication.id) is not None:
                store.published.keep(publication.id, events)
            return ()

        self._session.record(facts)
