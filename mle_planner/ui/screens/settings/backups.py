"""Backups: making one now, restoring one, and checking the data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QGridLayout, QListWidget, QListWidgetItem, QWidget

from mle_planner.core.base.clock import Clock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.formats import clock_text, day_text, decimal_text
from mle_planner.core.i18n.gettext import N_, _, is_right_to_left, joined_words, plural
from mle_planner.core.maintenance.backup_failure import last_failure
from mle_planner.core.maintenance.backups import Backup, all_backups, backup_paths
from mle_planner.core.maintenance.restore import RestorePreview, preview_restore, restore_backup
from mle_planner.core.planner import Planner
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.screens.settings.data_check import DataCheckDialog
from mle_planner.ui.screens.settings.values import ValuesSection
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import TextLabel, clear_layout
from mle_planner.ui.widgets.layouts import STRETCH, column_of, dialog_column, foot_row, row_of

RunInBackground = Callable[[Callable[[Any], Any], Any, Callable[[Any], None]], None]

_LINE_PX = 34

_SHOWN = {
    "time_entry": N_("Entries"),
    "task": N_("Tasks"),
    "time_block": N_("Blocks"),
    "project": N_("Projects"),
    "calendar_event": N_("Calendar occurrences"),
    "setting": N_("Settings"),
}
"""The kinds of records counted in the preview, in its order."""


def _read(folder: Path) -> tuple[Backup, ...]:
    return all_backups(folder)


def _preview(folder: Path, backup: Backup) -> RestorePreview | None:
    try:
        return preview_restore(folder, backup)
    except PlannerError:
        return None


def _signed(number: int) -> str:
    """Return a number with its sign in front, in right-to-left text too."""
    figures = f"{number:+,}".replace("-", "−")
    return f"\u200e{figures}" if is_right_to_left() else figures


def _restore(folder: Path, backup: Backup, clock: Clock, ends_timer: bool) -> tuple[bool, str]:
    """Restore a backup; return whether that worked, and a sentence about a failure, or ""."""
    is_restored = False
    try:
        restore_backup(folder, backup, clock.now())
        is_restored = True
        if ends_timer:
            with Planner.open(folder, clock) as planner:
                planner.tracking.stop(backup.made_at)
    except PlannerError as error:
        return is_restored, str(error)
    return is_restored, ""


class RestoreDialog(QDialog):
    """Lists the backups on the left, and on the right the changes of restoring the chosen one."""

    restored = Signal(str)

    def __init__(
        self, folder: Path, clock: Clock, run_in_background: RunInBackground, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Restore a backup"))
        self.resize(840, 440)
        self._folder = folder
        self._clock = clock
        self._run_in_background = run_in_background
        self._backups: tuple[Backup, ...] = ()
        self.list = QListWidget()
        self.list.setAccessibleName(_("Backups"))
        self.about = TextLabel(_("Reading the backups…"), color="muted", wrapped=True)
        self.table = QGridLayout()
        self.running = TextLabel("", wrapped=True)
        self.ends_timer = QCheckBox()
        self.restore_button = word_button(_("Restore the backup"), self._start, kind="primary")
        self.restore_button.setEnabled(False)
        self._lay_out()
        self._show_timer(None)
        self.list.currentRowChanged.connect(self._choose)
        run_in_background(_read, self._folder, self._show_backups)

    def _show_backups(self, backups: tuple[Backup, ...]) -> None:
        self._backups = backups
        for backup in backups:
            item = QListWidgetItem(self._line(backup))
            item.setSizeHint(QSize(0, _LINE_PX))
            self.list.addItem(item)
        if backups:
            self.list.setCurrentRow(0)
        else:
            self.about.setText(_("No backups yet. Back up now makes one."))

    def _line(self, backup: Backup) -> str:
        size = f"{decimal_text(backup.size / 1e6)} MB"
        state = _("sound") if backup.is_sound else _("damaged")
        return joined_words((self._when(backup.made_at), size, state), "   ")

    def _choose(self, row: int) -> None:
        if not 0 <= row < len(self._backups):
            return
        self.restore_button.setEnabled(False)
        backup = self._backups[row]
        show = partial(self._show_preview, backup)
        self._run_in_background(partial(_preview, self._folder), backup, show)

    def _show_preview(self, backup: Backup, preview: RestorePreview | None) -> None:
        clear_layout(self.table)
        self._show_timer(preview)
        if preview is None:
            self.about.setText(_("This backup is damaged and cannot be restored."))
            return
        self.about.setText(
            _("The damaged database is kept beside the restored one.")
            if preview.now is None
            else _("The present state is backed up first. You can return to it.")
        )
        rows = [(_("What changes"), _("Now"), _("After"), "")]
        for table, name in _SHOWN.items():
            after = preview.after.records.get(table, 0)
            now = None if preview.now is None else preview.now.records.get(table, 0)
            change = _("same") if now == after else "" if now is None else _signed(after - now)
            rows.append((_(name), "?" if now is None else f"{now:,}", f"{after:,}", change))
        now_latest = None if preview.now is None else preview.now.latest_entry
        latest = "?" if preview.now is None else self._when(now_latest)
        rows.append((_("Latest entry"), latest, self._when(preview.after.latest_entry), ""))
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                label = TextLabel(text, color="text" if at and column != 1 else "muted")
                if column:
                    label.setAlignment(Qt.AlignmentFlag.AlignRight)
                self.table.addWidget(label, at, column)
        self.restore_button.setEnabled(backup.is_sound)

    def _show_timer(self, preview: RestorePreview | None) -> None:
        """Say that a timer will run afterwards, and offer to end it at the time of the backup."""
        running = preview.after.running if preview is not None and preview.starts_timer else None
        for part in (self.running, self.ends_timer):
            part.setVisible(running is not None)
        self.ends_timer.setChecked(running is not None)
        if preview is None or running is None:
            return
        start, end = self._when(running.start), self._when(preview.backup.made_at)
        self.running.setText(_("A timer runs in this backup: {title}, since {start}.",
                               title=running.title, start=start))  # fmt: skip
        self.ends_timer.setText(_("End it at {end}, when the backup was made", end=end))

    def _when(self, at: datetime | None) -> str:
        if at is None:
            return _("none")
        zone = self._clock.zone
        today = self._clock.now().astimezone(zone).date()
        return f"{day_text(at.astimezone(zone).date(), today=today)} {clock_text(at, zone)}"

    def _start(self) -> None:
        backup = self._backups[self.list.currentRow()]
        self.restore_button.setEnabled(False)
        self.about.setText(_("Restoring…"))
        restore = partial(_restore, self._folder, backup, self._clock)
        self._run_in_background(restore, self.ends_timer.isChecked(), self._finish)

    def _finish(self, outcome: tuple[bool, str]) -> None:
        is_restored, failure = outcome
        if not is_restored:
            self.about.setText(failure)
            self.restore_button.setEnabled(True)
            return
        self.restored.emit(failure)
        self.accept()

    def _lay_out(self) -> None:
        self.table.setHorizontalSpacing(16)
        self.table.setVerticalSpacing(8)
        self.table.setColumnStretch(0, 1)
        right = column_of(self.table, STRETCH, self.running, self.ends_timer, self.about)
        self.list.setMinimumWidth(320)  # a full line, even with a 12-hour clock
        middle = row_of((self.list, 1), (right, 1), spacing=18)
        layout = dialog_column(self)
        layout.addWidget(TextLabel(_("Restore a backup"), role="title"))
        layout.addLayout(middle, 1)
        cancel = word_button(_("Cancel"), self.reject)
        layout.addLayout(foot_row(cancel, self.restore_button))


class BackupsSection(ValuesSection):
    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        super().__init__(
            "Backups",
            planner,
            context,
            _("Checked copies of everything, kept in the planner's folder."),
            _("backup restore copy database undo lost damaged check repair doctor"),
        )
        self.dialog: RestoreDialog | None = None
        self.data_check: DataCheckDialog | None = None
        row = row_of(
            word_button(_("Back up now"), self.back_up),
            word_button(_("Restore…"), self.restore),
            word_button(_("Check the data…"), self.check_data),
            STRETCH,
            spacing=8,
        )
        self.body.addLayout(row)
        self.total = TextLabel("", role="secondary", color="muted")
        self.body.addWidget(self.total)
        self.failed = TextLabel("", role="secondary", color="error", wrapped=True)
        self.body.addWidget(self.failed)

    def refresh(self) -> None:
        super().refresh()
        folder = self.planner.database_path.parent
        paths = [path for path in backup_paths(folder) if path.exists()]
        size = sum(path.stat().st_size for path in paths) / 1e6
        self.total.setText(
            plural("{count} backup, {size} MB", "{count} backups, {size} MB", len(paths),
                   size=decimal_text(size))
        )  # fmt: skip
        failure = last_failure(folder)
        self.failed.setText("" if failure is None else failure.sentence(self.planner.days.zone))
        self.failed.setVisible(failure is not None)

    def back_up(self) -> None:
        if self.attempt(self.planner.maintenance.back_up):
            self.context.show_message(_("Backed up."), False)
            self.refresh()

    def restore(self) -> None:
        """Open the list of backups."""
        folder = self.planner.database_path.parent
        run_in_background = self.context.run_in_background
        self.dialog = RestoreDialog(folder, self.planner.clock, run_in_background, self.window())
        self.dialog.restored.connect(self._show_restored)
        self.dialog.open()

    def check_data(self) -> None:
        """Check database and backups, and offer repairs."""
        self.data_check = DataCheckDialog(self.planner, self.context, self.window())
        self.data_check.open()

    def _show_restored(self, failure: str) -> None:
        self.planner.notice_foreign_changes()
        if failure:
            self.context.show_error(failure)
            return
        self.context.show_message(
            _("Backup restored. The state before is the newest backup."), False
        )
