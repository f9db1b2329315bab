"""Everything the user can do, in one table.

The menu, the shortcuts, the command palette and the help sheet are built from it, so they always
agree. The function of an action is in `mle_planner.ui.shell.commands`, by its id.
"""

from __future__ import annotations

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.i18n.gettext import N_

EVERYWHERE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Action:
    """One thing the user can ask for.

    Attributes:
        id: "area.verb"; it never changes, because settings and recent choices name it.
        title: The text in the menu.
        group: The heading in the menu and on the help sheet.
        shortcuts: Keys in Qt's portable form; the first is the one that is shown.
        icon: An icon's name, or empty.
        screens: The screens on which it is available; empty means all.
        words: Further words to search for, shown nowhere.
        repeats: Whether it repeats while its key is held down.
        is_answer: Whether it answers an open proposal. Its keys then work on the screen that
            shows the proposal, and take precedence over their other meanings.
        over: The action whose key an answer may share.
        writes: Whether it changes what is stored without asking. A plain letter does so only
            where the time axis or a list has the focus.
    """

    id: str
    title: str
    group: str
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    screens: frozenset[str] = EVERYWHERE
    words: str = ""
    repeats: bool = False
    is_answer: bool = False
    over: str = ""
    writes: bool = False

    def can_share_keys(self, other: Action) -> bool:
        """Whether both may have the same key, because it is never ambiguous."""
        if not (self.is_answer or other.is_answer):
            return False
        is_apart = self.screens and other.screens and not self.screens & other.screens
        return bool(is_apart) or self.over == other.id or other.over == self.id


_ANSWERS = N_("Proposed plan")

GROUPS = (
    N_("Go to"), N_("Plan"), _ANSWERS, N_("Track"), N_("Tasks"), N_("Files"), N_("Edit"),
    N_("Window"),
)  # fmt: skip

_PLANNED = frozenset({"today", "week"})
_PROPOSED = _PLANNED | {"morning"}
_LISTED = _PLANNED | {"tasks"}
_SHEET = frozenset({"timesheet"})
_DATED = frozenset({"today", "week", "review", "timesheet", "wrap_up"})


