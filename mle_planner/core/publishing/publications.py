"""Publishes accepted blocks to a file or a CalDAV calendar and keeps it up to date."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.paths import file_name, is_same_place, whole_path
from mle_planner.core.base.spans import Span
from mle_planner.core.calendars.accounts import AccountRequest, Accounts, FoundAccount, root_of
from mle_planner.core.calendars.addresses import host_of, mask_address
from mle_planner.core.calendars.feeds import FeedError
from mle_planner.core.calendars.passwords import (
    forget_password,
    keep_password,
    password_of,
    use_for_this_run,
    valid_password,
)
from mle_planner.core.edits import Change, remove_records, replace_record
from mle_planner.core.files import ExportError, write_export
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.i18n.phrases import phrase_of_text, text_of_error
from mle_planner.core.model.calendar import (
    AccountId,
    Calendar,
    CalendarAccount,
    SecretSource,
    SyncProblem,
)
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
    read_lines,
    shown_title,
)
from mle_planner.core.session import Domain

DAYS_BACK, DAYS_AHEAD = 14, 366
"""The published days: enough for others to see when you are busy, and were."""


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
    changes: tuple[EventChange, ...]
    events: Mapping[str, PublishedEvent]

    @property
    def is_new(self) -> bool:
        """Whether nothing was published there before."""
        return not self.publication.id

    def count(self, kind: str) -> int:
        """Return how many events are "added", "changed" or "removed"."""
        return sum(change.kind == kind for change in self.changes)


class Publications(Domain):
    """The targets to which the plan is published."""

    def all(self) -> tuple[Publication, ...]:
        """Return every publication by id."""
        return tuple(self._session.store.all(Publication))

    def to(self, where: Path | str) -> Publication | None:
        """Return the publication to a file path or to the address of a calendar."""
        if isinstance(where, Path):
            files = (found for found in self.all() if not found.is_remote)
            return next((found for found in files if is_same_place(found.target, where)), None)
        return next((found for found in self.all() if found.target == where), None)

    def problem_of(self, publication: Publication) -> str:
        """Return why the last attempt failed, in the current language; "" after a success."""
        return str(phrase_of_text(publication.problem))

    def name_of(self, publication: Publication) -> str:
        """Return a name of its target that may be shown: a path, or a calendar's name and server.

        A calendar that belongs to no account here has no name; its masked address is used instead.
        """
        target = publication.target
        for calendar in self._session.store.all(Calendar):
            if publication.is_remote and calendar.address == target:
                return f"{calendar.name} · {host_of(target)}"
        return mask_address(target)

    def preview(self, path: Path, level: PublishLevel | None = None) -> PublishPreview:
        """Return the changes that publishing to a file would make.

        Without a level a file keeps its own, and a new one gets "Busy". Raises ``PlannerError`` for
        a file that was not published from here.
        """
        before = self.to(path)
        if before is None:
            self._refuse_foreign(path)
            before = _new_publication(str(whole_path(path)))
        return self.preview_update(replace(before, level=level or before.level))

    def preview_calendar(
        self, request: AccountRequest, level: PublishLevel | None = None
    ) -> PublishPreview:
        """Sign in and return the changes that publishing to the calendar at an address would make.

        The plan is published to at most one calendar of a server. Raises ``PlannerError``.
        """
        found = Accounts(self._session).find(request)
        before = next((each for each in self.all() if each.is_remote), None)
        address = _address_to_write(found, before)
        account = found.account
        source = account.secret_source
        if source is not SecretSource.COMMAND:
            source = keep_password(account, found.request.password)
        before = before or _new_publication(address)
        publication = replace(
            before,
            level=level or before.level,
            user=account.user,
            secret_source=source,
            command=account.command,
            allows_private=account.allows_private,
        )
        return self.preview_update(publication)

    def preview_known(self, calendar: Calendar, level: PublishLevel) -> PublishPreview:
        """Return the changes that publishing to a calendar of an added account would make.

        Raises as ``preview_calendar``.
        """
        account = Accounts(self._session).of(calendar)
        if account is None:
            raise FeedError(SyncProblem.NO_ACCOUNT)
        request = AccountRequest(
            calendar.address,
            account.user,
            "" if account.command else password_of(account),
            account.command,
            account.allows_private,
        )
        return self.preview_calendar(request, level)

    def use_for_this_run(self, password: str) -> None:
        """Use a password for the plan's calendar until the program ends."""
        for publication in self.all():
            if publication.is_remote:
                use_for_this_run(_account_of(publication), valid_password(password))

    def publish(self, preview: PublishPreview) -> Publication:
        """Write a previewed plan to its target, and keep that up to date from now on.

        The plan is read again now. Raises ``ExportError`` with the file unchanged. A problem on a
        server is recorded in ``problem``: part of the plan may be there already.
        """
        current = self.preview_update(preview.publication)
        if preview.publication.is_remote:
            return self._send(current)
        self._write(current)
        return self._store(current)

    def preview_update(self, publication: Publication) -> PublishPreview:
        """Return the changes of an update; no server is queried."""
        known = self._session.store.published.of(publication.id)
        now = int(self._session.now().timestamp())
        events: dict[str, PublishedEvent] = {}
        changes: list[EventChange] = []
        for event in self._planned(publication):
            if event.is_free and publication.level is not PublishLevel.FULL:
                continue  # a break takes no time from others, and its name is private
            title = shown_title(event, publication.level)
            lines, before = (
                event_lines(event.span, title, is_free=event.is_free),
                known.get(event.uid),
            )
            if before is not None and before.lines == lines:
                events[event.uid] = before
                continue
            sequence = 0 if before is None else before.sequence + 1
            events[event.uid] = PublishedEvent(lines, sequence, now)
            kind = "added" if before is None else "changed"
            changes.append(EventChange(kind, event.span, title, event.is_free))
        changes += (
            EventChange("removed", *read_lines(known[uid].lines))
            for uid in known.keys() - events.keys()
        )
        changes.sort(key=lambda change: change.span.start)
        return PublishPreview(publication, tuple(changes), events)

    def update(self, publication: Publication) -> Publication:
        """Bring a file or a calendar up to date; a problem is recorded with it."""
        current = self.preview_update(publication)
        if publication.is_remote:
            return self._send(current)
        try:
            if publication.problem or not _is_written(current):
                self._write(current)
        except ExportError as error:
            return self._record(publication, replace(publication, problem=text_of_error(error)))
        return self._store(current)

    def update_all(self) -> tuple[Publication, ...]:
        """Bring every file and calendar up to date and return them, with any problems."""
        return tuple(self.update(publication) for publication in self.all())

    def update_files(self) -> tuple[Publication, ...]:
        """Bring the files up to date and return them, with any problems; no server is contacted."""
        return tuple(self.update(each) for each in self.all() if not each.is_remote)

    def set_password(self, publication: Publication, password: str) -> Publication:
        """Use another password for its calendar from now on, and bring the calendar up to date."""
        source = keep_password(_account_of(publication), valid_password(password))
        after = replace(publication, secret_source=source, command="")
        return self.update(self._record(publication, after))

    def set_level(self, publication: Publication, level: PublishLevel) -> Publication:
        """Show others more or less of the plan, in the file at once."""
        return self.update(self._record(publication, replace(publication, level=level)))

    def stop(self, publication: Publication) -> None:
        """Stop publishing there; what was published stays as it is."""

        def facts() -> tuple[Change, ...]:
            stored = self._session.store.get(Publication, publication.id)
            return remove_records([stored]) if stored is not None else ()

        self._session.record(facts)
        if publication.is_remote:
            account = _account_of(publication)
            keys = {(each.server, each.user) for each in self._session.store.all(CalendarAccount)}
            if (account.server, account.user) not in keys:
                forget_password(account)

    # -- inside ----------------------------------------------------------------------------

    def _refuse_foreign(self, path: Path) -> None:
        if path.is_dir():
            raise planner_error(
                "{name} is a folder. Nothing was published; choose a file.", name=file_name(path)
            )
        if path.exists():
            raise planner_error(
                "There is a file {name} already. Nothing was published; choose a new name, or "
                "remove the file.",
                name=path.name,
            )

    def _planned(self, publication: Publication) -> Iterator[PlannedEvent]:
        store, days = self._session.store, self._session.days
        today = self._session.today()
        span = days.range(today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD))
        activities = {each.id: each for each in store.all(Activity)}
        projects = {each.id: each.name for each in store.all(Project)}
        for block in store.blocks_in(span):
            task = store.get(Task, block.task_id)
            project = block.project_id or (task.project_id if task is not None else None)
            activity = activities.get(block.activity_id)
            yield PlannedEvent(
                f"{block.id}-{publication.mark}@mle-planner",
                block.span,
                block.title,
                projects.get(project, "") if project is not None else "",
                is_free=activity is not None and activity.category is Category.BREAK,
            )

    def _send(self, preview: PublishPreview) -> Publication:
        """Send the changes to the server and record how far that got."""
        from mle_planner.core.calendars.caldav_client import CalendarServer
        from mle_planner.core.publishing.caldav_target import send_changes

        publication, problem = preview.publication, ""
        account, known = _account_of(publication), self._session.store.published.of(publication.id)
        done = dict(known)
        try:
            with CalendarServer(account, password_of(account)) as server:
                send_changes(server, publication.target, preview.events, known, done)
        except FeedError as error:
            problem = text_of_error(error)
        return self._store(replace(preview, events=done), problem)

    def _write(self, preview: PublishPreview) -> None:
        write_export(Path(preview.publication.target), _file_text(preview))

    def _store(self, preview: PublishPreview, problem: str = "") -> Publication:
        """Record what was published and when, or why it is incomplete."""
        store, done = self._session.store, preview.publication
        published_at = done.published_at if problem else self._session.now()
        done = replace(done, published_at=published_at, problem=problem)

        def facts() -> tuple[Change, ...]:
            nonlocal done
            before = store.get(Publication, done.id)
            if preview.is_new:
                done = replace(done, id=PublicationId(store.new_id(Publication)))
            elif before is None:
                return ()  # publishing was stopped meanwhile
            store.published.keep(done.id, preview.events)
            return replace_record(before, done)

        self._session.record(facts)
        return done

    def _record(self, before: Publication, after: Publication) -> Publication:
        def facts() -> tuple[Change, ...]:
            stored = self._session.store.get(Publication, before.id)
            return replace_record(stored, after) if stored is not None else ()

        self._session.record(facts)
        return after


