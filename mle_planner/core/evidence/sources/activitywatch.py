"""Reads what ActivityWatch recorded: the time in editors, without the time away.

A running server is queried by REST, an export file is read whole. Events of an editor and of
presence only grow; an event read again after it has grown overlaps its earlier part, and time is a
union. Longer spans are divided at full hours, so that all but the last part keep their identity.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import YEARS
from mle_planner.core.evidence.store import Sign
from mle_planner.core.evidence.unite import ACTIVITYWATCH, blocks
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.import_files import refuse_database
from mle_planner.core.model.tracked import LONGEST_SIGN_S

_EDITOR, _AWAY = "app.editor.activity", "afkstatus"
_TIME_LIMIT_S = 5
_MOST_BYTES = 512 * 1024 * 1024
_LONGEST_NAME = 200


class _Event(NamedTuple):
    start: int
    end: int
    project: str
    editor: str


class Bucket(NamedTuple):
    """The events of one watcher on one computer, as ActivityWatch returns them."""

    name: str
    kind: str
    host: str
    events: list[Any]


def is_address(place: str) -> bool:
    """Whether a place is the address of a server, and not the path of a file."""
    return place.lower().startswith(("http://", "https://"))


def server_address(text: str) -> str:
    """Return the address of a server; raises ``PlannerError`` for other text."""
    address = text.strip().rstrip("/")
    try:
        parts = urlsplit(address)
        is_good = bool(parts.hostname) and (parts.port or 80) > 0 and not parts.query
    except ValueError:
        is_good = False
    if not is_good or not address.isascii() or any(letter <= " " for letter in address):
        raise planner_error(
            "That is not the address of a server. Write one such as http://localhost:5600."
        )
    return address


def read_export(path: Path) -> list[Bucket]:
    """Return the buckets of an export file; raises ``PlannerError``."""
    refuse_database(path)
    try:
        size = path.stat().st_size
        if not path.is_file():  # a pipe would be waited for
            raise _no_export(path)
        if size > _MOST_BYTES:
            raise planner_error(
                "{name} is larger than 512 MB. Export fewer buckets.", name=path.name
            )
        document = json.loads(path.read_bytes())
    except OSError as error:
        raise planner_error(
            "{name} could not be read ({reason}). Check the file.",
            name=path.name,
            reason=error.strerror or type(error).__name__,
        ) from error
    except (ValueError, RecursionError) as error:
        raise _no_export(path) from error
    buckets = document.get("buckets", document) if isinstance(document, dict) else None
    if not isinstance(buckets, dict) or not all(
        isinstance(bucket, dict) and isinstance(bucket.get("events"), list)
        for bucket in buckets.values()
    ):
        raise _no_export(path)
    return [_bucket(name, found, found["events"]) for name, found in buckets.items()]


def read_server(address: str, since: datetime) -> list[Bucket]:
    """Return the buckets of editors and presence on a server, with the events since an instant.

    Raises ``PlannerError``.
    """
    root = api_root(address)
    found = _ask(f"{root}/buckets/", address)
    if not isinstance(found, dict):
        raise _no_server(address)
    query = urlencode({"start": since.astimezone(UTC).isoformat(), "limit": -1})
    buckets = []
    for name, about in found.items():
        if isinstance(about, dict) and about.get("type") in (_EDITOR, _AWAY):
            events = _ask(f"{root}/buckets/{quote(name, safe='')}/events?{query}", address)
            if not isinstance(events, list):
                raise _no_server(address)
            buckets.append(_bucket(name, about, events))
    return buckets


def api_root(address: str) -> str:
    """Return the root of a server's REST API, whether or not the address includes it."""
    bare = address.rstrip("/")
    return bare if bare.endswith("/api/0") else f"{bare.removesuffix('/api')}/api/0"


def editors_of(buckets: Iterable[Bucket]) -> tuple[str, ...]:
    """Return the names of the editors that have buckets."""
    return tuple(sorted({bucket.name for bucket in buckets if bucket.kind == _EDITOR}))


