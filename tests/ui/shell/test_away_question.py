"""What is asked about time away, and what each answer does; the window only shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.model.tracked import AwayCause
from mle_planner.core.planner import Planner
from mle_planner.core.tracking.presence import Absence
from mle_planner.ui.desktop.presence_signs import DesktopSign
from mle_planner.ui.services.away import AwayWatch
from mle_planner.ui.shell.timer_question import AwayQuestion
from mle_planner.ui.widgets.dialogs import Dialogs
from tests.support.away import SleepyClock, unresolved_picture
from tests.support.builders import BERLIN, TUESDAY, at, minutes, put_clock, stretch, write_calendar
from tests.support.day_picture import tracked_picture


class Typing(Dialogs):
    """Types a line that a test has set, where the window asks for one."""

    def __init__(self) -> None:
        self.typed: str | None = None
        self.given = ""

    def text(
        self,
        _title: str,
        _label: str,
        given: str = "",
        *,
        take: Callable[[str], object] = lambda _line: None,
    ) -> str | None:
        """Return the line."""
        self.given = given
        if self.typed is not None:
            take(self.typed)
        return self.typed


@pytest.fixture
def clock() -> SleepyClock:
    return SleepyClock("2026-11-24 09:00", BERLIN)


@pytest.fixture
def planner(tmp_path: Path, clock: SleepyClock) -> Iterator[Planner]:
    """A timer runs since 9:00 local time, and it is 12:31."""
    with Planner.open(tmp_path / "planner", clock) as opened:
        opened.tracking.start("Write report")
        put_clock(clock, "2026-11-24 12:31")
        yield opened


def leave(planner: Planner, text: str) -> None:
    span = stretch(planner, text)
    planner.away.record(Absence(span.start, span.end, AwayCause.IDLE))


class Strip:
    """The question as the strip has it, without the strip."""

    def __init__(self, planner: Planner) -> None:
        self.planner, self.ask, self.said = planner, Typing(), list[str]()
        self.question = AwayQuestion(
            planner, self.ask, lambda text, _undo: self.said.append(text), planner.tracking.discard
        )

    def press(self, answer: str) -> None:
        """Give an answer."""
        away = self.question.next()
        assert away is not None
        dict(self.question.answers(away))[answer]()

    @property
    def words(self) -> list[str]:
        """The sentence, then the answers."""
        away = self.question.next()
        if away is None:
            return []
        return [self.question.sentence(away), *(text for text, _act in self.question.answers(away))]


def test_the_newest_is_asked_about_with_its_meeting_first(planner: Planner, tmp_path: Path) -> None:
    title = "Quarterly planning with everyone"
    events = [f"a1 20261124T100000Z 20261124T112000Z {title}"]
    planner.calendars.import_file(write_calendar(tmp_path / "team.ics", events))
    leave(planner, "10:00-10:30")
    leave(planner, "11:00-12:30")
    strip = Strip(planner)
    assert strip.words == [
        "You were away from 11:00 to 12:30 (1:30) while Write report was running. Does that time "
        "count?",
        "Quarterly planning…", "Keep", "Discard time", "Stop at 11:00", "Assign…", "Split…",
        "Later",
    ]  # fmt: skip
    strip.press("Quarterly planning…")
    assert strip.said == [f"Tracked as {title}."]
    assert unresolved_picture(planner) == (
        "10:00-10:30 idle Write report, 12:20-12:30 idle Write report"
    )
    strip.press("Later")
    strip.press("Keep")
    assert strip.words == []
    assert unresolved_picture(planner) == "12:20-12:30 idle Write report"


def test_the_length_is_that_between_the_times_beside_it(planner: Planner) -> None:
    begin = at(planner, "10:00")
    left = Absence(begin + minutes(0.9), begin + minutes(130.1), AwayCause.IDLE)
    planner.away.record(left)
    assert Strip(planner).words[0].startswith("You were away from 10:00 to 12:10 (2:10) ")


def test_assign_and_split_ask_for_one_line(planner: Planner) -> None:
    leave(planner, "11:00-12:30")
    strip = Strip(planner)
    strip.press("Assign…")  # given up
    strip.ask.typed = "noon"
    for text in ("half", "13:00"):
        strip.ask.typed = text
        with pytest.raises(PlannerError, match="Nothing was changed"):
            strip.press("Split…")
    assert strip.ask.given == "11:45"
    strip.ask.typed = "12:00"
    strip.press("Split…")
    strip.ask.typed = " lunch "
    strip.press("Assign…")
    strip.press("Discard time")
    assert tracked_picture(planner, TUESDAY).splitlines() == [
        "09:00-11:00 Write report", "11:00-12:00 Lunch", "12:30-… Write report"
    ]  # fmt: skip
    assert strip.said == [
        "Split. Each part is asked about.", "Tracked as Lunch.", "0:30 of Write report discarded."
    ]  # fmt: skip


class NoSigns:
    """Stands in for the thread that looks at the desktop."""

    def __init__(self, _tell: object) -> None:
        self.is_away = False

    def start(self) -> None:
        """Look at nothing."""

    stop = join = start


def test_the_watch_stores_what_the_desktop_tells_while_the_setting_is_on(
    planner: Planner, clock: SleepyClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mle_planner.ui.desktop.presence_signs.PresenceSigns", NoSigns)
    watch, learned = AwayWatch(planner), list[bool | None]()
    watch.learned.connect(lambda: learned.append(watch.is_idle_known))
    watch.start()
    assert watch.is_watching
    watch.take(DesktopSign(minutes(0), False))
    clock.put(clock.now() + minutes(20))
    watch.take(DesktopSign(minutes(20), False))
    assert unresolved_picture(planner) == "", "the user is still away"
    clock.put(clock.now() + minutes(1))
    watch.take(DesktopSign(minutes(0), False))
    assert unresolved_picture(planner) == "12:31-12:52 idle Write report"
    clock.sleep_until(clock.now() + minutes(30))
    watch.take(DesktopSign(None, False))
    assert unresolved_picture(planner).endswith("12:52-13:22 asleep Write report")
    assert learned == [True, False]
    planner.set("notice_away", False)
    watch.follow()
    assert not watch.is_watching
    clock.sleep_until(clock.now() + minutes(30))
    watch.take(DesktopSign(None, False))
    assert len(planner.away.unresolved()) == 2
    watch.close()
