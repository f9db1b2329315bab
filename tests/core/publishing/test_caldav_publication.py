"""A plan is published to a calendar of a real server, and never over what others changed there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.calendars import passwords
from mle_planner.core.calendars.accounts import AccountRequest
from mle_planner.core.maintenance.purge import preview_purge, purge_for_good, target_before
from mle_planner.core.model.publication import Publication, PublishConflict, PublishLevel
from mle_planner.core.planner import Planner
from tests.support.builders import TUESDAY, at, stretch
from tests.support.feeds import without_keyring
from tests.support.radicale_server import PASSWORD, USER, RadicaleServer

OTHERS = "other 20261124T100000Z 20261124T110000Z Dentist"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RadicaleServer]:
    opened = RadicaleServer(tmp_path_factory.mktemp("radicale"))
    yield opened
    opened.close()


@pytest.fixture
def calendar(server: RadicaleServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A calendar that has an event of another person."""
    without_keyring(monkeypatch)
    address = server.calendar("plan", "Plan")
    server.put(address, OTHERS)
    yield address
    server.delete(address)


@pytest.fixture
def published(planner: Planner, calendar: str) -> Publication:
    """The plan of a day with two blocks, published with full titles."""
    planner.blocks.create(stretch(planner, "9:00-10:00"), "Train")
    planner.blocks.create(stretch(planner, "14:00-15:00"), "Ship")
    request = AccountRequest(calendar, USER, PASSWORD, allows_private=True)
    preview = planner.publications.preview_calendar(request, PublishLevel.FULL)
    assert [change.title for change in preview.changes] == ["Train", "Ship"]
    done = planner.publications.publish(preview)
    assert done.problem == ""
    return done


def there(server: RadicaleServer, calendar: str) -> list[str]:
    """The titles and beginnings of the events on the server."""
    lines = server.get(calendar).split("\r\n")
    starts = [line[-7:-3] for line in lines if line.startswith("DTSTART")]
    titles = [line[8:] for line in lines if line.startswith("SUMMARY")]
    return sorted(f"{start} {title}" for start, title in zip(starts, titles, strict=True))


def item(planner: Planner, title: str) -> object:
    return next(each.key for each in planner.day(TUESDAY).items if each.title == title)


def change_there(server: RadicaleServer, planner: Planner, title: str, old: str, new: str) -> None:
    address = address_of(planner, title)
    server.request("PUT", address, server.get(address).replace(old, new))


def address_of(planner: Planner, title: str) -> str:
    (publication,) = planner.publications.all()
    block = item(planner, title).id  # type: ignore[attr-defined]
    return f"{publication.target}{block}-{publication.mark}%40mle-planner.ics"


def the_conflict(planner: Planner, published: Publication) -> PublishConflict:
    assert planner.publications.update(published).problem == ""
    (found,) = planner.publish_conflicts.of(published)
    return found


def test_changes_and_deletions_follow_and_others_events_stay(
    planner: Planner, server: RadicaleServer, published: Publication
) -> None:
    assert there(server, published.target) == ["0800 Train", "1000 Dentist", "1300 Ship"]
    planner.blocks.move(item(planner, "Train"), at(planner, "16:00"))  # type: ignore[arg-type]
    planner.blocks.delete([item(planner, "Ship")])  # type: ignore[list-item]
    server.asked.clear()
    assert planner.publications.update(published).problem == ""
    assert there(server, published.target) == ["1000 Dentist", "1500 Train"]
    assert not [path for _method, path in server.asked if "other" in path]
    server.asked.clear()
    planner.publications.update(published)
    assert [method for method, _path in server.asked] == ["PROPFIND"]


def test_what_was_moved_there_is_never_overwritten_and_can_be_taken_over(
    planner: Planner, server: RadicaleServer, published: Publication
) -> None:
    change_there(server, planner, "Train", "T080000Z", "T070000Z")
    change_there(server, planner, "Train", "SUMMARY:Train", "SUMMARY:Training")
    planner.blocks.move(item(planner, "Train"), at(planner, "16:00"))  # type: ignore[arg-type]
    conflict = the_conflict(planner, published)
    assert conflict.span == stretch(planner, "8:00-10:00")
    assert there(server, published.target) == ["0700 Training", "1000 Dentist", "1300 Ship"]
    planner.publish_conflicts.take_over(published, conflict)
    assert planner.stored_plan.item(item(planner, "Training")).span == conflict.span  # type: ignore[arg-type]
    assert planner.publications.update(published).problem == ""
    assert planner.publish_conflicts.of(published) == ()
    assert "0700 Training" in there(server, published.target)
    planner.history.undo()
    planner.publications.update(published)
    assert "1500 Train" in there(server, published.target)


def test_a_name_given_there_is_taken_over_only_where_titles_are_published(
    planner: Planner, server: RadicaleServer, published: Publication
) -> None:
    for level, title in ((PublishLevel.BUSY, "Train"), (PublishLevel.FULL, "Gym")):
        published = planner.publications.set_level(published, level)
        shown = "Train" if level is PublishLevel.FULL else "Busy"
        change_there(server, planner, "Train", f"SUMMARY:{shown}", "SUMMARY:Gym")
        planner.publish_conflicts.take_over(published, the_conflict(planner, published))
        assert title in [each.title for each in planner.day(TUESDAY).items]
        planner.publications.update(published)


