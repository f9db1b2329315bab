"""What a day leaves open, and what a plan in the making costs, compared with counting again."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.schedule_generator import problem
from mle_planner.core.scheduling.problem import DayRange, Problem
from mle_planner.core.scheduling.scoring import tiers_of
from mle_planner.core.scheduling.solve import schedule_of
from mle_planner.core.scheduling.solver.model.day_content import DayContents
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.gaps import Block
from mle_planner.core.scheduling.solver.model.tables import Tables
from tests.support.amounts import examples
from tests.support.odd_days import odd_day
from tests.support.plan_checker import check

PROFILE = examples(10)

LENGTHS = (1, 2, 3, 5, 8, 13, 21, 30)


class Changes:
    """Random changes of a plan that heed what is open, and no other rule."""

    def __init__(self, made: Problem, random: Random) -> None:
        self.draft = Draft(Tables(made), DayContents(Tables(made)))
        self._random = random
        self._kept = self.draft.copy()
        self.done: Counter[str] = Counter()

    def one(self) -> None:
        kinds = (
            self.place, self.place, self.place, self.place_event, self.remove,
            self.remove_with_successors, self.remove_event, self.replace_day, self.go_back,
        )  # fmt: skip
        change = kinds[self._below(len(kinds))]
        if change():
            self.done[change.__name__] += 1

    def _below(self, end: int) -> int:
        return int(self._random.random() * end)

    def place(self) -> bool:
        draft = self.draft
        task, day = self._below(len(draft.left)), self._below(len(draft.days))
        length = 1 + self._below(min(12, draft.left[task]))
        starts = bits(draft.days[day].starts(length)[0]) if draft.left[task] else []
        if starts:
            start = starts[self._below(len(starts))]
            draft.place(task, day, start, start + length)
        return bool(starts)

    def place_event(self) -> bool:
        draft = self.draft
        for event, at in enumerate(draft.event_at):
            places = draft.tables.event_places[event]
            if at < 0 and places:
                number = self._below(len(places))
                content = draft.days[places[number].day]
                if not places[number].taken & content.met | places[number].kept_free & (
                    content.taken
                ):
                    draft.place_event(event, number)
                    return True
        return False

    def _standing(self) -> list[int]:
        return [task for task, places in enumerate(self.draft.places) if places]

    def remove(self) -> bool:
        for task in self._standing()[:1]:
            places = self.draft.places[task]
            self.draft.remove(task, places[: 1 + self._below(len(places))])
            return True
        return False

    def remove_with_successors(self) -> bool:
        for task in self._standing()[-1:]:
            removed: set[int] = set()
            self.draft.remove_with_successors(task, self.draft.places[task], removed)
            assert all(not self.draft.places[each] for each in removed)
            return True
        return False

    def remove_event(self) -> bool:
        for event, at in enumerate(self.draft.event_at):
            if at >= 0:
                self.draft.remove_event(event)
                return True
        return False

    def replace_day(self) -> bool:
        """Some blocks and events go, and what goes of another task comes in its place."""
        day = self._below(len(self.draft.days))
        content = self.draft.days[day]
        kept: list[Block] = []
        gone: list[Block] = []
        for block in content.blocks:
            (kept if self._random.random() < 0.6 else gone).append(block)
        for start, end, _ in gone:
            task = self._below(len(self.draft.left))
            if self.draft.left[task] >= end - start and (start, end, task) not in gone:
                kept.append((start, end, task))
                break
        events = tuple(each for each in content.events if self._random.random() < 0.5)
        self.draft.replace_day(day, tuple(sorted(kept)), events)
        return bool(gone)

    def go_back(self) -> bool:
        """To the plan kept some changes ago, or keep this one."""
        if self._random.random() < 0.5:
            self.draft.take_over(self._kept)
            return True
        self._kept = self.draft.copy()
        return False


def bits(found: int) -> list[int]:
    return [slot for slot in range(found.bit_length()) if found >> slot & 1]


def counted_again(draft: Draft) -> int:
    """The score by the tiers and by the tests' own checker, which agree."""
    schedule = schedule_of(draft)
    tiers = tiers_of(draft.tables, schedule.blocks, schedule.flexible)
    assert check(draft.tables.problem, schedule).score == tiers.total
    return tiers.total


def test_the_score_is_right_after_every_kind_of_change() -> None:
    done: Counter[str] = Counter()
    for number, made in enumerate((*map(odd_day, range(16)), problem("replan", "week", 9))):
        changes = Changes(made, Random(number))
        for _ in range(40):
            changes.one()
            assert changes.draft.score == counted_again(changes.draft)
        done += changes.done
    assert len(done) == 7
    assert min(done.values()) > 15


