"""Git and ActivityWatch are read beside the window every few minutes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from pytestqt.qtbot import QtBot

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.spans import Span
from mle_planner.core.model.tracked import SourceKind
from mle_planner.core.planner import Planner
from mle_planner.ui.services.services import Services
from tests.support.git_repository import repository, run


def test_new_commits_are_read_after_a_while(
    qtbot: QtBot, services: Services, planner: Planner, clock: FixedClock, tmp_path: Path
) -> None:
    def count() -> int:
        return len(
            planner._session.store.evidence.within(
                Span(now - timedelta(days=9), now + timedelta(days=9))
            )
        )

    now = clock.now()
    here = repository(tmp_path / "fraud", "07:00")
    planner.evidence_sources.add(SourceKind.GIT, str(here))
    with qtbot.waitSignal(services.feeds.wrote):
        services.ticker.minute_ticked.emit()
    run(here, "commit", "-q", "--allow-empty", "-m", "more", at="07:30")
    services.ticker.minute_ticked.emit()
    assert count() == 1
    clock.put(now + timedelta(minutes=6))
    with qtbot.waitSignal(services.feeds.wrote):
        services.ticker.minute_ticked.emit()
    assert count() == 2
