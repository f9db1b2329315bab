"""Sources are read again and again without anything counting twice; rules name their projects."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import DAY
from mle_planner.core.evidence.sources import activitywatch
from mle_planner.core.evidence.store import Sign
from mle_planner.core.evidence.unite import ACTIVITYWATCH, EDITOR, GIT
from mle_planner.core.model.tracked import SourceKind
from mle_planner.core.planner import Planner
from mle_planner.core.topics import Changes, Origin, Topic
from tests.support.builders import TUESDAY, at, coding, put_clock, stretch
from tests.support.git_repository import repository, run

EXPORT = {"type": "app.editor.activity", "hostname": "desk"}


def write_export(path: Path, *minutes: int) -> None:
    events = [
        {"timestamp": f"2026-11-24T0{7 + hour}:00:00Z", "duration": length * 60.0,
         "data": {"project": "fraud"}}
        for hour, length in enumerate(minutes)
    ]  # fmt: skip
    path.write_text(json.dumps({"buckets": {"aw-watcher-vim_desk": {**EXPORT, "events": events}}}))


def grades(planner: Planner) -> dict[str, int]:
    found = planner.evidence.coding_time(TUESDAY, TUESDAY).by_grade
    return {str(grade): int(length.total_seconds() // 60) for grade, length in found.items()}


def test_commits_support_the_timer_before_them_and_book_nothing(
    planner: Planner, clock: FixedClock, tmp_path: Path
) -> None:
    here = repository(tmp_path / "fraud", "09:30", "14:00")
    put_clock(clock, "2026-11-24 18:00")
    planner.evidence_sources.add(SourceKind.GIT, str(here))
    assert sum(grades(planner).values()) == 0
    planner.tracking.log(stretch(planner, "9:00-10:00"), "Fraud", activity_id=coding(planner))
    assert grades(planner) == {"proved": 0, "supported": 30, "claimed": 30}
    (report,) = planner.evidence_sources.read()
    assert (report.names, report.last) == (("fraud",), at(planner, "14:00"))
    revision = planner.revisions([Topic.EVIDENCE])
    run(here, "commit", "-q", "--amend", "--allow-empty", "-m", "again", at="15:00")
    planner.evidence_sources.read()
    assert planner.revisions([Topic.EVIDENCE]) == revision
    assert len(planner._session.store.evidence.within(stretch(planner, "0:00-23:00"))) == 2


def test_a_folder_in_two_spellings_is_one_source(planner: Planner, tmp_path: Path) -> None:
    here = repository(tmp_path / "fraud", "09:30")
    (tmp_path / "link").symlink_to(here)
    planner.evidence_sources.add(SourceKind.GIT, f"{tmp_path}/link/../fraud")
    for spelling in (here, tmp_path / "link", here / ".." / "fraud"):
        with pytest.raises(PlannerError, match="is a source already"):
            planner.evidence_sources.add(SourceKind.GIT, str(spelling))
    assert [one.place for one in planner.evidence_sources.all()] == [str(here)]


def test_an_export_file_is_read_again_when_it_is_written(
    planner: Planner, clock: FixedClock, tmp_path: Path
) -> None:
    path = tmp_path / "export.json"
    write_export(path, 30)
    put_clock(clock, "2026-11-24 18:00")
    planner.evidence_sources.add(SourceKind.ACTIVITYWATCH, str(path))
    assert grades(planner)["supported"] == 30
    write_export(path, 30, 20)
    told: list[Changes] = []
    planner.listen(told.append)
    planner.evidence_sources.read()
    planner.evidence_sources.read()
    assert {each.origin for each in told} == {Origin.OBSERVED}, "the user changed nothing"
    assert grades(planner)["supported"] == 50
    (lane, _other) = planner.evidence.coding_time(TUESDAY, TUESDAY).parts
    assert (lane.sources, lane.project) == (("activitywatch",), "fraud")


def test_a_paused_source_rests_and_what_a_removed_one_told_stays(
    planner: Planner, clock: FixedClock, tmp_path: Path
) -> None:
    path = tmp_path / "export.json"
    write_export(path, 30)
    put_clock(clock, "2026-11-24 18:00")
    sources = planner.evidence_sources
    source = sources.add(SourceKind.ACTIVITYWATCH, str(path)).source
    with pytest.raises(PlannerError, match="already"):
        sources.add(SourceKind.ACTIVITYWATCH, f" {path} ")
    sources.pause(source.id, is_paused=True)
    write_export(path, 30, 20)
    sources.read()
    assert grades(planner)["supported"] == 30
    sources.pause(source.id, is_paused=False)
    path.write_text("no export")
    assert "not an export" in sources.read()[0].problem
    sources.remove(source.id)
    assert (sources.all(), grades(planner)["supported"]) == ((), 30)
    with pytest.raises(PlannerError, match="gone"):
        sources.remove(source.id)


def test_a_folder_is_added_for_its_sound_repositories_and_the_broken_one_is_named(
    planner: Planner, clock: FixedClock, tmp_path: Path
) -> None:
    repository(tmp_path / "fraud", "09:30")
    (tmp_path / "broken" / ".git").mkdir(parents=True)
    put_clock(clock, "2026-11-24 18:00")
    report = planner.evidence_sources.add(SourceKind.GIT, str(tmp_path))
    assert (report.names, report.last) == (("fraud",), at(planner, "9:30"))
    assert report.problem.startswith("broken could not be read")
    assert planner.evidence_sources.read() == (report,)
    with pytest.raises(PlannerError, match="broken: git knows no address"):
        planner.evidence_sources.add(SourceKind.GIT, str(tmp_path / "broken"))
    assert len(planner.evidence_sources.all()) == 1


def test_an_event_from_a_clock_that_was_ahead_does_not_end_the_reading_of_a_server(
    planner: Planner, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a sign of next year, then the server is asked for the days before now as ever."""
    put_clock(clock, "2026-11-24 18:00")
    asked: list[datetime] = []
    monkeypatch.setattr(
        activitywatch, "read_server", lambda _place, since: asked.append(since) or ()
    )
    planner.evidence_sources.add(SourceKind.ACTIVITYWATCH, "http://127.0.0.1:5600")
    ahead = [Sign(ACTIVITYWATCH, planner.now() + 300 * DAY, "ahead", length=timedelta(minutes=5))]
    planner.evidence.record([*ahead, Sign(ACTIVITYWATCH, planner.now() - DAY, "then")])
    planner.evidence_sources.read()
    assert asked[-1] == planner.now() - 4 * DAY


