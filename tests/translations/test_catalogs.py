"""The catalogs hold the texts of the code, translated so that they can be filled in."""

from __future__ import annotations

import re
import string
from functools import cache

import pytest
from babel.messages.catalog import Message

from tests.translations.catalogs import (
    TEMPLATE,
    TRANSLATED,
    as_mo,
    as_po,
    extracted,
    is_translated,
    mo_path,
    po_path,
    read,
    updated,
)

pytestmark = pytest.mark.slow


HOW = "run: python -m tests.translations.update"
COMPLETE = ("de", "he")


def texts(message: Message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (message.id,)


def said(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def placeholders(text: str) -> frozenset[tuple[str, str, str]]:
    """Return the names that are filled into a text, each with how it is written."""
    return frozenset(
        (name, form or "", conversion or "")
        for _literal, name, form, conversion in string.Formatter().parse(text)
        if name is not None
    )


@cache
def messages(language: str) -> list[Message]:
    return [message for message in read(po_path(language), language) if message.id]


def test_the_template_holds_the_texts_of_the_code() -> None:
    assert TEMPLATE.read_bytes() == as_po(extracted()), HOW


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalog_holds_the_texts_of_the_template(language: str) -> None:
    assert po_path(language).read_bytes() == as_po(updated(language, read(TEMPLATE))), HOW


@pytest.mark.parametrize("language", COMPLETE)
def test_every_text_is_translated_and_none_is_guessed(language: str) -> None:
    missing = [texts(each)[0] for each in messages(language) if not is_translated(each)]
    assert missing == [], missing
    assert [each.id for each in messages(language) if each.fuzzy] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_is_filled_in_like_its_text(language: str) -> None:
    """A form for one may say the number in words."""
    count = {("count", "", "")}
    wrong = []
    for message in messages(language):
        if not is_translated(message):
            continue
        wanted = frozenset().union(*map(placeholders, texts(message)))
        for form in said(message):
            found = placeholders(form)
            may_lack = count if isinstance(message.id, tuple) else set()
            if found - wanted or wanted - found - may_lack:
                wrong.append((texts(message)[0], form))
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_last_form_says_the_number(language: str) -> None:
    """The forms before it are for one and two; every other count has only this one."""
    for message in messages(language):
        if isinstance(message.id, tuple) and "{count}" in message.id[1]:
            assert "{count}" in said(message)[-1] or not is_translated(message), message.id


@pytest.mark.parametrize(("language", "rule"), [("de", "n != 1"), ("he", "n == 1 ? 0 : n == 2")])
def test_counting_follows_the_rule_of_the_language(language: str, rule: str) -> None:
    catalog = read(po_path(language), language)
    assert rule in catalog.plural_expr
    forms = [said(each) for each in messages(language) if isinstance(each.id, tuple)]
    assert forms
    assert {len(each) for each in forms} == {catalog.num_plurals}


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_the_planner_reads_is_made_from_what_is_translated(language: str) -> None:
    assert mo_path(language).read_bytes() == as_mo(read(po_path(language), language)), HOW


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_ends_of_a_text_are_kept(language: str) -> None:
    """Spaces and line ends at either end join a text to another."""
    for message in messages(language):
        if not is_translated(message):
            continue
        for text, form in zip(texts(message), said(message), strict=False):
            assert (text[-1:] == "\n") == (form[-1:] == "\n"), text
            assert (text[:1] == " ") == (form[:1] == " "), text
            assert text.count("\n") == form.count("\n"), text


def test_hebrew_has_one_word_for_a_goal_and_another_for_a_due_date() -> None:
    """Both stand on one card: one word for both would not tell which is meant."""
    texts = [(str(one.id), str(one.string)) for one in read(po_path("he"), "he") if one.id]
    goals = [text for said, text in texts if re.search(r"\bgoal\b", said, re.IGNORECASE)]
    dues = [text for said, text in texts if re.search(r"\bdue\b", said, re.IGNORECASE)]
    assert goals
    assert [text for text in goals if re.search("יעד(?!רות)", text) and text not in dues] == []
    assert [text for text in dues if "מכס" in text and text not in goals] == []
