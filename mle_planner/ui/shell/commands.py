"""What the actions do: each asks the planner or the window, and reports the result."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property, partial

from PySide6.QtGui import QGuiApplication

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.formats import clock_range_text, day_text
from mle_planner.core.i18n.gettext import N_, _, planner_error, plural
from mle_planner.core.model.tracked import EntryId
from mle_planner.core.model.work import Task, TaskId
from mle_planner.core.refs import BlockRef, ItemRef
from mle_planner.ui.actions.table import Action, action_named
from mle_planner.ui.screen import Screen
from mle_planner.ui.services.services import Services
from mle_planner.ui.services.timer import Start, Timer
from mle_planner.ui.shell.commands_window import CommandsWindow
from mle_planner.ui.shell.file_imports import FileImports
from mle_planner.ui.shell.history_steps import HistorySteps
from mle_planner.ui.shell.screens import SCREENS
from mle_planner.ui.widgets.dialogs import Dialogs
from mle_planner.ui.widgets.theme import current_theme

ActionHandler = Callable[[], object]

_NO_TASK = N_("No task is selected. Select a task, or a block of a task, first.")
_WHY_NOT = {
    **dict.fromkeys(("timer.stop", "timer.discard"), N_("No timer is running.")),
    "timer.finish": N_("No timer of a task is running."),
    "timer.edit": N_("No timer is running, so there is nothing to change."),
    "timer.interrupt": N_("No timer is running, so there is nothing to interrupt."),
    "timer.meeting": N_("No meeting has begun that is not tracked yet."),
    "edit.undo": N_("There is nothing to undo."),
    "edit.redo": N_("There is nothing to redo."),
    **dict.fromkeys(("tasks.plan_today", "tasks.due", "tasks.priority", "tasks.project"), _NO_TASK),
}
"""The sentence shown if the action is not available on its screens, by action."""

_OF_SCREENS = (
    "plan.day_off", "plan.backlog",
    "proposal.accept", "proposal.drop", "proposal.accept_one", "proposal.better",
    "sheet.lock", "sheet.unlock", "sheet.again",
    "tasks.plan_today", "tasks.due", "tasks.priority", "tasks.project", "tasks.switch_view",
    "view.export", "view.what_counts",
)  # fmt: skip
"""The actions that the open screen carries out, while it has them."""
_DATA_ACTIONS = {
    "data.back_up": N_("Backups"),
    "data.restore": N_("Backups"),
    "data.check": N_("Backups"),
    "data.purge": N_("Privacy"),
}


class Commands:
    """Carries out actions asked for by key, menu, button or palette.

    A `PlannerError` is shown in the message bar; nothing is changed then.
    """

    def __init__(self, window: CommandsWindow, ask: Dialogs, services: Services) -> None:
        planner = services.planner
        self._window = window
        self._planner = planner
        self._timed: EntryId | None = None
        self._passed_over: Hashable | None = None
        self.imports = FileImports(window, ask, services)
        self._history = HistorySteps(window, ask, services)
        self._timer = Timer(planner, ask, lambda text, undo: window.show_message(text, undo=undo))
        self._conditions: Mapping[str, Callable[[], bool]] = {
            "timer.edit": lambda: self.is_running,
            "timer.stop": lambda: self.is_running,
            "timer.discard": lambda: self.is_running,
            "timer.finish": lambda: self._running_task is not None,
            "timer.interrupt": lambda: self.is_running,
            "timer.meeting": lambda: bool(planner.meetings.begun()),
            "edit.undo": lambda: planner.history.undo_label is not None,
            "edit.redo": lambda: planner.history.redo_label is not None,
            **{action_id: partial(self._is_offered, action_id) for action_id in _OF_SCREENS},
        }

    @cached_property
    def handlers(self) -> Mapping[str, ActionHandler]:
        """What each action does, by its id."""
        window, overlays = self._window, self._window.overlays
        return {
            **{f"go.{name}": partial(window.show_screen, name, None) for name in SCREENS},
            "view.present": lambda: window.open_screen.go_to(self._planner.today()),
            "view.next": lambda: window.open_screen.step(1),
            "view.previous": lambda: window.open_screen.step(-1),
            "item.new": lambda: window.open_screen.begin_new(),
            **{action_id: partial(self._act_on_screen, action_id) for action_id in _OF_SCREENS},
            "go.wrap_up": self._wrap_up,
            "view.month": lambda: overlays.open_month(window.open_screen),
            "plan.propose": lambda: self._axis_screen().propose(),
            "plan.push": lambda: self._axis_screen().push_rest_of_day(),
            "plan.four_weeks": self._plan_four_weeks,
            "timer.toggle": self._toggle_timer,
            "timer.start": self._ask_and_start,
            "timer.edit": overlays.open_timer_editor,
            "timer.stop": self._timer.stop,
            "timer.discard": self._timer.discard,
            "timer.finish": self._finish_running,
            "timer.interrupt": self._interrupt,
            "timer.meeting": self._track_meeting,
            "timer.focus": self._switch_focus,
            "app.mini_timer": window.switch_mini_timer,
            "tasks.add": self._add_task,
            "tasks.answer": window.answer_question,
            "view.copy_standup": self._copy_standup,
            "calendars.import": self.imports.ask_for_calendar,
            "calendars.price": self.imports.ask_for_price,
            "calendars.refresh": self.imports.read_all,
            "tasks.import": self.imports.ask_for_tasks,
            "time.import": self.imports.ask_for_time,
            **{name: partial(self._act_on_data, name) for name in _DATA_ACTIONS},
            "example.load": self._load_example,
            "edit.undo": self._history.undo,
            "edit.redo": self._history.redo,
            "app.palette": partial(overlays.open_palette, ""),
            "app.theme": lambda: self._planner.set("theme", current_theme().opposite),
            "app.guide": overlays.open_guide,
            "app.help": overlays.open_help,
            "app.quit": window.quit,
        }

    def run(self, action: Action) -> None:
        """Carry out an action if it is available now; else show why it is not."""
        if self.is_available(action):
            self._attempt(self.handlers[action.id])
        elif screens := self.other_screens(action):
            names = ", ".join(screens.values())
            self._window.show_message(
                _(
                    "“{title}” works on these screens: {screens}.",
                    title=_(action.title),
                    screens=names,
                )
            )
        elif sentence := self.why_not(action):
            self._window.show_message(sentence)

    def why_not(self, action: Action) -> str:
        """Return why an action is not available on its screens; empty where nothing says so."""
        return _(_WHY_NOT[action.id]) if action.id in _WHY_NOT else ""

    def other_screens(self, action: Action) -> Mapping[str, str]:
        """Return the names of the screens of an action; none where the open one is one of them."""
        if self._is_of_this_screen(action):
            return {}
        return {one: _(action_named(f"go.{one}").title) for one in SCREENS if one in action.screens}

    def press(self, keys: str) -> None:
        """Press keys on the time axis, after opening one if there is none."""
        self._axis_screen().press(keys)

    @property
    def has_axis(self) -> bool:
        return self._window.screen_id in ("today", "week")

    def is_available(self, action: Action) -> bool:
        """Whether an action can be carried out now, on the screen that is open."""
        condition = self._conditions.get(action.id)
        return self._is_of_this_screen(action) and (condition is None or condition())

    def _is_of_this_screen(self, action: Action) -> bool:
        return not action.screens or self._window.screen_id in action.screens

    def _is_offered(self, action_id: str) -> bool:
        return action_id in self._window.open_screen.own_actions()

    def _act_on_screen(self, action_id: str) -> None:
        self._window.open_screen.own_actions()[action_id]()

    @property
    def is_running(self) -> bool:
        return self._planner.running_entry() is not None

    # -- where -----------------------------------------------------------------------------

    def go_to(self, screen: str, day: date | None) -> None:
        """Open a screen, and a day on it."""
        self._window.show_screen(screen, day)

    def open_task(self, task_id: TaskId) -> None:
        self._window.show_screen("tasks", None)
        self._window.open_screen.open_task(task_id)

    def open_link(self, text: str) -> None:
        """Show the day or the task that a link names."""
        self._attempt(partial(self._follow, text))

    def _follow(self, text: str) -> None:
        from mle_planner.core.typed.link import read_link

        named = read_link(text)
        if isinstance(named, date):
            self.go_to("today", named)
        else:
            self.open_task(named)

    def open_setting(self, part: str, title: str = "") -> None:
        """Show a part of the settings, with one setting or project of it where that is named."""
        self._window.show_screen("settings", None)
        self._window.open_screen.open_section(part, title)

    def go_to_record(self, day: date, ref: ItemRef) -> None:
        """Show the day of a block, an event or an entry, and select it."""
        self._window.show_screen("today", day)
        self._window.open_screen.select(ref)

    def _wrap_up(self) -> None:
        shown = self._window.open_screen.shown_days() if self._window.screen_id == "today" else ()
        self._window.show_screen("wrap_up", min((*shown, self._planner.today())))

    # -- planning --------------------------------------------------------------------------

    def _axis_screen(self) -> Screen:
        """Return the day or the week that is shown; from elsewhere go to today."""
        if not self.has_axis:
            self._window.show_screen("today", self._planner.today())
        return self._window.open_screen

    def _plan_four_weeks(self) -> None:
        """Plan the four weeks from today, shown on the week."""
        if self._window.screen_id != "week":
            self._window.show_screen("week", self._planner.today())
        self._window.open_screen.plan_four_weeks()

    def _add_task(self) -> None:
        self._window.show_screen("tasks", None)
        self._window.open_screen.begin_new()

    # -- tracking --------------------------------------------------------------------------

    def start_task(self, task_id: TaskId, at: datetime | None = None) -> None:
        self._attempt(lambda: self._timer.start_task(task_id, at))

    def stop_timer(self, at: datetime) -> None:
        self._attempt(lambda: self._timer.stop(at))

    def finish_task(self, task: Task) -> None:
        self._attempt(lambda: self._timer.finish(task.id))

    def end_timer(self, start: Start | None) -> None:
        """End the running timer, asking when where that is doubtful; then start unless None."""
        self._attempt(self._timer.stop if start is None else lambda: self._timer.start(start))

    def _toggle_timer(self) -> None:
        """Start what is selected; else stop the timer; else start what is planned now."""
        screen = self._window.open_screen
        chosen = screen.startable()
        if chosen is not None and not (self.is_running and chosen == self._passed_over):
            screen.start_selected()
        elif self.is_running:
            self._timer.stop()
        elif not self._timer.start_planned():
            self._ask_and_start()

    def follow_timer(self) -> None:
        """Make S stop a timer that began elsewhere, until something else is selected."""
        entry = self._planner.running_entry()
        timed = entry.id if entry is not None else None
        if timed != self._timed:
            self._timed = timed
            self._passed_over = self._window.open_screen.startable()

    def _switch_focus(self) -> None:
        """Focus on what runs, or start what is planned now and focus on that; in focus, leave."""
        overlays = self._window.overlays
        if not (overlays.is_focusing or self.is_running or self._timer.start_planned()):
            raise planner_error("Nothing is planned now. Start a timer to focus on it.")
        overlays.switch_focus()

    @property
    def _running_task(self) -> Task | None:
        entry = self._planner.running_entry()
        return None if entry is None or entry.task_id is None else self._planner.task(entry.task_id)

    def _finish_running(self) -> None:
        task = self._running_task
        if task is not None:
            self._timer.finish(task.id)

    def _interrupt(self) -> None:
        """Pause what runs and ask who or what interrupts; in an interruption, go back.

        A timer that seems forgotten is asked about first; ended by the answer, it leaves nothing
        to pause, and what interrupts is started as other work is.
        """
        if self._planner.interruptions.running is not None:
            self._timer.return_from_interruption()
        elif self._timer.settle():
            self._window.overlays.open_interruption_line()
        elif not self.is_running:
            self._ask_and_start()

    def _ask_and_start(self) -> None:
        """Open the palette for what to start: it offers tasks and takes any words."""
        self._window.overlays.open_palette("start ")

    def _track_meeting(self) -> None:
        begun = self._planner.meetings.begun()
        if begun:
            self._timer.attend(begun[0].key)

    # -- the capture line ------------------------------------------------------------------

    @property
    def day_for_new(self) -> date:
        """The first day on which something new is planned: the one shown, but not a past one."""
        today = self._planner.today()
        return max(self._window.open_screen.day_for_new or today, today)

    def add_calendar(self, address: str) -> None:
        self.imports.subscribe(address, lambda _report: None)

    def add_captured(self, text: str) -> None:
        def add() -> None:
            task = self._planner.tasks.add(text)
            self._report(_("Added: {title}", title=task.title))

        self._attempt(add)

    def add_lines(self, lines: Sequence[str]) -> None:
        """Add a task for each line, all in one step."""

        def add() -> None:
            count = len(self._planner.tasks.add_all(lines))
            self._report(plural("{count} task added", "{count} tasks added", count))

        self._attempt(add)

    def schedule_captured(self, text: str, span: Span) -> None:
        """Plan what a line describes, and show it selected."""

        def schedule() -> None:
            block = self._planner.capture.schedule(text, span)
            day = self._planner.days.date_of(span.start)
            self._window.show_screen("week" if self._window.screen_id == "week" else "today", day)
            self._window.open_screen.select(BlockRef(block))
            when = day_text(day, today=self._planner.today())
            time = clock_range_text(span.start, span.end, self._planner.days.zone)
            self._report(_("Scheduled: {day}, {time}", day=when, time=time))

        self._attempt(schedule)

    def start_captured(self, text: str, at: datetime | None = None) -> None:
        start = self._planner.capture.start
        self._attempt(lambda: self._timer.start(lambda ending: start(text, ending, at)))

    # -- the rest --------------------------------------------------------------------------

    def _act_on_data(self, action_id: str) -> None:
        """Show the part of the settings that has a button for it, and do what that does."""
        self.open_setting(_DATA_ACTIONS[action_id])
        self._act_on_screen(action_id)

    def _copy_standup(self) -> None:
        from mle_planner.core.review.standup import standup_text

        found = self._planner.reviews.standup(self._planner.today())
        QGuiApplication.clipboard().setText(standup_text(found, self._planner.days.zone))
        self._window.show_message(_("The standup was copied as text."))

    def _load_example(self) -> None:
        """Fill this week with an example; one undo removes it."""
        self._planner.load_example_week()
        self._window.show_screen("today", self._planner.today())
        self._report(_("An example week was loaded. Undo removes it."))

    def _report(self, sentence: str) -> None:
        self._window.show_message(sentence, undo=True)

    def _attempt(self, handler: ActionHandler) -> None:
        try:
            handler()
        except PlannerError as error:
            self._window.show_error(str(error), is_passing=True)
