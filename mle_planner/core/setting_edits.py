"""Changes of settings."""

from __future__ import annotations

import json
from typing import Any

from mle_planner.core.declared_settings import setting_named
from mle_planner.core.edits import Change, Edit, add_records, replace_record
from mle_planner.core.model.records import SettingValue
from mle_planner.core.operations import Operation, Summary
from mle_planner.core.session import Session
from mle_planner.core.settings import REGION, check_together


def change_setting(session: Session, name: str, value: object) -> None:
    """Change a setting; raises ``SettingError`` for a value that it does not allow.

    That is not an undo step.
    """
    checked = setting_named(name).checked(value)

    def intention() -> Edit:
        check_together(name, {**session.settings.values, name: checked})
        changes = setting_changes(session, name, checked)
        return Edit(Summary(Operation.CHANGE_SETTING, name), changes, is_undoable=False)

    session.carry_out(intention)


def keep_region(session: Session, days_before_monday: int) -> None:
    """Store where weeks begin in the region of the desktop."""

    def intention() -> Edit:
        before = session.store.get(SettingValue, REGION)
        changes = replace_record(before, SettingValue(REGION, str(days_before_monday)))
        return Edit(Summary(Operation.CHANGE_SETTING, REGION), changes, is_undoable=False)

    session.carry_out(intention)


def setting_changes(session: Session, name: str, value: Any) -> tuple[Change, ...]:
    """Return the changes that store a setting's value; none if it is set already."""
    after = SettingValue(name, json.dumps(value))
    before = session.store.get(SettingValue, name)
    if before is not None:
        return replace_record(before, after)
    return () if setting_named(name).default == value else add_records(after)
