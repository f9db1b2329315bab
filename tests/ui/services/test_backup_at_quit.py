"""What was entered in the first minutes is backed up when the application quits."""

from __future__ import annotations

import pytest

from mle_planner.core.maintenance.backups import backup_paths
from mle_planner.core.planner import Planner
from mle_planner.ui.services.services import Services


@pytest.mark.usefixtures("qtbot")
def test_a_first_backup_does_not_wait_for_a_minute_to_pass(planner: Planner) -> None:
    folder = planner.database_path.parent
    services = Services(planner, folder)
    planner.tasks.add("Drift alert 1h")
    services.stop()
    assert len(backup_paths(folder)) == 1
