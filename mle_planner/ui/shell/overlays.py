"""What opens over the screens of a window: search or run, the keys, small editors, dialogs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from mle_planner.ui.actions.table import action_named
from mle_planner.ui.shell.bars import QuestionBar

if TYPE_CHECKING:
    from mle_planner.core.scheduling.price.answer import MeetingPrice
    from mle_planner.ui.actions.shortcuts import Shortcuts
    from mle_planner.ui.companions.focus_page import FocusPage
    from mle_planner.ui.screen import Screen, ScreenContext
    from mle_planner.ui.screens.welcome.page import Welcome
    from mle_planner.ui.services.services import Services
    from mle_planner.ui.shell.commands import Commands
    from mle_planner.ui.shell.frame import Frame
    from mle_planner.ui.shell.guide import GuideWindow
    from mle_planner.ui.shell.help import HelpSheet
    from mle_planner.ui.shell.month_popup import MonthPopup
    from mle_planner.ui.shell.palette.entries import Entry
    from mle_planner.ui.shell.palette.overlay import CommandPalette
    from mle_planner.ui.shell.palette.search import PaletteSearch
    from mle_planner.ui.shell.time_import import TimeImportDialog

_MOST_RECENT = 8
_CAPTURED = "capture"
"""The draft key of the palette's line, which is kept until it is saved."""


