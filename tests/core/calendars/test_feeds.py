"""Fetching a calendar ends soon and stays small, whatever the server does."""

from __future__ import annotations

import gzip
import logging
import socket

import pytest

from mle_planner.core.calendars import connections
from mle_planner.core.calendars.feeds import FeedError, Fetched, FetchLimits, Validators, fetch_feed
from mle_planner.core.model.calendar import SyncProblem
from tests.support.calendar_server import FULL, PRIVATE, PUBLIC, CalendarServer

SHORT = FetchLimits(size_bytes=1_000_000, seconds=0.25)
USUAL = FetchLimits(size_bytes=1_000_000)


def fetch(
    server: CalendarServer, path: str, limits: FetchLimits = USUAL, known: Validators | None = None
) -> Fetched:
    return fetch_feed(server.address(path), known, limits=limits, is_public=lambda ip: ip == PUBLIC)


def problem(server: CalendarServer, path: str, limits: FetchLimits = USUAL) -> FeedError:
    with pytest.raises(FeedError) as raised:
        fetch(server, path, limits)
    return raised.value


@pytest.mark.parametrize(
    ("path", "limits", "expected"),
    [
        ("drip", SHORT, SyncProblem.TOO_SLOW),
        ("drip-headers", SHORT, SyncProblem.TOO_SLOW),
        ("stall", SHORT, SyncProblem.TOO_SLOW),
        ("loop", USUAL, SyncProblem.REDIRECTS),
        ("nowhere", USUAL, SyncProblem.REDIRECTS),
        ("to-private", USUAL, SyncProblem.PRIVATE_ADDRESS),
        ("longer", USUAL, SyncProblem.CUT_OFF),
        ("bomb", USUAL, SyncProblem.TOO_LARGE),
        ("cut-gzip", USUAL, SyncProblem.CUT_OFF),
        ("no-gzip", USUAL, SyncProblem.CUT_OFF),
        ("half", USUAL, SyncProblem.CUT_OFF),
        ("shorter", USUAL, SyncProblem.CUT_OFF),
        ("web-page", USUAL, SyncProblem.WEB_PAGE),
        ("web-page-with-comment", USUAL, SyncProblem.WEB_PAGE),
        ("401", USUAL, SyncProblem.SIGN_IN),
        ("404", USUAL, SyncProblem.NOT_FOUND),
        ("410", USUAL, SyncProblem.GONE),
        ("500", USUAL, SyncProblem.SERVER_ERROR),
        ("endless", USUAL, SyncProblem.TOO_LARGE),
        ("unasked-304", USUAL, SyncProblem.SERVER_ERROR),
    ],
)
def test_a_server_that_misbehaves_is_refused_with_the_reason(
    calendar_server: CalendarServer, path: str, limits: FetchLimits, expected: SyncProblem
) -> None:
    error = problem(calendar_server, path, limits)
    assert error.problem is expected
    assert "127.0.0" not in str(error)


def test_a_server_that_asks_to_wait_is_left_alone_that_long(
    calendar_server: CalendarServer,
) -> None:
    error = problem(calendar_server, "429")
    assert (error.problem, error.wait_s) == (SyncProblem.TOO_OFTEN, 3600)


def test_a_server_that_is_not_there_or_speaks_no_tls_is_told_apart(
    calendar_server: CalendarServer,
) -> None:
    with pytest.raises(FeedError) as refused:
        fetch_feed("http://127.0.0.1:9/", allows_private=True)
    assert refused.value.problem is SyncProblem.UNREACHABLE
    with pytest.raises(FeedError) as untrusted:
        fetch_feed(calendar_server.address("good").replace("http:", "https:"), allows_private=True)
    assert untrusted.value.problem is SyncProblem.CERTIFICATE


def test_encryption_is_not_given_up_by_a_redirect() -> None:
    from mle_planner.core.calendars.feeds import _next_address

    assert _next_address("http://a.example/x", "https://b.example/y") == "https://b.example/y"
    assert _next_address("https://a.example/x", "/y") == "https://a.example/y"
    with pytest.raises(FeedError) as raised:
        _next_address("https://a.example/x", "http://a.example/y")
    assert raised.value.problem is SyncProblem.INSECURE_REDIRECT


