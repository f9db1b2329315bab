"""The sources of evidence: added, removed, paused and read.

They are read every few minutes while the application runs, and by the commands ``evidence``,
``capture add`` and ``capture status``. Like settings, they are not undo steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.paths import is_same_place, named_path, whole_path
from mle_planner.core.edits import Change, Edit, add_records, remove_records, replace_record
from mle_planner.core.evidence.sources import activitywatch, git
from mle_planner.core.evidence.store import EvidenceLog, Sign
from mle_planner.core.evidence.unite import ACTIVITYWATCH
from mle_planner.core.i18n.gettext import planner_error
from mle_planner.core.model.tracked import EvidenceSource, SourceId, SourceKind
from mle_planner.core.operations import Operation, Summary
from mle_planner.core.session import Domain, carried_out

_PAST = timedelta(days=366)
"""How far back the first reading of a source goes."""

_OVERLAP = timedelta(days=3)
"""How far before its last sign a server is read again: watchers may report late."""


@dataclass(frozen=True, slots=True)
class SourceReport:
    """The state of a source: its names, its last sign, and its problem.

    ``names`` are the repositories read, or the editors that ActivityWatch knows. With a problem
    they are those that could still be read.
    """

    source: EvidenceSource
    names: tuple[str, ...] = ()
    last: datetime | None = None
    problem: str = ""


class EvidenceSources(Domain):
    """The folders, servers and files that are read regularly."""

    def all(self) -> tuple[EvidenceSource, ...]:
        """Return every source in the order added."""
        return tuple(self._session.store.all(EvidenceSource))

    def add(self, kind: SourceKind, place: str) -> SourceReport:
        """Read a source and, if that succeeds, store it and its signs.

        Raises the error of a source that cannot be read, with nothing stored. A folder with some
        broken repositories is stored for the others; the report names them.
        """
        named = EvidenceSource(SourceId(0), kind, _whole_place(kind, place))
        for one in self.all():
            if one.kind is kind and is_same_place(one.place, named.place):
                raise planner_error("{place} is a source already.", place=one.place)
        report, signs = self._read(named, lambda: False)

        def intention() -> Edit:
            number = SourceId(self._session.store.new_id(EvidenceSource))
            return self._edit(add_records(replace(report.source, id=number)))

        EvidenceLog(self._session).record(signs)
        self._session.carry_out(intention)
        return replace(report, source=self.all()[-1])

    @carried_out
    def remove(self, source_id: SourceId) -> Edit:
        """Remove a source; the signs read from it stay."""
        return self._edit(remove_records([self.source(source_id)]))

    @carried_out
    def pause(self, source_id: SourceId, *, is_paused: bool) -> Edit:
        """Stop reading a source for now, or resume reading it."""
        return self._edit(self._changes(source_id, is_paused=is_paused))

    def source(self, source_id: SourceId) -> EvidenceSource:
        """Return a source; raise ``PlannerError`` if it is gone."""
        return self._session.existing(EvidenceSource, source_id)

    def read(self, is_stopped: Callable[[], bool] = lambda: False) -> tuple[SourceReport, ...]:
        """Read every source that is not paused; the report of a source includes its failure.

        Reading the same signs twice records nothing the second time.
        """
        reports = []
        for source in self.all():
            if source.is_paused or is_stopped():
                reports.append(SourceReport(source))
                continue
            try:
                report, signs = self._read(source, is_stopped)
                EvidenceLog(self._session).record(signs)
                if (stamp := report.source.stamp) != source.stamp:
                    self._session.record(partial(self._changes, source.id, stamp=stamp))
            except PlannerError as error:
                report = SourceReport(source, problem=str(error))
            reports.append(report)
        return tuple(reports)

    def _read(
        self, source: EvidenceSource, is_stopped: Callable[[], bool]
    ) -> tuple[SourceReport, tuple[Sign, ...]]:
        since = self._session.now() - _PAST
        if source.kind is SourceKind.GIT:
            mine = self._session.settings.my_addresses()
            found = git.read_folder(Path(source.place), mine, since, is_stopped)
            problem = " ".join(found.problems)
            return _report(source, found.repositories, found.signs, problem), found.signs
        if activitywatch.is_address(source.place):
            newest = self._newest_end() if source.id else None
            if newest is not None:
                since = max(since, newest - _OVERLAP)
            hour = since.replace(minute=0, second=0, microsecond=0)
            buckets = activitywatch.read_server(source.place, hour)
        else:
            path = Path(source.place)
            stamp = _stamp(path)
            if stamp and stamp == source.stamp:
                return SourceReport(source, last=self._newest_end()), ()
            buckets = activitywatch.read_export(path)
            source = replace(source, stamp=stamp)
        signs = tuple(activitywatch.read_signs(buckets))
        return _report(source, activitywatch.editors_of(buckets), signs), signs

    def _newest_end(self) -> datetime | None:
        newest = self._session.store.evidence.newest(ACTIVITYWATCH, self._session.now())
        return None if newest is None else newest.at + timedelta(seconds=newest.length_s)

    def _changes(self, source_id: SourceId, **fields: Any) -> tuple[Change, ...]:
        before = self.source(source_id)
        return replace_record(before, replace(before, **fields))

    def _edit(self, changes: tuple[Change, ...]) -> Edit:
        return Edit(Summary(Operation.OTHER), changes, is_undoable=False)


def _report(
    source: EvidenceSource, names: Iterable[str], signs: Iterable[Sign], problem: str = ""
) -> SourceReport:
    last = max((sign.at + sign.length for sign in signs), default=None)
    return SourceReport(source, tuple(dict.fromkeys(names)), last, problem)


def _whole_place(kind: SourceKind, place: str) -> str:
    """Return a place as stored: an address as typed, a file's absolute path."""
    place = place.strip()
    if not place or "\0" in place:
        raise planner_error("Name a folder, a file or an address. Nothing was added.")
    if kind is SourceKind.ACTIVITYWATCH and activitywatch.is_address(place):
        return activitywatch.server_address(place)
    return str(whole_path(named_path(place)))


def _stamp(path: Path) -> str:
    try:
        found = path.stat()
    except OSError:
        return ""  # reading it reports the problem
    return f"{found.st_mtime_ns} {found.st_size}"
