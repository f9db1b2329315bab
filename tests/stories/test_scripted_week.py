"""A week of all that makes time disputed, replayed with a fixed clock and worked out by hand.

Two zones, sleep under a timer, a crash, a clock that is set back, meetings that overrun and that
come after the freeze, a plan that is moved, an agent's night, and the night in which the clocks
go back. Every figure below was worked out on paper from the script, not by the program:

    day         planned  done  lost, in minutes
    Mon Berlin      270   200  late start 10, away 40 (asleep), ad-hoc request 20
    Tue Berlin      120    55  meeting overrun 25, away 40 (after the crash)
    Wed Berlin      120    60  away 60 (the clock was an hour behind; 1:30 were worked from 9:00)
    Thu London      120    75  meeting added 45
    Fri Berlin      180    30  idle 30, plan moved 120
    Sat Berlin      330   220  away 110 (23:00 to 03:30 with the hour that comes twice)
    week           1140   640  500

Coding: 100 + 55 + 120 + 75 + 30 + 220 = 600 tracked. Editors prove 55 on Tuesday, 40 on Thursday
and 180 on Saturday, and show 22 more on Tuesday after the crash; the agent's night adds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

from mle_planner.core.base.spans import Span
from mle_planner.core.evidence.store import Sign
from mle_planner.core.evidence.unite import ACTIVITYWATCH, EDITOR, GIT, Grade
from mle_planner.core.model.tracked import AwayAnswer
from mle_planner.core.model.work import ActivityId
from mle_planner.core.planner import Planner
from mle_planner.core.refs import BlockRef
from mle_planner.core.tracking.presence import Presence
from mle_planner.ui.screens.review.screen import ReviewScreen
from mle_planner.ui.screens.today.screen import TodayScreen
from mle_planner.ui.screens.what_counts import PauseTrial
from tests.support.away import SleepyClock, unresolved_picture
from tests.support.builders import BERLIN, activity, local, write_calendar
from tests.support.screens import opened
from tests.support.widgets import words_in
from tests.support.window import Answers

LONDON = "Europe/London"
MON, TUE, WED, THU, FRI, SAT = (date(2026, 10, 19 + count) for count in range(6))
MINUTE = timedelta(minutes=1)
CODED = {MON: 100, TUE: 55, WED: 120, THU: 75, FRI: 30, SAT: 220}
LOST = {
    MON: {"away": 40, "ad-hoc request": 20, "late start": 10},
    TUE: {"away": 40, "meeting overrun": 25},
    WED: {"away": 60},
    THU: {"meeting added": 45},
    FRI: {"plan moved": 120, "idle": 30},
    SAT: {"away": 110},
}
DONE = {MON: 200, TUE: 55, WED: 60, THU: 75, FRI: 30, SAT: 220}
PLANNED = {MON: 270, TUE: 120, WED: 120, THU: 120, FRI: 180, SAT: 330}


class Laptop:
    """The planner as the window runs it: each minute it looks for the user and leaves a sign."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = SleepyClock("2026-10-19 08:00", BERLIN)
        self.input_at = self.clock.awake()
        self.boot(BERLIN)
        self.planner.set("day_border_min", 240)

    def boot(self, zone: str) -> None:
        """Start the program, where it runs already after a crash."""
        self.clock.zone = ZoneInfo(zone)
        self.planner = Planner.open(self.folder, self.clock)
        self.presence = Presence(self.clock, self.planner.away.least)
        self.planner.away.end_earlier()
        self.planner.away.record_cut_off()

    def crash(self) -> None:
        self.planner.close()  # a process that ends leaves no more than its database

    def until(self, text: str, *, is_idle: bool = False) -> None:
        """Let the wall clock run on to a time of today, a look each minute."""
        day = f"{self.clock.now().astimezone(self.clock.zone):%Y-%m-%d} " if len(text) < 6 else ""
        end = local(f"{day}{text}", self.clock.zone.key)
        while self.clock.now() < end:
            self.clock.put(min(end, self.clock.now() + MINUTE))
            if not is_idle:
                self.input_at = self.clock.awake()
            self.observe()

    def sleep_until(self, text: str) -> None:
        """Sleep under whatever runs; two seconds after waking a key is pressed."""
        day = f"{self.clock.now().astimezone(self.clock.zone):%Y-%m-%d}"
        end = local(f"{day} {text}", self.clock.zone.key)
        self.clock.sleep_until(end - timedelta(seconds=2))
        self.observe()
        self.until(text)

    def observe(self) -> None:
        absence = self.presence.observe(self.clock.awake() - self.input_at, is_locked=False)
        if absence is not None:
            self.planner.away.record(absence)
        self.planner.heartbeats.beat(is_app_open=True)

    def plan(self, day: date, times: str, title: str, kind: str = "Coding") -> BlockRef:
        days = self.planner.days
        first, last = (days.instant(day, _minute(part)) for part in times.split("-"))
        return BlockRef(
            self.planner.blocks.create(Span(first, last), title, activity_id=self.kind(kind))
        )

    def kind(self, name: str) -> ActivityId:
        return activity(self.planner, name).id

    def start(self, title: str, kind: str = "Coding") -> None:
        self.planner.tracking.start(title, activity_id=self.kind(kind))

    def drop_away(self, *, is_stopped: bool = False) -> None:
        (away,) = self.planner.away.unresolved()
        self.planner.away.resolve(away.id, AwayAnswer.DROP, is_stopped=is_stopped)


