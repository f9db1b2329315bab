"""Reports of the review, and the standup, from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from mle_planner.core import files
from mle_planner.core.files import ExportError
from tests.support.command_line import CommandLine


@pytest.fixture
def worked(run: CommandLine) -> CommandLine:
    """A day of tracked time with a project and a note of nothing."""
    run.now = "2026-11-24T08:00"
    assert run("log", "mon 10:00", "mon 11:40", "Paging", "--project", "fraud").code == 0
    return run


def test_a_report_is_written_by_the_name_of_its_file(worked: CommandLine, tmp_path: Path) -> None:
    page = tmp_path / "week.html"
    answer = worked("review", "-o", str(page), "--level", "sums", "--json").json
    assert (answer["format"], answer["level"], answer["files"]) == ("html", "sums", [str(page)])
    text = page.read_text(encoding="utf-8")
    assert "<svg" in text
    assert "fraud" not in text
    assert "fraud" in worked("review", "--format", "html").out


def test_pictures_of_each_chart_go_into_a_folder(worked: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "charts"
    answer = worked("review", "--weeks", "4", "--format", "svg", "-o", str(folder), "--json").json
    names = ["coding-per-day.svg", "meetings-share.svg", "longest-stretch.svg"]
    assert answer["files"] == [str(folder / name) for name in names]
    sheet = tmp_path / "all.svg"
    worked("review", "--weeks", "4", "-o", str(sheet))
    assert sheet.read_text(encoding="utf-8").count("<g ") == 3


def test_pictures_that_cannot_be_written_leave_no_folder(
    worked: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a disk that is full after the first of three pictures."""
    written: list[Path] = []
    write = files.write_atomically

    def fill_disk(path: Path, content: bytes) -> None:
        if written:
            raise ExportError("The disk is full. Nothing was exported.")
        written.append(path)
        write(path, content)

    monkeypatch.setattr(files, "write_atomically", fill_disk)
    folder = tmp_path / "november" / "charts"
    answer = worked("review", "--weeks", "4", "--format", "svg", "-o", str(folder))
    assert "The disk is full" in answer.err
    assert written
    assert not folder.parent.exists()


def test_weeks_are_listed_with_their_figures(worked: CommandLine) -> None:
    found = worked("review", "--weeks", "2", "--json").json
    assert [week["monday"] for week in found["weeks"]] == ["2026-11-16", "2026-11-23"]
    assert [week["coding_per_day_min"] for week in found["weeks"]] == [None, 100]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--weeks", "0"), "is not a number of weeks"),
        (("--notes", "--level", "project"), "only with --level full"),
        (("-o", "week.doc"), "does not say what to write"),
        (("--format", "md", "-o", "week.pdf"), "a name such as week.md"),
        (("--format", "png"), "needs the window's part"),
        (("--week", "mon", "--weeks", "3"), "not allowed with"),
    ],
)
def test_what_cannot_be_written_is_refused_in_a_sentence(
    run: CommandLine, words: tuple[str, ...], said: str
) -> None:
    answer = run("review", *words)
    assert answer.code != 0
    assert said in answer.err
    assert answer.err.count("\n") == 1


def test_a_standup_is_text_to_paste_and_json(worked: CommandLine) -> None:
    worked("add", "Label audit 1h due fri #fraud")
    found = worked("standup", "--json").json
    assert (found["date"], found["yesterday_date"]) == ("2026-11-24", "2026-11-23")
    assert [(one["title"], one["minutes"]) for one in found["yesterday"]] == [("Paging", 100)]
    assert (found["today"], found["blocked"]) == ([], [])
    assert worked("standup").out.rstrip("\n") == found["text"]
    monday = worked("standup", "--date", "2026-11-30", "--json").json
    assert monday["yesterday_date"] == "2026-11-23"
    assert monday["text"].startswith("Last worked on Mon 23 Nov:")
    assert [one["title"] for one in monday["blocked"]] == ["Label audit"]
