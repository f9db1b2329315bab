"""The export of a timesheet: format, columns, options, first rows, and the written file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QWidget,
)

from mle_planner.core.i18n.gettext import _, plural
from mle_planner.core.timesheet.formats.format import COLUMNS, FileColumn, Format, shown_columns
from mle_planner.core.timesheet.formats.registry import FORMATS, FilePreview
from mle_planner.ui.widgets.buttons import WordButton, segment_button, word_button
from mle_planner.ui.widgets.cards import Card, TextLabel, as_plain_tooltip, clear_layout
from mle_planner.ui.widgets.choice_box import ChoiceBox
from mle_planner.ui.widgets.layouts import STRETCH, column_of, row_of
from mle_planner.ui.widgets.table_rows import Cell, Column
from mle_planner.ui.widgets.tables import QuietTable


class WrittenFile(QWidget):
    """The written file, over buttons to open its folder and to copy its text."""

    failed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._path = Path()
        self._text: str | None = None
        self.name = TextLabel("", color="muted", elided=True)
        self.open_folder = word_button(_("Open folder"), self._open_folder)
        self.copy = word_button(_("Copy"), self._copy)
        self.copy.setToolTip(_("Copy what was written"))
        row = row_of(self.open_folder, self.copy, STRETCH)
        column_of(self.name, row, inside=self, spacing=6, margins=(0, 4, 0, 0))
        self.hide()

    def show_file(self, path: Path, text: str | None) -> None:
        """Show a written file, with its text, which is None for binary files."""
        self._path, self._text = path, text
        self.name.setText(path.name)
        self.open_folder.setToolTip(as_plain_tooltip(str(path.parent)))
        self.copy.setText(_("Copy"))
        self.show()

    def _open_folder(self) -> None:
        folder = self._path.parent
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self.failed.emit(_("No program opened the folder {folder}.", folder=folder))

    def _copy(self) -> None:
        copied = QMimeData()
        if self._text is None:
            copied.setUrls([QUrl.fromLocalFile(str(self._path))])
        else:
            copied.setText(self._text)
        QGuiApplication.clipboard().setMimeData(copied)
        self.copy.setText(_("Copied"))


class ColumnsButton(WordButton):
    """Chooses the columns of a file, from a menu with check marks.

    ``chosen`` carries the names of the chosen columns separated by commas; "" for all.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("Columns…"))
        self.setProperty("kind", "pill")
        self.setToolTip(_("Choose the columns of the file"))
        self.menu_of_columns = QMenu(self)
        self._columns: Sequence[FileColumn] = ()
        self._shown: frozenset[str] = frozenset()
        self.clicked.connect(self._open)

    def show_columns(self, columns: Sequence[FileColumn], chosen: Mapping[str, str]) -> None:
        """Offer the columns of a format with the chosen ones checked; hide if there are none."""
        self._columns = columns
        places = shown_columns(chosen, columns)
        self._shown = frozenset(columns[place].name for place in places)
        self.setVisible(bool(columns))

    def _open(self) -> None:
        self.menu_of_columns.clear()
        for column in self._columns:
            action = self.menu_of_columns.addAction(_(column.title))
            action.setCheckable(True)
            action.setChecked(column.name in self._shown)
            action.setEnabled(not column.is_kept)
            action.triggered.connect(lambda is_shown, name=column.name: self._turn(name, is_shown))
        self.menu_of_columns.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _turn(self, name: str, is_shown: bool) -> None:
        shown = self._shown | {name} if is_shown else self._shown - {name}
        names = [column.name for column in self._columns if column.name in shown]
        text = "" if len(names) == len(self._columns) else ",".join(names)
        self.show_columns(self._columns, {COLUMNS: text})
        self.chosen.emit(text)


_BUTTONS_IN_A_ROW = 3