class Overlays:
    """Each is made when it is first opened.

    ``recent`` are the keys of the palette entries chosen last, the newest first.
    """

    def __init__(
        self,
        frame: Frame,
        services: Services,
        commands: Commands,
        context: ScreenContext,
        shortcuts: Callable[[], Shortcuts],
        recent: Sequence[str],
    ) -> None:
        self._frame = frame
        self._services = services
        self._commands = commands
        self._context = context
        self._shortcuts = shortcuts
        self.recent = tuple(recent)
        self.palette: CommandPalette | None = None
        self._search: PaletteSearch | None = None
        self.help: HelpSheet | None = None
        self.guide: GuideWindow | None = None
        self.month: MonthPopup | None = None
        self.welcome: Welcome | None = None
        self.focus: FocusPage | None = None
        self.time_import: TimeImportDialog | None = None

    def open_palette(self, text: str) -> None:
        """Open search or run, with words already typed."""
        self._palette(only_new=False).open(text or self._unsaved)

    def open_capture(self) -> None:
        """Open the line that takes something new: it is scheduled, added or started."""
        self._palette(only_new=True).open_for_new(self._unsaved)

    @property
    def _unsaved(self) -> str:
        return self._context.drafts.text(_CAPTURED) or ""

    def _palette(self, *, only_new: bool) -> CommandPalette:
        palette, search = self.make_palette()
        search.read(self._frame.findChildren(QuestionBar), only_new=only_new)
        return palette

    def make_palette(self) -> tuple[CommandPalette, PaletteSearch]:
        """Return the palette and its search, made once; made ahead it opens at once."""
        if self._search is None or self.palette is None:
            from mle_planner.ui.shell.palette.overlay import CommandPalette
            from mle_planner.ui.shell.palette.search import PaletteSearch

            search = PaletteSearch(
                self._commands, self._services, lambda: self.recent, self._shortcuts
            )
            self.palette = CommandPalette(self._frame.window(), self._services.planner, search.find)
            self.palette.chosen.connect(self._run_entry)
            self.palette.line.textEdited.connect(self._give_up_unsaved)
            self.palette.cost.ask = self._services.ask_cost
            search.titles_came = self.palette.search_again
            self._search = search
        return self.palette, self._search

    def _run_entry(self, entry: Entry) -> None:
        if entry.key:
            others = tuple(key for key in self.recent if key != entry.key)
            self.recent = (entry.key, *others)[:_MOST_RECENT]
        entry.run()
        if entry.key or self.palette is None:
            return
        if self._services.planner.history.save_failure:
            self._context.drafts.keep(_CAPTURED, self.palette.line.text())
        else:
            self._context.drafts.drop(_CAPTURED)

    def keep_typed(self) -> None:
        """Keep what was typed to be added on the screens, for the next window."""
        from mle_planner.ui.widgets.fields import AddingLine

        for line in self._frame.findChildren(AddingLine):
            if line.draft_key:
                self._context.drafts.keep_or_drop(line.draft_key, line.text())

    def _give_up_unsaved(self, text: str) -> None:
        """Forget the line that is not saved once the user has emptied it."""
        if not text:
            self._context.drafts.drop(_CAPTURED)

    def open_help(self) -> None:
        from mle_planner.ui.shell.help import HelpSheet

        if self.help is not None:
            self.help.close()
        self.help = HelpSheet(self._frame.window(), self._shortcuts())
        self.help.finished.connect(self._forget_help)
        self.help.show()

    def _forget_help(self) -> None:
        """Delete the sheet: each change of the theme would style its two hundred labels."""
        if self.help is not None:
            self.help.deleteLater()
            self.help = None

    def open_guide(self) -> None:
        from mle_planner.ui.shell.guide import FIRST_PAGE, GuideWindow

        if self.guide is not None:
            self.guide.close()
            self.guide.deleteLater()
        self.guide = GuideWindow(self._frame.window(), self._shortcuts())
        self.guide.show()  # first, so that pictures get the width of the page
        self.guide.open_page(FIRST_PAGE)

    def open_month(self, screen: Screen) -> None:
        """Show a month under the title; the screen goes to the day that is chosen."""
        from mle_planner.ui.shell.month_popup import MonthPopup

        title = self._frame.top_bar.title
        popup = self.month = MonthPopup(title, self._services.planner, screen.shown_days())
        popup.day_chosen.connect(screen.go_to)
        popup.open_under(title)

    def open_timer_editor(self, *, at_start: bool = False) -> None:
        """Open the small editor of what runs, under its place in the top bar."""
        from mle_planner.ui.shell.timer_editor import TimerEditor

        discard = partial(self._commands.run, action_named("timer.discard"))
        planner, tell = self._services.planner, self._context.show_message
        editor = TimerEditor(self._frame.window(), planner, tell, discard)
        editor.open_under(self._frame.top_bar.pill, at_start=at_start)

    def open_interruption_line(self) -> None:
        """Ask who or what interrupts what runs, under its place in the top bar."""
        from mle_planner.ui.shell.interruption import InterruptionLine

        line = InterruptionLine(
            self._frame.window(), self._services.planner, self._context.show_message
        )
        line.open_under(self._frame.top_bar.pill)

    def open_price(self, price: MeetingPrice, import_it: Callable[[], object]) -> None:
        from mle_planner.ui.shell.price_panel import PricePanel

        PricePanel(self._frame.window(), self._services.planner, price, import_it).show()

    def open_time_import(self, path: Path) -> None:
        """Show what a file of another time tracker would add."""
        from mle_planner.ui.shell.time_import import TimeImportDialog

        self.time_import = TimeImportDialog(
            self._frame.window(),
            self._services.planner,
            path,
            self._services.feeds.run,
            lambda sentence: self._context.show_message(sentence, True),
        )
        self.time_import.open()

    @property
    def is_focusing(self) -> bool:
        return self.focus is not None

    def switch_focus(self) -> None:
        """Switch focus mode on or off; a timer runs."""
        if self.focus is not None:
            self.focus.end()
            return
        from mle_planner.ui.companions.focus_page import FocusPage

        page = self.focus = FocusPage(self._frame, self._services)
        page.ended.connect(self._leave_focus)
        page.begin()

    def end_focus(self) -> None:
        if self.focus is not None:
            self.focus.end()

    def _leave_focus(self, sentence: str) -> None:
        self.focus = None
        self._frame.window().setFocus(Qt.FocusReason.OtherFocusReason)
        if sentence:
            self._context.show_message(sentence, False)

    def open_welcome(self) -> None:
        """Show the first-run page over everything but the message bar."""
        from mle_planner.ui.screens.welcome.page import Welcome

        page = self.welcome = Welcome(self._frame, self._services.planner, self._context)
        page.finished.connect(self._leave_welcome)
        page.show()
        page.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._frame.messages.raise_()

    def _leave_welcome(self, wants_plan: bool) -> None:
        page, self.welcome = self.welcome, None
        self._services.reminders.end_first_run()
        self._commands.go_to("today", self._services.planner.today())

        def plan() -> None:
            if wants_plan:
                self._commands.run(action_named("plan.propose"))

        calendar = page.calendar if page is not None else None
        if isinstance(calendar, Path):
            self._commands.imports.read_calendar(calendar, then=plan)
        elif calendar is not None:
            self._commands.imports.subscribe(calendar, lambda _report: plan(), otherwise=plan)
        else:
            plan()
