"""The link of a video meeting: found where calendars put it, of known services only."""

from __future__ import annotations

from pathlib import Path

import pytest

from mle_planner.core.calendars.meeting_links import link_host, meeting_link, video_link
from mle_planner.core.planner import Planner
from tests.support.builders import write_calendar


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("Join: https://us02web.zoom.us/j/1?pwd=a.", "https://us02web.zoom.us/j/1?pwd=a"),
        ("https://example.org/agenda https://meet.google.com/abc", "https://meet.google.com/abc"),
        ("https://zoom.us.example.org/j/1", ""),
        ("https://notzoom.us/j/1", ""),
        ("http://[broken", ""),
    ],
)
def test_only_addresses_of_known_services_are_meetings(text: str, link: str) -> None:
    assert video_link(text) == link


def test_any_address_in_the_place_is_the_meeting_and_its_host_is_told() -> None:
    assert meeting_link("Room 4, https://meet.example/abc.") == "https://meet.example/abc"
    assert link_host("https://meet.example/abc") == "meet.example"


@pytest.mark.parametrize(
    ("lines", "details"),
    [
        ("DESCRIPTION:See https://zoom.us/j/7\\nDial in", "https://zoom.us/j/7"),
        ("LOCATION:Room 4\r\nCONFERENCE;VALUE=URI:https://meet.google.com/x", "Room 4 · https://meet.google.com/x"),
        ("X-MICROSOFT-SKYPETEAMSMEETINGURL:https://teams.microsoft.com/l/1", "https://teams.microsoft.com/l/1"),
        ("LOCATION:https://meet.example/abc\r\nDESCRIPTION:https://zoom.us/j/7", "https://meet.example/abc"),
        ("DESCRIPTION:https://example.org/agenda", ""),
    ],
)  # fmt: skip
def test_an_event_shows_the_link_beside_its_place(
    planner: Planner, tmp_path: Path, lines: str, details: str
) -> None:
    path = write_calendar(tmp_path / "team.ics", ["a1 20261124T130000Z 20261124T140000Z Sync"])
    path.write_text(path.read_text().replace("END:VEVENT", f"{lines}\r\nEND:VEVENT"))
    planner.calendars.import_file(path)
    item = next(one for one in planner.day(planner.today()).items if one.title == "Sync")
    assert item.details.removesuffix("Team").removesuffix(" · ") == details
