"""Every kind of record comes back from the database as it went in."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from mle_planner.core.edits import Change
from mle_planner.core.model.calendar import Calendar, CalendarAccount, SecretSource
from mle_planner.core.model.pipeline import KindStage, Person, ProjectKind
from mle_planner.core.model.plan import CustomDay, PlanVersion
from mle_planner.core.model.records import Record
from mle_planner.core.model.tracked import TimeEntry
from mle_planner.core.model.typical_day import RecurringEvent
from mle_planner.core.model.work import Activity, Category, Project, Stage, Task
from mle_planner.core.operations import Operation, Summary
from mle_planner.core.storage.edit_log import EditLog
from mle_planner.core.storage.rows import TABLES, column_of, columns, field_type, named_record, row
from mle_planner.core.storage.store import Store
from tests.support.amounts import examples
from tests.support.builders import utc

_instants = st.integers(-(10**9), 4 * 10**9).map(lambda second: datetime.fromtimestamp(second, UTC))
_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
st.register_type_strategy(datetime, _instants)


def _records(kind: type[Record]) -> st.SearchStrategy[Record]:
    """Any record of a kind that names only what exists: everything has the id 1."""
    values: dict[str, st.SearchStrategy[object]] = {}
    for name, hint in _hints(kind).items():
        if name == "id" and hint is not str:
            values[name] = st.integers(2, 2**60)
        elif name.endswith("_id"):
            values[name] = st.just(1)
        elif hint is int or (not isinstance(hint, type) and int in getattr(hint, "__args__", ())):
            values[name] = st.integers(-(2**60), 2**60)
            if hint is not int:
                values[name] |= st.none()
        elif hint is str:
            values[name] = _texts
        else:
            values[name] = st.from_type(hint)
    return st.builds(kind, **values)


def _hints(kind: type[Record]) -> dict[str, object]:
    import typing

    return typing.get_type_hints(kind)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store with one record of each kind that others refer to."""
    opened = Store(tmp_path_factory.mktemp("rows"))
    ready_made = [*opened.all(KindStage), *opened.all(ProjectKind)[1:]]
    with opened.transaction():
        opened.apply(Change(record, None) for record in ready_made)
        opened.apply(
            Change(None, record)
            for record in [
                Activity(1, "Coding", Category.CODING, deep=True),
                Project(1, "Fraud"),
                Task(1, "Alert", 1, utc("2026-11-24 08:00"), stage=Stage.DATA),
                RecurringEvent(1, "Standup", 1, "FREQ=DAILY", date(2026, 1, 1), 540, 15),
                CalendarAccount(1, "https://a.example/", "me", SecretSource.KEYRING),
                Calendar(1, "Team"),
                Person(1, "Ada"),
                PlanVersion(1, date(2026, 1, 1), 1, utc("2026-01-01 09:00"), "accepted"),
            ]
        )
    return opened


@pytest.mark.parametrize("kind", TABLES, ids=TABLES.get)
@examples(6, HealthCheck.function_scoped_fixture)
@given(draw=st.data())
def test_a_record_comes_back_as_it_was_stored(
    store: Store, kind: type[Record], draw: st.DataObject
) -> None:
    record = draw.draw(_records(kind))
    with store.transaction():
        store.apply([Change(None, record)])
    assert store.get(kind, record.id) == record
    with store.transaction():
        store.apply([Change(record, None)])
    assert store.get(kind, record.id) is None


@pytest.mark.parametrize("kind", TABLES, ids=TABLES.get)
def test_the_type_of_a_field_is_the_one_of_its_annotation(kind: type[Record]) -> None:
    for name, hint in _hints(kind).items():
        plain, may_be_none = field_type(kind, name)
        assert (plain | None if may_be_none else plain) == hint, name


@pytest.mark.parametrize("kind", TABLES, ids=TABLES.get)
def test_a_table_has_a_column_for_each_field_and_refuses_other_types(
    store: Store, kind: type[Record]
) -> None:
    fields = [column_of(kind, field.name) for field in dataclasses.fields(kind)]
    listed = store.connection.execute(f"PRAGMA table_info({TABLES[kind]})").fetchall()
    assert [line[1] for line in listed] == fields == list(columns(kind))
    strict = store.connection.execute(
        "SELECT strict FROM pragma_table_list WHERE name = ?", (TABLES[kind],)
    ).fetchone()
    assert strict == (1,)


def test_every_field_that_may_be_missing_may_be_null_and_no_other(store: Store) -> None:
    for kind, table in TABLES.items():
        hints = {column_of(kind, name): hint for name, hint in _hints(kind).items()}
        for _, name, _, is_required, _, is_key in store.connection.execute(
            f"PRAGMA table_info({table})"
        ):
            may_miss = type(None) in getattr(hints[name], "__args__", ())
            assert bool(is_required or is_key) is not may_miss, f"{table}.{name}"


def test_the_text_of_an_edit_is_kept_whole(store: Store) -> None:
    """What undo needs is stored compressed; any text a person types survives that."""
    before = TimeEntry(7, utc("2026-01-01 10:00"), None, "UTC", 'Zoë "\n\t\0 🦊', 1)
    after = dataclasses.replace(before, end=utc("2026-01-01 11:00"), note="ü" * 5000)
    from mle_planner.core.edits import Edit

    log = EditLog(store.connection)
    summary = Summary(Operation.MOVE, "Drift", 1, "2026-11-24T14:00:00+00:00")
    edit = Edit(summary, (Change(before, after), Change(after, None)))
    with store.transaction():
        log.append(edit, before.start)
    logged = log.last_done()
    assert logged is not None
    assert logged.edit == edit
    assert logged.at == before.start


def test_a_record_kept_by_an_older_program_gets_the_defaults_of_new_fields() -> None:
    project = Project(3, "Fraud", "Northbank", billable=False, archived=True)
    names, values = list(columns(Project)), list(row(project))
    assert named_record(Project, names, values) == project
    older = named_record(Project, ["id", "colour", "name"], [3, "red", "Fraud"])
    assert older == Project(3, "Fraud")


def test_a_change_that_starts_from_something_else_is_given_up(store: Store) -> None:
    """No edit can overwrite what it did not know."""
    stored = CustomDay(900, date(2026, 11, 24))
    with store.transaction():
        store.apply([Change(None, stored)])
    unknown = dataclasses.replace(stored, day=date(2026, 11, 30))
    for change in (Change(unknown, None), Change(unknown, CustomDay(900, date(2027, 1, 1)))):
        with pytest.raises(RuntimeError, match="did not find"), store.transaction():
            store.apply([change])
    assert store.get(CustomDay, 900) == stored


def test_an_id_is_never_given_twice(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.transaction():
        first = store.new_id(Project)
        store.apply([Change(None, Project(first, "Fraud"))])
    with store.transaction():
        store.apply([Change(Project(first, "Fraud"), None)])
    store.close()
    reopened = Store(tmp_path)
    with reopened.transaction():
        assert reopened.new_id(Project) > first
    reopened.close()
