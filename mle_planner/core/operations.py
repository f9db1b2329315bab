"""What an edit did, as a value, and its description in the current language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.frozen import dataclass, field_names
from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.formats import (
    clock_range_text,
    clock_text,
    day_text,
    range_text,
    short_day_name,
)
from mle_planner.core.i18n.gettext import N_, _, plural
from mle_planner.core.model.records import Record
from mle_planner.core.model.work import Stage


class Operation(StrEnum):
    """What the user did. The values are stored; OTHER has only the text it was stored with."""

    OTHER = "other"
    ADD = "add"
    ADD_ACTIVITY = "add activity"
    ADD_PROJECT = "add project"
    ANSWER = "answer"
    CHANGE = "change"
    CHANGE_BAND = "change band"
    CHANGE_DAYS_OFF = "change days off"
    CHANGE_HOURS = "change hours"
    CHANGE_PEOPLE = "change people"
    CHANGE_PREDECESSORS = "change predecessors"
    CHANGE_SETTING = "change setting"
    CHANGE_WEEK_NOTE = "change week note"
    COPY = "copy"
    DELETE = "delete"
    FINISH = "finish"
    FOLLOW_ZONE_RULES = "follow zone rules"
    IMPORT = "import"
    LOAD_EXAMPLE = "load example"
    MERGE = "merge"
    MOVE = "move"
    MOVE_TO_STAGE = "move to stage"
    PIN = "pin"
    PLAN = "plan"
    PLAN_DAYS = "plan days"
    REMOVE = "remove"
    RENAME = "rename"
    REOPEN = "reopen"
    REPAIR = "repair"
    RESIZE = "resize"
    SPLIT = "split"
    UNPIN = "unpin"
    # tracked time
    ASSIGN_AWAY = "assign away"
    DROP_AWAY = "drop away"
    DROP_GAP = "drop gap"
    KEEP_AWAY = "keep away"
    SPLIT_AWAY = "split away"
    DELETE_ENTRIES = "delete entries"
    DISCARD = "discard"
    MERGE_ENTRIES = "merge entries"
    START = "start"
    STOP = "stop"
    TRACK = "track"
    # the typical day
    ADD_PARTS = "add parts"
    CHANGE_PART = "change part"
    CHOOSE_TYPICAL_DAY = "choose typical day"
    COPY_WEEKDAY = "copy weekday"
    DELETE_PARTS = "delete parts"
    MERGE_PARTS = "merge parts"
    MOVE_PARTS = "move parts"
    SPLIT_PART = "split part"

    @classmethod
    def _missing_(cls, _value: object) -> Operation:
        """An operation that another version of the program knew."""
        return cls.OTHER


_FORMS = {
    Operation.ADD: N_("Add {title}"),
    Operation.ADD_ACTIVITY: N_("Add activity {title}"),
    Operation.ADD_PROJECT: N_("Add project {title}"),
    Operation.ANSWER: N_("Answer the question of {title}"),
    Operation.CHANGE: N_("Change {title}"),
    Operation.CHANGE_BAND: N_("Change the coding goal"),
    Operation.CHANGE_DAYS_OFF: N_("Change days off"),
    Operation.CHANGE_HOURS: N_("Change the working hours"),
    Operation.CHANGE_PEOPLE: N_("Change the people of {title}"),
    Operation.CHANGE_PREDECESSORS: N_("Change what {title} waits for"),
    Operation.CHANGE_SETTING: N_("Change setting: {title}"),
    Operation.CHANGE_WEEK_NOTE: N_("Change the week's note"),
    Operation.COPY: N_("Copy {title}"),
    Operation.DELETE: N_("Delete {title}"),
    Operation.FINISH: N_("Finish {title}"),
    Operation.FOLLOW_ZONE_RULES: N_("Keep plans at their local time in {title}"),
    Operation.IMPORT: N_("Import {title}"),
    Operation.LOAD_EXAMPLE: N_("Load the example week"),
    Operation.MERGE: N_("Merge {title}"),
    Operation.MOVE: N_("Move {title}"),
    Operation.MOVE_TO_STAGE: N_("Move {title} to {stage}"),
    Operation.PIN: N_("Pin {title}"),
    Operation.PLAN: N_("Plan {title}"),
    Operation.PLAN_DAYS: N_("Plan {title}"),
    Operation.REMOVE: N_("Remove {title}"),
    Operation.RENAME: N_("Rename {title}"),
    Operation.REOPEN: N_("Reopen {title}"),
    Operation.REPAIR: N_("Repair the data"),
    Operation.RESIZE: N_("Resize {title}"),
    Operation.SPLIT: N_("Split {title}"),
    Operation.UNPIN: N_("Unpin {title}"),
    Operation.ASSIGN_AWAY: N_("Assign time away to {title}"),
    Operation.DROP_AWAY: N_("Discard time away of {title}"),
    Operation.DROP_GAP: N_("Leave {title} untracked"),
    Operation.KEEP_AWAY: N_("Keep time away in {title}"),
    Operation.SPLIT_AWAY: N_("Split time away in {title}"),
    Operation.DELETE_ENTRIES: N_("Delete {title}"),
    Operation.DISCARD: N_("Discard {title}"),
    Operation.MERGE_ENTRIES: N_("Merge {title}"),
    Operation.START: N_("Start {title}"),
    Operation.STOP: N_("Stop {title}"),
    Operation.TRACK: N_("Track {title}"),
    Operation.ADD_PARTS: N_("Add {title} to the typical day"),
    Operation.CHANGE_PART: N_("Change {title} in the typical day"),
    Operation.CHOOSE_TYPICAL_DAY: N_("Set the typical day to {title}"),
    Operation.COPY_WEEKDAY: N_("Copy {title} to other days"),
    Operation.DELETE_PARTS: N_("Delete {title} from the typical day"),
    Operation.MERGE_PARTS: N_("Merge {title} in the typical day"),
    Operation.MOVE_PARTS: N_("Move {title} in the typical day"),
    Operation.SPLIT_PART: N_("Split {title} in the typical day"),
}
_FIELDS = {
    "activity_id": N_("activity"),
    "archived": N_("archived"),
    "audience": N_("audience"),
    "billable": N_("billable"),
    "category": N_("category"),
    "client": N_("client"),
    "currency": N_("rate"),
    "due": N_("due date"),
    "due_min": N_("due date"),
    "duration_min": N_("times"),
    "earliest": N_("earliest day"),
    "end": N_("times"),
    "estimate_min": N_("estimate"),
    "kind_id": N_("kind"),
    "least_min": N_("rounding"),
    "max_chunk_min": N_("longest block"),
    "min_chunk_min": N_("shortest block"),
    "note": N_("note"),
    "pinned": N_("pinned"),
    "priority": N_("priority"),
    "project_id": N_("project"),
    "rate_cents": N_("rate"),
    "repeats": N_("recurrence"),
    "rounding_min": N_("rounding"),
    "rounding_mode": N_("rounding"),
    "rounding_unit": N_("rounding"),
    "rule": N_("recurrence"),
    "stage": N_("stage"),
    "start": N_("times"),
    "start_min": N_("times"),
    "task_id": N_("task"),
}
_ENTRIES = (Operation.DELETE_ENTRIES, Operation.MERGE_ENTRIES, Operation.TRACK)
_OF_DAYS = (
    Operation.CHANGE_BAND,
    Operation.CHANGE_DAYS_OFF,
    Operation.CHANGE_HOURS,
    Operation.CHANGE_WEEK_NOTE,
)
_PARTS = (Operation.ADD_PARTS, Operation.DELETE_PARTS, Operation.MOVE_PARTS)


@dataclass(frozen=True, slots=True)
class Summary:
    """What an edit did to what: enough to describe it later in any language.

    ``subject`` is a title, the name of a setting, weekday or ready-made day, or, for OTHER, the
    whole text. ``count`` is how many things were changed; with more than one there is no
    subject, except for tasks, the first of them, and for MOVE: what was dragged, which pushed the
    others. ``detail`` says where to: the stage of MOVE_TO_STAGE, the new name of RENAME, the new
    start of MOVE or the new start and end of RESIZE (ISO 8601, with a slash between); for CHANGE
    the changed fields, comma-separated; for what holds for dates or weekdays the first and last
    date (ISO 8601, with a slash between) or the numbers of the weekdays, comma-separated; for
    PLAN_DAYS it is not text but a number that tells whether anything changed since.
    """

    operation: Operation
    subject: str = ""
    count: int = 1
    detail: str = ""


def summary_of(operation: Operation, titles: Sequence[str], detail: str = "") -> Summary:
    """Return the summary of an edit of these things; ``detail`` is kept for a single one."""
    if len(titles) == 1:
        return Summary(operation, titles[0], 1, detail)
    return Summary(operation, "", len(titles))


def summary_of_new_times(title: str, before: Span, after: Span) -> Summary:
    """Return the summary of an edit that gives something other times: it moves or is resized."""
    if before.duration == after.duration:
        return Summary(Operation.MOVE, title, 1, after.start.isoformat())
    times = f"{after.start.isoformat()}/{after.end.isoformat()}"
    return Summary(Operation.RESIZE, title, 1, times)


def summary_of_dates(operation: Operation, first: date, last: date) -> Summary:
    """Return the summary of an edit that applies to a range of dates."""
    return Summary(operation, detail=f"{first}/{last}")


def summary_of_change(before: Record, after: Record) -> Summary:
    """Return the summary of an edit of one record: it is renamed, or some of its fields change."""
    names = [name for name in field_names(type(after))
             if getattr(before, name) != getattr(after, name)]  # fmt: skip
    old, new = _name_of(before), _name_of(after)
    if old != new:
        return Summary(Operation.RENAME, old, 1, new)
    return Summary(Operation.CHANGE, new, 1, ",".join(names))


def _name_of(record: Record) -> str:
    name: str = getattr(record, "title", "") or getattr(record, "name", "")
    return name


def describe(summary: Summary, at: datetime, days: PlanningDays) -> str:
    """Return what an edit did, such as "Move Ship v3 to 14:00", in the current language.

    ``at`` is when it was made: a time on the same day is named without the day.
    """
    form = _FORMS.get(summary.operation)
    if form is None:
        return summary.subject
    title = _title(summary)
    if summary.operation is Operation.MOVE_TO_STAGE:
        from mle_planner.core.i18n.names import stage_title

        return _(form, title=title, stage=stage_title(Stage(summary.detail)))
    if summary.operation is Operation.RENAME:
        return _("Rename {title} to {name}", title=title, name=summary.detail)
    if summary.operation is Operation.CHANGE:
        words = dict.fromkeys(
            _(_FIELDS[name]) for name in summary.detail.split(",") if name in _FIELDS
        )
        if words:
            return _("Change {title}: {what}", title=title, what=", ".join(words))
    if summary.operation in (Operation.MOVE, Operation.RESIZE) and summary.detail:
        when = _when(summary.detail, days.date_of(at), days)
        if summary.operation is Operation.MOVE:
            return _("Move {title} to {when}", title=title, when=when)
        return _("Resize {title} to {when}", title=title, when=when)
    if summary.operation in _OF_DAYS and summary.detail:
        return _("{what}: {days}", what=_(form), days=_of_days(summary.detail, days.date_of(at)))
    return _(form, title=title)


def _of_days(detail: str, made_on: date) -> str:
    """Return the dates or weekdays that an edit applied to, in words."""
    if "/" not in detail:
        return ", ".join(short_day_name(int(weekday)) for weekday in detail.split(","))
    first, last = (date.fromisoformat(text) for text in detail.split("/"))
    return day_text(first, today=made_on) if first == last else range_text(first, last)


def _title(summary: Summary) -> str:
    """Return the title of what was edited: user text unchanged, the program's translated."""
    operation, subject, count = summary.operation, summary.subject, summary.count
    if operation is Operation.CHANGE_SETTING:
        from mle_planner.core.declared_settings import setting_title

        return setting_title(subject)
    if operation in (Operation.CHOOSE_TYPICAL_DAY, Operation.COPY_WEEKDAY):
        return _(subject)
    if count == 1:
        one = {Operation.PLAN_DAYS: _("the day"), Operation.DROP_GAP: _("a gap")}
        return subject or one.get(operation, subject)
    if subject:
        others = count - 1
        return plural("{title} and {count} more", "{title} and {count} more", others, title=subject)
    words = plural("{count} block", "{count} blocks", count)
    if operation is Operation.PLAN_DAYS:
        words = plural("{count} day", "{count} days", count)
    elif operation is Operation.DROP_GAP:
        words = plural("{count} gap", "{count} gaps", count)
    elif operation in _ENTRIES:
        words = plural("{count} entry", "{count} entries", count)
    elif operation in _PARTS:
        words = plural("{count} part", "{count} parts", count)
    return words


def _when(detail: str, made_on: date, days: PlanningDays) -> str:
    start, *ends = (datetime.fromisoformat(text) for text in detail.split("/"))
    time = clock_range_text(start, ends[0], days.zone) if ends else clock_text(start, days.zone)
    day = days.date_of(start)
    if day == made_on:
        return time
    return _("{day} {time}", day=day_text(day, today=made_on), time=time)
