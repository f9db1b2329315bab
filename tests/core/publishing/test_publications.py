"""A published plan is what other programs read, shows no more than was chosen, and follows."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import icalendar
import pytest
import recurring_ical_events

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.model.publication import NO_BLOCK, Publication, PublishedEvent, PublishLevel
from mle_planner.core.planner import Planner
from mle_planner.core.publishing.calendar_file import calendar_text, lines_of
from tests.support.builders import TUESDAY, activity, at, stretch
from tests.support.languages import speaking


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plan.ics"


def plan(planner: Planner, text: str, title: str, kind: str = "Coding") -> None:
    planner.blocks.create(stretch(planner, text), title, activity_id=activity(planner, kind).id)


def publish(planner: Planner, path: Path, level: PublishLevel | None = None) -> Publication:
    return planner.publications.publish(planner.publications.preview(path, level))


def read(path: Path) -> list[tuple[str, str, str]]:
    """What another program reads: start, end and title of each event of the day."""
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    events = recurring_ical_events.of(calendar).at(TUESDAY)
    return sorted(
        (f"{event['DTSTART'].dt:%H:%M}", f"{event['DTEND'].dt:%H:%M}", str(event["SUMMARY"]))
        for event in events
    )


def uids(path: Path) -> dict[str, tuple[str, int]]:
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    return {
        str(event["SUMMARY"]): (str(event["UID"]), int(event["SEQUENCE"]))
        for event in calendar.walk("VEVENT")
    }


def test_another_program_reads_the_spans_of_the_plan(planner: Planner, path: Path) -> None:
    long = "Réseau, part 1; \\\\ " + "语言模型 " * 30
    plan(planner, "9:00-10:30", "Train the model")
    plan(planner, "23:30-24:00", long)
    publish(planner, path, PublishLevel.FULL)
    assert read(path) == [("08:00", "09:30", "Train the model"), ("22:30", "23:00", long.strip())]
    assert all(len(line) <= 75 for line in path.read_bytes().split(b"\r\n"))
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("spelling", ["sub/../plan.ics", "link/plan.ics"])
def test_a_file_in_two_spellings_is_one_publication(
    planner: Planner, path: Path, spelling: str
) -> None:
    folder = path.parent
    (folder / "sub").mkdir()
    (folder / "link").symlink_to(folder)
    publish(planner, path)
    path.unlink()  # a file that is there would be refused as another's
    publish(planner, folder / spelling)
    (found,) = planner.publications.all()
    assert (found.target, path.exists()) == (str(path), True)


@pytest.mark.parametrize(
    ("level", "titles"),
    [
        (PublishLevel.FULL, ["Lunch", "Secret merger"]),
        (PublishLevel.PROJECT, ["Busy"]),
        (PublishLevel.BUSY, ["Busy"]),
    ],
)
def test_a_level_shows_no_more_than_it_says(
    planner: Planner, path: Path, level: PublishLevel, titles: list[str]
) -> None:
    plan(planner, "9:00-10:00", "Secret merger")
    plan(planner, "12:00-13:00", "Lunch", "Break")
    publish(planner, path, level)
    assert sorted(title for _start, _end, title in read(path)) == titles
    assert (b"Secret" in path.read_bytes()) is (level is PublishLevel.FULL)


def test_a_block_is_of_the_project_that_its_task_has_now(planner: Planner, path: Path) -> None:
    task = planner.tasks.add("Train the model 1h")
    planner.blocks.place_task(task.id, at(planner, "9:00"))
    fraud = planner.catalog.add_project("Fraud scoring")
    planner.tasks.change(task.id, project_id=fraud.id)
    publish(planner, path, PublishLevel.PROJECT)
    assert read(path) == [("08:00", "09:00", "Fraud scoring")]


def test_without_a_word_only_busy_is_published(planner: Planner, path: Path) -> None:
    plan(planner, "9:00-10:00", "Secret merger")
    assert publish(planner, path).level is PublishLevel.BUSY
    assert [title for *_span, title in read(path)] == ["Busy"]


def test_a_preview_lists_what_will_change_and_writes_nothing(planner: Planner, path: Path) -> None:
    plan(planner, "9:00-10:00", "Train")
    preview = planner.publications.preview(path, PublishLevel.FULL)
    assert [(change.kind, change.title) for change in preview.changes] == [("added", "Train")]
    assert not path.exists()
    assert planner.publications.all() == ()


def test_changes_and_deletions_follow_under_the_same_uids(
    planner: Planner, clock: FixedClock, path: Path
) -> None:
    plan(planner, "9:00-10:00", "Train")
    plan(planner, "10:00-11:00", "Test")
    plan(planner, "14:00-15:00", "Ship")
    publication = publish(planner, path, PublishLevel.FULL)
    before = uids(path)
    items = {item.title: item for item in planner.day(TUESDAY).items}
    planner.blocks.move(items["Train"].key, at(planner, "16:00"))
    planner.blocks.delete([items["Test"].key])
    clock.put(clock.now() + timedelta(minutes=1))
    planner.publications.update(publication)
    assert read(path) == [("13:00", "14:00", "Ship"), ("15:00", "16:00", "Train")]
    after = uids(path)
    assert after["Train"] == (before["Train"][0], 1)
    assert after["Ship"] == before["Ship"]


def test_nothing_is_written_where_nothing_changed(
    planner: Planner, clock: FixedClock, path: Path
) -> None:
    plan(planner, "9:00-10:00", "Train")
    publication = publish(planner, path)
    written = path.stat()
    clock.put(clock.now() + timedelta(hours=1))
    planner.publications.update(publication)
    assert path.stat().st_ino == written.st_ino
    with speaking("de"):  # the window's, while commands write in English
        assert planner.publications.preview_update(publication).changes == ()
        planner.publications.update(publication)
    assert path.stat().st_ino == written.st_ino
    path.unlink()
    planner.publications.update(publication)
    assert path.exists()


def test_a_file_that_others_cut_or_replaced_is_written_again_or_said(
    planner: Planner, path: Path
) -> None:
    plan(planner, "9:00-10:00", "Train")
    publication = publish(planner, path)
    whole = path.read_bytes()
    for damage in (whole[:-40], whole.replace(b"Busy", b"Free")):
        path.write_bytes(damage)
        assert planner.publications.update(publication).problem == ""
        assert path.read_bytes() == whole
    path.unlink()
    path.mkdir()
    failed = planner.publications.update(publication)
    assert "is a folder" in planner.publications.problem_of(failed)


def test_a_file_that_others_wrote_is_refused_and_left(planner: Planner, path: Path) -> None:
    path.write_text("mine")
    with pytest.raises(PlannerError, match="Nothing was published"):
        planner.publications.preview(path)
    assert path.read_text() == "mine"


def test_a_file_that_cannot_be_written_is_said_and_written_later(
    planner: Planner, tmp_path: Path
) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    plan(planner, "9:00-10:00", "Train")
    publication = publish(planner, folder / "plan.ics")
    (folder / "plan.ics").unlink()
    folder.rmdir()
    with speaking("de"):
        failed = planner.publications.update(publication)
        assert "gibt es nicht" in planner.publications.problem_of(failed)
    assert "does not exist" in planner.publications.problem_of(failed)
    folder.mkdir()
    assert planner.publications.update(failed).problem == ""
    assert (folder / "plan.ics").exists()


def test_a_publication_that_ends_leaves_its_file(planner: Planner, path: Path) -> None:
    publication = publish(planner, path)
    planner.publications.stop(publication)
    assert planner.publications.all() == ()
    assert path.exists()


def test_the_text_is_the_same_for_the_same_events() -> None:
    one = PublishedEvent("DTSTART:20261124T080000Z\nSUMMARY:A", 0, 0)
    two = PublishedEvent("DTSTART:20261124T090000Z\nSUMMARY:B", 0, 0)
    assert calendar_text("Plan", {"1": one, "2": two}) == calendar_text(
        "Plan", {"2": two, "1": one}
    )


def test_the_published_plan_is_not_read_back_as_meetings(planner: Planner, path: Path) -> None:
    plan(planner, "9:00-10:00", "Train")
    publish(planner, path)
    assert planner.calendars.import_file(path).added == 0
    assert planner.everything()["calendar_event"] == []


@pytest.mark.parametrize(
    "times",
    [
        "DTSTART;TZID=Europe:20261124T090000\r\nDTEND:20261124T100000Z",
        "DTSTART:20261124T090000Z\r\nDTEND:20261124T100000",
        "DTSTART:20261124T090000\r\nDTEND:20261124T100000Z",
        "DTSTART;VALUE=DATE:20261124\r\nDTEND;VALUE=DATE:20261125",
        "DTSTART:99991231T090000Z\r\nDTEND:99991231T100000Z",
        "DTSTART:05001001T090000Z\r\nDTEND:05001001T100000Z",
    ],
)
def test_an_event_of_others_whose_times_say_no_instants_is_no_block(times: str) -> None:
    text = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\n{times}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    assert lines_of(text) == NO_BLOCK
