"""A user who does anything in any order never loses, doubles or bends a minute.

Hypothesis plays the user on a real planner. After each step the planner is opened a second
time and must show the same; at the end everything is undone and made again.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import Span
from mle_planner.core.model.tracked import EntryId
from mle_planner.core.model.work import TaskId, Work
from mle_planner.core.plan.snapshots import PlannedItem
from mle_planner.core.planner import Planner
from mle_planner.core.refs import EntryRef
from mle_planner.core.scheduling.answer.propose import propose
from mle_planner.core.scheduling.solve import Budget
from mle_planner.core.topics import Changes
from mle_planner.core.typical_day.parts import part_minutes
from tests.support.amounts import examples
from tests.support.builders import (
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    activity,
    clock_at,
    minutes,
    write_calendar,
)
from tests.support.data_check import data_problems
from tests.support.day_picture import whole_picture
from tests.support.seeds import RESTLESS_SEED

SHOWN = [MONDAY, TUESDAY, WEDNESDAY]
PLACES = st.integers(0, 30)
"""Which of the things there are: their number, counted round."""

LENGTHS_MIN = st.sampled_from([1, 5, 25, 60, 95, 240])
TASK_LINES = (
    "Drift alert 2h due wed #fraud",
    "Label audit 45m !high",
    "Look around",
    "Feature store 6h due thu 15:00 #platform",
)
CALENDARS = (
    ["a 20261124T090000Z 20261124T100000Z Review", "b 20261124 20261126 Offsite"],
    ["a 20261124T093000Z 20261124T103000Z Review", "c 20261125T220000Z 20261126T010000Z Release"],
    [],
)
SETTINGS = (
    ("coding_aim_min", 190), ("coding_aim_min", 210), ("day_border_min", 240),
    ("day_border_min", 0), ("meeting_buffer_min", 10), ("care_hours", "more"), ("theme", "dark"),
    ("neighbours", "push"),
)  # fmt: skip
JUMPS_MIN = st.sampled_from([0, 1, 7, 45, 180, 600, -1, -90])


class RestlessUser(RuleBasedStateMachine):
    """Everything a person can do to a planner, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.home = tempfile.TemporaryDirectory()
        self.folder = Path(self.home.name) / "planner"
        self.clock: FixedClock = clock_at("2026-11-24 10:00")
        self.planner = self._opened()
        self.first = self.work()
        self.notices = 0
        self.planner.listen(self._notice)

    @initialize(has_tasks=st.booleans())
    def begin(self, has_tasks: bool) -> None:
        for line in TASK_LINES[:2] if has_tasks else ():
            self.attempt(lambda line=line: self.planner.tasks.add(line))

    # -- the timer and the past ------------------------------------------------------------

    @rule(title=st.sampled_from(["Mail", "Incident", " "]), back=st.sampled_from([0, 0, 20, 300]))
    def start(self, title: str, back: int) -> None:
        at = self.clock.now() - minutes(back)
        self.attempt(lambda: self.planner.tracking.start(title, at=at))

    @rule(place=PLACES)
    def start_what_is_planned(self, place: int) -> None:
        self.attempt_on(place, lambda item: self.planner.tracking.start_item(item.key))

    @rule(back=st.sampled_from([0, 0, 0, 15, 400]))
    def stop(self, back: int) -> None:
        self.attempt(lambda: self.planner.tracking.stop(at=self.clock.now() - minutes(back)))

    @rule()
    def discard(self) -> None:
        self.attempt(self.planner.tracking.discard)

    @rule(hour=st.integers(0, 60), length=LENGTHS_MIN)
    def log(self, hour: int, length: int) -> None:
        span = self.span(hour, length)
        self.attempt(lambda: self.planner.tracking.log(span, "Catch up"))

    @rule(place=PLACES)
    def confirm(self, place: int) -> None:
        self.attempt_on(place, lambda item: self.planner.tracking.confirm(item.key))

    @rule(place=PLACES, by=st.integers(-90, 90), length=LENGTHS_MIN, is_nudge=st.booleans())
    def move_an_entry(self, place: int, by: int, length: int, is_nudge: bool) -> None:
        entry = self.entry(place)
        if entry is not None:
            start = self.start_of(entry) + minutes(by)
            span = Span(start, start + minutes(length))
            self.attempt(lambda: self.planner.tracking.change(entry, span=span, is_nudge=is_nudge))

    @rule(place=PLACES, after=st.integers(0, 60))
    def split_an_entry(self, place: int, after: int) -> None:
        entry = self.entry(place)
        if entry is not None:
            at = self.start_of(entry) + minutes(after)
            self.attempt(lambda: self.planner.tracking.split(entry, at))

    @rule(places=st.lists(PLACES, min_size=1, max_size=3), is_merge=st.booleans())
    def merge_or_delete_entries(self, places: list[int], is_merge: bool) -> None:
        known = [entry for place in places if (entry := self.entry(place)) is not None]
        chosen = list(dict.fromkeys(known))
        tracking = self.planner.tracking
        self.attempt(lambda: tracking.merge(chosen) if is_merge else tracking.delete(chosen))

    # -- the plan --------------------------------------------------------------------------

    @rule(hour=st.integers(0, 60), length=LENGTHS_MIN, pinned=st.booleans())
    def add_a_block(self, hour: int, length: int, pinned: bool) -> None:
        coding = self.planner.catalog.activities()[0].id
        span = self.span(hour, length)
        blocks = self.planner.blocks
        self.attempt(lambda: blocks.create(span, "Deep work", activity_id=coding, pinned=pinned))

    @rule(place=PLACES, hour=st.integers(24, 60))
    def place_a_task(self, place: int, hour: int) -> None:
        task = self.task(place)
        if task is not None:
            start = self.span(hour, 1).start
            self.attempt(lambda: self.planner.blocks.place_task(task, start))

    @rule(place=PLACES, by=st.sampled_from([-600, -35, -5, 0, 5, 90, 1440]))
    def move(self, place: int, by: int) -> None:
        blocks, step = self.planner.blocks, minutes(by)
        self.attempt_on(place, lambda item: blocks.move(item.key, item.span.start + step))

    @rule(place=PLACES, presses=st.lists(st.sampled_from([-5, 5]), min_size=2, max_size=5))
    def press_an_arrow_key(self, place: int, presses: list[int]) -> None:
        items = self.items()
        start = items[place % len(items)].span.start if items else self.clock.now()
        for press in presses if items else ():
            start += minutes(press)
            key, to = items[place % len(items)].key, start
            self.attempt(lambda: self.planner.blocks.move(key, to, is_nudge=True))  # noqa: B023

    @rule(place=PLACES, length=LENGTHS_MIN)
    def resize(self, place: int, length: int) -> None:
        def resize(item: PlannedItem) -> None:
            span = Span(item.span.start, item.span.start + minutes(length))
            self.planner.blocks.resize(item.key, span)

        self.attempt_on(place, resize)

    @rule(place=PLACES, after=st.integers(1, 60))
    def split(self, place: int, after: int) -> None:
        blocks, cut = self.planner.blocks, minutes(after)
        self.attempt_on(place, lambda item: blocks.split(item.key, item.span.start + cut))

    @rule(places=st.lists(PLACES, min_size=1, max_size=4), is_merge=st.booleans())
    def merge_or_delete(self, places: list[int], is_merge: bool) -> None:
        items = self.items()
        keys = [items[place % len(items)].key for place in places if items]
        blocks = self.planner.blocks
        self.attempt(lambda: blocks.merge(keys) if is_merge else blocks.delete(keys))

    @rule(
        places=st.lists(PLACES, min_size=1, max_size=3),
        by=st.sampled_from([-600, -35, -5, 5, 90, 1440]),
        what=st.sampled_from(["move", "nudge", "copy", "delete"]),
    )
    def do_it_to_several(self, places: list[int], by: int, what: str) -> None:
        items = self.items()
        chosen = {item.key: item for item in (items[at % len(items)] for at in places if items)}
        entry = self.entry(places[0])
        spans = {key: item.span.moved(minutes(by)) for key, item in chosen.items()}
        works = [
            Work(item.span.moved(minutes(by)), item.title, item.activity.id, pinned=item.pinned)
            for item in chosen.values()
        ]
        tracked = [] if entry is None else [EntryRef(entry)]
        several, nudged = self.planner.batch, next(iter(chosen), None)
        deeds: dict[str, Callable[[], object]] = {
            "move": lambda: several.move(spans),
            "nudge": lambda: several.move(spans, lead=nudged, is_nudge=nudged is not None),
            "copy": lambda: several.copy(works, works[1:]),
            "delete": lambda: several.delete([*chosen, *tracked]),
        }
        self.attempt(deeds[what])

    @precondition(lambda self: len(self.entries()) > 1)
    @rule(places=st.sets(PLACES, min_size=1, max_size=3), by=st.sampled_from([-90, -35, -5, 5]))
    def move_entries_together(self, places: set[int], by: int) -> None:
        lines = self.planner.everything()["time_entry"]
        chosen = {}
        for line in (lines[place % len(lines)] for place in places):
            start = datetime.fromisoformat(line["start"])
            end = datetime.fromisoformat(line["end"]) if line["end"] else start + minutes(1)
            chosen[EntryRef(EntryId(line["id"]))] = Span(start, end).moved(minutes(by))
        self.attempt(lambda: self.planner.batch.move(chosen))

    @rule(place=PLACES, pinned=st.booleans())
    def pin(self, place: int, pinned: bool) -> None:
        blocks = self.planner.blocks
        self.attempt_on(place, lambda item: blocks.change(item.key, pinned=pinned))

    @rule(days=st.sampled_from([[TUESDAY], [WEDNESDAY], [TUESDAY, WEDNESDAY]]))
    def plan_and_accept(self, days: list[date]) -> None:
        def plan() -> None:
            request = self.planner.planning.request(days)
            self.planner.planning.accept(propose(request, lambda _week: Budget(50), trying=0))

        pinned = {item.key: item.span for item in self.items() if item.pinned}
        self.attempt(plan)
        assert {item.key: item.span for item in self.items() if item.pinned} == pinned

    # -- tasks, calendars, settings, the clock -----------------------------------------------

    @rule(line=st.sampled_from(TASK_LINES))
    def add_a_task(self, line: str) -> None:
        self.attempt(lambda: self.planner.tasks.add(line))

    @rule(place=PLACES, other=PLACES)
    def make_it_wait(self, place: int, other: int) -> None:
        task, before = self.task(place), self.task(other)
        if task is not None and before is not None:
            self.attempt(lambda: self.planner.tasks.set_predecessors(task, [before]))

    @rule(place=PLACES, what=st.sampled_from(["finish", "reopen", "delete"]))
    def end_a_task(self, place: int, what: str) -> None:
        task = self.task(place)
        if task is not None:
            self.attempt(lambda: getattr(self.planner.tasks, what)(task))

    @rule(events=st.sampled_from(CALENDARS), is_removed=st.booleans())
    def read_a_calendar(self, events: list[str], is_removed: bool) -> None:
        path = write_calendar(Path(self.home.name) / "team.ics", events)
        self.attempt(lambda: self.planner.calendars.import_file(path))
        again = self.planner.calendars.import_file(path)
        assert (again.added, again.changed, again.removed) == (0, 0, 0)
        known = self.planner.calendars.all()
        if is_removed and known:
            self.attempt(lambda: self.planner.calendars.remove(known[0].id))

    @rule(setting=st.sampled_from(SETTINGS))
    def set(self, setting: tuple[str, object]) -> None:
        self.attempt(lambda: self.planner.set(*setting))

    @rule(name=st.sampled_from(["Manager", "Senior", "Individual contributor"]))
    def choose_a_typical_day(self, name: str) -> None:
        self.attempt(lambda: self.planner.typical_day.choose(name))

    @rule(start=st.sampled_from([0, 150, 540, 775, 1425, 1500]), length=LENGTHS_MIN,
          weekday=st.integers(0, 6))  # fmt: skip
    def put_a_part_into_the_typical_day(self, start: int, length: int, weekday: int) -> None:
        pause = activity(self.planner, "Break").id
        self.attempt(
            lambda: self.planner.typical_day.insert_part(
                weekday, start, start + length, f"Part {start}", pause
            )
        )

    @rule(place=PLACES, by=LENGTHS_MIN, what=st.sampled_from(
        ["rearrange", "split_part", "merge_parts", "delete_parts", "copy_weekday"]))  # fmt: skip
    def change_the_typical_day(self, place: int, by: int, what: str) -> None:
        parts = self.planner.typical_day.parts()
        if not parts:
            return
        part, other = parts[place % len(parts)], parts[(place + 1) % len(parts)]
        start, _ = part_minutes(part, self.planner.days)
        arguments: tuple[object, ...] = {
            "rearrange": ({part.id: (start, start + by)},),
            "split_part": (part.id, start + by),
            "merge_parts": ([part.id, other.id],),
            "delete_parts": ([part.id],),
            "copy_weekday": (part.weekday, [by % 7, place % 7]),
        }[what]
        self.attempt(lambda: getattr(self.planner.typical_day, what)(*arguments))

    @rule(by=JUMPS_MIN)
    def let_the_clock_jump(self, by: int) -> None:
        self.clock.put(self.clock.now() + minutes(by))

    # -- history ---------------------------------------------------------------------------

    @rule(count=st.integers(1, 4))
    def undo(self, count: int) -> None:
        for _ in range(count):
            self.attempt(self.planner.history.undo)

    @rule(count=st.integers(1, 4))
    def redo(self, count: int) -> None:
        for _ in range(count):
            self.attempt(self.planner.history.redo)

    @precondition(lambda self: self.planner.history.undo_label)
    @rule()
    def undo_and_redo_is_nothing(self) -> None:
        before = self.planner.everything()
        self.planner.history.undo()
        self.planner.history.redo()
        assert self.planner.everything() == before

    @rule()
    def reopen(self) -> None:
        self.planner.close()
        self.planner = self._opened()
        self.planner.listen(self._notice)

    # -- what holds after each step ----------------------------------------------------------

    @invariant()
    def another_look_shows_the_same(self) -> None:
        with self._opened() as other:
            assert whole_picture(other, SHOWN) == whole_picture(self.planner, SHOWN)
            assert other.board() == self.planner.board()

    @invariant()
    def no_minute_is_tracked_twice(self) -> None:
        lines = self.planner.everything()["time_entry"]
        assert sum(line["end"] is None for line in lines) <= 1
        stretches = sorted((line["start"], line["end"] or "9999") for line in lines)
        assert all(start < end for start, end in stretches)
        assert all(first[1] <= second[0] for first, second in pairwise(stretches))

    @invariant()
    def no_two_parts_of_a_weekday_overlap(self) -> None:
        days = self.planner.days
        typical_day = self.planner.typical_day.parts()
        for weekday in range(7):
            parts = [part for part in typical_day if part.weekday == weekday]
            stretches = sorted(part_minutes(part, days) for part in parts)
            assert all(first[1] <= second[0] for first, second in pairwise(stretches))

    @invariant()
    def sums_are_within_the_day(self) -> None:
        for day in SHOWN:
            snapshot = self.planner.day(day)
            tracked = [item.span for item in snapshot.tracked]
            assert snapshot.tracked_sums.everything == sum(
                (span.duration for span in tracked), timedelta(0)
            )
            assert snapshot.tracked_sums.everything <= snapshot.span.duration

    def teardown(self) -> None:
        """Undo everything, make it again, and end where it was each time."""
        try:
            history = self.planner.history
            assert data_problems(self.planner) == []
            while history.redo_label:
                history.redo()
            last, count = self.work(), 0
            while history.undo_label:
                history.undo()
                count += 1
            assert self.work() == self.first
            for _ in range(count):
                history.redo()
            assert self.work() == last
        finally:
            self.planner.close()
            self.home.cleanup()

    # -- inside ----------------------------------------------------------------------------

    def attempt(self, action: Callable[[], object]) -> None:
        """Do something that may be refused; a refusal changes nothing and sends no notice."""
        before, notices, refusal = self.planner.everything(), self.notices, ""
        try:
            action()
        except PlannerError as error:
            refusal = str(error)
        has_changed = self.planner.everything() != before
        assert self.notices == notices + has_changed
        if refusal:
            assert refusal.endswith(".")
            assert not has_changed, refusal

    def _opened(self) -> Planner:
        return Planner.open(self.folder, self.clock)

    def _notice(self, changes: Changes) -> None:
        assert changes.topics
        self.notices += 1

    def span(self, hour: int, length: int) -> Span:
        start = self.planner.days.instant(MONDAY, hour * 60)
        return Span(start, start + minutes(length))

    def items(self) -> list[PlannedItem]:
        return [item for day in SHOWN for item in self.planner.day(day).items]

    def attempt_on(self, place: int, action: Callable[[PlannedItem], object]) -> None:
        """Do something to one of the planned items, if there are any."""
        items = self.items()
        if items:
            self.attempt(lambda: action(items[place % len(items)]))

    def work(self) -> dict[str, object]:
        """All that is stored but the settings: setting one is no step of the history."""
        return {
            kind: lines for kind, lines in self.planner.everything().items() if kind != "setting"
        }

    def entries(self) -> list[EntryId]:
        return [EntryId(line["id"]) for line in self.planner.everything()["time_entry"]]

    def entry(self, place: int) -> EntryId | None:
        entries = self.entries()
        return entries[place % len(entries)] if entries else None

    def start_of(self, entry: EntryId) -> datetime:
        (line,) = [line for line in self.planner.everything()["time_entry"] if line["id"] == entry]
        return datetime.fromisoformat(line["start"])

    def task(self, place: int) -> TaskId | None:
        tasks = self.planner.board(include_done=True).tasks
        return tasks[place % len(tasks)].task.id if tasks else None


def users(count: int) -> settings:
    """So many users of thirty steps each; more in a thorough run."""
    return settings(examples(count, *HealthCheck), stateful_step_count=30)


def stranger(number: int) -> type[RestlessUser]:
    """A user who draws from this seed."""
    return seed(number)(type("Stranger", (RestlessUser,), {}))


USERS = [pytest.param(RestlessUser, users(6), id="the same each time")]
if RESTLESS_SEED in os.environ:
    never_met = stranger(int(os.environ[RESTLESS_SEED]))
    chance = settings(users(6), derandomize=False)
    USERS.append(pytest.param(never_met, chance, id="never met"))


@pytest.mark.parametrize(("user", "amount"), USERS)
def test_a_restless_user_never_loses_a_minute(user: type[RestlessUser], amount: settings) -> None:
    """Six users; six others from the seed that the head of the test run names, where it names one.

    That is in continuous integration, and where the seed is given.
    """
    run_state_machine_as_test(user, settings=amount)