def test_mine_can_be_kept_over_what_is_there(
    planner: Planner, server: RadicaleServer, published: Publication
) -> None:
    change_there(server, planner, "Ship", "SUMMARY:Ship", "SUMMARY:Sink")
    conflict = the_conflict(planner, published)
    assert (conflict.title, conflict.title_before) == ("Sink", "Ship")
    planner.publish_conflicts.keep_mine(published, conflict)
    assert planner.publish_conflicts.of(published) == ()
    assert there(server, published.target) == ["0800 Train", "1000 Dentist", "1300 Ship"]


def test_what_was_decided_elsewhere_is_not_decided_again(
    planner: Planner, server: RadicaleServer, published: Publication
) -> None:
    change_there(server, planner, "Train", "T080000Z", "T070000Z")
    conflict = the_conflict(planner, published)
    planner.publish_conflicts.keep_mine(published, conflict)
    before = planner.everything()
    for decide in (planner.publish_conflicts.take_over, planner.publish_conflicts.keep_mine):
        with pytest.raises(PlannerError, match="decided meanwhile"):
            decide(published, conflict)
    assert planner.everything() == before


def test_what_was_deleted_there_is_deleted_here_or_comes_back(
    planner: Planner, server: RadicaleServer, published: Publication
) -> None:
    server.delete(address_of(planner, "Train"))
    conflict = the_conflict(planner, published)
    assert conflict.is_deleted
    planner.publish_conflicts.keep_mine(published, conflict)
    assert "0800 Train" in there(server, published.target)
    server.delete(address_of(planner, "Ship"))
    planner.publish_conflicts.take_over(published, the_conflict(planner, published))
    assert [each.title for each in planner.day(TUESDAY).items if each.title == "Ship"] == []
    assert planner.publications.update(published).problem == ""
    assert there(server, published.target) == ["0800 Train", "1000 Dentist"]


def test_what_was_changed_there_and_deleted_here_is_left_until_decided(
    planner: Planner, server: RadicaleServer, published: Publication
) -> None:
    change_there(server, planner, "Ship", "SUMMARY:Ship", "SUMMARY:Sink")
    planner.blocks.delete([item(planner, "Ship")])  # type: ignore[list-item]
    conflict = the_conflict(planner, published)
    assert "1300 Sink" in there(server, published.target)
    planner.publish_conflicts.keep_mine(published, conflict)
    assert there(server, published.target) == ["0800 Train", "1000 Dentist"]


def test_an_event_that_repeats_there_cannot_be_taken_over(
    planner: Planner, server: RadicaleServer, published: Publication
) -> None:
    change_there(server, planner, "Ship", "SUMMARY:", "RRULE:FREQ=DAILY;COUNT=3\r\nSUMMARY:")
    conflict = the_conflict(planner, published)
    with pytest.raises(PlannerError, match="Nothing was changed"):
        planner.publish_conflicts.take_over(published, conflict)
    assert planner.publish_conflicts.of(published) == (conflict,)


def test_a_server_that_is_away_is_said_and_caught_up_with(
    planner: Planner, server: RadicaleServer, published: Publication
) -> None:
    passwords._FOR_THIS_RUN.clear()
    planner.blocks.move(item(planner, "Train"), at(planner, "16:00"))  # type: ignore[arg-type]
    failed = planner.publications.update(published)
    assert "password" in failed.problem
    assert "0800 Train" in there(server, published.target)
    account = AccountRequest(published.target, USER, PASSWORD, allows_private=True)
    planner.publications.publish(planner.publications.preview_calendar(account))
    assert "1500 Train" in there(server, published.target)


@pytest.mark.parametrize("is_read", [True, False])
def test_the_password_is_forgotten_with_the_last_that_needs_it(
    planner: Planner, server: RadicaleServer, published: Publication, is_read: bool
) -> None:
    if is_read:
        request = AccountRequest(server.root, USER, PASSWORD, allows_private=True)
        found = planner.accounts.find(request)
        planner.accounts.add(found, found.calendars)
    planner.publications.stop(published)
    assert bool(passwords._FOR_THIS_RUN) is is_read


def test_a_reply_that_was_lost_does_not_make_a_conflict_of_ones_own_event(
    planner: Planner, server: RadicaleServer, published: Publication
) -> None:
    store = planner.publications._session.store
    with store.transaction():
        store.published.keep(published.id, {})  # as when the program ended before it was recorded
    assert planner.publications.update(published).problem == ""
    assert planner.publish_conflicts.of(published) == ()


def test_the_plan_goes_to_one_calendar_and_to_no_whole_account(
    planner: Planner, server: RadicaleServer, published: Publication, tmp_path: Path
) -> None:
    other = server.calendar("second", "Second")
    for address, sentence in ((other, "another calendar"), (server.root, "not that of one")):
        request = AccountRequest(address, USER, PASSWORD, allows_private=True)
        with pytest.raises(PlannerError, match=sentence):
            planner.publications.preview_calendar(request)
    server.delete(other)


def test_after_deleting_for_good_events_still_follow_and_changes_of_others_stay(
    planner: Planner, server: RadicaleServer, published: Publication
) -> None:
    """Given a published plan, when something is purged, then what was published is known on."""
    change_there(server, planner, "Train", "T080000Z", "T070000Z")
    folder = planner.database_path.parent
    gone = preview_purge(folder, target_before(TUESDAY, planner.days))
    purge_for_good(gone, folder, with_backups=False)
    planner.blocks.delete([item(planner, "Ship")])  # type: ignore[list-item]
    assert the_conflict(planner, published).span == stretch(planner, "8:00-10:00")
    assert there(server, published.target) == ["0700 Train", "1000 Dentist"]
