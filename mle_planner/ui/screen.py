"""The interface between a screen and its window.

Screens know neither the window nor each other: they are given a `ScreenContext`, and the
window calls the few methods of `Screen`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAccessible, QGuiApplication, QKeyEvent, QKeySequence

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.model.work import TaskId
from mle_planner.core.topics import Topic
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.spoken_role import SpokenRole

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit

    from mle_planner.core.calendars.refresh import RefreshReport
    from mle_planner.core.refs import ItemRef
    from mle_planner.ui.planning.plans import PlanQuestion, Plans
    from mle_planner.ui.services.away import AwayWatch
    from mle_planner.ui.services.drafts import Drafts
    from mle_planner.ui.services.feeds import FeedRefresher, Job
    from mle_planner.ui.services.global_shortcut import GlobalShortcut
    from mle_planner.ui.services.ticker import Ticks
    from mle_planner.ui.widgets.dialogs import Dialogs
    from mle_planner.ui.widgets.quick_add.cost import AskCost

    AskWhatIf = Callable[[Job, Callable[[Any], None], Callable[[str], None]], None]


@dataclass(frozen=True)
class ScreenContext:
    """What a screen may ask of the window.

    Attributes:
        show_error: Show one sentence in the message bar, such as ``str(planner_error)``.
        show_refusal: Show why nothing was done; the next key or click takes it away.
        show_message: Show what was done; with True the bar offers Undo.
        run_in_background: ``(function, argument, done)``: the pure function runs beside the
            window, and ``done(result)`` is called in the window's thread. A later call with the
            same function makes an earlier one stale: its ``done`` is never called. A
            `PlannerError` raised by the function becomes an error bar.
        ask: Files and short questions.
        open_task: Show a task where it can be edited.
        go_to: ``("week", day)``: change to a screen, and to a day on it unless None.
        ticks: The minute and the second.
        drafts: Text that could not be saved; a screen shows it instead of the stored text.
        plans: Makes plans in a process of their own.
        asker: The id of the screen, which its requests to ``plans`` name.
        show_plan_on: ``("today", day)``: show the plan asked for last on another screen.
        capture: Open the line that takes something new.
        act: Carry out an action by its id, as its key does.
        import_tasks: Read a file of tasks, show what it holds, and add it if the user agrees.
        add_calendar: Read the calendar at an address that was typed, and keep it up to date.
        subscribe: ``(address, then)``: read the calendar at an address, keep it up to date, and say
            how many events it has; ``then`` is called with the `RefreshReport` of one that was.
        feeds: Reads calendars from the network.
        away: Notices time away from the computer.
        global_shortcut: Hears a key of the desktop.
        run_on_calendars: ``(job, done, failed)``: the job works on calendars in the thread of
            ``feeds`` with its own planner; the others are called in the window's thread.
        ask_cost: ``(text, told)``: ``told(sentences)`` is called with what the task of a line costs
            today.
        coming_week: ``(job, told, refused)``: the job reads what changes of the coming week depend
            on, with its own planner; ``told`` is called with a `ComingWeek`, else ``refused``
            with a sentence. A later question replaces an earlier one.
        past_week: the same of a week that has passed, without some of its meetings: a `PastWeek`.
    """

    show_error: Callable[[str], None]
    show_refusal: Callable[[str], None]
    show_message: Callable[[str, bool], None]
    run_in_background: Callable[[Callable[[Any], Any], Any, Callable[[Any], None]], None]
    ask: Dialogs
    open_task: Callable[[TaskId], None]
    go_to: Callable[[str, date | None], None]
    ticks: Ticks
    drafts: Drafts
    plans: Plans
    show_plan_on: Callable[[str, date], None]
    capture: Callable[[], None]
    act: Callable[[str], None]
    import_tasks: Callable[[Path], None]
    add_calendar: Callable[[str], None]
    subscribe: Callable[[str, Callable[[RefreshReport], None]], None]
    feeds: FeedRefresher
    away: AwayWatch
    global_shortcut: GlobalShortcut
    run_on_calendars: Callable[[Job, Callable[[Any], None], Callable[[PlannerError], None]], None]
    ask_cost: AskCost
    coming_week: AskWhatIf
    past_week: AskWhatIf
    asker: str = ""

    def attempt(self, act: Callable[[], object]) -> bool:
        """Do something; return False after showing why it was refused."""
        try:
            act()
        except PlannerError as error:
            self.show_refusal(str(error))
            return False
        return True


class Screen(SpokenRole):
    """One page of the window.

    ``title`` and ``subtitle`` are in the top bar; ``title_changed`` is sent with the new title
    when either changes. The window calls `refresh` when the screen is shown stale or something
    changed under it.
    """

    title_changed = Signal(str)
    spoken_role = QAccessible.Role.Pane

    topics: ClassVar[frozenset[Topic]] = frozenset(Topic)
    """What the screen is made from: when one of these is written, it reads again."""

    has_steps: ClassVar[bool] = True
    """Whether the arrows and the Today button work here."""

    is_built_empty: ClassVar[bool] = False
    """Whether it is filled by ``refresh`` alone, which the window calls before it is shown."""

    today_label: str = N_("Today")
    """The title of the button that goes to the present; sends ``title_changed`` if changed."""

    primary_action: ClassVar[str] = ""
    """The id of the action on the top bar's one button, such as "plan.propose"; or empty."""

    primary_title: str = ""
    """The current title of that button, such as "Plan day"; the action's title when empty.

    A screen that changes it sends ``title_changed``.
    """

    fixed_title: ClassVar[str] = ""
    """The title in English of a screen that always has the same one."""

    @property
    def title(self) -> str:
        return _(self.fixed_title) if self.fixed_title else ""

    @property
    def subtitle(self) -> str:
        """A few quiet words beside the title."""
        return ""

    @property
    def typing_line(self) -> QLineEdit | None:
        """The line that takes what is typed while no field and no list has the focus."""
        return None

    @property
    def day_for_new(self) -> date | None:
        """The first day shown, on which something new belongs; None where no days are shown."""
        return None

    def refresh(self) -> None:
        """Read everything again and redraw."""

    def build_rest(self) -> None:
        """Build what is not seen at first; the window calls this while it is at rest."""

    def go_to(self, day: date) -> None:
        """Show the day, or the week that holds it."""

    def shown_days(self) -> Sequence[date]:
        """Return the days that are shown, at least one where the screen has dates."""
        return ()

    def step(self, direction: int) -> None:
        """Show the next (+1) or the previous (-1) day or week."""

    # What the keys P, N and S do on a screen that has something to do.

    def propose(self) -> None:
        """Plan what is shown: a proposal, nothing changed yet."""

    def resume_plan(self, question: PlanQuestion) -> None:
        """Show the plan that this screen asked for in a window closed since."""

    def plan_four_weeks(self) -> None:
        """Plan the four weeks from today: a proposal, nothing changed yet."""

    def push_rest_of_day(self) -> None:
        """Push the rest of today from now on: a proposal, nothing changed yet."""

    def begin_new(self) -> None:
        """Begin something new: a block, a task."""

    def startable(self) -> Hashable | None:
        """Return what is selected and can be started; None where it runs already.

        With None the key S stops the timer, or starts what the plan holds now.
        """
        return None

    def start_selected(self) -> None:
        """Start tracking what is `startable`."""

    def press(self, keys: str) -> None:
        """Press keys, in Qt's portable form, on what the screen gives the focus to."""
        pressed = QKeySequence(keys)[0]  # type: ignore[index]
        event = QKeyEvent(QEvent.Type.KeyPress, pressed.key(), pressed.keyboardModifiers())
        QGuiApplication.sendEvent(self.focusProxy() or self, event)

    def open_task(self, task_id: TaskId) -> None:
        """Show the task where it can be edited."""

    def select(self, ref: ItemRef) -> None:
        """Select a block, an event or an entry of the day that is shown."""

    def open_section(self, words: str, row: str = "") -> None:
        """Show the part of the screen that answers the words, with the row of this title."""

    def own_actions(self) -> Mapping[str, Callable[[], object]]:
        """Return what this screen and not every one can do now, by the id of the action."""
        return {}


class AnsweringScreen(Screen):
    """A screen on which some keys answer a question, wherever the focus is."""

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Return the possible answers to the open plan, by the id of their action."""
        return {}

    @override
    def own_actions(self) -> Mapping[str, Callable[[], object]]:
        return self.answers()

    def answer_by(self, event: QKeyEvent) -> Callable[[], None] | None:
        """Return what a key answers, once while it is held; None where it answers nothing."""
        raise NotImplementedError

    @override
    def event(self, event: QEvent) -> bool:
        """Claim the keys that answer, before actions that have them at other times."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self.answer_by(event) is not None
        ):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        answer = self.answer_by(event)
        if answer is None:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            answer()
