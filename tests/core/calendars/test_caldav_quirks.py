"""Servers that answer as large providers do, and some that mean no good."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mle_planner.core.calendars import caldav_discovery, feed_reading
from mle_planner.core.calendars.accounts import AccountRequest
from mle_planner.core.calendars.caldav_client import refuse_document_type
from mle_planner.core.calendars.feeds import FeedError
from mle_planner.core.calendars.ical.values import CalendarReading, ReadingLimits
from mle_planner.core.calendars.ical.whole_calendar import read_here
from mle_planner.core.calendars.refresh import RefreshReport
from mle_planner.core.model.calendar import SyncProblem
from mle_planner.core.planner import Planner
from tests.support.caldav_quirks import (
    Asked,
    Fastmail,
    Google,
    QuirkServer,
    Reply,
    found,
    gone,
    many,
)
from tests.support.feeds import without_keyring


@pytest.fixture(scope="module")
def server() -> Iterator[QuirkServer]:
    opened = QuirkServer()
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """No keyring, and calendars read in this process."""

    def read_text(
        data: bytes, first: object, last: object, *, zone: str, **_named: object
    ) -> CalendarReading:
        return read_here(data, first, last, zone=zone, limits=ReadingLimits())  # type: ignore[arg-type]

    monkeypatch.setattr(feed_reading, "read_calendar_text", read_text)
    without_keyring(monkeypatch)


def add(planner: Planner, address: str, *, user: str = "", password: str) -> RefreshReport:
    request = AccountRequest(address, user, password, allows_private=True)
    account = planner.accounts.find(request)
    (calendar,) = planner.accounts.add(account, account.calendars)
    return planner.feeds.refresh(calendar.id)


def read_again(planner: Planner) -> RefreshReport:
    return planner.feeds.refresh(planner.calendars.all()[0].id)


def counts(report: RefreshReport) -> tuple[int, int, int]:
    assert report.sync.problem is SyncProblem.NONE
    return report.added, report.changed, report.removed


def test_google_is_read_with_a_token_and_forgets_what_it_gave_for_syncing(
    planner: Planner, server: QuirkServer
) -> None:
    google = Google(server)
    report = add(planner, f"{server.root}{google.home}user", password="ya29.token")
    assert counts(report) == (1, 0, 0)
    server.events[f"{google.calendar}b@google.com.ics"] = 10
    google.token = 2
    assert counts(read_again(planner)) == (1, 0, 0)
    del server.events[f"{google.calendar}a@google.com.ics"]
    google.token, google.is_forgotten = 3, True
    assert counts(read_again(planner)) == (0, 0, 1)
    server.asked.clear()
    assert counts(read_again(planner)) == (0, 0, 0)
    assert len(server.asked) == 1


def test_fastmail_is_found_by_its_domain_and_read_page_by_page(
    planner: Planner, server: QuirkServer
) -> None:
    fastmail = Fastmail(server)
    root = f"{server.root}/.well-known/caldav"
    assert counts(add(planner, root, user="me@example.com", password="app")) == (2, 0, 0)
    assert planner.calendars.all()[0].name == "Personal"
    base = fastmail.calendar
    server.events = {f"{base}a.ics": 11, f"{base}c.ics": 12}
    more = (
        f"<d:response><d:href>{base}</d:href><d:status>HTTP/1.1 507 Insufficient Storage"
        "</d:status></d:response>"
    )
    fastmail.token = "t3"
    fastmail.pages = {
        "t1": many(server.listed(f"{base}a.ics", with_data=False), more, token="t2"),
        "t2": many(
            server.listed(f"{base}c.ics", with_data=False), gone(f"{base}b.ics"), token="t3"
        ),
    }
    assert counts(read_again(planner)) == (1, 1, 1)
    fastmail.pages = {"t3": many(token="t3")}
    assert counts(read_again(planner)) == (0, 0, 0)


def test_an_object_that_goes_between_the_list_and_the_fetching_is_left_out(
    planner: Planner, server: QuirkServer
) -> None:
    fastmail = Fastmail(server)
    base = fastmail.calendar
    server.answer = lambda asked: (
        many(server.listed(f"{base}a.ics", with_data=True), gone(f"{base}b.ics"))
        if "multiget" in asked.body
        else fastmail.reply(asked)
    )
    report = add(planner, f"{server.root}{fastmail.home}", user="me", password="app")
    assert counts(report) == (1, 0, 0)
    # One that was read before goes, too.
    server.events = {f"{base}a.ics": 11, f"{base}c.ics": 12}
    server.answer = lambda asked: (
        many(server.listed(f"{base}c.ics", with_data=True), gone(f"{base}a.ics"))
        if "multiget" in asked.body
        else fastmail.reply(asked)
    )
    listed = (server.listed(path, with_data=False) for path in server.events)
    fastmail.pages, fastmail.token = {"t1": many(*listed, token="t2")}, "t2"
    assert counts(read_again(planner)) == (1, 0, 1)


def test_a_server_without_multiget_is_asked_for_each_object(
    planner: Planner, server: QuirkServer
) -> None:
    fastmail = Fastmail(server)

    def reply(asked: object) -> Reply:
        if "multiget" in asked.body:  # type: ignore[attr-defined]
            return 501, ""
        if asked.method == "GET":  # type: ignore[attr-defined]
            whole = server.listed(asked.path, with_data=True)  # type: ignore[attr-defined]
            return 200, whole.partition("<c:calendar-data>")[2].partition("</c:")[0]
        return fastmail.reply(asked)  # type: ignore[arg-type]

    server.answer = reply
    report = add(planner, f"{server.root}{fastmail.home}", user="me", password="app")
    assert counts(report) == (2, 0, 0)


BOMB = (
    '<?xml version="1.0"?><!-- <d:multistatus> --><!DOCTYPE d [<!ENTITY a "{}">]>'
    '<d:multistatus xmlns:d="DAV:">&a;</d:multistatus>'
).format("a" * 50)


@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        ((207, BOMB), SyncProblem.UNREADABLE),
        ((207, "<html>Please sign in</p>"), SyncProblem.UNREADABLE),
        ((200, ""), SyncProblem.NO_SERVER),
        ((401, ""), SyncProblem.PASSWORD),
        ((429, "", {"Retry-After": "60"}), SyncProblem.TOO_OFTEN),
        ((500, ""), SyncProblem.SERVER_ERROR),
        ((302, "", {"Location": "file:///etc/passwd"}), SyncProblem.REDIRECTS),
        ((302, "", {"Location": "/again"}), SyncProblem.REDIRECTS),
        (many(found("/", "<d:resourcetype/>")), SyncProblem.NO_SERVER),
    ],
)
def test_what_means_no_good_or_is_no_account_is_refused(
    planner: Planner, server: QuirkServer, reply: Reply, problem: SyncProblem
) -> None:
    server.answer = lambda _asked: reply
    with pytest.raises(FeedError) as refused:
        add(planner, server.root, user="me", password="secret")
    assert refused.value.problem is problem
    assert planner.accounts.all() == ()


def test_the_password_does_not_follow_a_redirect_to_another_server(
    planner: Planner, server: QuirkServer
) -> None:
    other = QuirkServer()
    server.answer = lambda _asked: (307, "", {"Location": f"{other.root}/dav/"})
    other.answer = lambda _asked: (401, "")
    with pytest.raises(FeedError):
        add(planner, server.root, user="me", password="secret")
    other.close()
    assert [asked.password for asked in other.asked] == [""]


@pytest.mark.parametrize(
    "body",
    [
        b"\xef\xbb\xbf<?xml version='1.0'?>\n<!DOCTYPE a><a/>",
        b"<!-- a --><?pi ?><!DOCTYPE a><a/>",
        '<?xml version="1.0"?><!DOCTYPE a><a/>'.encode("utf-16"),
        b"<?xml version='1.0' encoding='UTF-7'?><a/>",
    ],
)
def test_a_document_type_is_refused_however_it_is_written(body: bytes) -> None:
    with pytest.raises(FeedError):
        refuse_document_type(body)


def test_what_an_event_says_about_document_types_is_read(
    planner: Planner, server: QuirkServer
) -> None:
    fastmail = Fastmail(server)

    def reply(asked: Asked) -> Reply:
        status, body, *headers = fastmail.reply(asked)
        return status, body.replace("SUMMARY:a", "SUMMARY:<![CDATA[<!DOCTYPE a>]]>"), *headers

    server.answer = reply
    add(planner, f"{server.root}{fastmail.home}", user="me", password="app")
    titles = {event["summary"] for event in planner.everything()["calendar_event"]}
    assert titles == {"<!DOCTYPE a>", "b"}


def test_a_list_that_does_not_come_takes_nothing_away(
    planner: Planner, server: QuirkServer
) -> None:
    fastmail = Fastmail(server)
    add(planner, f"{server.root}{fastmail.home}", user="me", password="app")
    server.answer = lambda asked: (
        (403, "")
        if asked.depth == "1" or "sync-collection" in asked.body
        else fastmail.reply(asked)
    )
    assert read_again(planner).sync.problem is SyncProblem.UNREADABLE
    assert len(planner.everything()["calendar_event"]) == 2


def test_the_servers_of_an_email_address_are_those_its_domain_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    named = [("dav.a.example", 8443), ("evil.example", 443)]
    monkeypatch.setattr(caldav_discovery, "named_servers", lambda _domain: named)
    monkeypatch.setattr(caldav_discovery, "_named_path", lambda _domain: "/dav/")
    assert list(caldav_discovery.starts_of("me@a.example")) == [
        "https://dav.a.example:8443/dav/", "https://a.example/.well-known/caldav",
    ]  # fmt: skip