class ExportCard(Card):
    """Chooses a registered format and its options.

    ``footer`` has the button to export; it belongs below what scrolls, so that it is in sight.
    ``changed`` is sent when the preview must be refreshed, ``export_requested`` to write the file,
    ``unlock_requested`` to unlock the days, and ``trail_requested`` to show the trail of locked
    days.
    """

    changed = Signal()
    export_requested = Signal()
    unlock_requested = Signal()
    trail_requested = Signal()

    def __init__(self) -> None:
        super().__init__(_("Export"), file_name=True)
        self.footer = QWidget()
        self.formats: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        grid = QGridLayout()
        grid.setSpacing(6)
        for at, form in enumerate(FORMATS.values()):
            grid.addWidget(self._format_button(form), *divmod(at, _BUTTONS_IN_A_ROW))
        self._options = QWidget()
        self._option_grid = QGridLayout(self._options)
        self._option_grid.setContentsMargins(0, 4, 0, 0)
        self._option_grid.setColumnStretch(1, 1)
        self._option_boxes: dict[str, ChoiceBox] = {}
        self._chosen: dict[str, dict[str, str]] = {}
        self.preview_words = TextLabel(role="secondary", color="muted")
        self.columns = ColumnsButton()
        self.columns.chosen.connect(self._choose_columns)
        self.preview = QuietTable(_("Preview"), fits=True)
        self.lock = QCheckBox()
        self.locked = TextLabel(color="muted", wrapped=True)
        self.unlock = word_button(_("Unlock"), self.unlock_requested.emit, kind="pill")
        self.trail = word_button(_("Lock history…"), self.trail_requested.emit, kind="pill")
        self.button = word_button(_("Export timesheet"), self.export_requested.emit, kind="primary")
        self.written = WrittenFile()
        self.body.addLayout(grid)
        self.body.addWidget(self._options)
        self.body.addLayout(_in_a_row(self.preview_words, self.columns))
        self.body.addWidget(self.preview)
        self.body.addLayout(_in_a_row(self.locked, self.trail, self.unlock))
        self.body.addWidget(self.written)
        column_of(self.lock, self.button, inside=self.footer, spacing=8, margins=(0, 10, 0, 16))
        self.choose(next(iter(FORMATS)), {})

    @property
    def form(self) -> Format:
        return next(FORMATS[name] for name, one in self.formats.items() if one.isChecked())

    @property
    def chosen(self) -> Mapping[str, str]:
        """The chosen options and columns of the format, by name."""
        chosen = {name: str(box.subject) for name, box in self._option_boxes.items()}
        columns = self._chosen.get(self.form.name, {}).get(COLUMNS)
        return chosen if columns is None else {**chosen, COLUMNS: columns}

    def choose(self, name: str, options: Mapping[str, str]) -> None:
        """Choose a format and its options, as stored."""
        self._chosen[name] = dict(options)
        self.formats[name].setChecked(True)
        self._show_options()

    def show_file(self, name: str, preview: FilePreview) -> None:
        """Show the file's name and its first rows."""
        self.set_aside(name)
        shown = len(preview.rows)
        self.preview_words.setText(_preview_text(shown, preview.count) if shown else "")
        hours = _("Hours")
        columns = [
            # The first columns that fit, and the hours.
            Column(title, title == hours, stretches=not at, drop=0 if title == hours else at)
            for at, title in enumerate(preview.columns)
        ]
        self.preview.show_rows(
            columns, [[Cell(str(value)) for value in row] for row in preview.rows]
        )
        self.preview.setVisible(bool(shown))

    def show_lock(
        self, period: str, locked: Sequence[str], *, is_locked: bool, has_trail: bool
    ) -> None:
        """Offer to lock a period after the export, or show that it, or which days, are locked."""
        self.lock.setText(_("Lock {period} after export", period=period))
        self.lock.setVisible(not is_locked)
        words = _("Locked: {days}", days=", ".join(locked)) if locked else ""
        self.locked.setText(_("{period} is locked", period=period) if is_locked else words)
        self.locked.setVisible(bool(locked) or has_trail)  # it keeps the buttons at the end
        self.unlock.setVisible(bool(locked))
        self.trail.setVisible(has_trail)

    def _format_button(self, form: Format) -> QPushButton:
        button = segment_button(_(form.title))
        self._group.addButton(button)
        self.formats[form.name] = button
        button.clicked.connect(self._choose_format)
        return button

    def _choose_format(self) -> None:
        self._show_options()
        self.changed.emit()

    def _choose_option(self) -> None:
        self._chosen[self.form.name] = dict(self.chosen)
        self.changed.emit()

    def _choose_columns(self, names: str) -> None:
        kept = {key: value for key, value in self.chosen.items() if key != COLUMNS}
        self._chosen[self.form.name] = {**kept, COLUMNS: names} if names else kept
        self.changed.emit()

    def _show_options(self) -> None:
        """Show the options of the format; choices of hidden formats are kept."""
        clear_layout(self._option_grid)
        form, self._option_boxes = self.form, {}
        kept = self._chosen.get(form.name, {})
        for row, option in enumerate(form.options):
            box = ChoiceBox(_(option.title))
            choices = [(_(title), value) for value, title in option.choices]
            box.show_choices(choices, kept.get(option.name, option.choices[0][0]))
            box.chosen.connect(self._choose_option)
            label = TextLabel(_(option.title), color="muted")
            self._option_grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignVCenter)
            self._option_grid.addWidget(box, row, 1)
            self._option_boxes[option.name] = box
        self._options.setVisible(bool(form.options))
        self.columns.show_columns(form.columns, kept)


def _in_a_row(words: QWidget, *buttons: QWidget) -> QHBoxLayout:
    return row_of((words, 1), *buttons)


def _preview_text(shown: int, count: int) -> str:
    if shown == count:
        return plural("Preview, {count} row", "Preview, {count} rows", count)
    return plural(
        "Preview, first {shown} of {count} row", "Preview, first {shown} of {count} rows",
        count, shown=shown,
    )  # fmt: skip
