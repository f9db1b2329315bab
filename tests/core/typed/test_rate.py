"""What an hour costs is typed freely and shown as it may be typed again."""

from __future__ import annotations

import pytest

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.gettext import LocaleStyle, use
from mle_planner.core.typed.rate import money_text, rate_text, read_rate


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("120", "120"),
        (" 120 eur ", "120 EUR"),
        ("€95,5", "95.50 €"),
        ("95.50 EUR/h", "95.50 EUR"),
        ("", ""),
        ("0", "0"),
    ],
)
def test_a_rate_is_read(text: str, shown: str) -> None:
    assert rate_text(read_rate(text)) == shown
    assert read_rate(rate_text(read_rate(text))) == read_rate(text)


@pytest.mark.parametrize("text", ["many", "12 EUR 5", "€5 EUR", "1.234.5", "-5", "100000.01"])
def test_what_is_no_rate_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(PlannerError, match="Nothing was changed"):
        read_rate(text)


def test_amounts_are_whole_or_have_two_places() -> None:
    assert (money_text(12_000, "EUR"), money_text(12_005, "")) == ("120.00 EUR", "120.05")
    assert money_text(-4_750, "EUR") == "−47.50 EUR"


def test_amounts_have_the_separators_of_the_language_and_rates_only_the_point() -> None:
    """A rate is typed again as it is shown: "1,200" would be read as one with decimals."""
    assert money_text(123_456_750, "EUR") == "1,234,567.50 EUR"
    assert rate_text(read_rate("1200 EUR")) == "1200 EUR"
    use(LocaleStyle("de"))
    assert money_text(123_456_750, "EUR") == "1.234.567,50 EUR"
    assert rate_text(read_rate("95.50 EUR")) == "95,50 EUR"
