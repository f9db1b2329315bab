"""The link of a video meeting, as calendars write it into an event."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_LINK = re.compile(r"https?://[^\s<>\"·\\]+")
_AFTER = ".,;:!?)]}"
_HOSTS = (
    "zoom.us", "zoomgov.com", "meet.google.com", "teams.microsoft.com", "teams.live.com",
    "webex.com", "whereby.com", "meet.jit.si", "meet.goto.com", "gotomeeting.com", "bluejeans.com",
    "chime.aws", "app.slack.com", "around.co",
)  # fmt: skip


def meeting_link(place: str) -> str:
    """Return the first web address in a text, without what only ends the sentence; else ""."""
    found = _LINK.search(place)
    return found[0].rstrip(_AFTER) if found else ""


def video_link(text: str) -> str:
    """Return the first address of a known video service in a text; else ""."""
    links = (found[0].rstrip(_AFTER) for found in _LINK.finditer(text))
    return next((link for link in links if is_known_host(link_host(link))), "")


def link_host(link: str) -> str:
    """Return the host that a link leads to, such as "zoom.us"; "" where it is none."""
    try:
        return urlsplit(link).hostname or ""
    except ValueError:
        return ""


def is_known_host(host: str) -> bool:
    """Whether a host is that of a video service, or below it."""
    return any(host == known or host.endswith(f".{known}") for known in _HOSTS)