def read_signs(buckets: Iterable[Bucket]) -> Iterator[Sign]:
    """Yield the editor time of buckets, without the time away from the same computer.

    Without presence data of a computer its time is not cut. Invalid events are left out.
    """
    editors: defaultdict[str, list[_Event]] = defaultdict(list)
    present: defaultdict[str, list[_Event]] = defaultdict(list)
    is_told = set()
    for bucket in buckets:
        if bucket.kind == _AWAY:
            is_told.add(bucket.host)
            present[bucket.host] += _events(bucket, lambda data: data.get("status") == "not-afk")
        elif bucket.kind == _EDITOR:
            editors[bucket.host] += _events(bucket, lambda _data: True)
    for host, events in editors.items():
        kept = _cut_to(events, present[host]) if host in is_told else events
        for event in kept:
            for start, end in _hours(event.start, event.end):
                yield _sign(host, event._replace(start=start, end=end))


def _cut_to(events: Iterable[_Event], present: Iterable[_Event]) -> Iterator[_Event]:
    """Yield the parts of events that are within the time of presence."""
    spans = list(blocks(event[:2] for event in present))
    first = 0
    for event in sorted(events):
        while first < len(spans) and spans[first][1] <= event.start:
            first += 1
        for start, end in spans[first:]:
            if start >= event.end:
                break
            yield event._replace(start=max(start, event.start), end=min(end, event.end))


def _hours(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a span in parts that end at full hours."""
    while start < end:
        stop = min(end, start - start % LONGEST_SIGN_S + LONGEST_SIGN_S)
        yield start, stop
        start = stop


def _sign(host: str, event: _Event) -> Sign:
    text = json.dumps([host, *event]).encode()
    return Sign(
        ACTIVITYWATCH,
        datetime.fromtimestamp(event.start, UTC),
        f"activitywatch {hashlib.blake2b(text, digest_size=16).hexdigest()}",
        event.project,
        detail=event.editor,
        length=timedelta(seconds=event.end - event.start),
    )


def _events(bucket: Bucket, is_wanted: Callable[[Mapping[str, Any]], bool]) -> Iterator[_Event]:
    for event in bucket.events:
        data = event.get("data") if isinstance(event, dict) else None
        if not isinstance(data, dict) or not is_wanted(data):
            continue
        try:
            start = datetime.fromisoformat(event["timestamp"])
            length = float(event["duration"])
        except (KeyError, TypeError, ValueError):
            continue
        if start.tzinfo is None or start.year not in YEARS or not 0 < length < 366 * 86400:
            continue
        begin = start.timestamp()
        yield _Event(int(begin), int(begin + length), _project(data), bucket.name)


def _project(data: Mapping[str, Any]) -> str:
    """Return the project of an editor's event; some watchers give the folder's whole path."""
    named = data.get("project")
    if not isinstance(named, str):
        return ""
    return named.replace("\\", "/").rstrip("/").rpartition("/")[2][:_LONGEST_NAME]


def _bucket(name: str, about: Mapping[str, Any], events: list[Any]) -> Bucket:
    editor = name.removeprefix("aw-watcher-").partition("_")[0]
    host = about.get("hostname")
    kind = about.get("type")
    return Bucket(
        editor[:_LONGEST_NAME],
        kind if isinstance(kind, str) else "",
        host if isinstance(host, str) else "",
        events,
    )


def _ask(url: str, address: str) -> Any:
    from http.client import HTTPException
    from urllib.error import HTTPError
    from urllib.request import ProxyHandler, Request, build_opener

    opener = build_opener(ProxyHandler({}))  # the user's own server is behind no proxy
    try:
        with opener.open(Request(url), timeout=_TIME_LIMIT_S) as answer:
            return json.loads(answer.read(_MOST_BYTES))
    except HTTPError as error:
        raise _no_server(address) from error
    except (OSError, HTTPException) as error:
        raise planner_error(
            "ActivityWatch does not answer at {address}. Start it, or check the address.",
            address=_without_password(address),
        ) from error
    except (ValueError, RecursionError) as error:
        raise _no_server(address) from error


def _without_password(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _no_server(address: str) -> PlannerError:
    return planner_error(
        "The server at {address} is not an ActivityWatch server. Check the address.",
        address=_without_password(address),
    )


def _no_export(path: Path) -> PlannerError:
    return planner_error(
        "{name} is not an export of ActivityWatch. Export the buckets as JSON and name that file.",
        name=path.name,
    )
