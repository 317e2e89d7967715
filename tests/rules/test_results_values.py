"""What a cell of a results sheet means, however it was typed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.results.sheet import BadCell, Typed, Value
from rules.results.values import day_of, document_of, text_of, yes_of

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31))
FORMS = (
    "{0.day:02}/{0.month:02}/{0.year}", "{0.day}/{0.month}/{0.year}", "{0.day}.{0.month}.{1:02}",
    "{0.day:02}-{0.month:02}-{0.year}", "{0:%Y-%m-%d}", "ngày {0.day:02} tháng {0.month} năm {0.year}",
    " Ngày {0.day} / {0.month} / {0.year}. ",
)  # fmt: skip


@given(DAYS, st.sampled_from(FORMS))
def test_a_day_reads_the_same_in_every_form(day: dt.date, form: str) -> None:
    assert day_of(Typed("F1", form.format(day, day.year % 100))) == day


@given(DAYS)
def test_a_day_shown_as_a_number_is_that_day(day: dt.date) -> None:
    assert day_of(Typed("F1", float((day - dt.date(1899, 12, 30)).days))) == day


@pytest.mark.parametrize(
    "value", ["31/11/2021", "29/02/2021", "12/25/2021", "05/12", "tháng 5", "x", 12.0, True]
)
def test_what_is_no_day_is_refused_with_what_is_allowed(value: Value) -> None:
    with pytest.raises(BadCell) as refused:
        day_of(Typed("F1", value))
    assert "05/12/2021" in (refused.value.allowed or "")


@pytest.mark.parametrize("value", ["", "  ", "-", "–", None])
def test_a_dash_or_a_space_says_nothing(value: Value) -> None:
    assert (text_of(Typed("F1", value)), day_of(Typed("F1", value)), yes_of(Typed("F1", value))) == (
        None,
    ) * 3


@pytest.mark.parametrize("value", ["x", "X", "có", "Co\u0301", "✓", 1.0, True, "Không phát sinh"])
def test_a_tick_is_yes(value: Value) -> None:
    assert yes_of(Typed("F1", value)) is True


@pytest.mark.parametrize("value", ["không", "Khong", 0.0, False])
def test_no_is_no(value: Value) -> None:
    assert yes_of(Typed("F1", value)) is False


def test_a_number_of_a_document_is_its_words() -> None:
    assert document_of(Typed("G1", 123.0)) == "123"
    with pytest.raises(BadCell):
        document_of(Typed("G1", dt.date(2021, 3, 12)))
