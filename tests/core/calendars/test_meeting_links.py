"""The link of a meeting is found where calendars put it, and texts are plain."""

from __future__ import annotations

import pytest

from mle_planner.core.calendars.meeting_links import find_meeting_link, plain_text

MEET, ZOOM, DOC = "https://meet.google.com/abc", "https://eu.zoom.us/j/1?pwd=x", "https://a.example"


@pytest.mark.parametrize(
    ("stated", "place", "texts", "link"),
    [
        (MEET, ZOOM, (), MEET),
        ("", f"Room 4, {DOC}.", (), DOC),
        ("", "Room 4", ("", f"Notes: {DOC}\nJoin: {ZOOM}."), ZOOM),
        ("", "Room 4", (f"Notes: {DOC}",), ""),
        ("", "", ("https://zoom.us.evil.example/j/1",), ""),
        ("javascript:alert(1)", "", ("tel:+49 30 1",), ""),
        ("", "https://a.example/" + "x" * 600, (), ""),
    ],
)
def test_a_video_meeting_is_found(
    stated: str, place: str, texts: tuple[str, ...], link: str
) -> None:
    assert find_meeting_link(stated, place, *texts) == link


@pytest.mark.parametrize(
    ("description", "text"),
    [
        ("Agenda\n\n\n\n1. x  y", "Agenda\n\n1. x y"),
        ("<p>Hello&nbsp;all</p><a href='https://a.example'>notes</a><script>x</script>"
         "<style>p {}</style><!-- y -->.", "Hello all\nhttps://a.example notes."),
        ("<p>Hello</p><script>x", "Hello"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<" * 5000, "<" * 5000),
    ],
)  # fmt: skip
def test_a_description_is_shown_as_plain_text(description: str, text: str) -> None:
    assert plain_text(description) == text
