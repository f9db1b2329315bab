"""What planning with a meeting does that planning without it does not."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.calendars.ical import reading
from mle_planner.core.calendars.ical.values import CalendarReading, ReadingLimits
from mle_planner.core.calendars.ical.whole_calendar import read_here
from mle_planner.core.planner import Planner
from mle_planner.core.scheduling.price.answer import MeetingPrice, loss_parts, meeting_price
from tests.support.builders import TUESDAY, clock_at, minutes, stretch, task, write_calendar

pytestmark = pytest.mark.usefixtures("few_steps")


@pytest.fixture
def clock() -> FixedClock:
    """A Tuesday at 08:00."""
    return clock_at("2026-11-24 08:00", "UTC")


@pytest.fixture(autouse=True)
def reads_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read calendars in this process: it is not the reading that is tested."""

    def read(
        data: bytes, first: date, last: date, *, zone: str, **_rest: object
    ) -> CalendarReading:
        return read_here(data, first, last, zone=zone, limits=ReadingLimits())

    monkeypatch.setattr(reading, "read_calendar_text", read)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "invite.ics"


def price(planner: Planner, path: Path, event: str) -> MeetingPrice:
    """The price of an invitation such as "a 20261124T100000Z 20261124T110000Z Demo"."""
    return meeting_price(planner.planning.price_request(write_calendar(path, [event])))


def test_a_meeting_over_all_that_is_left_makes_a_due_date_late(
    planner: Planner, path: Path
) -> None:
    coding = task(planner, "Ship it 4h due today @coding")
    before = planner.everything()
    found = price(planner, path, "a 20261124T093000Z 20261124T173000Z Offsite")
    assert [each.task.id for each in found.later] == [coding.id]
    assert found.later[0].before == timedelta(0) < found.later[0].after
    assert found.coding.with_meeting < found.coding.without == timedelta(hours=4)
    assert sum(length for _words, length in loss_parts(found.loss)) * minutes(1) == found.loss.total
    assert found.sentences[0].startswith("Offsite, Tue 24 Nov 09:30–17:30, costs ")
    assert planner.everything() == before


def test_one_that_costs_nothing_says_so(planner: Planner, path: Path) -> None:
    task(planner, "Ship it 2h due today @coding")
    found = price(planner, path, "a 20261124T200000Z 20261124T210000Z Dinner")
    assert found.sentences == (
        "Dinner, Tue 24 Nov 20:00–21:00, costs no focus time.",
        "Coding that day stays at 2 h.",
        "No due date is missed because of it.",
    )
    assert found.cheaper == ()


def test_a_meeting_that_is_moved_is_not_counted_where_it_was(planner: Planner, path: Path) -> None:
    old = "a 20261124T140000Z 20261124T150000Z Demo"
    planner.calendars.import_file(write_calendar(path, [old]))
    moved = price(planner, path, "a 20261124T143000Z 20261124T153000Z Demo")
    assert moved.loss.meeting == minutes(60)
    assert moved.overlaps == ()


def test_pinned_work_under_it_is_named(planner: Planner, path: Path) -> None:
    planner.blocks.create(stretch(planner, "14:00-16:00"), "Release", pinned=True)
    found = price(planner, path, "a 20261124T150000Z 20261124T153000Z Demo")
    assert found.overlaps == ("Release",)
    assert "It overlaps Release." in found.sentences


@pytest.mark.parametrize(
    ("events", "sentence"),
    [
        (["a 20261124T060000Z 20261124T070000Z Early"], "no meeting ahead"),
        (["a 20261125 20261126 Away"], "lasts all day"),
        (
            ["a 20261125T100000Z 20261125T110000Z A", "b 20261125T100000Z 20261125T110000Z B"],
            "2 events, not one invitation",
        ),
    ],
)
def test_what_is_no_invitation_is_refused_in_a_sentence(
    planner: Planner, path: Path, events: list[str], sentence: str
) -> None:
    with pytest.raises(PlannerError, match=sentence):
        planner.planning.price_request(write_calendar(path, events))


@pytest.mark.parametrize(
    ("line", "sentence"),
    [("STATUS:CANCELLED", "is cancelled"), ("TRANSP:TRANSPARENT", "is marked as free")],
)
def test_one_that_takes_no_time_has_no_price(
    planner: Planner, path: Path, line: str, sentence: str
) -> None:
    write_calendar(path, ["a 20261125T100000Z 20261125T110000Z Demo"])
    path.write_text(path.read_text().replace("END:VEVENT", f"{line}\nEND:VEVENT"))
    with pytest.raises(PlannerError, match=sentence):
        planner.planning.price_request(path)
    assert planner.day(TUESDAY).items
