"""Recurring deadlines: the periods of a year and the date each states."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.days.periods import IncompleteSpec, add_months, periods_of
from rules.plan import DeadlineSpec, Every


def recurring(every: Every | None, **keys: Any) -> DeadlineSpec:
    return DeadlineSpec("han", "recurring", every=every, **keys)


def stated(spec: DeadlineSpec, year: int = 2021) -> dict[str, str]:
    return {period.label: period.stated.isoformat() for period in periods_of(spec, year)}


def test_a_quarter_without_a_day_ends_on_its_last_day() -> None:
    assert stated(recurring("quarter")) == {
        "2021-q1": "2021-03-31",
        "2021-q2": "2021-06-30",
        "2021-q3": "2021-09-30",
        "2021-q4": "2021-12-31",
    }


def test_a_period_starts_on_its_first_day() -> None:
    assert [p.start.isoformat() for p in periods_of(recurring("half-year"), 2021)] == [
        "2021-01-01",
        "2021-07-01",
    ]


def test_months_halves_and_years_have_their_own_labels() -> None:
    assert list(stated(recurring("month")))[:2] == ["2021-01", "2021-02"]
    assert list(stated(recurring("half-year"))) == ["2021-h1", "2021-h2"]
    assert list(stated(recurring("year"))) == ["2021"]


def test_a_month_without_the_day_states_its_last_day() -> None:
    months = stated(recurring("month", day=30))
    assert months["2021-02"] == "2021-02-28"
    assert months["2021-03"] == "2021-03-30"
    assert stated(recurring("month", day="last"), 2024)["2024-02"] == "2024-02-29"


def test_the_day_of_the_next_month_keeps_the_label_of_the_month_reported() -> None:
    months = stated(recurring("month", day=3, next_period=True))
    assert months["2021-01"] == "2021-02-03"
    assert months["2021-12"] == "2022-01-03"


def test_the_day_of_the_next_quarter_lies_in_its_first_month() -> None:
    assert stated(recurring("quarter", day=5, next_period=True)) == {
        "2021-q1": "2021-04-05",
        "2021-q2": "2021-07-05",
        "2021-q3": "2021-10-05",
        "2021-q4": "2022-01-05",
    }
    assert stated(recurring("quarter", day="last", next_period=True))["2021-q4"] == "2022-01-31"
    assert stated(recurring("half-year", day=5, next_period=True)) == {
        "2021-h1": "2021-07-05",
        "2021-h2": "2022-01-05",
    }


def test_a_day_without_months_lies_in_the_last_month_of_the_period() -> None:
    assert stated(recurring("quarter", day=20))["2021-q1"] == "2021-03-20"
    assert stated(recurring("half-year", day=15))["2021-h1"] == "2021-06-15"
    assert stated(recurring("year", day=5)) == {"2021": "2021-12-05"}


def test_named_months_hold_the_day() -> None:
    assert stated(recurring("quarter", day=20, months=(3, 6, 9, 12)))["2021-q3"] == "2021-09-20"
    assert stated(recurring("quarter", day=10, months=(2, 5, 8, 11)))["2021-q1"] == "2021-02-10"
    named = stated(recurring("quarter", day=5, months=(2, 5, 8, 11), next_period=True))
    assert named["2021-q4"] == "2022-02-05"


def test_a_period_without_any_named_month_has_no_deadline() -> None:
    assert list(stated(recurring("quarter", day=10, months=(3, 6, 9)))) == ["2021-q1", "2021-q2", "2021-q3"]
    assert list(stated(recurring("month", day=15, months=(6, 12)))) == ["2021-06", "2021-12"]


def test_several_named_months_in_one_period_lose_none() -> None:
    assert stated(recurring("year", day=15, months=(6, 12))) == {
        "2021-06": "2021-06-15",
        "2021-12": "2021-12-15",
    }


def test_a_yearly_date_may_lie_in_the_year_before_or_after() -> None:
    (before,) = periods_of(recurring("year", month=12, day=30, year_offset=-1), 2021)
    assert (before.label, before.stated, before.start) == ("2021", dt.date(2020, 12, 30), dt.date(2020, 1, 1))
    assert stated(recurring("year", month=1, day=15, next_period=True)) == {"2021": "2022-01-15"}
    assert stated(recurring("year", day=15, next_period=True)) == {"2021": "2022-01-15"}


def test_a_yearly_month_without_a_day_is_that_month() -> None:
    (april,) = periods_of(recurring("year", month=4), 2021)
    assert (april.start, april.stated) == (dt.date(2021, 4, 1), dt.date(2021, 4, 30))


def test_a_week_belongs_to_the_year_of_its_iso_number() -> None:
    fridays = stated(recurring("week", weekday=5))
    assert len(fridays) == 52
    assert fridays["2021-w01"] == "2021-01-08"
    assert fridays["2021-w52"] == "2021-12-31"
    assert len(stated(recurring("week"), 2020)) == 53
    assert stated(recurring("week"))["2021-w05"] == "2021-02-07"


def test_a_weekly_day_may_lie_in_the_next_week() -> None:
    assert stated(recurring("week", weekday=1, next_period=True))["2021-w01"] == "2021-01-11"


def test_a_spec_without_its_rhythm_is_refused_in_words() -> None:
    with pytest.raises(IncompleteSpec, match="thiếu khóa every"):
        periods_of(recurring(None), 2021)


@given(
    st.sampled_from(get_args(Every)),
    st.none() | st.integers(1, 31) | st.just("last"),
    st.booleans(),
    st.integers(1901, 2190),
)
def test_every_period_has_a_label_of_its_own_and_a_date_not_before_its_start(
    every: Every, on: Any, next_period: bool, year: int
) -> None:
    periods = periods_of(recurring(every, day=on, next_period=next_period), year)
    assert len({p.label for p in periods}) == len(periods) >= 1
    assert all(p.start <= p.stated for p in periods)
    assert list(periods) == sorted(periods, key=lambda p: p.stated)


@given(st.dates(dt.date(1902, 1, 1), dt.date(2190, 1, 1)), st.integers(-12, 120))
def test_a_month_on_is_the_same_day_or_the_last_of_a_shorter_month(date: dt.date, n: int) -> None:
    moved = add_months(date, n)
    assert (moved.year - date.year) * 12 + moved.month - date.month == n
    assert moved.day == min(date.day, calendar.monthrange(moved.year, moved.month)[1])
