"""Moves, resizes, splits and joins spans among others: pure functions for preview and edit.

A drag calls them for its preview, and the edit calls them again on release, so the result is what
was shown. They do not depend on records: items are spans by key, and only changed spans are
returned.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any, NamedTuple, Protocol, TypeVar
from zoneinfo import ZoneInfo

from mle_planner.core.base.spans import DAY, ZERO, Span, difference
from mle_planner.core.i18n.gettext import planner_error

LEAST_LEFT = timedelta(minutes=5)
"""A neighbour that makes room is never cut shorter than this."""

LEAST_PART = timedelta(minutes=1)
"""The shortest part of a split."""


class _Sortable(Hashable, Protocol):
    """A hashable key with a total order."""

    def __lt__(self, other: Any, /) -> bool: ...


Key = TypeVar("Key", bound=_Sortable)


class Neighbours(StrEnum):
    """How the items overlapped by an edited one react.

    NONE leaves them: the two overlap. PUSH moves them out of the way, each as far as needed; SHRINK
    cuts off the covered part.
    """

    NONE = "leave"
    PUSH = "push"
    SHRINK = "shrink"


def snap_to_step(instant: datetime, step_min: int, zone: ZoneInfo) -> datetime:
    """Return the nearest instant whose wall-clock time is a multiple of ``step_min``.

    Halves round to the later one. The wall clock of ``zone`` counts, not UTC, because some zones
    are a quarter of an hour off; the step itself is taken on instants, so that no minute is skipped
    or repeated where the clocks change.
    """
    local = instant.astimezone(zone)
    past_s = local.hour * 3600 + local.minute * 60 + local.second + local.microsecond / 1e6
    step_s = step_min * 60
    steps = int(past_s / step_s + 0.5)
    return instant + timedelta(seconds=steps * step_s - past_s)


def move_inside(span: Span, bounds: Span) -> Span:
    """Return the span moved inside ``bounds``, with the same length.

    A span longer than the bounds fills them.
    """
    if span.duration >= bounds.duration:
        return bounds
    if span.start < bounds.start:
        return Span(bounds.start, bounds.start + span.duration)
    if span.end > bounds.end:
        return Span(bounds.end - span.duration, bounds.end)
    return span


def place_item(
    items: Mapping[Key, Span],
    fixed: AbstractSet[Key],
    key: Key,
    new: Span,
    neighbours: Neighbours,
    bounds: Span,
    *,
    room: Span | None = None,
) -> dict[Key, Span]:
    """Return the spans that change when the item ``key`` is placed at ``new``.

    ``key`` may be absent from ``items``: then it is created, or arrives from another day. A moved
    item is kept inside ``bounds`` at its length; a resized one stops at them. Items in ``fixed``
    never move. Pushed items go in the direction of the edit (later for a new item) to the first
    place free of fixed and already pushed ones, and push the items they meet there. An item that
    finds no place inside ``room`` (by default ``bounds``) stays where it is; if room begins now,
    nothing is pushed into the past. Shrunk items keep what is not covered, the longer part if two
    are left; an item that would keep less than ``LEAST_LEFT`` stays as it is.
    """
    old = items.get(key)
    is_move = old is None or old.duration == new.duration
    placed = (
        move_inside(new, bounds)
        if is_move
        else (new.intersection(bounds) or move_inside(new, bounds))
    )
    changed = {} if placed == old else {key: placed}
    is_later = _is_later(old, placed)
    return changed | displace_neighbours(
        items, fixed, {key: placed}, neighbours, room or bounds, is_later=is_later
    )


def displace_neighbours(
    items: Mapping[Key, Span],
    fixed: AbstractSet[Key],
    placed: Mapping[Key, Span],
    neighbours: Neighbours,
    room: Span,
    *,
    is_later: bool,
) -> dict[Key, Span]:
    """Return the new spans of the neighbours of items placed at ``placed``, all at once.

    Neighbours move as in `place_item`, later or earlier.
    """
    if neighbours is Neighbours.NONE:
        return {}
    loose = {key: span for key, span in items.items() if key not in placed and key not in fixed}
    settled = list(placed.values())
    if neighbours is Neighbours.SHRINK:
        return _shrink(loose, settled)
    walls = [items[key] for key in fixed if key in items and key not in placed]
    if is_later:
        return _push_later(loose, walls, settled, room.end)
    return _push_earlier(loose, walls, settled, room)


def _is_later(old: Span | None, new: Span) -> bool:
    """Whether the edit goes later: the edge that moves more decides."""
    if old is None:
        return True
    later = max(new.start - old.start, new.end - old.end)
    earlier = max(old.start - new.start, old.end - new.end)
    if old.duration != new.duration:  # stretched: only the edge that moved outwards counts
        later, earlier = new.end - old.end, old.start - new.start
    return later >= earlier


def _push_later(
    loose: Mapping[Key, Span], walls: Sequence[Span], placed: Sequence[Span], limit: datetime
) -> dict[Key, Span]:
    settled = list(placed)
    pushed: dict[Key, Span] = {}
    for key, span in sorted(loose.items(), key=lambda pair: (pair[1], pair[0])):
        if not any(span.overlaps(other) for other in settled):
            continue
        target = _first_free(span, [*walls, *settled])
        if target.end <= limit:
            pushed[key] = target
            settled.append(target)
    return pushed


def push_or_shorten(
    loose: Mapping[Key, Span],
    walls: Sequence[Span],
    placed: Span,
    limit: datetime,
    shortest: Mapping[Key, timedelta],
) -> dict[Key, Span]:
    """Return the new spans of the items that an item at ``placed`` pushes later.

    They take up open time. Before an item is pushed past a wall, those in ``shortest`` become
    shorter, each down to its length there, the first ones first; they begin later for it.
    """
    spans = dict(loose)
    while True:
        chain, short = _overrun(spans, [*walls, Span(limit, limit + DAY)], placed)
        if not short:
            break
        gives = (key for key, least in shortest.items() if spans[key].duration > least)
        key = next((key for key in gives if key in chain), None)
        if key is None:
            spans = dict(loose)
            break
        less = min(short, spans[key].duration - shortest[key])
        spans[key] = Span(spans[key].start + less, spans[key].end)
    spans |= _push_later(spans, walls, [placed], limit)
    return {key: span for key, span in spans.items() if span != loose[key]}


def _overrun(
    loose: Mapping[Key, Span], walls: Sequence[Span], placed: Span
) -> tuple[Sequence[Key], timedelta]:
    """Return the items pushed up to the first that meets a wall, and by how much it is too long.

    No items and no time if none meets a wall.
    """
    settled, chain = [placed], []
    for key, span in sorted(loose.items(), key=lambda pair: (pair[1], pair[0])):
        target = _first_free(span, settled)
        if target == span:
            continue
        chain.append(key)
        ahead = [wall.start for wall in walls if target.overlaps(wall)]
        if ahead:
            return chain, target.end - min(ahead)
        settled.append(_first_free(target, walls))
    return (), ZERO


def _first_free(span: Span, taken: Sequence[Span]) -> Span:
    """Return the span at the first free place that is no earlier."""
    for other in sorted(taken):
        if span.overlaps(other):
            span = span.moved(other.end - span.start)
    return span


def _push_earlier(
    loose: Mapping[Key, Span], walls: Sequence[Span], placed: Sequence[Span], room: Span
) -> dict[Key, Span]:
    """Push items earlier: like pushing later, mirrored at the start of the room."""
    pivot = room.start

    def mirrored(span: Span) -> Span:
        return Span(pivot + (pivot - span.end), pivot + (pivot - span.start))

    pushed = _push_later(
        {key: mirrored(span) for key, span in loose.items()},
        [mirrored(span) for span in walls],
        [mirrored(span) for span in placed],
        pivot,
    )
    return {key: mirrored(span) for key, span in pushed.items()}


def _shrink(loose: Mapping[Key, Span], placed: Sequence[Span]) -> dict[Key, Span]:
    shrunk: dict[Key, Span] = {}
    for key, span in loose.items():
        if not any(span.overlaps(other) for other in placed):
            continue
        left = max(
            difference(span, placed),
            key=lambda part: (part.duration, -part.start.timestamp()),
            default=None,
        )
        if left is not None and left.duration >= min(LEAST_LEFT, span.duration):
            shrunk[key] = left
    return shrunk


def nearest_free(taken: Iterable[Span], wish: Span, bounds: Span) -> Span | None:
    """Return the free span of the wish's length that is nearest to it.

    Tracked entries move this way, because they never overlap: an entry stops at its neighbour and
    jumps over it once the other side is nearer. The earlier place wins a tie. None if no free
    stretch inside ``bounds`` is long enough.
    """
    places = [
        move_inside(wish, gap) for gap in difference(bounds, taken) if gap.duration >= wish.duration
    ]
    return min(places, key=lambda place: (abs(place.start - wish.start), place.start), default=None)


class SpanGroup(NamedTuple):
    """Spans that move together, their bounds, and the times they must avoid."""

    spans: tuple[Span, ...]
    bounds: Span
    taken: tuple[Span, ...] = ()


def nearest_shift(wish: timedelta, groups: Iterable[SpanGroup]) -> timedelta | None:
    """Return the shift nearest to the wish by which all groups can move.

    The earlier place wins a tie. None if no shift takes every span to a free place inside its
    bounds.
    """
    groups = tuple(groups)
    least = [one.bounds.start - span.start for one in groups for span in one.spans]
    most = [one.bounds.end - span.end for one in groups for span in one.spans]
    if not least or max(least) > min(most):
        return None
    low, high = max(least), min(most)
    wish = min(max(wish, low), high)
    for first, last in _refused_shifts(groups):
        if first < wish < last:
            ends = [end for end in (first, last) if low <= end <= high]
            return min(ends, key=lambda end: (abs(end - wish), end), default=None)
    return wish


def _refused_shifts(groups: Iterable[SpanGroup]) -> list[tuple[timedelta, timedelta]]:
    """Return the shifts that would cause an overlap, as open intervals in order."""
    refused = sorted(
        (other.start - span.end, other.end - span.start)
        for one in groups
        for span in one.spans
        for other in one.taken
    )
    joined_up: list[tuple[timedelta, timedelta]] = []
    for first, last in refused:
        if joined_up and first < joined_up[-1][1]:
            joined_up[-1] = (joined_up[-1][0], max(joined_up[-1][1], last))
        else:
            joined_up.append((first, last))
    return joined_up


def free_around(taken: Iterable[Span], anchor: datetime, wish: Span, bounds: Span) -> Span | None:
    """Return the part of the wish that touches ``anchor`` and is free.

    Tracked entries are drawn and resized this way: from the fixed edge up to the first neighbour.
    None if the anchor itself is taken or outside the bounds.
    """
    inside = wish.intersection(bounds)
    if inside is None:
        return None
    for part in difference(inside, taken):
        if part.start <= anchor <= part.end:
            return part
    return None


def move_without_overlap(
    items: Mapping[Key, Span], key: Key, new: Span, neighbours: Neighbours, bounds: Span
) -> dict[Key, Span]:
    """Return the spans that change when ``key`` is placed at ``new`` and none may overlap.

    Tracked entries and parts of a typical day are moved and resized this way. If neighbours are
    pushed or shrunk and all find room, the result is that of ``place_item``; a resized item shrinks
    each neighbour down to ``LEAST_LEFT`` and stops there. Otherwise neighbours stay: a moved item
    goes to the nearest free place, a resized one up to its first neighbour.
    """
    old = items.get(key)
    taken = [span for other, span in items.items() if other != key]
    is_move = old is None or old.duration == new.duration
    if neighbours is not Neighbours.NONE:
        if old is not None and not is_move and neighbours is Neighbours.SHRINK:
            new = _leaving_least(taken, old, new)
        changed = place_item(items, frozenset(), key, new, neighbours, bounds)
        if not _any_overlap({**items, **changed}.values()):
            return changed
    if old is None or is_move:
        place = nearest_free(taken, move_inside(new, bounds), bounds)
    else:
        anchor = old.end if old.end == new.end else old.start
        place = free_around(taken, anchor, new, bounds)
    return {} if place is None or place == old else {key: place}


def _leaving_least(taken: Iterable[Span], old: Span, new: Span) -> Span:
    """Return the largest part of a resized span that leaves ``LEAST_LEFT`` of each neighbour."""
    start, end = new.start, new.end
    for span in taken:
        kept = min(LEAST_LEFT, span.duration)
        if span.start >= old.end:
            end = min(end, span.end - kept)
        elif span.end <= old.start:
            start = max(start, span.start + kept)
    return Span(start, end)


def _any_overlap(spans: Iterable[Span]) -> bool:
    ordered = sorted(spans)
    return any(one.overlaps(other) for one, other in pairwise(ordered))


def split_at(span: Span, at: datetime) -> tuple[Span, Span]:
    """Return the two parts of a span split at an instant.

    Raises:
        PlannerError: a part would be shorter than ``LEAST_PART``.
    """
    if at - span.start < LEAST_PART or span.end - at < LEAST_PART:
        raise planner_error(
            "Nothing was split: each part has to be a minute long at least, so "
            "choose a time inside the block."
        )
    return Span(span.start, at), Span(at, span.end)


def join_spans(spans: Sequence[Span]) -> Span:
    """Return one span from the first start to the last end, also over gaps.

    Raises:
        PlannerError: fewer than two.
    """
    if len(spans) < 2:
        raise planner_error("Nothing was merged: choose two or more that follow each other.")
    return Span(min(span.start for span in spans), max(span.end for span in spans))
