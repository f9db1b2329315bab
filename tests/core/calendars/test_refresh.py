"""A subscription follows its server, keeps its last good copy and costs what changed."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.calendars import refresh
from mle_planner.core.calendars.feeds import FeedError, Fetched, Validators
from mle_planner.core.calendars.refresh import RefreshOutcome
from mle_planner.core.model.calendar import SyncProblem, SyncState
from mle_planner.core.planner import Planner
from mle_planner.core.storage.backup import back_up as backup_of
from mle_planner.core.storage.restore import restore_database
from tests.support.builders import TUESDAY, at, undo_steps
from tests.support.calendar_server import calendar_text
from tests.support.day_picture import plan_picture
from tests.support.feeds import SECRET, Feed

REVIEW = "a1 20261124T100000Z 20261124T110000Z Review"
LUNCH = "a2 20261124T120000Z 20261124T130000Z Coffee"
LATER = "a1 20261124T140000Z 20261124T150000Z Review"


@pytest.fixture
def feed(planner: Planner, monkeypatch: pytest.MonkeyPatch) -> Feed:
    return Feed(planner, monkeypatch)


def day(planner: Planner) -> str:
    return plan_picture(planner, TUESDAY)


def test_a_subscription_is_one_step_back_and_never_shows_its_address(
    planner: Planner, feed: Feed
) -> None:
    before = planner.everything()
    report = feed.says(REVIEW, name="Team").add("webcal://a.example/private-1234/basic.ics")
    (source,) = planner.feeds.all()
    assert (report.added, source.calendar.name, source.is_stale) == (1, "Team", False)
    assert source.address == "https://a.example/…/basic.ics"
    assert "11:00-12:00 Review · calendar" in day(planner)
    assert "private-1234" not in json.dumps(planner.everything())
    assert undo_steps(planner) == 1
    planner.history.undo()
    assert planner.everything() == before
    planner.history.redo()
    assert planner.feeds.due() == (planner.calendars.all()[0],)
    assert feed.refresh().added == 1


def test_what_changes_on_the_server_changes_here_without_an_undo_step(
    planner: Planner, feed: Feed
) -> None:
    feed.says(REVIEW, LUNCH).add()
    report = feed.says(LATER, LUNCH).refresh()
    assert (report.outcome, report.added, report.changed, report.removed) == (
        RefreshOutcome.CHANGED, 0, 1, 0,
    )  # fmt: skip
    assert "15:00-16:00 Review" in day(planner)
    assert feed.says(LATER).refresh().removed == 1
    assert "Coffee" not in day(planner)
    assert undo_steps(planner) == 1


def test_only_what_changed_is_read_again(planner: Planner, feed: Feed) -> None:
    feed.says(REVIEW, LUNCH, etag="1").add()
    feed.refresh()  # the server says that nothing changed
    feed.says(REVIEW, LUNCH, etag="2").refresh()  # the same under another name
    stamped = calendar_text(REVIEW, LUNCH).replace(b"DTSTAMP:2026", b"DTSTAMP:2027")
    feed.answer = lambda _known: Fetched(stamped, Validators())
    assert feed.refresh().outcome is RefreshOutcome.UNCHANGED
    feed.says(LATER, LUNCH).refresh()
    assert feed.read == [2, 1]


def test_all_is_read_again_when_the_days_have_moved_on(
    planner: Planner, feed: Feed, clock: FixedClock
) -> None:
    feed.says(REVIEW, LUNCH, etag="1").add()
    clock.put(clock.now() + timedelta(days=31))
    assert feed.refresh().outcome is RefreshOutcome.UNCHANGED
    assert feed.read == [2, 2]


def test_an_event_that_cannot_be_read_is_counted_each_time(planner: Planner, feed: Feed) -> None:
    broken = "a3 20261124T100000Z 20261124T090000Z Backwards"
    report = feed.says(REVIEW, broken).add()
    assert (report.sync.event_count, report.sync.reported_count) == (2, 1)
    report = feed.says(LATER, broken).refresh()
    assert (report.sync.event_count, report.sync.reported_count) == (2, 1)
    assert feed.read == [2, 2]


@pytest.mark.parametrize(
    "text",
    [
        calendar_text(LATER).replace(b"\r\n", b"\r"),
        calendar_text(LATER).replace(b"UID:a1\r\n", b""),
        calendar_text(LATER).decode().encode("utf-16"),
        calendar_text(LATER).replace(b"BEGIN:VEVENT", b"begin:vevent"),
        calendar_text(LATER).replace(b"SUMMARY:", b"SUMMARY:BEGIN:VEVENT "),
    ],
)
def test_a_text_that_is_not_plainly_built_is_read_as_a_whole(
    planner: Planner, feed: Feed, text: bytes
) -> None:
    feed.says(REVIEW).add()
    feed.answer = lambda _known: Fetched(text, Validators())
    feed.refresh()
    assert "15:00-16:00" in day(planner)
    assert "11:00-12:00" not in day(planner)


def test_a_failure_keeps_the_copy_and_says_what_to_do(
    planner: Planner, feed: Feed, clock: FixedClock
) -> None:
    feed.says(REVIEW).add()
    good_at = clock.now()
    clock.put(clock.now() + timedelta(minutes=30))
    assert len(planner.feeds.due()) == 1
    report = feed.fails(SyncProblem.TOO_OFTEN, wait_s=7200).refresh()
    (source,) = planner.feeds.all()
    assert (report.outcome, source.is_stale, source.good_at) == (
        RefreshOutcome.FAILED,
        True,
        good_at,
    )
    assert source.problem == "The server asks to wait; try again later."
    assert "Review" in day(planner)
    clock.put(clock.now() + timedelta(minutes=119))
    assert planner.feeds.due() == ()
    clock.put(clock.now() + timedelta(minutes=1))
    assert len(planner.feeds.due()) == 1
    feed.says(REVIEW).refresh()
    assert not planner.feeds.all()[0].is_stale


def test_a_calendar_is_read_again_where_the_clock_was_set_back(
    planner: Planner, feed: Feed, clock: FixedClock
) -> None:
    feed.says(REVIEW).add()
    assert planner.feeds.due() == ()
    clock.set_to(clock.now() - timedelta(days=30))
    assert len(planner.feeds.due()) == 1
    feed.refresh()
    assert planner.feeds.due() == ()


def test_what_is_no_calendar_keeps_the_copy(planner: Planner, feed: Feed) -> None:
    feed.says(REVIEW).add()
    for data in (b"", b"hello", calendar_text(LATER)[:-30]):
        feed.answer = lambda _known, data=data: Fetched(data, Validators())  # type: ignore[misc]
        assert feed.refresh().sync.problem is SyncProblem.UNREADABLE
    assert "11:00-12:00 Review" in day(planner)


def test_an_empty_calendar_is_believed_only_where_the_user_asks_again(
    planner: Planner, feed: Feed
) -> None:
    feed.says(REVIEW, etag="1").add()
    for is_asked in (True, False, False):
        report = feed.says(etag="2").refresh(is_asked=is_asked)
        assert (report.outcome, report.sync.state) == (RefreshOutcome.HELD, SyncState.HELD)
        if is_asked:  # the user has not been warned yet
            feed.says(REVIEW, etag="1").refresh()
    feed.fails(SyncProblem.UNREACHABLE).refresh(is_asked=True)
    assert feed.says(etag="2").refresh(is_asked=True).outcome is RefreshOutcome.HELD
    assert "Review" in day(planner)
    assert planner.feeds.all()[0].is_stale
    assert feed.says(etag="2").refresh(is_asked=True).removed == 1
    assert "Review" not in day(planner)


def test_an_empty_calendar_that_fills_again_loses_nothing(planner: Planner, feed: Feed) -> None:
    feed.says(REVIEW).add()
    feed.says().refresh()
    assert feed.says(REVIEW).refresh().outcome is RefreshOutcome.UNCHANGED
    assert not planner.feeds.all()[0].is_stale
    assert feed.says().refresh().outcome is RefreshOutcome.HELD


def test_removing_a_calendar_comes_back_whole(planner: Planner, feed: Feed) -> None:
    feed.says(REVIEW, LUNCH).add()
    before = planner.everything()
    planner.calendars.remove(planner.calendars.all()[0].id)
    assert planner.feeds.all() == ()
    assert "Review" not in day(planner)
    planner.history.undo()
    assert planner.everything() == before
    feed.says(LATER).refresh()
    planner.history.redo()
    assert planner.everything()["calendar_event"] == []
    planner.history.undo()
    assert feed.says(LATER).refresh().outcome is RefreshOutcome.CHANGED
    assert "15:00-16:00 Review" in day(planner)
    assert "Coffee" not in day(planner)


def test_a_calendar_that_is_switched_off_is_not_planned_around(
    planner: Planner, feed: Feed
) -> None:
    feed.says(REVIEW).add()
    planner.feeds.set_visible(planner.calendars.all()[0].id, False)
    assert "Review" not in day(planner)
    planner.history.undo()
    assert "Review" in day(planner)


def test_a_reading_of_the_network_leaves_a_proposal_as_it_is(planner: Planner, feed: Feed) -> None:
    feed.says(REVIEW).add()
    proposal = planner.planning.propose([TUESDAY])
    feed.fails(SyncProblem.UNREACHABLE).refresh()
    planner.planning.accept(proposal)


def test_what_cannot_be_added_adds_nothing(planner: Planner, feed: Feed) -> None:
    feed.says(REVIEW).add(name="Team")
    for address, name in ((SECRET, ""), ("https://b.example/x", "team"), ("x", "")):
        with pytest.raises(PlannerError, match=r"Nothing was (added|changed)"):
            feed.add(address, name)
    feed.fails(SyncProblem.NOT_FOUND)
    with pytest.raises(FeedError):
        feed.add("https://b.example/x")
    assert [calendar.name for calendar in planner.calendars.all()] == ["Team"]
    assert at(planner, "11:00")


def test_a_large_feed_is_stored_in_parts_that_add_up(
    planner: Planner, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refresh, "_BATCH_UIDS", 2)
    events = [f"u{n} 20261124T1{n}0000Z 20261124T1{n}3000Z Number {n}" for n in range(7)]
    assert feed.says(*events).add().added == 7
    report = feed.says(*events[:2], events[3].replace("Number", "Other")).refresh()
    assert (report.added, report.changed, report.removed) == (0, 1, 4)
    assert "Other 3" in day(planner)


def back_up(planner: Planner) -> Callable[[], object]:
    """Make a backup, and return what restores it."""
    folder = planner.database_path.parent
    with closing(sqlite3.connect(planner.database_path)) as database:
        backup = backup_of(database, folder, f"backup-{len(list(folder.iterdir()))}")
    return lambda: restore_database(folder, backup, planner.now())


def numbered(count: int) -> list[str]:
    return [f"u{n} 20261124T1{n}0000Z 20261124T1{n}3000Z Number {n}" for n in range(count)]


@pytest.mark.parametrize("said_last", [6, 9])
def test_a_restore_while_the_server_answers_loses_no_event(
    planner: Planner, feed: Feed, said_last: int
) -> None:
    feed.says(*numbered(3), etag="3").add()
    restore = back_up(planner)
    feed.says(*numbered(6), etag="6").refresh()
    answer = feed.says(*numbered(said_last), etag=f"{said_last}").answer

    def answer_late(known: Validators) -> Fetched:
        feed.answer = answer
        restore()
        return answer(known)

    feed.answer = answer_late
    assert feed.refresh().added == said_last - 3
    assert day(planner).count("Number") == said_last


def test_a_restore_between_the_parts_of_a_feed_loses_no_event(
    planner: Planner, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed.says(*numbered(1)).add()
    monkeypatch.setattr(refresh, "_BATCH_UIDS", 2)
    restores: list[Callable[[], object]] = []

    def at_each_part(_changes: object) -> None:
        if len(restores) == 1:
            restores[0]()
        if len(restores) < 2:
            restores.append(back_up(planner))

    planner.listen(at_each_part)
    feed.says(*numbered(9)).refresh()
    assert day(planner).count("Number") == 9


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_following_a_feed_leads_where_reading_it_whole_does(
    planner: Planner, feed: Feed, clock: FixedClock, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    events: dict[str, str] = {}

    def change() -> None:
        uid, hour = f"u{chance.randrange(6)}", 10 + chance.randrange(8)
        end = hour + chance.choice([1, 1, -1])  # one that ends before it starts is reported
        if chance.random() < 0.3 and len(events) > 1:
            events.pop(chance.choice(sorted(events)))
        events[uid] = f"{uid} 20261124T{hour}0000Z 20261124T{end:02}0000Z Review {hour}"

    change()
    feed.says(*events.values()).add()
    for step in range(4):
        change()
        change()
        followed = feed.says(*events.values()).refresh()
        with Planner.open(tmp_path / f"whole {step}", clock) as other:
            whole = other.feeds.add(SECRET)
            assert stored(planner) == stored(other)
        assert followed.sync.event_count == whole.sync.event_count
        assert followed.sync.reported_count == whole.sync.reported_count


def stored(planner: Planner) -> list[tuple[str, str, str]]:
    rows = planner.everything()["calendar_event"]
    return sorted((row["uid"], row["start"], row["summary"]) for row in rows)


def test_a_calendar_has_a_clean_name_whoever_gives_it(planner: Planner, feed: Feed) -> None:
    hostile, clean = "Te\x1b[31mam\u202e \n of\t7", "Te[31mam of 7"
    assert feed.says(REVIEW, name=hostile.replace("\n", " ")).add().calendar.name == clean
    planner.feeds.rename(planner.calendars.all()[0].id, f"New {hostile}")
    added = feed.says(REVIEW).add("https://a.example/other.ics", name=hostile).calendar
    assert [each.name for each in planner.calendars.all()] == [f"New {clean}", added.name]
    assert added.name == clean


def test_no_two_calendars_have_names_that_look_alike(planner: Planner, feed: Feed) -> None:
    feed.says(REVIEW, name="Team").add()
    other = feed.says(REVIEW).add("https://a.example/other.ics", name="Home").calendar
    for alike in ("team", "Te\u200bam"):
        with pytest.raises(PlannerError, match="There is a calendar called"):
            planner.feeds.rename(other.id, alike)
        with pytest.raises(PlannerError, match="There is a calendar called"):
            feed.add("https://a.example/third.ics", name=alike)
    planner.feeds.rename(other.id, "HOME")
    assert [each.name for each in planner.calendars.all()] == ["Team", "HOME"]
