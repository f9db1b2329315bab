"""Sample data: a week marked as an example.

Every title of it is shown under projects named "… (example)", and one undo removes all of it.
"""

from __future__ import annotations

import json
from datetime import date, timedelta

from mle_planner.core.base.frozen import replace
from mle_planner.core.base.resources import read_resource
from mle_planner.core.base.spans import DAY, Span
from mle_planner.core.edits import Edit, add_records
from mle_planner.core.i18n.gettext import _, planner_error
from mle_planner.core.model.calendar import Calendar, CalendarEvent, CalendarId
from mle_planner.core.model.plan import BlockId, CustomDay, TimeBlock
from mle_planner.core.model.records import Record
from mle_planner.core.model.tracked import EntryId, EntrySource, TimeEntry
from mle_planner.core.model.work import (
    Activity,
    ActivityId,
    Priority,
    Project,
    ProjectId,
    Stage,
    Task,
    TaskId,
)
from mle_planner.core.operations import Operation, Summary
from mle_planner.core.plan.custom_day import custom_day_changes
from mle_planner.core.session import Session
from mle_planner.core.typical_day.ready_made import minute_from_text


def example_week(session: Session) -> Edit:
    """Return the edit that adds the example, placed in the week of today.

    Raises ``PlannerError`` where it is there already.
    """
    marks = (_("(example)"), "(example)")  # a command marks it in English
    if any(project.name.endswith(marks) for project in session.projects().values()):
        raise planner_error("The example week is here already. Nothing was changed.")
    return Edit(Summary(Operation.LOAD_EXAMPLE), add_records(*_Example(session).records()))


def _marked(name: str) -> str:
    return f"{name} {_('(example)')}"


class _Example:
    """Builds the records; the content is in the resource file."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.new_id = session.store.new_id
        self.content = json.loads(read_resource("example-week.json"))
        week = session.days.week_of(session.today())
        self.week = [day for day in week if day.weekday() in session.days.five_workdays]
        self.activities = {found.key: found for found in session.activities().values()}
        self.projects: dict[str, ProjectId] = {}
        self.tasks: dict[str, Task] = {}

    def records(self) -> list[Record]:
        return [
            *self._projects(),
            *self._tasks(),
            *self._events(),
            *self._blocks(),
            *self._entries(),
        ]

    def _projects(self) -> list[Record]:
        found: list[Record] = []
        for line in self.content["projects"]:
            number = ProjectId(self.new_id(Project))
            self.projects[line["name"]] = number
            found.append(Project(number, _marked(line["name"]), line["client"]))
        return found

    def _tasks(self) -> list[Record]:
        for line in self.content["tasks"]:
            due = line.get("due_day")
            task = Task(
                id=TaskId(self.new_id(Task)),
                title=line["title"],
                activity_id=self._activity(line["activity"]),
                created_at=self.session.now(),
                project_id=self.projects[line["project"]],
                stage=Stage(line["stage"]),
                estimate_min=line.get("estimate_min"),
                due=None if due is None else self._date(due),
                priority=Priority(line.get("priority", Priority.NORMAL)),
                note=line.get("note", ""),
            )
            self.tasks[task.title] = task
        return list(self.tasks.values())

    def _events(self) -> list[Record]:
        number = CalendarId(self.new_id(Calendar))
        name = _marked(_("Team calendar"))
        found: list[Record] = [Calendar(number, name, read_at=self.session.now())]
        for index, line in enumerate(self.content["events"]):
            span = self._span(line)
            found.append(
                CalendarEvent(
                    id=self.new_id(CalendarEvent),
                    calendar_id=number,
                    uid=f"example-{index}",
                    recurrence="",
                    summary=line["title"],
                    start=span.start,
                    end=span.end,
                    zone=self.session.clock.zone.key,
                    location=line.get("location", ""),
                    attendee_count=line.get("people", 0),
                )
            )
        return found

    def _blocks(self) -> list[Record]:
        found: list[Record] = []
        for day in self.week:
            found += self._custom_days(day)
        for line in self.content["blocks"]:
            task = self.tasks[line["task"]]
            span = self._span(line)
            found.append(
                TimeBlock(
                    id=BlockId(self.new_id(TimeBlock)),
                    start=span.start,
                    end=span.end,
                    zone=self.session.clock.zone.key,
                    title=task.title,
                    activity_id=task.activity_id,
                    task_id=task.id,
                    project_id=task.project_id,
                    reason=line.get("reason", ""),
                )
            )
        return found

    def _custom_days(self, day: date) -> list[Record]:
        changes = custom_day_changes(self.session, day)
        kept = (change.after for change in changes)
        return [record for record in kept if isinstance(record, TimeBlock | CustomDay)]

    def _entries(self) -> list[Record]:
        """Return the tracked entries that lie in the past; what lies ahead is not tracked."""
        now, begin = self.session.now(), self.session.days.instant(self.week[0], 0)
        if begin > now:
            return []
        taken = self.session.store.entries_in(Span(begin, now + timedelta(seconds=1)))
        found: list[Record] = []
        for line in self.content["entries"]:
            span = self._span(line)
            if span.end > now or any(_shares(entry, span) for entry in taken):
                continue
            found.append(self._entry(line, span))
        return found

    def _entry(self, line: dict[str, str], span: Span) -> TimeEntry:
        title = line["title"]
        entry = TimeEntry(
            id=EntryId(self.new_id(TimeEntry)),
            start=span.start,
            end=span.end,
            zone=self.session.clock.zone.key,
            title=_(title),  # as a typical day names its standup and lunch
            activity_id=self._activity(line.get("activity", "Coding")),
            source=EntrySource(line.get("source", "timer")),
        )
        task = self.tasks.get(title)
        if task is None:
            return entry
        return replace(
            entry, task_id=task.id, project_id=task.project_id, activity_id=task.activity_id
        )

    def _span(self, line: dict[str, str]) -> Span:
        day = self._date(int(line["day"]))
        days = self.session.days
        start, end = minute_from_text(line["start"]), minute_from_text(line["end"])
        return Span(days.instant(day, start), days.instant(day, end))

    def _date(self, place: int) -> date:
        """Return the workday of the week at a place; 7 is the first one of the next week."""
        weeks, place = divmod(place, 7)
        return self.week[place] + 7 * weeks * DAY

    def _activity(self, name: str) -> ActivityId:
        if name.lower() in self.activities:
            return self.activities[name.lower()].id
        return next(iter(self.session.store.all(Activity))).id


def _shares(entry: TimeEntry, span: Span) -> bool:
    return entry.start < span.end and (entry.end is None or entry.end > span.start)
