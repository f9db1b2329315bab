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

    def open_help(self) -> None: ...

    def open_guide(self, page: str) -> None:
        """Show a page of the user guide; the first without one."""
        ...

    def open_month(self, screen: Screen) -> None:
        """Show a month under the title; the screen goes to the day that is chosen."""
        ...

    def open_interruption_line(self) -> None:
        """Ask who or what interrupts what runs."""
        ...

    def open_timer_editor(self) -> None: ...

    def open_price(self, price: MeetingPrice, import_it: Callable[[], object]) -> None: ...


class CommandsWindow(Protocol):
    """What the commands need of the window."""

    @property
    def is_closed(self) -> bool:
        """Whether it was closed; it shows nothing then."""
        ...

    @property
    def overlays(self) -> CommandsOverlays: ...

    @property
    def reading_bar(self) -> ReadingBar: ...

    @property
    def screen_id(self) -> str: ...

    @property
    def open_screen(self) -> Screen: ...

    def show_screen(self, screen_id: str, day: date | None) -> None:
        """Open a screen, and a day on it."""
        ...

    def show_plan_on(self, screen_id: str, day: date) -> None:
        """Show the plan that was asked for last on a screen and a day."""
        ...

    def show_message(self, sentence: str, *, undo: bool = False, redo: bool = False) -> None:
        """Show what was done, with a button to undo or redo it."""
        ...

    def show_error(self, sentence: str) -> None: ...

    @property
    def is_focusing(self) -> bool: ...

    def switch_focus(self) -> None:
        """Switch focus mode on or off; a timer runs."""
        ...

    def switch_mini_timer(self) -> None: ...

    def answer_about_timer(self) -> None: ...

    def answer_question(self) -> None: ...

    def quit(self) -> None: ...