def test_this_machine_is_asked_by_consent_only(calendar_server: CalendarServer) -> None:
    before = len(calendar_server.asked)
    with pytest.raises(FeedError) as raised:
        fetch_feed(calendar_server.address("good"))
    assert raised.value.problem is SyncProblem.PRIVATE_ADDRESS
    assert len(calendar_server.asked) == before
    assert fetch_feed(calendar_server.address("to-good"), allows_private=True).data == FULL


def test_a_calendar_comes_with_what_the_server_calls_its_version(
    calendar_server: CalendarServer,
) -> None:
    known = Validators('"one"', "Tue, 24 Nov 2026 08:00:00 GMT")
    assert fetch(calendar_server, "good") == Fetched(FULL, known)
    assert fetch(calendar_server, "to-good").data == FULL
    assert fetch(calendar_server, "gzip").data == FULL
    assert fetch(calendar_server, "unasked-304", known=known) == Fetched(None, known)
    sent = calendar_server.asked[-1][1]
    assert (sent["If-None-Match"], sent["If-Modified-Since"]) == (known.etag, known.modified)


def test_consent_for_the_local_network_is_none_for_what_a_redirect_leads_to_on_the_link(
    calendar_server: CalendarServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "is_link_local", lambda ip: ip == PRIVATE)
    before = len(calendar_server.asked)
    with pytest.raises(FeedError) as raised:
        fetch_feed(calendar_server.address("to-private"), allows_private=True)
    assert raised.value.problem is SyncProblem.REDIRECTS
    assert len(calendar_server.asked) == before + 1
    monkeypatch.setattr(connections, "is_link_local", lambda ip: ip == PUBLIC)
    assert fetch_feed(calendar_server.address("to-good"), allows_private=True).data == FULL


def test_a_name_of_which_one_address_is_not_permitted_is_not_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = [(2, 1, 6, "", (ip, 443)) for ip in (PUBLIC, PRIVATE)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked: found)
    asked = connections.Connections(lambda ip: ip == PUBLIC, 60)
    with pytest.raises(PermissionError):
        asked.look_up("calendar.example", 443)
    assert asked.has_refused
    found.pop()
    assert asked.look_up("calendar.example", 443) == found


def test_a_request_past_its_deadline_does_not_wait_without_a_limit() -> None:
    late = connections.Connections(None, -1)
    assert late.is_over
    assert late.seconds_left() > 0


@pytest.mark.parametrize("rest", [b"", b"\0" * 512, b"trailing text"])
def test_a_body_of_several_gzip_members_is_read_whole(
    calendar_server: CalendarServer, rest: bytes
) -> None:
    members = b"".join(gzip.compress(FULL[at : at + 40]) for at in range(0, len(FULL), 40))
    calendar_server.answer = (members + gzip.compress(b"") + rest, {"Content-Encoding": "gzip"})
    assert fetch(calendar_server, "answer").data == FULL
    calendar_server.answer = (members[:-9], {"Content-Encoding": "gzip"})
    assert problem(calendar_server, "answer").problem is SyncProblem.CUT_OFF
    calendar_server.answer = (gzip.compress(b"") * 10_001, {"Content-Encoding": "gzip"})
    assert problem(calendar_server, "answer").problem is SyncProblem.TOO_LARGE


def test_no_cookie_is_kept_and_no_address_is_logged(
    calendar_server: CalendarServer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        fetch(calendar_server, "cookie")
        problem(calendar_server, "404")
    assert "Cookie" not in calendar_server.asked[-2][1]
    assert "127.0.0.1" not in caplog.text


def test_the_body_is_read_whatever_its_charset_is_said_to_be(
    calendar_server: CalendarServer,
) -> None:
    assert b"M\xfcller" in (fetch(calendar_server, "wrong-charset").data or b"")
