"""Carries out what the axis asks for: each request is one call on the planner, one undo step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from mle_planner.core.base.spans import Span
from mle_planner.core.calendars.rules import RuleChange
from mle_planner.core.i18n.formats import day_text
from mle_planner.core.i18n.gettext import _, plural
from mle_planner.core.model.work import ActivityId, ProjectId, TaskId
from mle_planner.core.plan.late_words import due_words
from mle_planner.core.planner import Planner
from mle_planner.core.refs import BlockRef, EntryRef, ItemRef, PlannedRef, TypicalPartRef
from mle_planner.core.typed.block_text import edited_words, stated_span
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.services.corrections import do_or_correct, learn_meeting, learn_repository
from mle_planner.ui.services.timer import Timer
from mle_planner.ui.timeline.model import requests
from mle_planner.ui.timeline.model.content import AxisBlock, AxisKey, LaneKind
from mle_planner.ui.timeline.model.requests import Request
from mle_planner.ui.widgets.qt_override import override


def _item(key: AxisKey) -> ItemRef:
    assert not isinstance(key, TypicalPartRef)
    return key


def _planned(key: AxisKey) -> PlannedRef:
    assert not isinstance(key, EntryRef | TypicalPartRef)
    return key


def _items(spans: Mapping[AxisKey, Span]) -> dict[ItemRef, Span]:
    return {_item(key): span for key, span in spans.items()}


def _neighbour_changes(spans: Mapping[AxisKey, Span]) -> dict[PlannedRef, Span]:
    return {_planned(key): span for key, span in spans.items()}


def delete_message(count: int) -> str:
    if count == 1:
        return _("Deleted.")
    return plural("{count} block was deleted.", "{count} blocks were deleted.", count)


def copy_message(count: int) -> str:
    if count == 1:
        return _("Copied.")
    return plural("{count} block was copied.", "{count} blocks were copied.", count)


class Edits:
    """Carries out each kind of request; a refusal is shown in place and changes nothing."""

    def __init__(
        self, context: ScreenContext, carry: Mapping[type[Any], Callable[[Any], object]]
    ) -> None:
        self._context = context
        self._carry = carry
        self.made: tuple[AxisKey, ...] = ()
        """The keys of what the last request made, to be selected next."""

    def carry_out(self, request: Request) -> bool:
        """Do what is asked; return False after showing why it cannot be done."""
        self.made = ()
        return self._context.attempt(lambda: self._carry[type(request)](request))


class AxisEdits(Edits):
    """Turns requests about a day's lanes into edits of the plan and of tracked time."""

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        self._planner = planner
        self._timer = Timer(planner, context.ask, context.show_message)
        carry: dict[type[Any], Callable[[Any], object]] = {
            requests.Create: self._create,
            requests.Rearrange: self._rearrange,
            requests.PlaceTask: self._place_task,
            requests.MoveAway: self._move_away,
            requests.Copy: self._copy,
            requests.Paste: self._paste,
            requests.Rename: self._rename,
            requests.ChooseActivity: self._choose_activity,
            requests.ChooseProject: self._choose_project,
            requests.Assign: self._assign,
            requests.PairWith: self._pair,
            requests.AskPerson: self._ask_person,
            requests.RepeatBlock: self._repeat,
            requests.OpenLink: self._open_link,
            requests.CopyLink: self._copy_link,
            requests.ChangeRule: self._change_rule,
            requests.Delete: self._delete,
            requests.Start: self._start,
            requests.Stop: lambda _asked: self._timer.stop(),
            requests.Confirm: lambda asked: self._timer.confirm(_planned(asked.key)),
            requests.Attend: lambda asked: self._timer.attend(_planned(asked.key)),
            requests.Split: self._split,
            requests.Merge: self._merge,
            requests.Pin: self._pin,
            requests.Tick: self._tick,
            requests.ChooseDay: self._choose_day,
        }
        super().__init__(context, carry)

    @override
    def carry_out(self, request: Request) -> bool:
        """Do what is asked; in locked days ask first whether it is a correction."""
        self.made = ()
        done: list[bool] = []

        def act() -> None:
            carry = self._carry[type(request)]
            done.append(do_or_correct(self._planner, self._context.ask, lambda: carry(request)))

        return self._context.attempt(act) and done[0]

    def _create(self, asked: requests.Create) -> None:
        if asked.task_id is not None:
            self._create_for_task(asked, asked.task_id)
            return
        stated = edited_words(asked.text)
        words = self._planner.tasks.parse_block_title(stated.title)
        span = stated_span(stated, asked.span, self._planner.days)
        project_id = words.project.id if words.project else None
        activity_id = words.activity.id if words.activity else None
        if asked.kind is LaneKind.ACTUAL:
            self._log(span, words.title, activity_id, project_id)
            return
        number = self._planner.blocks.create(
            span,
            words.title or None,
            activity_id=activity_id,
            project_id=project_id,
            others=_neighbour_changes(asked.others) if span == asked.span else None,
        )
        self.made = (BlockRef(number),)

    def _create_for_task(self, asked: requests.Create, task_id: TaskId) -> None:
        """Plan or track a task that was taken from the list, in the time that was drawn."""
        if asked.kind is LaneKind.ACTUAL:
            self.made = (EntryRef(self._planner.tracking.log(asked.span, task_id=task_id).id),)
            return
        others = _neighbour_changes(asked.others)
        number = self._planner.blocks.create_for_task(task_id, asked.span, others)
        self.made = (BlockRef(number),)
        self._show_moved(self.made)

    def _log(
        self, span: Span, title: str, activity_id: ActivityId | None, project_id: ProjectId | None
    ) -> None:
        tracking = self._planner.tracking
        if title:
            entry = tracking.log(span, title, activity_id=activity_id, project_id=project_id)
        else:
            entry = tracking.log_untitled(span, activity_id=activity_id, project_id=project_id)
        self.made = (EntryRef(entry.id),)

    def _rearrange(self, asked: requests.Rearrange) -> None:
        if set(asked.changes) != {asked.key}:
            lead = _item(asked.key)
            self._planner.batch.move(_items(asked.changes), lead=lead, is_nudge=asked.is_nudge)
            count, words = len(asked.changes), ""
            if not asked.is_nudge and count > 1:
                words = plural("{count} block was moved.", "{count} blocks were moved.", count)
            self._show_moved(asked.changes, words)
            return
        span = asked.changes[asked.key]
        if isinstance(asked.key, EntryRef):
            self._planner.tracking.change(asked.key.id, span=span, is_nudge=asked.is_nudge)
        else:
            self._planner.blocks.resize(_planned(asked.key), span, is_nudge=asked.is_nudge)
            self._show_moved(asked.changes)

    def _show_moved(self, keys: Iterable[AxisKey], words: str = "") -> None:
        """Show what was done, and which tasks the new places of blocks make late."""
        late = self._planner.batch.planned_late(_item(key) for key in keys)
        sentences = [words] if words else []
        if len(late) == 1:
            due = due_words(self._planner.days, late[0].task, self._planner.today())
            sentences.append(
                _("{title} is planned late: due {when}.", title=late[0].task.title, when=due)
            )
        elif late:
            words = plural("{count} task is planned late.", "{count} tasks are planned late.",
                           len(late))  # fmt: skip
            sentences.append(words)
        if sentences:
            self._context.show_message(" ".join(sentences), True)

    def _place_task(self, asked: requests.PlaceTask) -> None:
        others = _neighbour_changes(asked.others)
        number = self._planner.blocks.place_task(asked.task_id, asked.start, others)
        self.made = (BlockRef(number),)
        self._show_moved(self.made)

    def _move_away(self, asked: requests.MoveAway) -> None:
        moved = self._planner.batch.move(_items(asked.changes))
        day = day_text(asked.day, today=self._planner.today())
        self._show_moved(moved, _("Moved to {day}.", day=day))

    def _copy(self, asked: requests.Copy) -> None:
        self.made = self._planner.batch.copy(asked.planned, asked.tracked)
        self._context.show_message(copy_message(len(self.made)), True)

    def _paste(self, asked: requests.Paste) -> None:
        resolve = self._planner.catalog.resolve_names
        works = [(resolve(clip.work, *clip[2:]), clip.is_tracked) for clip in asked.clips]
        planned = [work for work, is_tracked in works if not is_tracked]
        tracked = [work for work, is_tracked in works if is_tracked]
        self._copy(requests.Copy(tuple(planned), tuple(tracked)))

    def _rename(self, asked: requests.Rename) -> None:
        stated = edited_words(asked.title)
        words = self._planner.tasks.parse_block_title(stated.title)
        fields: dict[str, Any] = {"title": words.title} if words.title else {}
        if words.activity is not None:
            fields["activity_id"] = words.activity.id
        if words.project is not None:
            fields["project_id"] = words.project.id
        if stated.start_min is None or asked.block is None:
            self._change(asked.key, **fields)
        else:
            span = stated_span(stated, asked.block.span, self._planner.days)
            self._change_times(asked.block, span, fields)

    def _change_times(self, block: AxisBlock, span: Span, fields: dict[str, Any]) -> None:
        is_renamed = set(fields) - {"title"} or fields.get("title", block.title) != block.title
        if isinstance(block.key, EntryRef):
            self._planner.tracking.change(block.key.id, span=span, **fields)
        elif is_renamed:
            times = {"start": span.start, "end": span.end}
            self._planner.blocks.change(_planned(block.key), **times, **fields)
        else:
            self._planner.blocks.resize(_planned(block.key), span)
        self._show_moved((block.key,))

    def _choose_activity(self, asked: requests.ChooseActivity) -> None:
        self._change(asked.key, activity_id=asked.activity_id)

    def _choose_project(self, asked: requests.ChooseProject) -> None:
        self._change(asked.key, project_id=asked.project_id)

    def _change(self, key: AxisKey, **fields: Any) -> None:
        if isinstance(key, EntryRef):
            self._planner.tracking.change(key.id, **fields)
            learned: RuleChange = {}  # a title says nothing of the series
            if "activity_id" in fields:
                learned["activity_id"] = fields["activity_id"]
            if "project_id" in fields:
                learned["project_id"] = fields["project_id"]
            learn_meeting(self._planner, self._context.ask, key.id, learned)
            if "project_id" in fields:
                learn_repository(self._planner, self._context.ask, key.id)
        else:
            self._planner.blocks.change(_planned(key), **fields)

    def _pair(self, asked: requests.PairWith) -> None:
        self._planner.people.pair_block(_planned(asked.key), asked.person_id)

    def _ask_person(self, asked: requests.AskPerson) -> None:
        task = self._planner.people.ask(asked.task_id, asked.person_id)
        self._context.show_message(_("Added: {title}", title=task.title), True)

    def _assign(self, asked: requests.Assign) -> None:
        self._planner.batch.assign([_item(key) for key in asked.keys], asked.task_id)
        task = self._planner.task(asked.task_id) if asked.task_id is not None else None
        words = _("Assigned to {title}.", title=task.title) if task else _("Assigned to no task.")
        self._context.show_message(words, True)

    def _repeat(self, asked: requests.RepeatBlock) -> None:
        block = asked.block
        event = self._planner.typical_day.repeat(
            block.title, block.activity.id, block.span, asked.weekdays
        )
        first = day_text(event.first_day, today=self._planner.today())
        words = _("{title} repeats from {day} on.", title=event.title, day=first)
        self._context.show_message(words, True)

    def _open_link(self, asked: requests.OpenLink) -> None:
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        if not QDesktopServices.openUrl(QUrl(asked.link)):
            words = _("No browser opened {link}. Copy its link instead.", link=asked.link)
            self._context.show_error(words)
            return
        # Where there is no browser, Qt knows only that one was asked for.
        words = _("Opening {host}. If no browser comes up, copy its link from the menu.",
                  host=QUrl(asked.link).host())  # fmt: skip
        self._context.show_message(words, False)

    def _copy_link(self, asked: requests.CopyLink) -> None:
        from PySide6.QtGui import QGuiApplication

        QGuiApplication.clipboard().setText(asked.link)
        self._context.show_message(_("The link was copied."), False)

    def _change_rule(self, asked: requests.ChangeRule) -> None:
        rules = self._planner.event_rules
        event = rules.event(asked.event_id)
        rules.set(event.calendar_id, event.uid, asked.change)
        title = event.summary or _("Untitled event")
        is_ignored = asked.change.get("is_ignored") is True
        words = (
            _("{title} is ignored.", title=title)
            if is_ignored
            else _("Changed for every {title}.", title=title)
        )
        self._context.show_message(words, True)

    def _delete(self, asked: requests.Delete) -> None:
        self._planner.batch.delete([_item(key) for key in asked.keys])
        self._context.show_message(delete_message(len(asked.keys)), True)

    def _start(self, asked: requests.Start) -> None:
        entry, tracking = asked.entry, self._planner.tracking
        if entry is None:
            key = _planned(asked.key)
            self._timer.start(lambda ending: tracking.start_item(key, ending), asked.task)
            return
        self._timer.start(
            lambda ending: tracking.start(
                entry.title,
                task_id=entry.task_id,
                activity_id=entry.activity_id,
                project_id=entry.project_id,
                forgotten=ending,
            ),
            asked.task,
        )

    def _split(self, asked: requests.Split) -> None:
        if isinstance(asked.key, EntryRef):
            self._planner.tracking.split(asked.key.id, asked.at)
        else:
            self._planner.blocks.split(_planned(asked.key), asked.at)

    def _merge(self, asked: requests.Merge) -> None:
        entries = [key.id for key in asked.keys if isinstance(key, EntryRef)]
        if entries:
            self._planner.tracking.merge(entries)
        else:
            self._planner.blocks.merge([_planned(key) for key in asked.keys])

    def _tick(self, asked: requests.Tick) -> None:
        if asked.is_done:
            self._timer.finish(asked.task_id)
        else:
            self._planner.tasks.reopen(asked.task_id)

    def _pin(self, asked: requests.Pin) -> None:
        self._planner.blocks.pin([_planned(key) for key in asked.keys], is_pinned=asked.pinned)

    def _choose_day(self, asked: requests.ChooseDay) -> None:
        self._planner.day_rules.choose(asked.day, asked.day, is_off=asked.is_off)
        day = day_text(asked.day, today=self._planner.today())
        words = _("{day} is a working day.", day=day)
        if asked.is_off:
            words = _("{day} is a day off.", day=day)
        self._context.show_message(words, True)
