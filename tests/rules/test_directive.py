"""Which days a directive's limit means."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.phrases.directive import NoLimit, limit_of


def days(words: str, issued: dt.date) -> list[object]:
    return [one.get("date") for one in limit_of(words, issued, issued.year).deadlines]


def test_each_date_is_the_first_after_the_document() -> None:
    issued = dt.date(2026, 12, 1)
    assert days("trước 15/12 và trước 15/01", issued) == ["2026-12-15", "2027-01-15"]


def test_a_leap_day_is_read_in_its_own_year() -> None:
    assert days("ngày 29/02", dt.date(2028, 1, 5)) == ["2028-02-29"]


def test_a_period_that_is_over_is_the_next_one() -> None:
    found = limit_of("Quý I", dt.date(2026, 12, 20), 2026)
    assert (found.deadlines[0]["end"], found.year) == ("2027-03-31", 2027)


def test_what_cannot_be_read_says_why() -> None:
    with pytest.raises(NoLimit, match="32/01"):
        limit_of("trước 32/01", dt.date(2027, 1, 11), 2027)


@given(
    st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31)), st.dates(dt.date(2021, 1, 1), dt.date(2021, 12, 31))
)
def test_no_reading_lies_before_the_document_or_more_than_a_year_after_it(
    issued: dt.date, day: dt.date
) -> None:
    (found,) = limit_of(f"ngày {day.day}/{day.month}", issued, issued.year).deadlines
    assert issued <= dt.date.fromisoformat(str(found["date"])) <= issued + dt.timedelta(days=366)
    assert "ambiguous" not in found
