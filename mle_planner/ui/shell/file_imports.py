"""Imports files and calendars: asks, reads in the background, and reports the result."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.calendars.addresses import mask_address
from mle_planner.core.i18n.gettext import N_, _, listed, plural
from mle_planner.ui.services.feeds import local_network_question

if TYPE_CHECKING:
    from datetime import date

    from mle_planner.core.calendars.refresh import RefreshReport
    from mle_planner.core.calendars.store import ImportReport
    from mle_planner.core.model.calendar import CalendarId
    from mle_planner.core.planner import Planner
    from mle_planner.core.scheduling.price.answer import MeetingPrice
    from mle_planner.core.tasks.importing.rows import TaskFile
    from mle_planner.core.tasks.importing.store import TaskImportReport
    from mle_planner.ui.services.services import Services
    from mle_planner.ui.shell.commands_window import CommandsWindow
    from mle_planner.ui.widgets.dialogs import Dialogs


_KINDS = N_("Calendars (*.ics *.ical *.ifb)")
_MOST_TITLES = 8
_MOST_REASONS = 3


class FileImports:
    """Imports calendars, and files of tasks and of tracked time."""

    def __init__(self, window: CommandsWindow, ask: Dialogs, services: Services) -> None:
        self._window = window
        self._planner = services.planner
        self._ask = ask
        self._background = services.background
        self._feeds = services.feeds
        self._prices = services.what_if["price"]
        self._is_declined = False

    def ask_for_calendar(self) -> None:
        path = self._ask.file_to_open(_("Open a calendar file"), _(_KINDS))
        if path is not None:
            self.read_calendar(path)

    def ask_for_price(self) -> None:
        """Ask for an invitation and show what its meeting would cost."""
        path = self._ask.file_to_open(_("Open an invitation"), _(_KINDS))
        if path is not None:
            self.ask_price(path)

    def ask_for_tasks(self) -> None:
        """Ask for a file of tasks, show what it holds, and add it if the user agrees."""
        from mle_planner.core.tasks.importing import ENDINGS

        kinds = _("Tasks") + f" ({' '.join(f'*{ending}' for ending in ENDINGS)})"
        path = self._ask.file_to_open(_("Import tasks from a file"), kinds)
        if path is not None:
            self.read_tasks(path)

    def read_tasks(self, path: Path) -> None:
        """Read a file of tasks in the background, show what it holds, and add it if wanted."""
        planner, window = self._planner, self._window

        def offer(file: TaskFile) -> None:
            try:
                preview = planner.task_imports.add(file, dry_run=True)
                if not preview.new:
                    window.show_message(_nothing_new(preview))
                elif not window.is_closed and self._ask.confirmed(
                    _question(preview), details(preview), _("Add"), can_undo=True
                ):
                    window.show_message(_tasks_added(planner.task_imports.add(file)), undo=True)
            except PlannerError as error:
                window.show_error(str(error))

        self._background.run(
            _read_tasks,
            (path, planner.today(), planner.days.workdays),
            offer,
            failed=lambda error: window.show_error(str(error)),
        )

    def ask_for_time(self) -> None:
        """Ask for a file of another time tracker and show what it would add."""
        from mle_planner.core.tracking.importing import ENDINGS

        endings = " ".join(f"*{ending}" for ending in ENDINGS)
        tracked, every = _("Tracked time"), _("All files")
        kinds = f"{tracked} ({endings});;{every} (*)"
        path = self._ask.file_to_open(_("Import time from another tracker"), kinds)
        if path is not None:
            self._window.overlays.open_time_import(path)

    def offer(self, path: Path) -> None:
        """Ask what to do with a calendar file that was dropped or opened: import it, or its price.

        One that has just been closed is left alone.
        """
        if self._window.is_closed:
            return
        answers = (_("Import"), _("What would it cost?"))
        question = _("Import {file}?", file=path.name)
        details = _("You can first see what an invitation would cost in focus time.")
        chosen = self._ask.decision(question, details, answers)
        if chosen is not None:
            (self.read_calendar, self.ask_price)[chosen](path)

    def ask_price(self, path: Path) -> None:
        """Read an invitation in the background and show what its meeting would cost."""
        self._window.reading_bar.watch(path.name, self._cancel_price)

        def show(price: MeetingPrice) -> None:
            self._end_reading()
            if not self._window.is_closed:
                self._window.overlays.open_price(price, partial(self.read_calendar, path))

        self._feeds.run(
            lambda planner, stop: planner.planning.price_request(path, is_stopped=stop),
            lambda request: self._prices.ask(request, show, self._refuse),
            lambda error: self._refuse(str(error)),
        )

    def _cancel_price(self) -> None:
        self._feeds.cancel()
        self._prices.close()
        self._window.reading_bar.end()

    def read_calendar(
        self, path: Path, then: Callable[[], object] = lambda: None, *, name: str | None = None
    ) -> None:
        """Read a calendar file in the background and report how much of it was read.

        ``then`` is called when its events are in the planner, or when it was refused. ``name`` is
        that of the calendar which it updates, None for one that the file names.
        """
        from mle_planner.core.calendars.store import UnclearCalendarError

        self._window.reading_bar.watch(path.name, self._feeds.cancel)

        def job(planner: Planner, stop: Callable[[], bool]) -> ImportReport:
            tell = self._feeds.progressed.emit
            return planner.calendars.import_file(path, name=name, is_stopped=stop, tell=tell)

        def done(report: ImportReport) -> None:
            self._end_reading()
            is_new = bool(report.added or report.changed or report.removed)
            self._window.show_message(_report_text(report), undo=is_new)
            then()

        def failed(error: PlannerError) -> None:
            if isinstance(error, UnclearCalendarError) and self._is_agreed(
                _("Update the calendar {calendar}?", calendar=error.calendar),
                _("{file} has the same events.", file=path.name)
                if error.has_same_events
                else _(
                    "{file} has other events. The events in the calendar would be removed.",
                    file=path.name,
                ),
                _("Update"),
                can_undo=True,
            ):
                self.read_calendar(path, then, name=error.calendar)
            else:
                self._refuse(str(error))
                then()

        self._feeds.run(job, done, failed)

    def read_all(self) -> None:
        """Read every calendar now, from its address, its account or its file, and say which.

        The subscriptions are read before the files, in the same thread, so that all have been read
        when the files have.
        """
        if not any(source.can_be_read for source in self._planner.feeds.all()):
            self._window.show_message(_("No calendar comes from an address, an account or a file."))
            return
        self._window.reading_bar.watch(_("Calendars"), self._feeds.cancel)
        self._feeds.refresh()

        def job(planner: Planner, is_stopped: Callable[[], bool]) -> dict[CalendarId, str]:
            again = planner.calendars.import_again(planner.calendars.all(), is_stopped)
            return {key: str(one) for key, one in again.items() if isinstance(one, PlannerError)}

        def done(refused: Mapping[CalendarId, str]) -> None:
            self._end_reading()
            read = []
            problems = []
            for source in self._planner.feeds.all():
                name = source.calendar.name
                problem = refused.get(source.calendar.id, source.problem)
                if problem:
                    problems.append(_("{calendar}: {problem}", calendar=name, problem=problem))
                elif source.can_be_read:
                    read.append(name)
            said = [_("Read: {calendars}.", calendars=listed(read))] if read else []
            show = self._window.show_error if problems else self._window.show_message
            show(" ".join((*said, *problems)))

        self._feeds.run(job, done, lambda error: self._refuse(str(error)))

    def subscribe(
        self,
        address: str,
        then: Callable[[RefreshReport], None],
        otherwise: Callable[[], object] = lambda: None,
        *,
        allows_private: bool = False,
    ) -> None:
        """Read the calendar at an address in the background and keep it up to date.

        ``then`` is called when its events are in the planner, ``otherwise`` when it was refused.
        An address of this computer or its network is asked about, unless ``allows_private``.
        """
        self._window.reading_bar.watch(mask_address(address), self._feeds.cancel)

        def job(planner: Planner, is_stopped: Callable[[], bool]) -> RefreshReport:
            return planner.feeds.add(address, allows_private=allows_private, is_stopped=is_stopped)

        def done(report: RefreshReport) -> None:
            self._feeds.refused_address = ""
            self._end_reading()
            self._window.show_message(_calendar_added(report), undo=True)
            then(report)

        def failed(error: PlannerError) -> None:
            from mle_planner.core.calendars.feeds import FeedError

            question = local_network_question(error)
            if question and self._is_agreed(*question):
                self.subscribe(address, then, otherwise, allows_private=True)
                return
            self._feeds.refused_address = address
            sentence = str(error)
            if isinstance(error, FeedError):
                sentence = _("{problem} Nothing was added.", problem=sentence)
            self._refuse(sentence)
            otherwise()

        self._feeds.run(job, done, failed)

    def _is_agreed(self, question: str, details: str, verb: str, *, can_undo: bool = False) -> bool:
        """Ask while a calendar is read; nothing is read on where the answer is no."""
        if not self._window.is_closed and self._ask.confirmed(
            question, details, verb, can_undo=can_undo
        ):
            return True
        self._is_declined = True
        return False

    def _refuse(self, sentence: str) -> None:
        is_wanted = not self._is_declined and not self._feeds.stop.is_set()
        self._is_declined = False
        self._end_reading()
        (self._window.show_error if is_wanted else self._window.show_message)(sentence)

    def _end_reading(self) -> None:
        if not self._window.is_closed:
            self._window.reading_bar.end()


def _report_text(report: ImportReport) -> str:
    """Return in one or two sentences how many events were read and why others were not."""
    text = _(
        "{name}: {imported} of {found} events read.",
        name=report.name,
        imported=report.imported,
        found=report.found,
    )
    if report.imported and not report.occurrences:
        text += " " + _("None of them is between a year ago and two years ahead.")
    if not report.reported:
        return text
    first = report.reported[0]
    others = len(report.reported) - 1
    what = f"{first.where}: {first.why}"
    if not others:
        return f"{text} " + _("Not read: {what}.", what=what)
    more = plural(
        "Not read: {what}, and {count} more.", "Not read: {what}, and {count} more.", others,
        what=what,
    )  # fmt: skip
    return f"{text} {more}"


def _calendar_added(report: RefreshReport) -> str:
    events = plural("{count} event", "{count} events", report.sync.event_count)
    return _("Added {name}: {events}.", name=report.calendar.name, events=events)


def _read_tasks(request: tuple[Path, date, Collection[int]]) -> TaskFile:
    from mle_planner.core.tasks.importing.reading import read_task_file

    return read_task_file(*request)


def _question(report: TaskImportReport) -> str:
    return plural(
        "Add {count} task from {name}?",
        "Add {count} tasks from {name}?",
        len(report.new),
        name=report.name,
    )


def details(report: TaskImportReport) -> str:
    """Return the first titles, and what becomes of every other row of the file."""
    titles = [
        f"{new.task.title} #{new.project}" if new.project else new.task.title
        for new in report.new[:_MOST_TITLES]
    ]
    more = len(report.new) - len(titles)
    if more:
        titles.append(plural("and {count} more", "and {count} more", more))
    rest = "\n".join(_left_out(report))
    return "\n".join(titles) + (f"\n\n{rest}" if rest else "")


def _left_out(report: TaskImportReport) -> list[str]:
    lines = []
    if report.known:
        lines.append(plural("{count} is here already.", "{count} are here already.", report.known))
    if report.done:
        lines.append(plural("{count} is done.", "{count} are done.", report.done))
    lines += [
        _("Not read, line {line}: {why}", line=one.line, why=one.why)
        for one in report.rejected[:_MOST_REASONS]
    ]
    more = len(report.rejected) - _MOST_REASONS
    if more > 0:
        lines.append(plural("{count} more not read.", "{count} more not read.", more))
    return lines


def _nothing_new(report: TaskImportReport) -> str:
    rest = " ".join(_left_out(report))
    return _("{name} holds no new tasks. {rest}", name=report.name, rest=rest)


def _tasks_added(report: TaskImportReport) -> str:
    text = plural(
        "{count} task added from {name}.",
        "{count} tasks added from {name}.",
        len(report.new),
        name=report.name,
    )
    return " ".join((text, *_left_out(report)))
