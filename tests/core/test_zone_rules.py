"""What is planned stays at its time on the clock when a country changes its rules."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.spans import Span
from mle_planner.core.base.zone_rules import at_same_wall_clock, rules_known_now
from mle_planner.core.model.calendar import CalendarEvent
from mle_planner.core.planner import Planner
from tests.support.builders import coding, local, undo_steps, utc
from tests.support.data_check import data_problems
from tests.support.zone_files import write_zone, zones_from

HOME, AWAY = "Europe/Berlin", "America/New_York"
SUMMER_TIME = {HOME: "CET-1CEST,M3.5.0,M10.5.0/3", AWAY: "EST5EDT,M3.2.0,M11.1.0"}
ABOLISHED = {HOME: "CET-1", AWAY: "EST5EDT,M3.2.0,M11.1.0"}
ALL_YEAR = {HOME: "CEST-2", AWAY: "EDT4"}

JULY, NOVEMBER = date(2027, 7, 5), date(2026, 11, 25)
ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:test
BEGIN:VEVENT
UID:home
DTSTART;TZID=Europe/Berlin:20270705T140000
DTEND;TZID=Europe/Berlin:20270705T150000
SUMMARY:Home
END:VEVENT
BEGIN:VEVENT
UID:away
DTSTART;TZID=America/New_York:20270115T090000
DTEND;TZID=America/New_York:20270115T100000
SUMMARY:Away
END:VEVENT
BEGIN:VEVENT
UID:floating
DTSTART:20270706T080000
DTEND:20270706T090000
SUMMARY:Floating
END:VEVENT
BEGIN:VEVENT
UID:utc
DTSTART:20270707T080000Z
DTEND:20270707T090000Z
SUMMARY:Instant
END:VEVENT
END:VCALENDAR
"""


