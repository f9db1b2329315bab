"""What was tracked, planned, met and done in all the years, found by its title."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import NamedTuple

from mle_planner.core.storage.titles import StoredTitle, stored_titles
from mle_planner.core.typed.title import fold_text, search_text

__all__ = ["MOST_FOUND", "PastQuestion", "StoredTitle", "Titles", "read_titles"]

MOST_FOUND = 12


class PastQuestion(NamedTuple):
    """What `read_titles` needs: the data folder, and the present, to tell near from far."""

    folder: Path
    now: datetime


class Titles:
    """The records of a whole planner, grouped by title, the title used nearest to now first.

    Of a meeting that recurs only the next day is found, beside those that are past.

    A search looks at titles only until enough are found, so that a key costs little with many
    years of data.
    """

    def __init__(self, records: Iterable[StoredTitle], now: datetime) -> None:
        by_title: dict[str, list[tuple[float, StoredTitle]]] = {}
        for one in records:
            by_title.setdefault(one.title, []).append((_distance(one.when, now), one))
        for found in by_title.values():
            found.sort(key=_nearness)
            coming = [
                one for one in found if one[1].kind == "event" and _instant(one[1].when) > now
            ]
            for pair in coming[1:]:
                found.remove(pair)
            del found[MOST_FOUND:]
        ordered = sorted(by_title.items(), key=lambda pair: pair[1][0][0])
        self._titles = [(search_text(title), found) for title, found in ordered]

    def find(self, query: str) -> list[StoredTitle]:
        """Return the records whose title holds every word of a query, the nearest to now first."""
        words = sorted(fold_text(query).split(), key=len, reverse=True)
        if not words:
            return []
        near: list[tuple[float, StoredTitle]] = []
        titles = 0
        longest, *others = words  # most titles are told apart by it alone
        for folded, found in self._titles:
            if longest in folded and all(word in folded for word in others):
                near += found
                titles += 1
                if titles == MOST_FOUND:
                    break
        return [one for _distance, one in sorted(near, key=_nearness)[:MOST_FOUND]]


def read_titles(question: PastQuestion) -> Titles:
    """Read every title of a planner; takes long with years of data, so never while typing."""
    return Titles(stored_titles(question.folder), question.now)


def _nearness(pair: tuple[float, StoredTitle]) -> tuple[float, str, int]:
    return pair[0], pair[1].kind, pair[1].id


def _distance(when: datetime | date, now: datetime) -> float:
    return abs((_instant(when) - now).total_seconds())


def _instant(when: datetime | date) -> datetime:
    return when if isinstance(when, datetime) else datetime.combine(when, time(12), UTC)
