"""The sources of evidence, and the projects of repositories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from mle_planner.core.i18n.formats import day_and_clock_text
from mle_planner.core.i18n.gettext import N_, _, listed
from mle_planner.core.model.tracked import EvidenceSource, RepositoryRule, SourceKind
from mle_planner.ui.screens.settings.section import RecordRows, Section
from mle_planner.ui.widgets.buttons import IconButton, word_button
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.layouts import STRETCH, column_of, row_of

if TYPE_CHECKING:
    from mle_planner.core.evidence.watched import SourceReport
    from mle_planner.core.planner import Planner

_SERVER = "http://localhost:5600"
_KIND_TITLES = {SourceKind.GIT: N_("Git"), SourceKind.ACTIVITYWATCH: N_("ActivityWatch")}
_MOST_NAMES = 6


class SourceRow(QWidget):
    """A source: its kind, its place, and its last sign."""

    def __init__(self, sources: SourceList, planner: Planner, report: SourceReport) -> None:
        super().__init__()
        self._planner = planner
        self._shown = report.source
        self.place = TextLabel("", elided=True)
        self.state = TextLabel("", role="secondary", color="muted", wrapped=True)
        self.pause = word_button("", lambda: sources.pause(self._shown))
        self.remove = word_button(_("Remove"), lambda: sources.remove(self._shown))
        words = column_of(self.place, self.state, spacing=2)
        row_of((words, 1), self.pause, self.remove, inside=self)

    def show_record(self, record: SourceReport) -> None:
        source = self._shown = record.source
        # Direction marks keep the slashes of a path in place in Hebrew.
        self.place.setText(f"{_(_KIND_TITLES[source.kind])}: \u200e{source.place}\u200e")
        self.pause.setText(_("Resume") if source.is_paused else _("Pause"))
        for button in (self.pause, self.remove):
            button.setAccessibleName(f"{button.text()}: {source.place}")
        self.state.show_text(self._state_of(record))
        self.state.set_color("warn" if record.problem else "muted")

    def _state_of(self, report: SourceReport) -> str:
        if report.source.is_paused:
            return _("Paused")
        return " ".join(each for each in (report.problem, self._last_sign(report)) if each)

    def _last_sign(self, report: SourceReport) -> str:
        if report.last is None:
            return _("No sign of yours yet: {names}", names=listed(report.names, _MOST_NAMES)) if (
                report.names
            ) else ""  # fmt: skip
        when = day_and_clock_text(report.last, self._planner.now(), self._planner.days.zone)
        if not report.names:
            return _("Last sign: {when}", when=when)
        return _("Last sign: {when} · {names}", when=when, names=listed(report.names, _MOST_NAMES))


class RuleRow(QWidget):
    def __init__(self, sources: SourceList, planner: Planner, rule: RepositoryRule) -> None:
        super().__init__()
        self._planner = planner
        self.words = TextLabel("", elided=True)
        self.forget = IconButton("delete", _("Forget this"), lambda: sources.forget(rule))
        row_of((self.words, 1), self.forget, inside=self)

    def show_record(self, record: RepositoryRule) -> None:
        names = {project.id: project.name for project in self._planner.catalog.projects()}
        project = names.get(record.project_id) if record.project_id is not None else None
        self.words.setText(
            _("{repository}: no project", repository=record.name)
            if project is None
            else _("{repository}: {project}", repository=record.name, project=project)
        )


class SourceList(QWidget):
    """The sources of evidence with buttons to add more, and the rules of repositories.

    They are read when the list is first visible, and after each change of them.
    """

    def __init__(self, section: Section, planner: Planner) -> None:
        super().__init__()
        self._section = section
        self._planner = planner
        self._reports: dict[int, SourceReport] = {}
        self._is_read = False
        self._server = _SERVER
        """The place that the question is filled in with: the usual one, or the refused one."""
        self.rows = RecordRows["SourceReport"](
            lambda each: SourceRow(self, planner, each), key=lambda each: each.source.id
        )
        self.rules = RecordRows[RepositoryRule](lambda each: RuleRow(self, planner, each))
        self.rules_title = TextLabel(_("Projects of repositories"), role="strong")
        self.git_button = word_button(_("Watch a folder…"), self.choose_folder)
        self.watch_button = word_button(_("Add ActivityWatch…"), self.choose_server)
        buttons = row_of(self.git_button, self.watch_button, STRETCH, spacing=8)
        column_of(
            TextLabel(_("Git and ActivityWatch"), role="strong"),
            TextLabel(
                _(
                    "Your commits support the work before them. ActivityWatch reports the time in "
                    "editors; time away is left out. Both are read every few minutes."
                ),
                role="secondary",
                color="muted",
                wrapped=True,
            ),
            self.rows,
            buttons,
            self.rules_title,
            self.rules,
            inside=self,
            spacing=6,
            margins=(0, 8, 0, 0),
        )

    def refresh(self) -> None:
        from mle_planner.core.evidence.watched import SourceReport

        sources = self._planner.evidence_sources.all()
        known = [self._reports.get(source.id, SourceReport(source)) for source in sources]
        self.rows.show_records([
            report if report.source == source else SourceReport(source)
            for source, report in zip(sources, known, strict=True)
        ])  # fmt: skip
        rules = self._planner.repositories.all()
        self.rules.show_records(rules)
        self.rules_title.setVisible(bool(rules))
        if not self._is_read and sources:
            self._read()

    def choose_folder(self) -> None:
        folder = self._section.context.ask.folder(_("A repository, or a folder with some"))
        if folder is not None:
            self._add(SourceKind.GIT, str(folder))

    def choose_server(self) -> None:
        """Ask for the address of an ActivityWatch server or an export file, and read it."""
        place = self._section.context.ask.text(
            _("ActivityWatch"), _("Address of its server, or path of an export file"), self._server
        )
        if place is not None:
            self._server = place
            self._add(SourceKind.ACTIVITYWATCH, place)

    def _add(self, kind: SourceKind, place: str) -> None:
        def done(report: SourceReport) -> None:
            self._reports[report.source.id] = report
            self._server = _SERVER
            self._section.context.show_message(_("Added: {name}", name=report.source.place), False)

        self._section.run(lambda planner, _stop: planner.evidence_sources.add(kind, place), done)

    def _read(self) -> None:
        def done(reports: tuple[SourceReport, ...]) -> None:
            self._reports = {report.source.id: report for report in reports}

        self._is_read = True
        self._section.run(lambda planner, stop: planner.evidence_sources.read(stop), done)

    def pause(self, source: EvidenceSource) -> None:
        pause, self._is_read = self._planner.evidence_sources.pause, False
        self._section.attempt(lambda: pause(source.id, is_paused=not source.is_paused))
        self.refresh()

    def remove(self, source: EvidenceSource) -> None:
        if self._section.attempt(lambda: self._planner.evidence_sources.remove(source.id)):
            self._section.context.show_message(_("Removed. What was read of it stays."), False)
        self.refresh()

    def forget(self, rule: RepositoryRule) -> None:
        if self._section.attempt(lambda: self._planner.repositories.forget(rule.name)):
            self._section.context.show_message(_("Forgotten: {name}", name=rule.name), True)
        self.refresh()
