"""One screen alone on a real planner, and what it told the window that is not there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.planner import Planner
from mle_planner.core.scheduling.worker import answer_what_if
from mle_planner.ui.screen import Screen, ScreenContext
from mle_planner.ui.services.feeds import Job
from mle_planner.ui.services.ticker import Ticks
from mle_planner.ui.widgets import theme
from mle_planner.ui.widgets.theme import ThemeName
from tests.support.no_window import context_without_window
from tests.support.window import Answers

AnyScreen = TypeVar("AnyScreen", bound=Screen)


@dataclass
class Told:
    """What a screen asked of the window."""

    errors: list[str] = field(default_factory=list)
    messages: list[tuple[str, bool]] = field(default_factory=list)
    went_to: list[tuple[str, date | None]] = field(default_factory=list)
    acted: list[str] = field(default_factory=list)
    ticks: Ticks = field(default_factory=Ticks)


def opened(
    made: Callable[[Planner, ScreenContext], AnyScreen],
    planner: Planner,
    qtbot: QtBot,
    answers: Answers,
    *,
    size: tuple[int, int] = (1180, 790),
) -> tuple[AnyScreen, Told]:
    """Return a screen as the window shows it: visible, and refreshed by each notice."""
    told = Told()

    def at_once(function: Callable[[Any], Any], argument: Any, done: Callable[[Any], None]) -> None:
        try:
            result = function(argument)
        except PlannerError as error:
            told.errors.append(str(error))
        else:
            done(result)

    def what_if(job: Job, told: Callable[[Any], None], refused: Callable[[str], None]) -> None:
        try:
            told(answer_what_if(job(planner, lambda: False)))
        except PlannerError as error:
            refused(str(error))

    context = context_without_window(
        show_error=told.errors.append,
        show_refusal=told.errors.append,
        show_message=lambda text, undo: told.messages.append((text, undo)),
        run_in_background=at_once,
        ask=answers,
        open_task=lambda _task: None,
        go_to=lambda screen, day: told.went_to.append((screen, day)),
        act=told.acted.append,
        ticks=told.ticks,
        coming_week=what_if,
        past_week=what_if,
    )
    screen = made(planner, context)
    screen.refresh()
    planner.listen(lambda _changes: screen.refresh())
    qtbot.addWidget(screen)
    screen.resize(*size)
    screen.show()
    qtbot.waitExposed(screen)
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    return screen, told


def apply_theme(app: QApplication, name: ThemeName) -> None:
    """Apply a theme and let the widgets lay themselves out in it."""
    theme.apply(theme.theme_named(name))
    app.processEvents()
