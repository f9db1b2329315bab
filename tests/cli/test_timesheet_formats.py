"""The formats of a timesheet from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command_line import CommandLine

DAYS = ("timesheet", "--from", "mon", "--to", "mon")


@pytest.fixture
def billed(run: CommandLine) -> CommandLine:
    run("log", "8:00", "8:40", "Paging", "--project", "Fraud")
    run("project", "Fraud", "--client", "Northbank", "--rate", "90 EUR")
    return run


def test_the_ending_of_the_file_or_the_option_chooses_the_format(
    billed: CommandLine, tmp_path: Path
) -> None:
    starts = {"a.xlsx": b"PK", "a.ics": b"BEGIN:VCALENDAR", "a.json": b"{", "a.csv": b"descr"}
    for name, start in starts.items():
        assert billed(*DAYS, "-o", str(tmp_path / name)).code == 0
        assert (tmp_path / name).read_bytes().startswith(start)
    billed("set", "my_name", "Robin de Vries")
    assert billed(*DAYS, "--format", "harvest").out.splitlines() == [
        "Date,Client,Project,Task,Notes,Hours,First name,Last name",
        "2026-11-23,Northbank,Fraud,Coding,Paging,0.67,Robin,de Vries",
    ]


def test_a_file_is_not_named_like_another_format(billed: CommandLine, tmp_path: Path) -> None:
    words = (*DAYS, "--format", "toggl", "-o", str(tmp_path / "sheet.pdf"))
    assert billed(*words).sentence == (
        "sheet.pdf is the name of a pdf file, but the content is csv. Nothing was written; choose "
        "a name such as sheet.csv."
    )
    assert not (tmp_path / "sheet.pdf").exists()
    for words in (
        (*DAYS, "--format", "csv", "-o", str(tmp_path / "a.xls")),
        ("export", "-o", str(tmp_path / "e.csv")),
        ("review", "--format", "png", "-o", str(tmp_path / "r.pdf")),
    ):
        assert "Nothing was written" in billed(*words).sentence, words
    assert list(tmp_path.glob("*.*")) == []


def test_options_of_the_format_are_taken_and_others_refused(billed: CommandLine) -> None:
    local = billed(*DAYS, "--option", "times=local", "--option", "separator=semicolon").out
    assert ";2026-11-23T08:00:00+00:00;2026-11-23T08:40:00+00:00;" in local
    said = billed(*DAYS, "--format", "harvest", "--option", "times=local").sentence
    assert said == (
        "Harvest has no option times=local. Nothing was exported; choose from: formulas=guard|keep."
    )


def test_who_is_found_by_an_address_is_told_to_give_one(
    billed: CommandLine, tmp_path: Path
) -> None:
    words = (*DAYS, "--format", "toggl", "-o", str(tmp_path / "t.csv"))
    assert billed(*words).err.startswith("Toggl finds you by your email address")
    billed("set", "my_addresses", "robin@example.org")
    assert billed(*words).err == ""
    assert "robin@example.org" in (tmp_path / "t.csv").read_text("utf-8-sig")


def test_an_image_that_is_gone_stops_the_pdf_and_nothing_else(
    billed: CommandLine, tmp_path: Path
) -> None:
    billed("set", "letterhead_image", str(tmp_path / "logo.png"))
    assert billed(*DAYS).code == 0
    said = billed(*DAYS, "--format", "pdf").sentence
    assert "Nothing was exported" in said
    assert "whole path of a file" in billed("set", "letterhead_image", "logo.png").sentence