def _minute(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    laptop = Laptop(tmp_path_factory.mktemp("week"))
    for live in (monday, tuesday, wednesday, thursday, friday, saturday):
        live(laptop)
    laptop.until("2026-10-26 08:00", is_idle=True)
    record_signs(laptop.planner)
    yield laptop
    laptop.planner.close()


def monday(it: Laptop) -> None:
    """Late by ten minutes, asleep for forty under the timer, twenty minutes of chat."""
    it.plan(MON, "10:30-13:00", "Drift")
    it.plan(MON, "14:00-16:00", "Audit", "Analysis")
    it.until("10:40")
    it.start("Drift")
    it.until("11:30")
    it.sleep_until("12:10")
    assert unresolved_picture(it.planner) == "11:30-12:10 asleep Drift"
    it.drop_away()
    it.until("13:00")
    it.planner.tracking.stop()
    it.until("14:00")
    for until, title, kind in (
        ("15:00", "Audit", "Analysis"),
        ("15:20", "Chat", "Chat"),
        ("16:00", "Audit", "Analysis"),
    ):
        it.start(title, kind)
        it.until(until)
    it.planner.tracking.stop()


def tuesday(it: Laptop) -> None:
    """A meeting runs over by 25 minutes; the program is killed at 12:20 and started at 14:00."""
    it.until("2026-10-20 08:00", is_idle=True)
    it.plan(TUE, "10:00-11:00", "Model review", "Meeting")
    it.plan(TUE, "11:00-13:00", "Drift")
    it.until("10:00")
    it.start("Model review", "Meeting")
    it.until("11:25")
    it.start("Drift")
    it.until("12:20")
    it.crash()
    it.clock.put(local("2026-10-20 14:00", BERLIN))
    it.boot(BERLIN)
    assert unresolved_picture(it.planner) == "12:20-14:00 cut off Drift"
    it.drop_away(is_stopped=True)


def wednesday(it: Laptop) -> None:
    """At 11:00 the clock is set back to 10:00, and right again at 10:30 (it is 11:30 then)."""
    it.until("2026-10-21 08:00", is_idle=True)
    it.plan(WED, "10:00-12:00", "Drift")
    it.until("10:00")
    it.start("Drift")
    it.planner.heartbeats.clock_change()
    it.until("11:00")
    it.clock.set_to(it.clock.now() - timedelta(hours=1))
    change = it.planner.heartbeats.clock_change()
    assert change.by == timedelta(hours=-1)
    running = it.planner.running_entry()
    it.planner.tracking.change(running.id, span=Span(running.start + change.by, it.clock.now()))
    it.until("10:30")
    it.planner.tracking.stop()
    it.clock.set_to(it.clock.now() + timedelta(hours=1))
    it.until("11:30")
    it.start("Drift")
    it.until("12:00")
    it.planner.tracking.stop()
    assert it.planner.away.unresolved() == ()


def thursday(it: Laptop) -> None:
    """In London a meeting comes into the calendar after the freeze, and lasts 45 minutes."""
    it.until("2026-10-22 06:00", is_idle=True)
    it.crash()
    it.boot(LONDON)
    it.plan(THU, "10:00-12:00", "Port")
    it.until("10:00")
    it.start("Port")
    it.until("10:30")
    events = ["sync 20261022T100000Z 20261022T103000Z Sync"]
    it.planner.calendars.import_file(write_calendar(it.folder / "team.ics", events))
    it.until("11:00")
    it.start("Sync", "Meeting")
    it.until("11:45")
    it.start("Port")
    it.until("12:00")
    it.planner.tracking.stop()


def friday(it: Laptop) -> None:
    """In Berlin again: idle for half an hour under the timer, and a block moved to Monday."""
    it.until("2026-10-23 07:00", is_idle=True)
    it.crash()
    it.boot(BERLIN)
    it.plan(FRI, "10:00-11:00", "Label")
    moved = it.plan(FRI, "14:00-16:00", "Write-up", "Writing")
    it.until("10:00")
    it.start("Label")
    it.until("10:20")
    it.until("10:49", is_idle=True)
    it.until("11:00")
    assert unresolved_picture(it.planner) == "10:20-10:50 idle Label"
    it.drop_away()
    it.planner.tracking.stop()
    it.until("11:30")
    it.planner.blocks.move(moved, local("2026-10-26 14:00", BERLIN))


def saturday(it: Laptop) -> None:
    """From 23:00 to the first 02:40 are 3:40; the plan went on to 03:30, an hour later in fact."""
    it.until("2026-10-24 22:00", is_idle=True)
    it.plan(SAT, "23:00-27:30", "Migration")
    it.until("23:00")
    it.start("Migration")
    it.until("2026-10-25 02:40")
    assert it.clock.now() == datetime(2026, 10, 25, 0, 40, tzinfo=UTC)
    it.planner.tracking.stop()


def record_signs(planner: Planner) -> None:
    """Editors on Tuesday through the crash, on Thursday and in Saturday's night; an agent."""
    tue, thu, sat = (
        local(text, zone)
        for text, zone in (
            ("2026-10-20 11:26", BERLIN),
            ("2026-10-22 10:00", LONDON),
            ("2026-10-24 23:30", BERLIN),
        )
    )
    signs = [Sign(EDITOR, tue + count * MINUTE, f"t{count}") for count in range(0, 77, 4)]
    signs += [Sign(GIT, tue + 53 * MINUTE, "commit"), Sign(ACTIVITYWATCH, thu, "w",
              length=40 * MINUTE)]  # fmt: skip
    signs += [Sign(EDITOR, sat + count * MINUTE, f"s{count}") for count in range(0, 181, 10)]
    night = local("2026-10-20 22:00", BERLIN)
    signs += [
        Sign(EDITOR, night + count * MINUTE, f"a{count}", by_agent=True)
        for count in range(0, 480, 5)
    ]
    assert planner.evidence.record(signs) == len(signs)
    assert planner.evidence.record(signs) == 0


def in_minutes(length: timedelta) -> int:
    return int(length.total_seconds()) // 60


def test_the_ledger_of_each_day_is_what_was_worked_out(laptop: Laptop) -> None:
    ledger = laptop.planner.reviews.week(MON).ledger
    for day, planned in PLANNED.items():
        found = ledger.of(day)
        assert in_minutes(found.planned) == planned, day
        assert in_minutes(found.done) == DONE[day], day
        causes = {line.cause.value: in_minutes(line.lost) for line in found.causes}
        assert causes == LOST[day], day
    assert (in_minutes(ledger.planned), in_minutes(ledger.done)) == (1140, 640)
    assert in_minutes(ledger.lost) == 500


def test_tracked_coding_of_each_day_is_what_was_worked_out(laptop: Laptop) -> None:
    found = {day: in_minutes(laptop.planner.day(day).coding.done) for day in CODED}
    assert found == CODED


def test_the_evidence_of_the_week_is_what_was_worked_out(laptop: Laptop) -> None:
    week = laptop.planner.evidence.coding_time(MON, date(2026, 10, 25))
    assert week.minutes == {Grade.PROVED: 275, Grade.SUPPORTED: 22, Grade.CLAIMED: 325}
    night = laptop.planner.evidence.day(TUE)
    proof = night.proof(laptop.planner.day(TUE).coding.done)
    assert (in_minutes(proof.agent_alone), in_minutes(proof.untracked)) == (360, 22)


def test_the_week_is_the_same_when_it_is_read_in_the_other_zone(laptop: Laptop) -> None:
    """Instants are stored: London reads the same sums, on the same days."""
    berlin = laptop.clock.zone
    laptop.clock.zone = ZoneInfo(LONDON)
    try:
        with Planner.open(laptop.folder, laptop.clock) as other:
            ledger = other.reviews.week(MON).ledger
            assert [in_minutes(part) for part in (ledger.planned, ledger.done, ledger.lost)] == [
                1140, 640, 500,
            ]  # fmt: skip
            total = other.evidence.coding_time(MON, date(2026, 10, 25)).total
            assert in_minutes(total) == 622
    finally:
        laptop.clock.zone = berlin


def test_the_screens_show_these_figures(laptop: Laptop, qtbot: QtBot) -> None:
    review, _told = opened(ReviewScreen, laptop.planner, qtbot, Answers())
    review.go_to(MON)
    assert review.coding.figure.text() == "10:00"
    ledger = review.ledger
    assert ledger.sentence.text() == "Planned focus 19:00 = done 10:40 + lost 8:20"
    rows = [row.split(": ")[0] for row in ledger.chart.accessibleDescription().split("; ")]
    assert rows == [
        "Planned focus 19:00",
        "Away or not tracked −4:10",
        "Moved by me −2:00",
        "Meeting added −0:45",
        "Idle −0:30",
        "Meeting overrun −0:25",
        "Ad-hoc request −0:20",
        "Late start −0:10",
        "Done 10:40",
    ]
    today, _told = opened(TodayScreen, laptop.planner, qtbot, Answers())
    today.go_to(TUE)
    assert (
        "Done: 0:55 proved. Editors show 0:22 more, not tracked as coding. "
        "Agent alone 6:00, not counted."
    ) in words_in(today.coding_card)
    trial = PauseTrial(laptop.planner, MON, lambda act: act())
    qtbot.addWidget(trial)
    trial.refresh()
    assert [trial.grades[grade].text() for grade in Grade] == ["4:35", "0:22", "5:25"]
    assert trial.total.text() == "10:22"
