"""The user's note about a week."""

from __future__ import annotations

from datetime import date

from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import DAY
from mle_planner.core.edits import Edit, add_records, remove_records, replace_record
from mle_planner.core.model.records import WeekNote
from mle_planner.core.operations import Operation, summary_of_dates
from mle_planner.core.session import Session
from mle_planner.core.typed.title import lines


def week_note(session: Session, day: date) -> str:
    """Return what was written about the week that holds a date; "" for nothing."""
    note = session.store.week_note(session.days.monday_of(day))
    return note.text if note else ""


def set_week_note(session: Session, day: date, text: str) -> None:
    """Keep a note on the week that holds a date; an empty one is removed.

    Edits of one week's note that follow each other are one undo step.
    """

    def intention() -> Edit:
        monday, store = session.days.monday_of(day), session.store
        before, fit = store.week_note(monday), lines(text)
        if not fit.strip():
            changes = remove_records([before] if before else [])
        elif before is None:
            changes = add_records(WeekNote(store.new_id(WeekNote), monday, fit))
        else:
            changes = replace_record(before, replace(before, text=fit))
        summary = summary_of_dates(Operation.CHANGE_WEEK_NOTE, monday, monday + 6 * DAY)
        return Edit(summary, changes, f"note:{monday}")

    session.commit(intention)
