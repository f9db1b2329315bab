"""The link to join the meeting of an event, and its description as plain text."""

from __future__ import annotations

import re

_LINK = r"https?://[^\s<>\"·]+"
_AFTER = ".,;:!?)]}"
_LONGEST_LINK = 500
_VIDEO = (
    r"https?://(?:[\w-]+\.)*(?:zoom\.us|zoomgov\.com|meet\.google\.com|teams\.microsoft\.com|"
    r"teams\.live\.com|webex\.com|whereby\.com|meet\.jit\.si|gotomeet(?:ing)?\.(?:com|me)|"
    r"bluejeans\.com|chime\.aws|join\.skype\.com|around\.co|bigbluebutton\.org)/"
)
_ANCHOR = r"<a\b[^>]{0,2000}?href=[\"']?([^\"'>\s]{1,2000})[^>]{0,500}>"
_BREAK = r"<(?:br|/p|/li|/div|/tr)\b[^>]{0,50}>"
_UNSEEN = r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)"
_TAG = r"</?[a-z][^>]{0,2000}>"


def meeting_link(place: str) -> str:
    """Return the first web address in a text, without what only ends the sentence; else ""."""
    return next(iter(_links(place)), "")


def find_meeting_link(stated: str, place: str, *texts: str) -> str:
    """Return the link to join a meeting; "" where there is none.

    ``stated`` is what the calendar itself calls the link, ``place`` where the event is. In other
    ``texts`` only the address of a known video service counts.
    """
    for text in (stated, place):
        link = meeting_link(text)
        if link:
            return link
    found = (
        link for text in texts for link in _links(text) if re.match(_VIDEO, link, re.IGNORECASE)
    )
    return next(found, "")


def plain_text(description: str) -> str:
    """Return a description without HTML, its links in the text; lines are kept."""
    if "<" in description:
        from html import unescape

        text = re.sub(_UNSEEN, "", description, flags=re.IGNORECASE | re.DOTALL)
        text = re.sub(_BREAK, "\n", text, flags=re.IGNORECASE)
        text = re.sub(_ANCHOR, lambda match: f"{match[1]} ", text, flags=re.IGNORECASE)
        description = unescape(re.sub(_TAG, "", text, flags=re.IGNORECASE))
    lines = (" ".join(line.split()) for line in description.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _links(text: str) -> list[str]:
    found = (link.rstrip(_AFTER) for link in re.findall(_LINK, text))
    return [link for link in found if len(link) <= _LONGEST_LINK]