def test_what_cannot_be_read_is_not_added(planner: Planner, tmp_path: Path) -> None:
    for kind, place in (
        (SourceKind.GIT, str(tmp_path / "gone")),
        (SourceKind.GIT, ""),
        (SourceKind.ACTIVITYWATCH, str(tmp_path)),
        (SourceKind.ACTIVITYWATCH, "http://127.0.0.1:9"),
    ):
        with pytest.raises(PlannerError):
            planner.evidence_sources.add(kind, place)
    assert planner.evidence_sources.all() == ()


def test_a_repository_belongs_to_the_project_of_its_name_or_of_its_rule(
    planner: Planner, clock: FixedClock
) -> None:
    put_clock(clock, "2026-11-24 18:00")
    planner.evidence.record(
        Sign(EDITOR, at(planner, f"09:{minute:02}"), f"beat {minute}", "fraud-model")
        for minute in range(0, 30, 5)
    )

    def project() -> str:
        (part,) = planner.evidence.coding_time(TUESDAY, TUESDAY).parts
        return part.project

    assert project() == "fraud-model"
    fraud = planner.catalog.add_project("Fraud detection")
    planner.repositories.set("Fraud-Model", fraud.id)
    assert project() == "Fraud detection"
    assert planner.repositories.names_of(fraud.id) == ("Fraud-Model",)
    planner.history.undo()
    assert project() == "fraud-model"
    same = planner.catalog.add_project("FRAUD-model")
    assert (project(), planner.repositories.project_of("fraud-model")) == ("FRAUD-model", same.id)
    planner.repositories.set("fraud-model", None)
    assert project() == ""
    planner.repositories.forget("fraud-model")
    assert project() == "FRAUD-model"


def test_a_corrected_project_teaches_the_rule_of_the_only_repository_in_sight(
    planner: Planner, clock: FixedClock
) -> None:
    put_clock(clock, "2026-11-24 18:00")
    signs = [("09:10", "fraud-model"), ("09:40", "fraud-model"), ("11:10", "web")]
    planner.evidence.record(Sign(GIT, at(planner, when), when, name) for when, name in signs)
    fraud = planner.catalog.add_project("Fraud detection")
    entry = planner.tracking.log(stretch(planner, "9:00-10:00"), "Work", project_id=fraud.id)
    both = planner.tracking.log(stretch(planner, "11:00-12:00"), "Web")
    learn = planner.repositories.to_learn
    assert (learn(entry), learn(both)) == ("fraud-model", "")
    planner.repositories.set("fraud-model", fraud.id)
    assert learn(entry) == ""


def test_what_an_agent_did_in_a_repository_teaches_no_rule(
    planner: Planner, clock: FixedClock
) -> None:
    put_clock(clock, "2026-11-24 18:00")
    signs = [Sign("editor", at(planner, "9:10"), "beat", "fraud-model", by_agent=True)]
    planner.evidence.record(signs)
    fraud = planner.catalog.add_project("Fraud detection")
    entry = planner.tracking.log(stretch(planner, "9:00-10:00"), "Work", project_id=fraud.id)
    assert planner.repositories.to_learn(entry) == ""
