"""Whatever is typed or pasted can be stored, shown and exported."""

from __future__ import annotations

import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from mle_planner.core.model.work import Project, ProjectId
from mle_planner.core.typed.title import (
    find_named,
    harmless,
    harmless_json,
    lines,
    one_line,
    title_key,
)


def test_a_title_is_one_line_without_controls() -> None:
    assert one_line("  Drift\talert\r\n paging\x00\x1b[31m ") == "Drift alert paging[31m"
    assert one_line("Zoe\u0308") == "Zo\u00eb"
    assert one_line("half \ud83e of a fox") == "half ? of a fox"
    assert one_line(" \x00\n") == ""


def test_nothing_in_a_title_turns_round_or_covers_what_stands_beside_it() -> None:
    assert one_line("\u202egnp\u202c \u2066b\u2069\u202d") == "gnp b"
    assert one_line("Z" + "\u0301" * 300) == one_line("Z" + "\u0301" * 5)
    assert (
        one_line("\u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd\u200f")
        == "\u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd\u200f"
    )


def test_a_note_keeps_its_lines() -> None:
    assert lines("First\r\nSecond\n\n  indented\x07\ttab") == "First\nSecond\n\n  indented\ttab"
    assert lines("typing\n\n") == "typing\n\n"


@given(st.text(st.characters()))
def test_what_was_made_fit_is_fit(text: str) -> None:
    for fit in (one_line(text), lines(text)):
        fit.encode("utf-8")
        assert "\0" not in fit
    assert one_line(one_line(text)) == one_line(text)
    assert lines(lines(text)) == lines(text)


@given(st.text(st.characters(exclude_categories=[])))
def test_what_is_shown_steers_nothing_and_json_keeps_its_meaning(text: str) -> None:
    for safe in (harmless(text), harmless_json(json.dumps(text, ensure_ascii=False))):
        safe.encode("utf-8")
        assert not any(unicodedata.category(letter) == "Cc" for letter in safe.strip("\n\t")
                       if letter not in "\n\t")  # fmt: skip
        assert not any("\u202a" <= letter <= "\u202e" for letter in safe)
        assert not any("\u2066" <= letter <= "\u2069" for letter in safe)
    assert json.loads(harmless_json(json.dumps(text, ensure_ascii=False))) == json.loads(
        json.dumps(text)
    )


def test_words_and_emoji_stay_whole() -> None:
    text = "שלום\u200f 👩\u200d💻 naïve\u00a0café\tx\ny"
    assert harmless(text) == text


def test_a_name_is_found_however_its_letters_are_composed_and_whatever_their_case() -> None:
    project = Project(ProjectId(1), "Gebühren neu")
    for typed in ("Gebühren neu", " gebÜhren\t neu ", unicodedata.normalize("NFD", "Gebühren neu")):
        assert find_named([project], typed) is project
    assert find_named([project], "Gebuhren neu") is None


def test_names_that_look_the_same_are_one_name() -> None:
    hebrew, greek = Project(ProjectId(1), "עברית"), Project(ProjectId(2), "Ταΐζω")
    for copied in ("\u200fעברית", "\u200eעברית\u200e", "\ufeffעברית", "עבר\u200bית"):
        assert find_named([greek, hebrew], copied) is hebrew
    assert find_named([hebrew, greek], greek.name.upper()) is greek


def test_of_names_that_look_the_same_each_is_found_by_its_own() -> None:
    plain, marked = Project(ProjectId(1), "עברית"), Project(ProjectId(2), "\u200fעברית")
    assert find_named([plain, marked], plain.name) is plain
    assert find_named([plain, marked], marked.name) is marked
    assert find_named([plain, marked], "עברית\u200f") is plain


@given(st.text(st.characters()))
def test_a_name_in_capitals_or_decomposed_has_the_same_key(text: str) -> None:
    key = title_key(text)
    assert title_key(unicodedata.normalize("NFD", text)) == key
    assert title_key(key) == key
