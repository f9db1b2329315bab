"""A CalDAV account is added, read and followed; Radicale is the server."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from mle_planner.core.calendars import caldav_calendar, caldav_discovery, feed_reading
from mle_planner.core.calendars.accounts import AccountRequest
from mle_planner.core.calendars.addresses import AddressError
from mle_planner.core.calendars.caldav_calendar import CopyUpdate, read_changes
from mle_planner.core.calendars.feeds import FeedError
from mle_planner.core.calendars.ical.values import CalendarReading, ReadingLimits
from mle_planner.core.calendars.ical.whole_calendar import read_here
from mle_planner.core.calendars.refresh import RefreshOutcome, RefreshReport
from mle_planner.core.model.calendar import Calendar, CalendarKind, SecretSource, SyncProblem
from mle_planner.core.planner import Planner
from mle_planner.core.storage.backup import back_up
from mle_planner.core.storage.restore import restore_database
from tests.support.builders import TUESDAY
from tests.support.day_picture import plan_picture
from tests.support.feeds import without_keyring
from tests.support.radicale_server import PASSWORD, USER, RadicaleServer

REVIEW = "a1 20261124T100000Z 20261124T110000Z Review"
COFFEE = "a2 20261124T120000Z 20261124T130000Z Coffee"
LATER = "a1 20261124T140000Z 20261124T150000Z Review"


@pytest.fixture(autouse=True)
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """No keyring, and calendars read in this process; returns how many events were read."""
    read: list[int] = []

    def read_text(
        data: bytes, first: object, last: object, *, zone: str, **_named: object
    ) -> CalendarReading:
        read.append(data.count(b"BEGIN:VEVENT"))
        return read_here(data, first, last, zone=zone, limits=ReadingLimits())  # type: ignore[arg-type]

    monkeypatch.setattr(feed_reading, "read_calendar_text", read_text)
    without_keyring(monkeypatch)
    return read


@pytest.fixture
def work(radicale: RadicaleServer, request: pytest.FixtureRequest) -> Iterator[str]:
    """A calendar of the account with two events."""
    address = radicale.calendar("team", "Work & more")
    radicale.put(address, REVIEW)
    radicale.put(address, COFFEE)
    radicale.asked.clear()
    yield address
    radicale.delete(address)


def account(radicale: RadicaleServer, **other: str) -> AccountRequest:
    values = {"typed": radicale.root, "user": USER, "password": PASSWORD, **other}
    return AccountRequest(**values, allows_private=True)


def add(planner: Planner, request: AccountRequest) -> tuple[Calendar, ...]:
    found = planner.accounts.find(request)
    added = planner.accounts.add(found, found.calendars)
    for calendar in added:
        planner.feeds.refresh(calendar.id)
    return added


def read_again(planner: Planner) -> RefreshReport:
    return planner.feeds.refresh(planner.calendars.all()[0].id)


def test_an_account_gives_its_calendars_with_events_and_is_one_step_back(
    planner: Planner, radicale: RadicaleServer, work: str
) -> None:
    tasks = radicale.calendar("tasks", "Tasks", "VTODO")
    before = planner.everything()
    (calendar,) = add(planner, account(radicale))
    radicale.delete(tasks)
    assert (calendar.name, calendar.kind, calendar.address) == (
        "Work & more", CalendarKind.CALDAV, work,
    )  # fmt: skip
    assert "11:00-12:00 Review · calendar" in plan_picture(planner, TUESDAY)
    assert planner.accounts.all()[0].secret_source is SecretSource.RUN
    kept = json.dumps(planner.everything(), ensure_ascii=False)
    assert PASSWORD not in kept
    assert "/team/" not in kept
    planner.history.undo()
    assert planner.everything() == before


@pytest.mark.parametrize("path", ["", "reader/", "reader/team/", ".well-known/caldav", "nowhere/"])
def test_the_account_is_found_from_any_of_its_addresses(
    planner: Planner, radicale: RadicaleServer, work: str, path: str
) -> None:
    found = planner.accounts.find(account(radicale, typed=radicale.root + path))
    assert [each.address for each in found.calendars] == [work]


def test_what_changes_on_the_server_alone_is_fetched_and_read(
    planner: Planner, radicale: RadicaleServer, work: str, parsed: list[int]
) -> None:
    add(planner, account(radicale))
    radicale.put(work, LATER)
    parsed.clear()
    report = read_again(planner)
    assert (report.outcome, report.added, report.changed, report.removed) == (
        RefreshOutcome.CHANGED, 0, 1, 0,
    )  # fmt: skip
    assert parsed == [1]
    assert "15:00-16:00 Review · calendar" in plan_picture(planner, TUESDAY)
    radicale.put(work, "a3 20261124T160000Z 20261124T170000Z Talk")
    assert read_again(planner).added == 1
    assert parsed == [1, 1]
    radicale.asked.clear()
    assert read_again(planner).outcome is RefreshOutcome.UNCHANGED
    assert radicale.asked == [("PROPFIND", "/reader/team/")]


def test_a_restore_while_the_server_answers_loses_no_event(
    planner: Planner, radicale: RadicaleServer, work: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(planner, account(radicale))
    folder = planner.database_path.parent
    with closing(sqlite3.connect(planner.database_path)) as database:
        backup = back_up(database, folder, "backup")
    for number in (3, 4):
        radicale.put(work, f"a{number} 20261124T160000Z 20261124T170000Z Talk {number}")
        if number == 3:
            read_again(planner)

    def read_late(*asked: object) -> CopyUpdate:
        once.setattr(caldav_calendar, "read_changes", read_changes)
        changes = read_changes(*asked)  # type: ignore[arg-type]
        restore_database(folder, backup, planner.now())
        return changes

    with monkeypatch.context() as once:
        once.setattr(caldav_calendar, "read_changes", read_late)
        read_again(planner)
    assert plan_picture(planner, TUESDAY).count("Talk") == 2


def test_what_is_deleted_on_the_server_goes_and_what_is_new_comes(
    planner: Planner, radicale: RadicaleServer, work: str
) -> None:
    add(planner, account(radicale))
    radicale.delete(f"{work}a1.ics")
    radicale.put(work, "a3 20261124T160000Z 20261124T170000Z Talk")
    report = read_again(planner)
    assert (report.added, report.changed, report.removed) == (1, 0, 1)


def test_a_calendar_that_comes_back_by_undo_is_fetched_whole(
    planner: Planner, radicale: RadicaleServer, work: str
) -> None:
    (calendar,) = add(planner, account(radicale))
    planner.calendars.remove(calendar.id)
    assert planner.accounts.all() == ()
    planner.history.undo()
    assert read_again(planner).sync.problem is SyncProblem.NO_PASSWORD
    planner.accounts.set_password(planner.accounts.all()[0], PASSWORD)
    radicale.put(work, LATER)
    assert read_again(planner).changed == 1


def test_a_wrong_password_adds_nothing_and_later_keeps_the_copy(
    planner: Planner, radicale: RadicaleServer, work: str
) -> None:
    with pytest.raises(FeedError, match="user name or the password"):
        planner.accounts.find(account(radicale, password="wrong"))
    assert planner.accounts.all() == ()
    add(planner, account(radicale))
    planner.accounts.use_for_this_run(planner.accounts.all()[0], "changed since")
    report = read_again(planner)
    assert (report.outcome, report.sync.problem) == (RefreshOutcome.FAILED, SyncProblem.PASSWORD)
    assert "11:00-12:00 Review · calendar" in plan_picture(planner, TUESDAY)


def test_only_the_command_of_a_password_is_stored(
    planner: Planner, radicale: RadicaleServer, work: str
) -> None:
    command = f"printf '%s\\nother line' '{PASSWORD}'"
    add(planner, account(radicale, password="", command=command))
    assert planner.accounts.all()[0].command == command
    assert read_again(planner).outcome is RefreshOutcome.UNCHANGED
    assert "printf" not in json.dumps(planner.everything())


def test_a_server_of_this_computer_needs_consent_and_the_others_encryption(
    planner: Planner, radicale: RadicaleServer
) -> None:
    with pytest.raises(FeedError, match="local network"):
        planner.accounts.find(AccountRequest(radicale.root, USER, PASSWORD))
    for consent in (False, True):
        request = AccountRequest("http://8.8.8.8/", USER, PASSWORD, allows_private=consent)
        with pytest.raises(FeedError, match="encrypted"):
            planner.accounts.find(request)
    with pytest.raises(AddressError, match="name or a password"):
        planner.accounts.find(AccountRequest("https://me:secret@a.example/", "", PASSWORD))


@pytest.mark.parametrize(
    ("typed", "asked"),
    [("127.0.0.1:9", "https://127.0.0.1:9/"), ("dav.a.example/me", "https://dav.a.example/me")],
)
def test_a_server_named_without_a_scheme_is_asked_over_https(
    planner: Planner, monkeypatch: pytest.MonkeyPatch, typed: str, asked: str
) -> None:
    starts: list[str] = []
    monkeypatch.setattr(
        caldav_discovery, "find_account", lambda _server, found: starts.extend(found)
    )
    with pytest.raises(TypeError):  # it found nothing
        planner.accounts.find(AccountRequest(typed, USER, PASSWORD))
    assert starts[0] == asked
