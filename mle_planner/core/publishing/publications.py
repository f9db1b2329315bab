"""Publishes accepted blocks to a file and keeps it up to date."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.spans import Span
from mle_planner.core.edits import Change, add_records, remove_records, replace_record
from mle_planner.core.files import ExportError, write_atomically
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.publication import (
    Publication,
    PublicationId,
    PublishedEvent,
    PublishLevel,
)
from mle_planner.core.model.work import Activity, Category, Project, Task
from mle_planner.core.publishing.calendar_file import (
    PlannedEvent,
    calendar_text,
    event_lines,
    shown_title,
)

if TYPE_CHECKING:
    from mle_planner.core.session import Session

DAYS_BACK, DAYS_AHEAD = 14, 366
"""What is published: long enough for others to see when you are busy, and were."""


class PublishError(PlannerError):
    """A plan that cannot be published so."""


@dataclass(frozen=True)
class EventChange:
    """One event that is added, changed or removed where the plan is published."""

    kind: str
    span: Span
    title: str
    is_free: bool


@dataclass(frozen=True)
class PublishPreview:
    """What publishing would change; nothing was written yet."""

    publication: Publication
    is_new: bool
    changes: tuple[EventChange, ...]
    events: Mapping[str, PublishedEvent]

    def count(self, kind: str) -> int:
        """Return how many events are "added", "changed" or "removed"."""
        return sum(change.kind == kind for change in self.changes)


class Publications:
    """Where the plan is published."""

    def __init__(self, session: Session) -> None:
        """Work on an open planner."""
        self._session = session

    def all(self) -> tuple[Publication, ...]:
        """Return every publication by id."""
        return tuple(self._session.store.all(Publication))

    def to(self, path: Path) -> Publication | None:
        """Return the publication to a file."""
        target = str(path.absolute())
        return next((found for found in self.all() if found.target == target), None)

    def preview(self, path: Path, level: PublishLevel | None = None) -> PublishPreview:
        """Return what publishing to a file would change there.

        Without a level a file keeps its own, and a new one gets "Busy". Raises ``PublishError``
        for a file that is no file of a plan published from here.
        """
        before = self.to(path)
        if before is None:
            self._refuse_foreign(path)
            mark = secrets.token_hex(8)
            publication = Publication(
                PublicationId(0), str(path.absolute()), level or PublishLevel.BUSY, mark
            )
        else:
            publication = replace(before, level=level or before.level)
        known = self._session.store.published.of(publication.id) if before is not None else {}
        return self._compare(publication, known, is_new=before is None)

    def publish(self, preview: PublishPreview) -> Publication:
        """Write a previewed plan to its file, and keep the file up to date from now on.

        The plan is taken as it is now. Raises ``ExportError`` with the file as it was.
        """
        publication = preview.publication
        known = {} if preview.is_new else self._session.store.published.of(publication.id)
        current = self._compare(publication, known, is_new=preview.is_new)
        self._write(current)
        return self._store(current)

    def update(self, publication: Publication) -> Publication:
        """Bring a file up to date; what goes wrong is recorded with it."""
        known = self._session.store.published.of(publication.id)
        current = self._compare(publication, known, is_new=False)
        try:
            if current.changes or publication.problem or not Path(publication.target).exists():
                self._write(current)
        except ExportError as error:
            return self._record(publication, replace(publication, problem=str(error)))
        return self._store(current)

    def update_all(self) -> tuple[Publication, ...]:
        """Bring every file up to date and return how that went."""
        return tuple(self.update(publication) for publication in self.all())

    def set_level(self, publication: Publication, level: PublishLevel) -> Publication:
        """Show others more or less of the plan, in the file at once."""
        return self.update(self._record(publication, replace(publication, level=level)))

    def stop(self, publication: Publication) -> None:
        """Publish to a file no longer; it stays as it is."""

        def facts() -> tuple[Change, ...]:
            stored = self._session.store.get(Publication, publication.id)
            return remove_records([stored]) if stored is not None else ()

        self._session.record(facts)

    # -- inside ----------------------------------------------------------------------------

    def _refuse_foreign(self, path: Path) -> None:
        if path.is_dir():
            raise PublishError(
                _("{name} is a folder. Nothing was published; choose a file.", name=path.name)
            )
        if path.exists():
            raise PublishError(
                _(
                    "There is a file {name} already. Nothing was published; choose a new name, or "
                    "remove the file.",
                    name=path.name,
                )
            )

    def _compare(
        self, publication: Publication, known: Mapping[str, PublishedEvent], *, is_new: bool
    ) -> PublishPreview:
        now = int(self._session.now().timestamp())
        busy = _("Busy")
        events: dict[str, PublishedEvent] = {}
        changes: list[EventChange] = []
        for event in self._planned(publication):
            if event.is_free and publication.level is not PublishLevel.FULL:
                continue  # a break takes no time from others, and its name is nobody's business
            title = shown_title(event, publication.level, busy)
            lines, before = event_lines(event, title), known.get(event.uid)
            if before is not None and before.lines == lines:
                events[event.uid] = before
                continue
            sequence = 0 if before is None else before.sequence + 1
            events[event.uid] = PublishedEvent(lines, sequence, now)
            kind = "added" if before is None else "changed"
            changes.append(EventChange(kind, event.span, title, event.is_free))
        changes += (_removed(known[uid]) for uid in known.keys() - events.keys())
        changes.sort(key=lambda change: change.span.start)
        return PublishPreview(publication, is_new, tuple(changes), events)

    def _planned(self, publication: Publication) -> Iterator[PlannedEvent]:
        store, days = self._session.store, self._session.days
        today = self._session.today()
        span = days.range(today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD))
        activities = {each.id: each for each in store.all(Activity)}
        projects = {each.id: each.name for each in store.all(Project)}
        for block in store.blocks_in(span):
            task = store.get(Task, block.task_id) if block.task_id is not None else None
            project = block.project_id or (task.project_id if task is not None else None)
            activity = activities.get(block.activity_id)
            yield PlannedEvent(
                f"{block.id}-{publication.mark}@mle-planner",
                block.span,
                block.title,
                projects.get(project, "") if project is not None else "",
                is_free=activity is not None and activity.category is Category.BREAK,
            )

    def _write(self, preview: PublishPreview) -> None:
        text = calendar_text(_("My plan"), preview.events)
        write_atomically(Path(preview.publication.target), text)

    def _store(self, preview: PublishPreview) -> Publication:
        """Record what was published and when."""
        store = self._session.store
        done = replace(preview.publication, published_at=self._session.now(), problem="")

        def facts() -> tuple[Change, ...]:
            nonlocal done
            if preview.is_new:
                done = replace(done, id=PublicationId(store.new_id(Publication)))
                changes: tuple[Change, ...] = add_records(done)
            else:
                before = store.get(Publication, done.id)
                if before is None:
                    return ()  # stopped meanwhile
                changes = replace_record(before, done)
            store.published.keep(done.id, preview.events)
            return changes

        self._session.record(facts)
        return done

    def _record(self, before: Publication, after: Publication) -> Publication:
        def facts() -> tuple[Change, ...]:
            stored = self._session.store.get(Publication, before.id)
            return replace_record(stored, after) if stored is not None else ()

        self._session.record(facts)
        return after


def _removed(event: PublishedEvent) -> EventChange:
    values = dict(line.split(":", 1) for line in event.lines.split("\n"))
    start, end = (
        datetime.strptime(values[name], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        for name in ("DTSTART", "DTEND")
    )
    title = values["SUMMARY"].replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
    return EventChange("removed", Span(start, end), title, values["TRANSP"] == "TRANSPARENT")
