"""The first-run page: a typical day, a calendar, the first tasks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import replace
from mle_planner.core.calendars.addresses import AddressError, read_address
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.planner import Planner
from mle_planner.ui.actions.letters import is_plain_letter, type_into
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.screens.welcome.typical_day_button import ReadyMadeButton
from mle_planner.ui.services.drafts import WELCOME_TASKS
from mle_planner.ui.widgets.buttons import IconButton, word_button
from mle_planner.ui.widgets.cards import Card, TextLabel, clear_layout
from mle_planner.ui.widgets.cover import Cover
from mle_planner.ui.widgets.direction import margins
from mle_planner.ui.widgets.fields import text_line
from mle_planner.ui.widgets.keys import pressed_key
from mle_planner.ui.widgets.layouts import STRETCH, column_of, fill, row_of, scrolling
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.quick_add.chips import Chips
from mle_planner.ui.widgets.quick_add.line import QuickAddLine
from mle_planner.ui.widgets.theme import FontRole

_PAGE_PX = 720
_BESIDE_PX = 16
_CHIPS_PX = 360
_TITLE_AND_CHIPS_PX = _PAGE_PX - 100
"""The room for title and chips of a row; a short title leaves more to the chips."""


class Welcome(Cover):
    """Covers the window until it is answered or skipped; nothing is stored before that.

    ``finished`` carries whether to make a plan. ``calendar`` is the file or address to read before
    the plan, so that the day is planned around its meetings.
    """

    finished = Signal(bool)

    def __init__(self, host: QWidget, planner: Planner, context: ScreenContext) -> None:
        super().__init__(host)
        self._planner = planner
        self._context = context
        self.calendar: Path | str | None = None
        unsaved = context.drafts.text(WELCOME_TASKS)
        self.task_lines = unsaved.split("\n") if unsaved else []
        self._make_parts()
        self._lay_out()
        self._show_tasks()

    def take_task(self, text: str) -> None:
        self.task_lines.append(text.strip())
        self.line.clear()
        self._show_tasks()
        self._keep_tasks()

    def take_lines(self, lines: Sequence[str]) -> bool:
        """Add each line of a pasted text as a task; if one cannot be read, none."""
        for text in lines:
            problem = self._planner.tasks.parse(text).problem
            if problem:
                self._context.show_refusal(_("{line}: {problem}", line=text, problem=problem))
                return False
        self.task_lines += lines
        self._show_tasks()
        return True

    def choose_calendar(self) -> None:
        """Ask for a calendar file; it is read when the page is finished."""
        chosen = self._context.ask.file_to_open(_("Open a calendar file"), _("Calendars (*.ics)"))
        if chosen is not None:
            self.calendar = chosen
            self.calendar_address.clear()
            self._calendar_note.setText(
                _("{name} is imported when you leave this page.", name=chosen.name)
            )
            self._calendar_note.show()

    def take_address(self, address: str) -> None:
        """Use the address of a calendar that was typed as a task."""
        self.calendar_address.setText(address)
        self._take_address(address)
        self._accept_address()

    def _take_address(self, typed: str) -> None:
        """Have the calendar at an address read when the page is finished, in place of a file."""
        self.calendar = typed.strip() or None
        self._calendar_note.hide()

    def _accept_address(self) -> bool:
        """Show when the calendar is read, or an error; return whether the address is valid."""
        if not isinstance(self.calendar, str):
            return True
        try:
            read_address(self.calendar)
        except AddressError as error:
            self._context.show_refusal(str(error))
            self.calendar_address.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        self._calendar_note.setText(
            _("This calendar is read when you leave this page, and kept up to date.")
        )
        self._calendar_note.show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def finish(self) -> None:
        if not self._store_answers():
            return
        typical_day = self._planner.typical_day
        name = next(name for name, each in self.typical_days.items() if each.isChecked())
        is_usual = name == typical_day.ready_made_names()[0]
        if is_usual or self._context.attempt(lambda: typical_day.choose(name)):
            self._leave(True)

    def _store_answers(self) -> bool:
        """Add the typed tasks; on failure return False with the others still shown."""
        self.quick_add.submit()
        if self.line.text().strip() or not self._accept_address():
            return False
        try:
            for text in list(self.task_lines):
                self._planner.tasks.add(text)
                self.task_lines.remove(text)
        except PlannerError as error:
            self._context.show_refusal(str(error))
            self._show_tasks()
            return False
        finally:
            self._keep_tasks()
        return True

    def _keep_tasks(self) -> None:
        """Keep the accepted lines as drafts until they are saved: nothing else stores them."""
        if self.task_lines:
            self._context.drafts.keep(WELCOME_TASKS, "\n".join(self.task_lines))
        else:
            self._context.drafts.drop(WELCOME_TASKS)

    def load_example(self) -> None:
        """Fill the week with an example, and add the typed tasks; one undo removes it."""
        if not self._store_answers() or not self._context.attempt(self._planner.load_example_week):
            return
        self._leave(False)
        self._context.show_message(_("An example week was loaded. Undo removes it."), True)

    def skip(self) -> None:
        """Begin with an empty week, and add the typed tasks."""
        if self._store_answers():
            self._leave(False)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.skip()
            return
        event.accept()
        if pressed_key(event) in ("Ctrl+Return", "Ctrl+Enter"):
            self.finish()
        elif is_plain_letter(event):
            type_into(self.quick_add.edit, event.text())

    @override
    def event(self, event: QEvent) -> bool:
        # The window's keys do not apply to this page: no 1 to 5, no S.
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        return super().event(event)

    def _leave(self, wants_plan: bool) -> None:
        # Hiding the focused widget would pass the focus on like Tab, which selects a block.
        self.window().setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.finished.emit(wants_plan)
        self.deleteLater()

    def _label(self, text: str, role: FontRole = "base", color: str = "text") -> TextLabel:
        return TextLabel(text, role=role, color=color, wrapped=True)

    def _card(self, title: str, about: str) -> Card:
        card = Card(title)
        card.body.addWidget(self._label(about, color="muted"))
        return card

    def _make_parts(self) -> None:
        names = self._planner.typical_day.ready_made_names()
        self.typical_days = {name: ReadyMadeButton(name) for name in names}
        self.typical_days[names[0]].setChecked(True)
        self.quick_add = QuickAddLine(self._planner, N_("Enter accepts"))
        self.quick_add.submitted.connect(self.take_task)
        self.quick_add.left_empty.connect(self._offer_plan)
        self.quick_add.take_several = self.take_lines
        self.quick_add.take_calendar = self.take_address
        self.line = self.quick_add.edit
        self.line.setAccessibleName(_("A task"))
        self._task_rows = column_of(spacing=2)
        self.plan_button = word_button(_("Plan my day"), self.finish, kind="primary")
        self.example_button = word_button(_("Load an example week"), self.load_example)
        self.skip_button = word_button(_("Start empty"), self.skip, kind="plain")
        self.calendar_button = word_button(_("Open a calendar file…"), self.choose_calendar)
        self.calendar_address = text_line(
            _("Address of a calendar"), _("or paste its secret address (https:// or webcal://)")
        )
        self.calendar_address.textEdited.connect(self._take_address)
        self.calendar_address.returnPressed.connect(self._accept_address)
        self._calendar_note = self._label("", role="secondary", color="ok")
        self._calendar_note.hide()

    def _lay_out(self) -> None:
        page = QWidget()
        page.setMaximumWidth(_PAGE_PX)
        column_of(
            STRETCH,
            self._label(_("Plan the day, see where it went"), role="title"),
            self._label(
                _(
                    "Answer three questions and your first day is planned. You can change "
                    "everything later, and all data stays on this computer."
                ),
                color="muted",
            ),
            self._days_card(),
            self._meetings_card(),
            self._new_tasks_card(),
            STRETCH,
            inside=page,
            spacing=12,
            margins=(4, 20, 4, 8),
        )
        self._place_centred(page)

    def _days_card(self) -> Card:
        days = self._card(
            _("1  What does a typical day look like?"),
            _(
                "It sets a standup, lunch, wrap-up and focus time. You can change each weekday "
                "later."
            ),
        )
        row = row_of(spacing=8)
        for button in self.typical_days.values():
            row.addWidget(button, 1)
        days.body.addLayout(row)
        return days

    def _meetings_card(self) -> Card:
        meetings = self._card(
            _("2  Import your meetings"),
            _("Optional: an .ics file, or an address that is kept up to date."),
        )
        meetings.body.addLayout(row_of(self.calendar_button, (self.calendar_address, 1)))
        meetings.body.addWidget(self._calendar_note)
        return meetings

    def _new_tasks_card(self) -> Card:
        tasks = self._card(
            _("3  What do you need to get done?"),
            _("One task per line: Enter adds it, Ctrl+Enter plans the day."),
        )
        tasks.body.addWidget(self.quick_add)
        grammar = _("2h estimate, due fri, #project, @activity, !high")
        self._grammar = self._label(grammar, role="secondary", color="muted")
        fill(tasks.body, self._grammar, self._task_rows)
        self._tasks_card = tasks
        return tasks

    def _place_centred(self, page: QWidget) -> None:
        holder = QWidget()
        row_of(STRETCH, (page, 100), STRETCH, inside=holder, margins=(_BESIDE_PX, 0, _BESIDE_PX, 0))
        area = self._area = scrolling(holder, takes_keys=True)
        area.setAccessibleName(_("First steps"))
        area.verticalScrollBar().rangeChanged.connect(self._reveal_line)
        area.verticalScrollBar().rangeChanged.connect(self._align_foot)
        column_of((area, 1), self._foot(), inside=self)

    def _foot(self) -> QWidget:
        buttons = QWidget()
        buttons.setMaximumWidth(_PAGE_PX)
        row = QHBoxLayout(buttons)
        row.setContentsMargins(4, 10, 4, 36)  # a message is shown below
        fill(row, self.skip_button, STRETCH, self.example_button, self.plan_button)
        foot = QWidget()
        across = self._foot_row = QHBoxLayout(foot)
        across.setContentsMargins(_BESIDE_PX, 0, _BESIDE_PX, 0)
        fill(across, STRETCH, (buttons, 100), STRETCH)
        return foot

    @Slot()
    def _offer_plan(self) -> None:
        """Focus the button that plans: Enter on the empty line ends the list."""
        if self.line.hasFocus():
            self.plan_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_tasks(self) -> None:
        clear_layout(self._task_rows)
        named, last = set[str](), self.quick_add.chips.last_stop
        for text in self.task_lines:
            row = self._task_row(text, named)
            self._task_rows.addWidget(row)
            for stop in row.findChildren(QAbstractButton):
                QWidget.setTabOrder(last, stop)
                last = stop
        self._grammar.setVisible(not self.task_lines)
        self.skip_button.setText(_("Start without a plan") if self.task_lines else _("Start empty"))

    @Slot()
    def _reveal_line(self) -> None:
        if self.task_lines:
            self._area.ensureWidgetVisible(self._tasks_card, 0, 8)
        if self.task_lines or self.line.text():
            self._area.ensureWidgetVisible(self.quick_add, 0, 8)

    @Slot(int, int)
    def _align_foot(self, _least: int, most: int) -> None:
        """Keep the buttons under the cards, which are narrower beside a scroll bar."""
        bar = self._area.verticalScrollBar().sizeHint().width() if most > 0 else 0
        self._foot_row.setContentsMargins(*margins(_BESIDE_PX, 0, _BESIDE_PX + bar, 0))

    def _task_row(self, text: str, named: set[str]) -> QWidget:
        """Return the row of a line; a project is new in the first of them, and ``named`` since."""
        row = QWidget(self)
        read = self._planner.tasks.parse(text)
        if read.new_project and read.new_project.casefold() in named:
            known = [
                replace(one, label=read.new_project) if one.kind == "project" else one
                for one in read.chips
            ]
            read = replace(read, chips=tuple(known))
        named.add((read.new_project or "").casefold())
        title = TextLabel(read.title or text, elided=True)
        layout = row_of((title, 1), inside=row, spacing=8, margins=margins(2, 0, 0, 0))
        chips = Chips(self.line)
        layout.addWidget(chips)  # in the window before its pills get their place in the Tab order
        chips.show_line(read)
        chips.arrange(max(_CHIPS_PX, _TITLE_AND_CHIPS_PX - title.sizeHint().width()))
        chips.asked.connect(lambda _chip: self._edit_again(text))
        remove = IconButton("close", _("Remove {text}", text=text), lambda: self._remove(text))
        layout.addWidget(remove)
        return row

    def _edit_again(self, text: str) -> None:
        """Move an accepted line back to be corrected, unless another text is being typed."""
        if self.line.text().strip():
            return
        self._remove(text)
        self.line.setText(text)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self, text: str) -> None:
        self.task_lines.remove(text)
        self._show_tasks()
        self._keep_tasks()
