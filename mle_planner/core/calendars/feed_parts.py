"""The events of a calendar text by UID, each with a digest: what need not be read again.

Splitting costs about as much as looking at every byte; reading an event costs a hundred times
that. A text of unusual structure is not split, and is read as a whole.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from hashlib import blake2b

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.calendars.ical.content_lines import clean_text, split_line, unfold_lines

_BEGIN, _END = b"BEGIN:VEVENT", b"END:VEVENT"
_DIGEST_BYTES = 16
_LONGEST_UID = 1000
_EACH_LINE = re.MULTILINE | re.IGNORECASE
_STAMPS = re.compile(
    rb"^(?:DTSTAMP|LAST-MODIFIED|CREATED)[:;][^\n]*\n(?:[ \t][^\n]*\n)*", _EACH_LINE
)
"""When something was written or sent. Some servers rewrite it on every request."""

_CALENDAR = re.compile(rb"^BEGIN:VCALENDAR\r?$", _EACH_LINE)
_UID = re.compile(rb"^UID(?:;[^:\r\n]*)?:[^\n]*\n(?:[ \t][^\n]*\n)*", _EACH_LINE)
_PLAIN_UID = re.compile(rb"UID:([!-\[\]-~]{1,200})\r?\n")


@dataclass(frozen=True)
class FeedParts:
    """A calendar text in parts: ``outside`` and ``events`` alternate, in the order of the text.

    ``groups`` holds the places of the events of each UID, ``digests`` tells whether any of them,
    or what stands outside events in their calendar, changed.
    """

    outside: tuple[bytes, ...]
    events: tuple[bytes, ...]
    groups: dict[str, tuple[int, ...]]
    digests: dict[str, bytes]

    def uid_of_line(self) -> dict[int, str]:
        """Return the UID of the event that begins on each line, counted from 1."""
        uids = {place: uid for uid, places in self.groups.items() for place in places}
        line, found = 1, {}
        for place, event in enumerate(self.events):
            line += self.outside[place].count(b"\n")
            found[line] = uids[place]
            line += event.count(b"\n")
        return found

    def text_of(self, uids: Collection[str]) -> bytes:
        """Return the text with only the events of these UIDs, each on its line."""
        kept = {place for uid in uids for place in self.groups[uid]}
        pieces = [self.outside[0]]
        for place, event in enumerate(self.events):
            pieces.append(event if place in kept else b"\n" * event.count(b"\n"))
            pieces.append(self.outside[place + 1])
        return b"".join(pieces)


def split_feed(data: bytes) -> FeedParts | None:
    """Return the parts of a text; None where it must be read as a whole.

    That is so without events, with an event inside another, or with one that has no UID.
    """
    first, *rest = data.split(_BEGIN)
    outside, events = [first], []
    for piece in rest:
        body, end, after = piece.partition(_END)
        is_plain = body[:1] in b"\r\n" and body.endswith(b"\n") and after[:1] in b"\r\n"
        if not end or not is_plain or _END in after or not outside[-1].endswith(b"\n"):
            return None
        events.append(_BEGIN + body + end)
        outside.append(after)
    if not events:
        return None
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for place, event in enumerate(events):
        uid = _uid(event)
        if not uid:
            return None
        groups[uid].append(place)
    around = _surroundings(outside)
    plain = [_STAMPS.sub(b"", event) for event in events]
    digests = {
        uid: _hash(*(piece for place in places for piece in (around[place], plain[place])))
        for uid, places in groups.items()
    }
    return FeedParts(
        tuple(outside),
        tuple(events),
        {uid: tuple(places) for uid, places in groups.items()},
        digests,
    )


def _surroundings(outside: list[bytes]) -> list[bytes]:
    """Return for each event a digest of what stands outside events in its VCALENDAR."""
    calendars: list[list[bytes]] = [[]]
    number_of_event = []
    for piece in outside:
        first, *rest = _CALENDAR.split(_STAMPS.sub(b"", piece))
        calendars[-1].append(first)
        calendars += ([each] for each in rest)
        number_of_event.append(len(calendars) - 1)
    digests = [_hash(*(piece for piece in pieces if piece.strip())) for pieces in calendars]
    return [digests[number] for number in number_of_event[:-1]]


def _uid(event: bytes) -> str:
    """Return the UID as the reader of events takes it; "" where there is none."""
    nested = event.find(b"\nBEGIN:", len(_BEGIN))
    own = event if nested < 0 else event[: nested + 1]
    line = _UID.search(own)
    if line is None:
        return ""
    plain = _PLAIN_UID.fullmatch(line[0])
    if plain is not None:
        return plain[1].decode("ascii")
    for _number, text in unfold_lines(line[0]):
        read = split_line(text)
        if read is not None:
            return clean_text(read.value, length=_LONGEST_UID)
    return ""


def _hash(*pieces: bytes) -> bytes:
    digest = blake2b(digest_size=_DIGEST_BYTES)
    for piece in pieces:
        digest.update(piece)
        digest.update(b"\0")
    return digest.digest()