class Machine:
    """A data folder, and the machine's time-zone database, which can be replaced."""

    def __init__(self, folder: Path) -> None:
        self.data, self.zones = folder / "data", folder / "zones"
        self.installs = 0

    def install(self, rules: dict[str, str]) -> None:
        """Install a database under another path, as an update of the system does."""
        self.installs += 1
        self.zones = self.zones.with_name(f"zones-{self.installs}")
        for name, rule in {**rules, "UTC": "UTC0"}.items():
            write_zone(self.zones, name, rule)

    @contextmanager
    def planner(self, now: str = "2026-11-24 08:00") -> Iterator[Planner]:
        with zones_from(self.zones):
            instant = datetime.fromisoformat(now).replace(tzinfo=ZoneInfo(HOME))
            clock = FixedClock(instant, ZoneInfo(HOME))
            with Planner.open(self.data, clock) as opened:
                yield opened


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Blocks in July and November, and a calendar, planned while there was summer time."""
    made = Machine(tmp_path)
    made.install(SUMMER_TIME)
    (tmp_path / "team.ics").write_text(ICS.replace("\n", "\r\n"), newline="")
    with made.planner() as planner:
        for day in (NOVEMBER, JULY):
            start = planner.days.instant(day, 9 * 60)
            span = Span(start, start + timedelta(hours=1))
            planner.blocks.create(span, f"Block {day}", activity_id=coding(planner))
        past = local("2026-08-03 09:00", HOME)
        planner.tracking.log(Span(past, past + timedelta(hours=1)), "Past")
        planner.blocks.create(
            Span(past, past + timedelta(hours=1)), "Past", activity_id=coding(planner)
        )
        planner.calendars.import_file(tmp_path / "team.ics")
    return made


def clocks(planner: Planner) -> dict[str, str]:
    """When everything timed stands on the clock of the zone it was planned in."""
    found = {}
    for record in (*planner.everything()["time_block"], *planner.everything()["calendar_event"]):
        zone = ZoneInfo(record["zone"] or HOME)
        start = datetime.fromisoformat(record["start"]).astimezone(zone)
        found[record.get("title") or record["summary"]] = f"{start:%Y-%m-%d %H:%M}"
    return found


@pytest.mark.parametrize("rules", [ABOLISHED, ALL_YEAR])
def test_what_lies_ahead_keeps_its_time_and_what_has_passed_its_instant(
    machine: Machine, rules: dict[str, str]
) -> None:
    with machine.planner() as planner:
        before, steps = clocks(planner), undo_steps(planner)
        entries = planner.everything()["time_entry"]
        past = [b for b in planner.everything()["time_block"] if b["title"] == "Past"]
    machine.install(rules)
    with machine.planner() as planner:
        after = clocks(planner)
        # an event that was written in UTC is an instant and no time on a clock
        assert {k: v for k, v in after.items() if k not in ("Past", "Instant")} == {
            k: v for k, v in before.items() if k not in ("Past", "Instant")
        }
        assert planner.everything()["time_entry"] == entries
        assert [b for b in planner.everything()["time_block"] if b["title"] == "Past"] == past
        events = {e["uid"]: e for e in planner.everything()["calendar_event"]}
        assert datetime.fromisoformat(events["utc"]["start"]) == utc("2027-07-07 08:00")
        assert undo_steps(planner) == steps + 1
        line = planner.history.describe(planner.history.lines(1)[0])
        assert line == "Keep plans at their local time in Europe/Berlin"
        assert data_problems(planner) == []
    with machine.planner() as planner:  # once, and not with each start
        assert undo_steps(planner) == steps + 1


def test_following_the_rules_is_an_edit_that_leaves_older_ones_to_undo(machine: Machine) -> None:
    with machine.planner() as planner:
        stored = planner.everything()
    machine.install(ABOLISHED)
    with machine.planner() as planner:
        assert planner.everything()["time_block"] != stored["time_block"]
        planner.history.undo()
        assert planner.everything() == stored
        while planner.history.undo_label:
            planner.history.undo()
        assert planner.everything()["time_block"] == []


def test_another_file_with_the_same_rules_changes_nothing(machine: Machine) -> None:
    with machine.planner() as planner:
        stored, steps = planner.everything(), undo_steps(planner)
    machine.install(SUMMER_TIME)
    with machine.planner() as planner:
        assert planner.everything() == stored
        assert undo_steps(planner) == steps


def test_a_database_of_before_starts_with_the_rules_it_is_opened_under(machine: Machine) -> None:
    with machine.planner() as planner:
        stored = planner.everything()
        planner._session.store.connection.execute("DELETE FROM zone_rules")
    machine.install(ABOLISHED)
    with machine.planner() as planner:  # what they were is not known, so the instants stay
        assert planner.everything() == stored
        known = planner._session.store.connection.execute("SELECT zone FROM zone_rules")
        assert {zone for (zone,) in known} == {HOME, AWAY, "UTC"}
    machine.install(SUMMER_TIME)
    with machine.planner() as planner:
        (july,) = [b for b in planner.everything()["time_block"] if "2027" in b["title"]]
        # nine under summer time was eight under the rules of that start, and eight it stays
        assert clocks(planner)[july["title"]] == "2027-07-05 08:00"


def test_times_of_both_turns_of_an_hour_keep_their_turn() -> None:
    zone = ZoneInfo("Europe/Berlin")
    known = rules_known_now(zone, utc("2026-06-01 00:00"))
    for text, fold in (("2026-10-25 02:30", 0), ("2026-10-25 02:30", 1), ("2026-10-25 03:00", 0)):
        instant = local(text, "Europe/Berlin", fold)
        wall = known.wall_clock(instant)
        assert (wall.isoformat(sep=" ", timespec="minutes"), wall.fold) == (text, fold)
        assert at_same_wall_clock(instant, known, zone) == instant


@pytest.mark.parametrize(
    "name", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "UTC"]
)
def test_the_rules_kept_say_what_the_zone_says(name: str) -> None:
    zone, now = ZoneInfo(name), utc("2026-06-01 00:00")
    known = rules_known_now(zone, now)
    for hours in range(0, 24 * 365 * 3, 7):
        instant = now + timedelta(hours=hours)
        local_time = instant.astimezone(zone)
        wall = known.wall_clock(instant)
        assert (wall, wall.fold) == (local_time.replace(tzinfo=None), local_time.fold)
        assert at_same_wall_clock(instant, known, zone) == instant


def test_past_the_years_that_are_known_an_instant_stays() -> None:
    known = rules_known_now(ZoneInfo("Europe/Berlin"), utc("2026-06-01 00:00"))
    far = utc("2050-07-01 07:00")
    assert at_same_wall_clock(far, known, ZoneInfo("Asia/Tokyo")) == far


def test_an_event_keeps_its_kind(machine: Machine) -> None:
    machine.install(ABOLISHED)
    with machine.planner() as planner:
        kinds = planner._session.store.all(CalendarEvent)
        assert [event.floating for event in kinds] == [False, False, True, False]
