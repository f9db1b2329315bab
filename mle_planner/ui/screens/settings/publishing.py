"""Publishing the plan to a file that others subscribe to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from mle_planner.core.calendars.addresses import host_of
from mle_planner.core.i18n.formats import clock_range_text, day_and_clock_text, day_text
from mle_planner.core.i18n.gettext import N_, _, joined_words, plural
from mle_planner.core.model.calendar import CalendarKind, SecretSource
from mle_planner.core.model.publication import Publication, PublishConflict, PublishLevel
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.screens.settings.publish_conflicts import ConflictList
from mle_planner.ui.screens.settings.section import RecordRows, Section
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.choice_box import ChoiceBox
from mle_planner.ui.widgets.layouts import STRETCH, column_of, fill, row_of

if TYPE_CHECKING:
    from mle_planner.core.planner import Planner
    from mle_planner.core.publishing.publications import EventChange, PublishPreview

_LEVEL_TITLES = {
    PublishLevel.BUSY: N_("Only “Busy”"),
    PublishLevel.PROJECT: N_("Project names"),
    PublishLevel.FULL: N_("Full titles"),
}
_KINDS = {"added": N_("New: {event}"), "changed": N_("Changed: {event}"),
          "removed": N_("Removed: {event}")}  # fmt: skip
_SHOWN = 10


class PublicationRow(QWidget):
    """One file or calendar: its place, what others see in it, and when it was written."""

    def __init__(self, section: PublishSection, publication: Publication) -> None:
        super().__init__()
        self._planner = section.planner
        self._shown = publication
        self.target = TextLabel("", elided=True)
        self.state = TextLabel("", role="secondary", color="muted", wrapped=True)
        self.level = level_choice()
        self.stop = word_button(_("Stop publishing"), lambda: section.stop(self._shown))
        self.password = word_button(
            _("Enter password…"), lambda: section.ask_for_password(self._shown)
        )
        self.level.chosen.connect(lambda level: section.set_level(self._shown, level))
        self.conflicts = ConflictList(section.planner, section.take_over, section.keep)
        words = column_of(self.target, self.state, spacing=2)
        row = row_of((words, 1), self.password, self.level, self.stop)
        column_of(row, self.conflicts, inside=self)

    def show_record(self, record: Publication) -> None:
        self._shown = record
        # Direction marks keep the slashes of a path in place in Hebrew.
        self.target.setText(f"\u200e{self._planner.publications.name_of(record)}\u200e")
        self.conflicts.show_conflicts(record, self._planner.publish_conflicts.of(record))
        self.level.choose(record.level)
        self.state.setText(self._state_of(record))
        self.state.set_color("warn" if record.problem else "ok")
        is_typed = record.secret_source is not SecretSource.COMMAND
        self.password.setVisible(record.is_remote and is_typed and bool(record.problem))

    def _state_of(self, record: Publication) -> str:
        if record.problem or record.published_at is None:
            return self._planner.publications.problem_of(record)
        zone = self._planner.days.zone
        when = day_and_clock_text(record.published_at, self._planner.now(), zone)
        return _("Published {when}", when=when)


class PublishSection(Section):
    heading = N_("Publish my plan")
    about = N_(
        "Writes the accepted blocks to a calendar file, or to a calendar of an account, that "
        "follows the plan. Others see there when you are busy."
    )

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        super().__init__(planner, context)
        self.level = level_choice()
        self.rows = RecordRows[Publication](lambda each: PublicationRow(self, each))
        self.publish_button = word_button(_("Publish to a file…"), self.choose_file)
        self.calendar_button = word_button(_("Publish to a calendar…"), self.choose_calendar)
        row = row_of(
            TextLabel(_("Others see"), color="muted"),
            self.level,
            self.publish_button,
            self.calendar_button,
            STRETCH,
        )
        fill(self.body, self.rows, row)

    def refresh(self) -> None:
        self.rows.show_records(self.planner.publications.all())

    def choose_file(self) -> None:
        path = self.context.ask.file_to_save(
            _("Publish my plan"), "plan.ics", _("Calendars (*.ics)")
        )
        if path is not None:
            self.publish(path, self.level.subject)

    def choose_calendar(self) -> None:
        """Ask for a calendar of an account, preview its content, and publish if confirmed."""
        calendars = [
            each for each in self.planner.calendars.all() if each.kind is CalendarKind.CALDAV
        ]
        if not calendars:
            self.context.show_error(
                _("There is no account yet. Nothing was published; add one under Calendars.")
            )
            return
        at = self.context.ask.choice(
            _("Publish my plan"), _("Calendar"), [each.name for each in calendars]
        )
        if at is None:
            return
        calendar, level = calendars[at], self.level.subject
        self.run(
            lambda planner, _stop: planner.publications.preview_known(calendar, level), self._offer
        )

    def publish(self, path: Path, level: PublishLevel) -> None:
        """Preview the changes that publishing makes to a file, and publish if confirmed."""
        self.run(lambda planner, _stop: planner.publications.preview(path, level), self._offer)

    def _offer(self, preview: PublishPreview) -> None:
        name = self._name_of(preview.publication)
        if not self.context.ask.confirmed(
            _("Publish the plan to {name}?", name=name), self._preview_text(preview), _("Publish")
        ):
            return

        def done(publication: Publication) -> None:
            if publication.problem:
                self.context.show_error(self.planner.publications.problem_of(publication))
                return
            words = _("Published the plan to {name}; it follows the plan from now on.", name=name)
            self.context.show_message(words, False)

        self.run(lambda planner, _stop: planner.publications.publish(preview), done)

    def _preview_text(self, preview: PublishPreview) -> str:
        count = len(preview.changes)
        level = _(_LEVEL_TITLES[preview.publication.level])
        lines = [
            _("Others see: {level}", level=level),
            plural("{count} event", "{count} events", count),
            *(self._change_text(change) for change in preview.changes[:_SHOWN]),
        ]
        if count > _SHOWN:
            lines.append(plural("and {count} more", "and {count} more", count - _SHOWN))
        return "\n".join(lines)

    def _change_text(self, change: EventChange) -> str:
        days, span = self.planner.days, change.span
        day = day_text(days.date_of(span.start), today=self.planner.today())
        when = f"{day}, {clock_range_text(span.start, span.end, days.zone)}"
        return _(_KINDS[change.kind], event=joined_words((when, change.title), " "))

    def set_level(self, publication: Publication, level: PublishLevel) -> None:
        self.run(lambda planner, _stop: planner.publications.set_level(publication, level))

    def ask_for_password(self, publication: Publication) -> None:
        """Ask for the password of a calendar's account and bring the calendar up to date."""
        server = host_of(publication.target)
        password = self.context.ask.password(
            _("Password for {server}", server=server), publication.user
        )
        if password is not None:
            self.run(
                lambda planner, _stop: planner.publications.set_password(publication, password)
            )

    def take_over(self, publication: Publication, conflict: PublishConflict) -> None:
        conflicts = self.planner.publish_conflicts
        if self.attempt(lambda: conflicts.take_over(publication, conflict)):
            words = _("Took over from the server: {title}", title=conflict.title_before)
            self.context.show_message(words, True)
        self.refresh()

    def keep(self, publication: Publication, conflict: PublishConflict) -> None:
        self.run(lambda planner, _stop: planner.publish_conflicts.keep_mine(publication, conflict))

    def stop(self, publication: Publication) -> None:
        if self.attempt(lambda: self.planner.publications.stop(publication)):
            name = self._name_of(publication)
            words = _("{name} no longer follows the plan. It was left as it is.", name=name)
            self.context.show_message(words, False)
            self.refresh()

    def _name_of(self, publication: Publication) -> str:
        if publication.is_remote:
            return self.planner.publications.name_of(publication)
        return Path(publication.target).name


def level_choice() -> ChoiceBox:
    choices = [(_(title), level) for level, title in _LEVEL_TITLES.items()]
    return ChoiceBox(_("Others see"), choices, fits=True)