def _new_publication(target: str) -> Publication:
    return Publication(PublicationId(0), target, PublishLevel.BUSY, secrets.token_hex(8))


def _address_to_write(found: FoundAccount, before: Publication | None) -> str:
    """Return the address of the one calendar that was found; raise if it cannot be written."""
    if len(found.calendars) != 1:
        raise planner_error(
            "The address is not that of one calendar. Nothing was published; the account "
            "has: {names}.",
            names=", ".join(f"{each.name} ({each.address})" for each in found.calendars),
        )
    (calendar,) = found.calendars
    if before is not None and before.target != calendar.address:
        raise planner_error(
            "The plan is published to another calendar already. Nothing was changed; stop "
            "that first."
        )
    if not calendar.is_writable:
        raise FeedError(SyncProblem.READ_ONLY)
    return calendar.address


def _account_of(publication: Publication) -> CalendarAccount:
    return CalendarAccount(
        AccountId(0),
        root_of(publication.target),
        publication.user,
        publication.secret_source,
        publication.command,
        publication.allows_private,
    )


def _file_text(preview: PublishPreview) -> bytes:
    return calendar_text("My plan", preview.events)


def _is_written(preview: PublishPreview) -> bool:
    """Whether the file has the expected content: others may have cut, changed or replaced it."""
    path, text = Path(preview.publication.target), _file_text(preview)
    try:
        is_as_long = path.is_file() and path.stat().st_size == len(text)
        return is_as_long and path.read_bytes() == text
    except OSError:
        return False
