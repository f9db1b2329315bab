"""The link of a video meeting, as calendars write it into the place of an event."""

from __future__ import annotations

import re

_LINK = re.compile(r"https?://[^\s<>\"·]+")
_AFTER = ".,;:!?)]}"


def meeting_link(place: str) -> str:
    """Return the first web address in a text, without what only ends the sentence; else ""."""
    found = _LINK.search(place)
    return found[0].rstrip(_AFTER) if found else ""
