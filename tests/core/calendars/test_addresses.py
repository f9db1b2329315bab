"""Addresses are read as people paste them and never shown whole."""

from __future__ import annotations

import pytest

from mle_planner.core.calendars.addresses import (
    AddressError,
    is_address,
    is_calendar_address,
    is_link_local,
    is_public_ip,
    mask_address,
    read_address,
)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        (" webcal://a.example/x.ics ", "https://a.example/x.ics"),
        ("WEBCALS://a.example/x.ics#top", "https://a.example/x.ics"),
        ("http://a.example", "http://a.example/"),
        ("https://a.example:8443/x?key=1", "https://a.example:8443/x?key=1"),
    ],
)
def test_an_address_is_read_as_it_is_asked(typed: str, asked: str) -> None:
    assert read_address(typed) == asked


NO_ADDRESSES = """
a.example/x.ics file:///etc/passwd ftp://a.example/x https:// https:///x https://a.example:port/
https://[::1 https://a.example/\x1b javascript://a.example/%0aalert(1)
"""


@pytest.mark.parametrize(
    "typed", ["", "https://a b/", "https://a.example/" + "x" * 3000, *NO_ADDRESSES.split()]
)
def test_what_is_no_address_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(AddressError, match="Nothing was added"):
        read_address(typed)


def test_a_file_is_told_from_an_address() -> None:
    assert not any(map(is_address, ["team.ics", "C:\\team.ics", "/home/a/team.ics", "a://b"[:2]]))
    assert all(map(is_address, ["webcal://a/b", "https://a/b", "file:///x"]))


SECRETS = (
    "https://secret:secret@a.example/basic.ics",
    "https://a.example/calendar/secret/basic.ics",
    "https://a.example/secret.ics",
    "https://a.example/secret",
    "https://a.example/basic.ics?key=secret",
    "https://a.example/x#secret",
    "https://a.example/secret/",
    "https://a.example:99999/secret",
)


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("https://calendar.example/private-1/basic.ics", True),
        (" webcal://calendar.example/team ", True),
        ("HTTPS://calendar.example/Team.ICS?token=1", True),
        ("https://code.example/pull/12", False),
        ("Read https://calendar.example/basic.ics", False),
        ("file:///home/ada/basic.ics", False),
        ("Send basic.ics to Ada", False),
    ],
)
def test_the_address_of_a_calendar_is_told_from_a_task(line: str, is_one: bool) -> None:
    assert is_calendar_address(line) is is_one


@pytest.mark.parametrize("address", SECRETS)
def test_no_part_of_an_address_that_may_be_a_secret_is_shown(address: str) -> None:
    assert "secret" not in mask_address(address)


def test_what_is_shown_tells_calendars_apart() -> None:
    assert mask_address(SECRETS[1]) == "https://a.example/…/basic.ics"
    assert mask_address("http://a.example:8080/") == "http://a.example:8080/"
    assert mask_address("/home/a/secret.ics") == "/home/a/secret.ics"


NOT_PUBLIC = """
127.0.0.1 10.0.0.1 192.168.1.1 172.16.0.1 169.254.169.254 0.0.0.0 ::1 fe80::1%eth0 fc00::1 ::
::ffff:127.0.0.1 2002:7f00:1:: 64:ff9b::7f00:1 100.64.0.1 224.0.0.1 255.255.255.255 a.example
"""


@pytest.mark.parametrize("ip", NOT_PUBLIC.split())
def test_this_machine_and_its_network_are_not_public(ip: str) -> None:
    assert not is_public_ip(ip)


@pytest.mark.parametrize("ip", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])
def test_the_rest_is(ip: str) -> None:
    assert is_public_ip(ip)


@pytest.mark.parametrize(
    ("ip", "expected"),
    [
        ("169.254.169.254", True), ("fe80::1%eth0", True), ("::ffff:169.254.1.1", True),
        ("64:ff9b::a9fe:a9fe", True), ("192.168.1.5", False), ("127.0.0.1", False),
        ("93.184.215.14", False), ("nas.local", False),
    ],
)  # fmt: skip
def test_an_address_of_the_link_is_told_from_one_of_the_network(ip: str, expected: bool) -> None:
    assert is_link_local(ip) is expected
