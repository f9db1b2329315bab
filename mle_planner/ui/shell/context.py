"""Connects screens to their window and to the services."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from mle_planner.ui.actions.table import action_named
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.services.services import Services
from mle_planner.ui.shell.commands import Commands
from mle_planner.ui.shell.commands_window import CommandsWindow
from mle_planner.ui.widgets.dialogs import Dialogs

if TYPE_CHECKING:
    from mle_planner.ui.screen import AskWhatIf
    from mle_planner.ui.services.services import About


def make_context(
    window: CommandsWindow, services: Services, commands: Commands, ask: Dialogs
) -> ScreenContext:
    while_open = partial(_while_open, window)

    def what_if(about: About) -> AskWhatIf:
        return lambda job, told, refused: services.ask_what_if(
            about, job, while_open(told), while_open(refused)
        )

    return ScreenContext(
        show_error=window.show_error,
        show_refusal=partial(window.show_error, is_passing=True),
        show_message=lambda text, undo: window.show_message(text, undo=undo),
        run_in_background=lambda function, argument, done: services.background.run(
            function, argument, while_open(done), failed=lambda error: window.show_error(str(error))
        ),
        ask=ask,
        open_task=commands.open_task,
        go_to=window.show_screen,
        ticks=services.ticker,
        drafts=services.drafts,
        plans=services.plans,
        show_plan_on=window.show_plan_on,
        capture=lambda: window.overlays.open_capture(),  # they are made after the screens
        import_tasks=commands.imports.read_tasks,
        add_calendar=commands.add_calendar,
        subscribe=lambda address, then: commands.imports.subscribe(address, while_open(then)),
        feeds=services.feeds,
        away=services.away,
        global_shortcut=services.global_shortcut,
        run_on_calendars=lambda job, done, failed: services.feeds.run(
            job, while_open(done), while_open(failed)
        ),
        ask_cost=services.ask_cost,
        coming_week=what_if("coming"),
        past_week=what_if("past"),
        act=lambda action_id: commands.run(action_named(action_id)),
    )


def _while_open(window: CommandsWindow, act: Callable[..., None]) -> Callable[..., None]:
    """Return what does nothing once the window is closed: its screens are gone then."""
    return lambda *results: None if window.is_closed else act(*results)
