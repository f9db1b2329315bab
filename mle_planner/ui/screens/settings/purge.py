"""Deletes for good: a project, or everything before a date, without a trace."""

from __future__ import annotations

from functools import partial

from dateutil.relativedelta import relativedelta
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.formats import day_field_text
from mle_planner.core.i18n.gettext import N_, _, planner_error, plural
from mle_planner.core.maintenance.purge import (
    PurgePreview,
    PurgeTarget,
    person_target,
    preview_purge,
    project_target,
    purge_for_good,
    target_before,
)
from mle_planner.core.model.pipeline import Person
from mle_planner.core.model.work import Project
from mle_planner.core.planner import Planner
from mle_planner.core.typed.date import parse_day
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.screens.settings.section import Section, or_sentence
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import TextLabel, clear_layout
from mle_planner.ui.widgets.choice_box import ChoiceBox
from mle_planner.ui.widgets.dialogs import CarefulDialog
from mle_planner.ui.widgets.layouts import STRETCH, dialog_column, grid_of, row_of

_SHOWN = {
    "time_entry": N_("Entries"),
    "task": N_("Tasks"),
    "time_block": N_("Blocks"),
    "plan_version": N_("Accepted plans"),
    "calendar_event": N_("Calendar events"),
    "week_note": N_("Notes of weeks"),
}
"""The kinds of records counted by name in the preview, in its order; others are added up."""


class PurgeDialog(CarefulDialog):
    """Asks what to delete, previews it, and deletes it when the button is pressed."""

    def __init__(self, planner: Planner, context: ScreenContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Delete for good"))
        self.resize(520, 430)
        self._planner = planner
        self._context = context
        self._folder = planner.database_path.parent
        self._preview: PurgePreview | None = None
        choices: list[tuple[str, Project | Person | None]] = [
            (_("Everything before a date"), None),
            *((_("Project: {name}", name=one.name), one) for one in planner.catalog.projects()),
            *((_("Person: {name}", name=one.name), one) for one in planner.people.all()),
        ]
        self.choice = ChoiceBox(_("What to delete"), choices, fits=True)
        self.day = QLineEdit(day_field_text(planner.today() - relativedelta(years=1)))
        self.day.setAccessibleName(_("Date"))
        self.about = TextLabel("", color="muted", wrapped=True)
        self.table = grid_of(across=16, down=8, stretch=(0,))
        self.backups = QCheckBox(_("From the backups too"))
        self.delete_button = word_button(_("Delete for good"), self._delete, kind="primary")
        self._lay_out()
        self.choice.chosen.connect(self.refresh)
        self.day.editingFinished.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        self._preview = None
        self.delete_button.setEnabled(False)
        self.day.setVisible(self.choice.subject is None)
        try:
            target = self._target(self.choice.subject)
        except PlannerError as error:
            self._show_table(())
            self.about.setText(str(error))
            return
        self.about.setText(_("Counting…"))
        count = partial(or_sentence, preview_purge, self._folder)
        self._context.run_in_background(count, target, self._show)

    def _target(self, chosen: Project | Person | None) -> PurgeTarget:
        if isinstance(chosen, Person):
            return person_target(chosen)
        if chosen is not None:
            return project_target(chosen, self._planner.repositories.names_of(chosen.id))
        today = self._planner.today()
        try:
            day = parse_day(self.day.text(), today)
        except PlannerError:
            day = None
        if day is None or day > today:
            raise planner_error("Write a date that has passed, such as 2026-01-01.")
        return target_before(day, self._planner.days)

    def _show(self, preview: PurgePreview | str) -> None:
        if isinstance(preview, str):
            self._show_table(())
            self.about.setText(preview)
            return
        self._preview = preview
        rows = [(_(name), preview.records[table]) for table, name in _SHOWN.items()
                if table in preview.records]  # fmt: skip
        others = preview.total - sum(count for _name, count in rows)
        if others:
            rows.append((_("Other records"), others))
        rows.append((_("Undo steps (all)"), preview.undo_steps))
        self._show_table(rows)
        held = len(preview.backups) + len(preview.other_files)
        words = _("This cannot be undone, and no trace is left in the database.")
        if isinstance(self.choice.subject, Person):
            words += " " + _("Time spent together stays, and so do titles that contain the name.")
        if held:
            words += " " + plural(
                "{count} backup or copy holds or may hold some of it.",
                "{count} backups and copies hold or may hold some of it.", held,
            )  # fmt: skip
        self.about.setText(words)
        self.backups.setEnabled(held > 0)
        self.delete_button.setEnabled(preview.total > 0 or held > 0)

    def _show_table(self, rows: list[tuple[str, int]] | tuple[()]) -> None:
        clear_layout(self.table)
        for at, (name, count) in enumerate(rows):
            number = TextLabel(f"{count:,}")
            number.setAlignment(Qt.AlignmentFlag.AlignRight)
            self.table.addWidget(TextLabel(name, color="muted"), at, 0)
            self.table.addWidget(number, at, 1)

    def _delete(self) -> None:
        assert self._preview is not None
        self.delete_button.setEnabled(False)
        self.about.setText(_("Deleting…"))
        with_backups = self.backups.isChecked() and self.backups.isEnabled()
        purge = partial(purge_for_good, folder=self._folder, with_backups=with_backups)
        finish = partial(self._finish, with_backups)
        self._context.run_in_background(partial(or_sentence, purge), self._preview, finish)

    def _finish(self, with_backups: bool, failure: str | None) -> None:
        self._planner.notice_foreign_changes()
        if failure is not None:
            self.about.setText(failure)
            self.delete_button.setEnabled(True)
            return
        if with_backups:
            self._context.drafts.clear()
        self._context.show_message(_("Deleted for good."), False)
        self.accept()

    def _lay_out(self) -> None:
        what = row_of((self.choice, 1), self.day, spacing=10)
        foot = row_of(
            self.backups, STRETCH, word_button(_("Cancel"), self.reject), self.delete_button
        )
        layout = dialog_column(self)
        layout.addWidget(TextLabel(_("Delete for good"), role="title"))
        layout.addLayout(what)
        layout.addLayout(self.table)
        layout.addStretch(1)
        layout.addWidget(self.about)
        layout.addLayout(foot)


class PurgeSection(Section):
    """The section that opens deleting for good."""

    heading = N_("Privacy")
    about = N_(
        "Deleted work stays in the undo history and in backups until it is deleted for good."
    )

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        super().__init__(planner, context)
        self.dialog: PurgeDialog | None = None
        self.body.addLayout(row_of(word_button(_("Delete for good…"), self.purge), STRETCH))

    def purge(self) -> None:
        self.dialog = PurgeDialog(self.planner, self.context, self.window())
        self.dialog.open()
