"""Connects screens to their window and to the services."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from mle_planner.ui.actions.table import action_named
from mle_planner.ui.screen import ScreenContext

if TYPE_CHECKING:
    from mle_planner.core.base.errors import PlannerError
    from mle_planner.ui.planning.what_if import WhatIfQuestions
    from mle_planner.ui.screen import AskWhatIf
    from mle_planner.ui.services.feeds import Job
    from mle_planner.ui.services.services import Services
    from mle_planner.ui.shell.commands import Commands
    from mle_planner.ui.shell.commands_window import CommandsWindow
    from mle_planner.ui.widgets.dialogs import Dialogs


def make_context(
    window: CommandsWindow, services: Services, commands: Commands, ask: Dialogs
) -> ScreenContext:
    """Return what connects screens to their window and to the services."""

    def run_in_background(
        function: Callable[[Any], Any], argument: Any, done: Callable[[Any], None]
    ) -> None:
        def deliver(result: Any) -> None:
            if not window.is_closed:  # its screens are gone
                done(result)

        services.run_in_background(
            function, argument, deliver, failed=lambda error: window.show_error(str(error))
        )

    def run_on_calendars(
        job: Job, done: Callable[[Any], None], failed: Callable[[PlannerError], None]
    ) -> None:
        services.feeds.run_reading(
            job,
            lambda result: None if window.is_closed else done(result),
            lambda error: None if window.is_closed else failed(error),
        )

    def capture() -> None:
        window.overlays.open_capture()  # they are made after the screens' connections

    def what_if(questions: WhatIfQuestions) -> AskWhatIf:
        return lambda job, told, refused: services.ask_what_if(
            questions,
            job,
            lambda worth: None if window.is_closed else told(worth),
            lambda refusal: None if window.is_closed else refused(refusal),
        )

    plans = services.plans
    return ScreenContext(
        show_error=window.show_error,
        show_refusal=partial(window.show_error, is_passing=True),
        show_message=lambda text, undo: window.show_message(text, undo=undo),
        run_in_background=run_in_background,
        ask=ask,
        open_task=commands.open_task,
        go_to=window.show_screen,
        ticks=services.ticker,
        drafts=services.drafts,
        plan=plans.ask,
        plan_quietly=plans.ask_quietly,
        resume_plan=plans.resume,
        show_plan_on=window.show_plan_on,
        drop_plan=plans.drop,
        capture=capture,
        import_tasks=commands.imports.read_tasks,
        add_calendar=commands.add_calendar,
        subscribe=lambda address, then: commands.imports.subscribe(
            address, lambda report: None if window.is_closed else then(report)
        ),
        feeds=services.feeds,
        away=services.away,
        global_shortcut=services.global_shortcut,
        run_on_calendars=run_on_calendars,
        ask_cost=services.ask_cost,
        coming_week=what_if(services.coming_week),
        past_week=what_if(services.past_week),
        import_calendar=lambda: commands.run(action_named("calendars.import")),
    )