@PROFILE
@given(st.integers(0, 5000), st.integers(1, 12))
def test_days_between_that_were_not_asked_about_are_computed_too(number: int, many: int) -> None:
    changes = Changes(odd_day(number), Random(number))
    for _ in range(many):
        changes.one()
    draft = changes.draft
    afresh = Draft(draft.tables, DayContents(draft.tables))
    for day, content in enumerate(draft.days):
        afresh.replace_day(day, content.blocks, content.events)
    assert draft.score == afresh.score == counted_again(draft)
    assert (draft.left, draft.late, draft.event_at) == (afresh.left, afresh.late, afresh.event_at)


def test_forgetting_the_days_met_changes_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    made = problem("tiny", "week", 4)
    scores = []
    for most in (60_000, 2):
        monkeypatch.setattr(DayContents, "MOST_KEPT", most)
        changes = Changes(made, Random(5))
        for _ in range(60):
            changes.one()
        scores.append((changes.draft.score, [c.starts(4) for c in changes.draft.days]))
    assert scores[0] == scores[1]
    assert scores[0][0] == counted_again(changes.draft)


def naive_starts(draft: Draft, day: int, length: int) -> list[int]:
    """Where a block of that length may stand, slot by slot.

    Pinned blocks of no length are work too: nothing stands across one. Work before now is part of
    an unbroken run.
    """
    made = draft.tables.problem
    content, given_day = draft.days[day], made.days[day]
    window_of = {
        slot: window
        for window, (start, end) in enumerate(given_day.windows)
        for slot in range(start, end)
        if not made.is_past(day, slot)
    }
    work = [(start, end) for start, end, _ in content.blocks]
    work += [(p.start, p.end) for task in made.tasks for p in task.pinned if p.day == day]
    if given_day.date == made.now.date and made.worked[0] < made.worked[1]:
        work.append(made.worked)
    shut = {slot for start, end in work for slot in range(start, end)}
    for meeting in made.fixed:
        if meeting.day == day:
            since, until = meeting.start - meeting.buffer_before, meeting.end + meeting.buffer_after
            shut |= set(range(since, until))
    for event, place in content.events:
        about, at = made.flexible[event], draft.tables.event_places[event][place]
        shut |= set(range(at.start - about.buffer_before, at.end + about.buffer_after))
    found = []
    for start in range(288 - length + 1):
        end = start + length
        cells = range(start, end)
        if any(cell in shut or cell not in window_of for cell in cells):
            continue
        across = any(start < since == until < end for since, until in work)
        if len({window_of[cell] for cell in cells}) == 1 and not across:
            since, until = unbroken(work, start, end, made.weights.break_slots)
            if until - since <= made.weights.longest_run_slots:
                found.append(start)
    return found


def unbroken(work: list[tuple[int, int]], start: int, end: int, least: int) -> tuple[int, int]:
    """From where to where there is no break of that length around a block."""
    grown = True
    while grown:
        grown = False
        for since, until in work:
            if since - end < least and start - until < least and (since < start or until > end):
                start, end = min(start, since), max(end, until)
                grown = True
    return start, end


@PROFILE
@given(st.integers(0, 5000))
def test_what_is_open_in_a_day_is_what_is_open_slot_by_slot(number: int) -> None:
    """With pinned blocks, windows that touch, buffers, breaks and the longest run."""
    made = odd_day(number)
    if number % 2:
        made = with_pins_over_each_other(made)
    changes = Changes(made, Random(number))
    for _ in range(6):
        changes.one()
        content = changes.draft.days[0]
        for length in LENGTHS:
            every, edges = content.starts(length)
            assert bits(every) == naive_starts(changes.draft, 0, length)
            assert not edges & ~every
            if every:
                assert {bits(every)[0], bits(every)[-1]} <= set(bits(edges))


def with_pins_over_each_other(made: Problem) -> Problem:
    first, second, *others = made.tasks
    first = replace(first, pinned=(DayRange(0, 125, 140),))
    second = replace(second, pinned=(DayRange(0, 127, 127), DayRange(0, 130, 134)))
    return replace(made, tasks=(first, second, *others))


def test_the_longest_block_of_a_day_is_the_longest_with_a_start() -> None:
    for number in range(60):
        changes = Changes(odd_day(number), Random(number))
        for _ in range(5):
            changes.one()
        content = changes.draft.days[0]
        open_lengths = [length for length in range(1, 40) if content.starts(length)[0]]
        assert content.longest == max(open_lengths, default=0)
        assert all(bits(content.starts(each)[0]) for each in range(1, content.longest + 1))
