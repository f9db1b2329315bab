"""What the commands need of the window."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mle_planner.core.scheduling.price.answer import MeetingPrice
    from mle_planner.ui.screen import Screen
    from mle_planner.ui.shell.bars import ReadingBar


class CommandsOverlays(Protocol):
    """What the commands open over the screens of the window."""

    def open_time_import(self, path: Path) -> None:
        """Show what a file of another time tracker would add."""
        ...

    def open_palette(self, text: str) -> None:
        """Open search or run, with words already typed."""
        ...

    def open_capture(self) -> None:
        """Open the line that takes something new."""
        ...

    def open_help(self) -> None:
        """Show the keys."""
        ...

    def open_guide(self, page: str) -> None:
        """Show a page of the user guide; the first without one."""
        ...

    def open_month(self, screen: Screen) -> None:
        """Show a month under the title; the screen goes to the day that is chosen."""
        ...

    def open_interruption_line(self) -> None:
        """Ask who or what interrupts what runs."""
        ...

    def open_timer_editor(self) -> None:
        """Show what runs where it can be corrected."""
        ...

    def open_price(self, price: MeetingPrice, import_it: Callable[[], object]) -> None:
        """Show what a meeting would cost."""
        ...


class CommandsWindow(Protocol):
    """What the commands need of the window."""

    @property
    def is_closed(self) -> bool:
        """Whether it was closed; it shows nothing then."""
        ...

    @property
    def overlays(self) -> CommandsOverlays:
        """What opens over its screens."""
        ...

    @property
    def reading_bar(self) -> ReadingBar:
        """Says which file is being read."""
        ...

    @property
    def screen_id(self) -> str:
        """The id of the screen that is open."""
        ...

    @property
    def open_screen(self) -> Screen:
        """The screen that is open."""
        ...

    def show_screen(self, screen_id: str, day: date | None) -> None:
        """Open a screen, and a day on it."""
        ...

    def show_plan_on(self, screen_id: str, day: date) -> None:
        """Show the plan that was asked for last on a screen and a day."""
        ...

    def show_message(self, sentence: str, *, undo: bool = False, redo: bool = False) -> None:
        """Show what was done, with a button to undo or redo it."""
        ...

    def show_error(self, sentence: str, *, is_passing: bool = False) -> None:
        """Show what went wrong; where it is passing the next key or click takes it away."""
        ...

    @property
    def is_focusing(self) -> bool:
        """Whether focus mode is on."""
        ...

    def switch_focus(self) -> None:
        """Switch focus mode on or off; a timer runs."""
        ...

    def switch_mini_timer(self) -> None:
        """Show or hide the mini timer."""
        ...

    def answer_about_timer(self) -> None:
        """Give the keyboard to the question about the timer."""
        ...

    def answer_question(self) -> None:
        """Give the keyboard to the question that is open."""
        ...

    def quit(self) -> None:
        """End the application."""
        ...