ACTIONS: tuple[Action, ...] = (
    Action("go.today", N_("Today"), "Go to", ("1",), "today", words=N_("day")),
    Action("go.morning", N_("Morning"), "Go to", (), "today", words=N_("start the day left over")),
    Action(
        "go.wrap_up", N_("Wrap up"), "Go to", ("W",), "done",
        words=N_("end of the day evening gaps untracked finish"),
    ),
    Action("go.week", N_("Week"), "Go to", ("2",), "week"),
    Action("go.tasks", N_("Tasks"), "Go to", ("3",), "tasks", words=N_("board backlog estimate")),
    Action(
        "go.review", N_("Review"), "Go to", ("4",), "review", words=N_("charts report print pdf")
    ),
    Action(
        "go.timesheet", N_("Timesheet"), "Go to", ("5",), "timesheet",
        words=N_(
            "export report print hours client invoice bill excel spreadsheet csv pdf toggl "
            "clockify harvest kimai"
        ),
    ),
    Action(
        "go.settings", N_("Settings"), "Go to", ("Ctrl+,",), "settings",
        words=N_("preferences options template projects activities calendars"),
    ),
    Action(
        "view.present", N_("Today / This week"), "Go to", ("T",), "clock", _DATED,
        words=N_("now"),
    ),
    Action(
        "view.next", N_("Next day or week"), "Go to", ("J", "Ctrl+Right"), "next", _DATED,
        words=N_("forward"), repeats=True,
    ),
    Action(
        "view.previous", N_("Previous day or week"), "Go to", ("K", "Ctrl+Left"), "previous",
        _DATED, words=N_("back"), repeats=True,
    ),
    Action(
        "view.what_counts", N_("What counts as coding"), "Go to", (), "info",
        frozenset({"today"}),
        words=N_("evidence pause threshold proved supported claimed steering"),
    ),
    Action(
        "view.month", N_("Go to a date…"), "Go to", ("G",), "week", _DATED,
        words=N_("month calendar day deadline"),
    ),
    Action(
        "plan.propose", N_("Plan what is shown"), "Plan", ("P",), "plan",
        words=N_("schedule propose day week re-plan"),
    ),
    Action(
        "plan.push", N_("Push the rest of the day"), "Plan", ("Shift+P",), "next",
        words=N_("late re-plan flow move today"),
    ),
    Action(
        "plan.four_weeks", N_("Plan four weeks"), "Plan", (), "week",
        words=N_("schedule month outlook horizon 28 days 4"),
    ),
    Action(
        "plan.day_off", N_("Day off"), "Plan", (), "today", _PLANNED,
        words=N_("holiday vacation leave time off away sick ill work on this day"),
    ),
    Action(
        "plan.backlog", N_("Backlog"), "Plan", ("F",), "tasks", _PLANNED,
        words=N_("open tasks filter late due schedule"),
    ),
    Action(
        "item.new", N_("New block or task"), "Plan", ("N",), "add", _PLANNED | {"tasks"},
        words=N_("create add"),
    ),
    Action(
        "proposal.accept", N_("Accept the plan"), _ANSWERS, ("Return", "Enter"), "done", _PROPOSED,
        N_("yes take"), is_answer=True,
    ),
    Action(
        "proposal.drop", N_("Discard the plan"), _ANSWERS, ("Esc",), "close", _PROPOSED,
        N_("no cancel dismiss"), is_answer=True,
    ),
    Action(
        "proposal.accept_one", N_("Accept only the selected block"), _ANSWERS, ("A",), "done",
        _PLANNED, is_answer=True, over="tasks.add",
    ),
    Action(
        "proposal.better", N_("Show the better plan"), _ANSWERS, ("B",), "plan", _PROPOSED,
        is_answer=True,
    ),
    Action(
        "timer.toggle", N_("Start or stop the timer"), "Track", ("S",), "start",
        words=N_("track clock"), writes=True,
    ),
    Action(
        "timer.start", N_("Start a timer…"), "Track", ("Ctrl+Return",), "start",
        words=N_("track switch new"),
    ),
    Action(
        "timer.edit", N_("Change the running entry…"), "Track", ("E",), "edit",
        words=N_("correct forgot start time task project activity"),
    ),
    Action("timer.stop", N_("Stop the timer"), "Track", (), "stop", writes=True),
    Action(
        "timer.finish", N_("Finish the running task"), "Track", (), "done",
        words=N_("complete mark done tick stop"), writes=True,
    ),
    Action(
        "timer.meeting", N_("Track the meeting that began"), "Track", ("Shift+M",), "done",
        words=N_("confirm calendar event"), writes=True,
    ),
    Action(
        "timer.discard", N_("Discard the running entry"), "Track", (), "delete",
        words=N_("cancel throw away"), writes=True,
    ),
    Action(
        "timer.interrupt", N_("Interruption, or back from it"), "Track", ("I",), "clock",
        words=N_("pause resume ad-hoc question return who what"),
    ),
    Action(
        "timer.focus", N_("Focus mode"), "Track", ("Shift+F",), "clock",
        words=N_("concentrate do not disturb distraction later quiet"), writes=True,
    ),
    Action("tasks.add", N_("Add a task"), "Tasks", ("A",), "add", words=N_("new quick")),
    Action(
        "tasks.plan_today", N_("Plan selected tasks today"), "Tasks", ("Shift+T",), "today",
        _LISTED, words=N_("schedule now place"), writes=True,
    ),
    Action(
        "tasks.due", N_("Due date of selected tasks…"), "Tasks", ("Shift+D",), "week", _LISTED,
        words=N_("deadline when postpone"),
    ),
    Action(
        "tasks.priority", N_("Priority of selected tasks…"), "Tasks", ("Shift+I",), "tasks",
        _LISTED, words=N_("urgent high low important"),
    ),
    Action(
        "tasks.project", N_("Project of selected tasks…"), "Tasks", ("Shift+J",), "project",
        _LISTED, words=N_("client move"),
    ),
    Action(
        "tasks.switch_view", N_("Board or table"), "Tasks", ("B",), "board", frozenset({"tasks"}),
        words=N_("list"),
    ),
    Action(
        "view.export", N_("Export what is shown…"), "Files", ("Ctrl+E",), "export",
        frozenset({"review", "timesheet"}), words=N_("save csv markdown json"),
    ),
    Action(
        "view.copy_standup", N_("Copy standup as text"), "Files", (), "export",
        words=N_("yesterday today blocked daily chat paste"),
    ),
    Action(
        "sheet.lock", N_("Lock these days"), "Files", (), "done", _SHEET,
        words=N_("timesheet sent close month protect"), writes=True,
    ),
    Action(
        "sheet.unlock", N_("Unlock these days…"), "Files", (), "undo", _SHEET,
        words=N_("timesheet open month again correct"),
    ),
    Action(
        "sheet.again", N_("Last timesheet again"), "Files", (), "recurring", _SHEET,
        words=N_("repeat template month client choices"),
    ),
    Action(
        "calendars.import", N_("Open a calendar file…"), "Files", ("Ctrl+I",), "import",
        words=N_("ics ical import meetings"),
    ),
    Action(
        "calendars.price", N_("What would a meeting cost…"), "Files", (), "clock",
        words=N_("price invitation ics focus"),
    ),
    Action(
        "calendars.refresh", N_("Read all calendars now"), "Files",
        words=N_("refresh subscriptions feeds update"),
    ),
    Action(
        "tasks.import", N_("Import tasks from a file…"), "Files", ("Ctrl+Shift+I",), "import",
        words=N_("todo.txt markdown checklist csv todoist open"),
    ),
    Action(
        "time.import", N_("Import time from another tracker…"), "Files", (), "import",
        words=N_("toggl clockify harvest kimai timewarrior watson hamster gtimelog org csv"),
    ),
    Action(
        "data.back_up", N_("Back up now"), "Files", (), "export",
        words=N_("backup save copy database"),
    ),
    Action(
        "data.restore", N_("Restore a backup…"), "Files", (), "import",
        words=N_("backup recover lost go back"),
    ),
    Action(
        "data.check", N_("Check the data…"), "Files", (), "info",
        words=N_("repair damaged database doctor backup"),
    ),
    Action(
        "data.purge", N_("Delete for good…"), "Files", (), "delete",
        words=N_("erase remove purge privacy trace"),
    ),
    Action(
        "example.load", N_("Load an example week"), "Files", (), "today", words=N_("demo sample"),
        writes=True,
    ),
    Action("edit.undo", N_("Undo"), "Edit", ("Ctrl+Z",), "undo", repeats=True, writes=True),
    Action(
        "edit.redo", N_("Redo"), "Edit", ("Ctrl+Shift+Z", "Ctrl+Y"), "redo", repeats=True,
        writes=True,
    ),
    Action(
        "app.palette", N_("Search or run…"), "Window", ("Ctrl+K",), "search",
        words=N_("find command"),
    ),
    Action(
        "tasks.answer", N_("Answer the open question"), "Window", ("Q",), "info",
        words=N_("idle sleep away unresolved keep remove assign split stage meeting"),
    ),
    Action(
        "app.theme", N_("Light or dark"), "Window", ("Ctrl+Shift+L",), "theme",
        words=N_("appearance colours night mode"),
    ),
    Action(
        "app.mini_timer", N_("Mini timer"), "Window", ("Ctrl+M",), "clock",
        words=N_("small always on top float companion"),
    ),
    Action(
        "app.guide", N_("User guide"), "Window", ("F1",), "help",
        words=N_("help manual how to about version licences copyright open source"),
    ),
    Action(
        "app.help", N_("Keys and gestures"), "Window", ("Shift+F1", "?"), "help",
        words=N_("shortcuts keyboard"),
    ),
    Action("app.quit", N_("Quit"), "Window", ("Ctrl+Q",), words=N_("exit close")),
)  # fmt: skip


def action_named(action_id: str) -> Action:
    """Return the action; an unknown id is a bug and raises ``KeyError``."""
    return _BY_ID[action_id]


_BY_ID = {action.id: action for action in ACTIONS}
