"""The dialog that restores a backup after showing what would change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from mle_planner.core.base.clock import Clock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.formats import (
    change_text,
    clock_text,
    day_and_month_text,
    day_text,
    decimal_text,
    near_day_text,
)
from mle_planner.core.i18n.gettext import N_, _, is_right_to_left, joined_words
from mle_planner.core.maintenance.backups import Backup, all_backups
from mle_planner.core.maintenance.restore import (
    RestorePreview,
    open_backup,
    preview_restore,
    restore_backup,
)
from mle_planner.ui.screens.settings.section import or_sentence
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import Card, TextLabel
from mle_planner.ui.widgets.dialogs import CarefulDialog, Dialogs
from mle_planner.ui.widgets.layouts import STRETCH, dialog_column, fill, foot_row, row_of
from mle_planner.ui.widgets.table_rows import Cell, Column
from mle_planner.ui.widgets.tables import QuietTable

RunInBackground = Callable[[Callable[[Any], Any], Any, Callable[[Any], None]], None]

_SHOWN = {
    "time_entry": N_("Entries"),
    "task": N_("Tasks"),
    "time_block": N_("Blocks"),
    "project": N_("Projects"),
    "calendar_event": N_("Calendar events"),
    "setting": N_("Settings"),
}
"""The kinds of records counted in the preview, in its order."""


def _open(folder: Path, path: Path) -> Backup | str:
    """Return the backup that a file is, or a sentence on why it cannot be restored."""
    try:
        return or_sentence(open_backup, folder, path)
    except (OSError, ValueError):
        return _("{name} cannot be read. Nothing was changed; choose another file.", name=path.name)


def _preview(folder: Path, backup: Backup) -> RestorePreview | None:
    try:
        return preview_restore(folder, backup)
    except PlannerError:
        return None


def _signed(number: int) -> str:
    """Return a number with its sign in front, in right-to-left text too."""
    figures = f"{number:+,}".replace("-", "−")
    return f"\u200e{figures}" if is_right_to_left() else figures


class RestoreDialog(CarefulDialog):
    """Lists the backups on the left, and on the right the changes of restoring the chosen one."""

    restored = Signal()

    def __init__(
        self, folder: Path, clock: Clock, run_in_background: RunInBackground, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Restore a backup"))
        self.resize(920, 560)
        self.ask = Dialogs(self)
        self._folder = folder
        self._clock = clock
        self._run_in_background = run_in_background
        self._backups: tuple[Backup, ...] = ()
        self._opened: Backup | None = None
        self.found = Card(_("Backups"))
        self.list = QuietTable(_("Backups"))
        self.list.horizontalHeader().hide()
        self.open_button = word_button(_("Open another file…"), self.open_another, kind="plain")
        self.changes = Card(_("What changes"), file_name=True)
        self.table = QuietTable(_("What changes"))
        self.about = TextLabel(_("Reading the backups…"), wrapped=True)
        self.running = TextLabel("", wrapped=True)
        self.restore_button = word_button(_("Restore the backup"), self._start, kind="primary")
        self.restore_button.setEnabled(False)
        self._lay_out()
        self._show_timer(None)
        self.list.selectionModel().currentRowChanged.connect(self._choose)
        run_in_background(all_backups, self._folder, self._show_backups)

    def open_another(self) -> None:
        """Let the user choose a backup file from anywhere, and list it first."""
        kinds = f"{_('Backups')} (*.db);;{_('All files')} (*)"
        path = self.ask.file_to_open(_("Open a backup"), kinds)
        if path is not None:
            self.restore_button.setEnabled(False)
            self._tell(_("Reading the backups…"))
            self._run_in_background(partial(_open, self._folder), path, self._show_opened)

    def _show_backups(self, backups: tuple[Backup, ...]) -> None:
        self._backups = backups
        self._list_all()
        if not backups:
            self._tell(
                _("There are no backups here. Open another file to restore one from elsewhere.")
            )

    def _show_opened(self, opened: Backup | str) -> None:
        if isinstance(opened, str):
            chosen = self.list.selected_subject()
            self._tell(opened, "error")
            self.restore_button.setEnabled(chosen is not None and chosen.is_sound)
            return
        known = next((each for each in self._backups if each.path == opened.path), None)
        self._opened = opened if known is None else self._opened
        self._list_all(known or opened)

    def _list_all(self, chosen: Backup | None = None) -> None:
        opened = () if self._opened is None else (self._opened,)
        listed = (*opened, *self._backups)
        self.found.set_aside(_count_words(listed))
        columns = (
            Column(_("Day")),
            Column(_("Time"), stretches=True),
            Column(_("Size"), is_figure=True),
            Column(_("State"), is_figure=True),
        )
        self.list.clearSelection()
        self.list.show_rows(columns, [self._cells(each) for each in listed], listed)
        if listed:
            self.list.selectRow(listed.index(chosen) if chosen is not None else 0)
            self._choose()
            self.list.setFocus()

    def _cells(self, backup: Backup) -> tuple[Cell, ...]:
        today, zone = self._today(), self._clock.zone
        made = backup.made_at.astimezone(zone).date()
        near = {0: _("Today"), 1: _("Yesterday")}
        day = near.get((today - made).days) or day_text(made, today=today)
        time = clock_text(backup.made_at, zone)
        size = f"{decimal_text(backup.size / 1e6)} MB"
        state = _("sound") if backup.is_sound else _("damaged")
        return (
            Cell(day, is_strong=True, tooltip=joined_words((f"{day} {time}", size, state), ", ")),
            Cell(time),
            Cell(size, color="muted"),
            Cell(f"✓ {state}", color="ok") if backup.is_sound else Cell(state, color="error"),
        )

    def _choose(self) -> None:
        backup = self.list.selected_subject()
        if backup is None:
            return
        self.restore_button.setEnabled(False)
        name, made = backup.path.name, self._near(backup.made_at)
        self.changes.set_aside(name if backup is self._opened else made)
        show = partial(self._show_preview, backup)
        self._run_in_background(partial(_preview, self._folder), backup, show)

    def _show_preview(self, backup: Backup, preview: RestorePreview | None) -> None:
        if backup is not self.list.selected_subject():
            return  # another one was chosen meanwhile
        self._show_timer(preview)
        self.table.setVisible(preview is not None)
        if preview is None:
            self._tell(_("This backup is damaged and cannot be restored."), "error")
            return
        self._tell(
            _("There is no database now, so nothing is replaced.")
            if preview.is_missing
            else _("The backup replaces the damaged database, which is kept beside it.")
            if preview.now is None
            else _(
                "The backup replaces everything that is in the planner now. The present state is "
                "backed up first, so you can return to it."
            )
        )
        columns = (
            Column("", stretches=True),
            Column(_("Now"), is_figure=True),
            Column("", is_figure=True),
            Column(_("After"), is_figure=True),
            Column(_("Change"), is_figure=True),
        )
        rows = [_change_cells(*row) for row in self._rows(preview)]
        self.table.show_rows(columns, rows, [row[0].text for row in rows])
        self.restore_button.setEnabled(backup.is_sound)

    def _rows(self, preview: RestorePreview) -> list[tuple[str, str, str, str]]:
        rows = []
        for table, name in _SHOWN.items():
            after = preview.after.records.get(table, 0)
            if preview.now is None:
                rows.append((_(name), "?", f"{after:,}", ""))
                continue
            now = preview.now.records.get(table, 0)
            change = "" if now == after else _signed(after - now)
            rows.append((_(name), f"{now:,}", f"{after:,}", change or _("same")))
        before = None if preview.now is None else preview.now.latest_entry
        then = preview.after.latest_entry
        change = ""
        if before is not None and then is not None:
            change = _("same") if before == then else change_text(then - before)
        present = "?" if preview.now is None else self._near(before)
        rows.append((_("Latest entry"), present, self._near(then), change))
        return rows

    def _show_timer(self, preview: RestorePreview | None) -> None:
        running = preview.after.running if preview is not None and preview.starts_timer else None
        self.running.setVisible(running is not None)
        if preview is None or running is None:
            return
        self.running.setText(
            _(
                "A timer runs in this backup: {title}, since {start}. After the restore the "
                "planner asks whether it ran on after {end}, when the backup was made.",
                title=running.title,
                start=self._when(running.start),
                end=self._when(preview.backup.made_at),
            )
        )

    def _tell(self, sentence: str, color: str = "text") -> None:
        self.about.set_color(color)
        self.about.setText(sentence)

    def _today(self) -> date:
        return self._clock.now().astimezone(self._clock.zone).date()

    def _near(self, at: datetime | None) -> str:
        """Return a time within a table, such as "today 11:24" or "15 Nov 18:00"."""
        if at is None:
            return _("none")
        day, today = at.astimezone(self._clock.zone).date(), self._today()
        is_near = abs((day - today).days) < 2
        words = near_day_text(day, today) if is_near else day_and_month_text(day, today=today)
        return f"{words} {clock_text(at, self._clock.zone)}"

    def _when(self, at: datetime) -> str:
        """Return a time within a sentence, such as "Mon 23 Nov 11:24"."""
        zone = self._clock.zone
        day = day_text(at.astimezone(zone).date(), today=self._today())
        return f"{day} {clock_text(at, zone)}"

    def _start(self) -> None:
        backup = self.list.selected_subject()
        self.restore_button.setEnabled(False)
        self._tell(_("Restoring…"))
        work = partial(or_sentence, partial(restore_backup, self._folder, now=self._clock.now()))
        self._run_in_background(work, backup, self._finish)

    def _finish(self, result: Path | str | None) -> None:
        if isinstance(result, str):
            self._tell(result, "error")
            self.restore_button.setEnabled(True)
            return
        self.restored.emit()
        self.accept()

    def _lay_out(self) -> None:
        self.found.setMinimumWidth(370)  # a full line, even with a 12-hour clock
        fill(self.found.body, (self.list, 1), row_of(self.open_button, STRETCH))
        note = QFrame()
        note.setProperty("kind", "note")
        row_of((self.about, 1), inside=note, margins=(12, 10, 12, 10))
        fill(self.changes.body, (self.table, 1), self.running, note)
        layout = dialog_column(self)
        layout.addWidget(TextLabel(_("Restore a backup"), role="title"))
        layout.addLayout(row_of((self.found, 2), (self.changes, 3), spacing=12), 1)
        layout.addLayout(foot_row(word_button(_("Cancel"), self.reject), self.restore_button))


def _count_words(backups: tuple[Backup, ...]) -> str:
    if not backups:
        return ""
    damaged = sum(not each.is_sound for each in backups)
    if not damaged:
        return _("{count}, all sound", count=len(backups))
    return _("{count} of {total} damaged", count=damaged, total=len(backups))


def _change_cells(name: str, now: str, after: str, change: str) -> tuple[Cell, ...]:
    arrow = "←" if is_right_to_left() else "→"
    is_changed = change not in ("", _("same"))
    return (
        Cell(name, tooltip=joined_words((f"{now} {arrow} {after}", change), ", ")),
        Cell(now, color="muted"),
        Cell(arrow, color="muted"),
        Cell(after, is_strong=True),
        Cell(change, color="warn" if is_changed else "muted", is_strong=is_changed),
    )
