"""What the command palette offers: actions, days, tasks, projects, settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.declared_settings import SETTINGS, SETTINGS_PARTS, setting_words
from mle_planner.core.i18n.formats import (
    clock_range_text,
    clock_text,
    day_and_clock_text,
    day_text,
    range_text,
)
from mle_planner.core.i18n.gettext import N_, _, joined_words
from mle_planner.core.model.work import TaskId
from mle_planner.core.refs import parse_ref
from mle_planner.core.typed import fuzzy, verbs
from mle_planner.core.typed.date import read_day
from mle_planner.core.typed.title import title_key
from mle_planner.core.typed.verbs import after_verb
from mle_planner.core.typed.vocabulary import in_english
from mle_planner.ui.actions.gestures import GESTURES, gesture_keys
from mle_planner.ui.actions.table import ACTIONS, action_named

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from mle_planner.core.base.days import PlanningDays
    from mle_planner.core.model.pipeline import Person
    from mle_planner.core.model.work import Project
    from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem
    from mle_planner.core.planner import Planner
    from mle_planner.core.search import StoredTitle
    from mle_planner.core.tasks.views import TaskView
    from mle_planner.ui.shell.commands import Commands

MOST_SHOWN = 60
_PAST = {
    "entry": (N_("Tracked"), "clock"),
    "block": (N_("Planned"), "today"),
    "event": (N_("Event"), "week"),
}
_REMOTE = 10
_BEHIND = {
    **dict.fromkeys(("Tracked", "Planned", "Event", "Done task", "Answer"), 20),
    N_("Today"): 15,
    N_("Settings"): _REMOTE,
    N_("Setting"): _REMOTE,
}
"""The points that a kind loses. What can be done now comes before settings that match equally, and
before what is planned today or was done, even if that begins with the words."""


@dataclass(frozen=True)
class Entry:
    """One line of the palette. ``key`` identifies it among the recent ones; ``kind`` is English.

    What cannot be done at once, with the reason in ``detail``, ``is_remote``: it is listed only
    where it is searched for, and behind equal matches.
    """

    key: str
    kind: str
    title: str
    run: Callable[[], None]
    hint: str = ""
    detail: str = ""
    icon: str = ""
    words: str = ""
    is_remote: bool = False


def action_entries(commands: Commands, shown_key: Callable[[str], str]) -> Iterator[Entry]:
    """Yield the actions; ``shown_key`` returns the key of an action id.

    An action of other screens leads to the first of them. One that is not available says why.
    """
    for action in ACTIONS:
        run, detail = partial(commands.run, action), ""
        is_available = commands.is_available(action)
        if not is_available and not action.is_answer:
            screens = commands.other_screens(action)
            detail = ", ".join(screens.values()) or commands.why_not(action)
            if screens:
                run = partial(commands.go_to, next(iter(screens)), None)
        if action.id != "app.palette" and (is_available or detail):
            yield Entry(
                action.id,
                N_("Action"),
                _(action.title),
                run,
                hint=shown_key(action.id),
                detail=detail,
                icon=action.icon,
                words=f"{_(action.words)} {action.title}" if action.words else action.title,
                is_remote=not is_available,
            )


def gesture_entries(commands: Commands) -> Iterator[Entry]:
    """Yield the keys and gestures; choosing one presses its key on the axis or opens the help."""
    open_help = partial(commands.run, action_named("app.help"))
    for gesture in GESTURES:
        meaning = _(gesture.meaning)
        is_pressed = gesture.is_of_selection
        run = partial(commands.press, gesture.taken[0]) if is_pressed else open_help
        yield Entry(
            f"gesture:{gesture.where}:{gesture.keys}",
            N_("Keys and gestures"),
            meaning[:1].upper() + meaning[1:],
            run,
            hint=gesture_keys(gesture),
            detail=_(gesture.where),
            icon="edit" if is_pressed else "help",
            words=f"{_(gesture.words)} {gesture.meaning}" if gesture.words else gesture.meaning,
            is_remote=not (is_pressed and commands.has_axis),
        )


def task_entries(commands: Commands, tasks: Iterable[TaskView]) -> list[Entry]:
    """Return the open tasks; choosing one opens it for editing."""
    return [
        Entry(
            f"task:{view.task.id}",
            N_("Task"),
            view.task.title,
            partial(commands.open_task, view.task.id),
            detail=view.project.name if view.project else "",
            icon="tasks",
        )
        for view in tasks
    ]


def today_entries(commands: Commands, day: DaySnapshot, zone: ZoneInfo) -> list[Entry]:
    """Return what is planned on a day and is no task; choosing one selects it there."""
    return [
        Entry(
            str(item.key),
            N_("Today"),
            item.title,
            partial(commands.go_to_record, day.day, item.key),
            detail=clock_range_text(item.span.start, item.span.end, zone),
            icon="today",
        )
        for item in day.items
        if item.is_busy and item.task is None
    ]


def start_entries(
    commands: Commands,
    title: str,
    planned: Iterable[PlannedItem],
    tasks: Iterable[TaskView],
    now: datetime,
    *,
    at: datetime | None = None,
    since: str = "",
) -> list[Entry]:
    """Return what "start drift" offers: planned items and tasks that answer it, and the title.

    ``planned`` is the plan of the day: what has a task there is offered as the task. The title is
    left out if it names a planned item. Without a title what is planned ``now`` is listed, and the
    tasks in the order given. All start ``at`` a time that has passed, ``since`` in words, or now.
    """
    items = {
        title_key(item.title): item
        for item in planned
        if (title or item.span.contains(now)) and item.task is None and item.is_busy
    }
    offered = [
        Entry(
            f"start:{item.key}",
            N_("Start"),
            item.title,
            partial(commands.start_captured, item.title, at),
            detail=joined_words((since, item.activity.name)),
            icon="start",
        )
        for item in items.values()
    ]
    offered += [
        Entry(
            f"start:{view.task.id}",
            N_("Start"),
            view.task.title,
            partial(commands.start_task, view.task.id, at),
            detail=joined_words((since, view.project.name if view.project else "")),
            icon="start",
        )
        for view in tasks
    ]
    entries = list(_answering(title, offered)[:10])
    if title and title_key(title) not in items:
        entries.append(
            Entry(
                "",
                N_("Start"),
                _("“{title}”", title=title),
                lambda: commands.start_captured(title, at),
                detail=since,
                icon="start",
            )
        )
    return entries


def stop_entry(commands: Commands, at: datetime, planner: Planner) -> Entry:
    """Return what stops the running timer at an earlier time."""
    running = planner.running_entry()
    return Entry(
        "",
        N_("Track"),
        _("Stop at {time}", time=day_and_clock_text(at, planner.now(), planner.days.zone)),
        lambda: commands.stop_timer(at),
        detail=running.title if running else "",
        icon="stop",
    )


def done_entries(commands: Commands, query: str, tasks: Sequence[TaskView]) -> list[Entry]:
    """Return the tasks that "done drift" marks as done."""
    title = after_verb(query, verbs.DONE)
    if not title:
        return []
    offered = [
        Entry(
            f"done:{view.task.id}",
            N_("Mark done"),
            view.task.title,
            partial(commands.finish_task, view.task),
            detail=view.project.name if view.project else "",
            icon="done",
        )
        for view in tasks
    ]
    return list(_answering(title, offered)[:3])


def _answering(title: str, entries: Sequence[Entry]) -> Sequence[Entry]:
    """Return the entries whose titles answer a title, the best first; all without one."""
    if not title:
        return entries
    scored = [(fuzzy.score(title, entry.title), entry) for entry in entries]
    scored.sort(key=lambda pair: -pair[0])
    return [entry for score, entry in scored if score > fuzzy.NO_MATCH]


def past_entry(commands: Commands, record: StoredTitle, planner: Planner) -> Entry:
    """Return what was or will be; choosing it goes to its day and selects it."""
    when, days = record.when, planner.days
    day = days.date_of(when) if isinstance(when, datetime) else when
    time = f"  {clock_text(when, days.zone)}" if isinstance(when, datetime) else ""
    shown = day_text(day, today=planner.today())
    if record.kind in ("task", "answer"):
        task_id = TaskId(record.id)
        is_task = record.kind == "task"
        return Entry(
            f"{record.kind}:{task_id}",
            N_("Done task") if is_task else N_("Answer"),
            record.title,
            lambda: commands.open_task(task_id),
            hint=shown,
            icon="done" if is_task else "tasks",
        )
    kind, icon = _PAST[record.kind]
    return Entry(
        f"{record.kind}:{record.id}",
        kind,
        record.title,
        lambda: commands.go_to_record(day, parse_ref(f"{record.kind}:{record.id}")),
        detail=f"{shown}{time}",
        icon=icon,
    )


def project_entries(commands: Commands, projects: Iterable[Project]) -> list[Entry]:
    """Return the projects; choosing one shows it in the settings."""
    return [
        Entry(
            f"project:{project.id}",
            N_("Project"),
            project.name,
            partial(commands.open_setting, "Projects", project.name),
            detail=project.client,
            icon="project",
        )
        for project in projects
        if not project.archived
    ]


def people_entries(commands: Commands, people: Iterable[Person]) -> list[Entry]:
    """Return the people; choosing one shows the name in the settings."""
    return [
        Entry(
            f"person:{person.id}",
            N_("Person"),
            person.name,
            partial(commands.open_setting, "Kinds of projects", person.name),
            icon="project",
        )
        for person in people
        if not person.archived
    ]


def setting_entries(commands: Commands) -> list[Entry]:
    """Return the settings and the sections of their screen; choosing one opens its section."""
    parts = [
        Entry(
            f"settings:{part}",
            N_("Settings"),
            _(part),
            partial(commands.open_setting, part),
            icon="settings",
            words=f"{part} {_(words)}",
        )
        for part, words in SETTINGS_PARTS.items()
    ]
    return parts + [
        Entry(
            f"setting:{setting.name}",
            N_("Setting"),
            _(setting.title),
            partial(commands.open_setting, setting.group, _(setting.title)),
            detail=_(setting.group),
            icon="settings",
            words=f"{setting_words(setting)} {setting.title}",
        )
        for setting in SETTINGS
        if setting.title not in SETTINGS_PARTS  # its section has the same title
    ]


def day_entries(commands: Commands, query: str, today: date, days: PlanningDays) -> list[Entry]:
    """Return the day and week that a query such as "fri" or "go to 12 march" names.

    "next week" names a week only, and "this month" its first day.
    """
    named = after_verb(query, verbs.GO) or query
    day = read_day(named, today)
    if day is None:
        return []
    said = in_english(named.split())
    if said[1:] == ["month"]:
        day = day.replace(day=1)  # due then is its last day
    week = days.week_of(day)
    shown = [
        ("today", _("Go to"), day_text(day, today=today)),
        ("week", _("Week of"), range_text(week[0], week[-1])),
    ]
    if "week" in said:
        del shown[0]
    return [
        Entry(
            f"{screen}:{day}",
            N_("Day"),
            f"{verb} {when}",
            partial(commands.go_to, screen, day),
            icon=screen,
        )
        for screen, verb, when in shown
    ]


def rank_entries(query: str, entries: Iterable[Entry], recent: Sequence[str]) -> list[Entry]:
    """Return the entries that match the query, the best first; recent ones win a tie.

    An empty query shows the recent ones and then the actions in the table's order, as far as they
    can be done at once.
    """
    ages = {key: age for age, key in enumerate(recent)}
    words = after_verb(query, verbs.GO) or query.strip()
    if not words:
        listed = [
            entry
            for entry in entries
            if (entry.kind == "Action" and not entry.is_remote) or entry.key in ages
        ]
        listed.sort(key=lambda entry: ages.get(entry.key, len(ages)))
        return listed[:MOST_SHOWN]
    scored = []
    for entry in entries:
        points = fuzzy.score(words, entry.title, f"{entry.words} {entry.detail}")
        if points != fuzzy.NO_MATCH:
            bonus = max(0, 12 - 2 * ages[entry.key]) if entry.key in ages else 0
            bonus -= max(_BEHIND.get(entry.kind, 0), _REMOTE * entry.is_remote)
            scored.append((points + bonus, entry))
    scored.sort(key=lambda pair: -pair[0])
    return [entry for _, entry in scored[:MOST_SHOWN]]
