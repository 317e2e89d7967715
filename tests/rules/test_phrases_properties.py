"""What holds for every text: the reader never raises, never returns an impossible date, always answers."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.phrases import Reading, read
from rules.phrases.words import VOCABULARY

WORDS = sorted({word for spellings in VOCABULARY.values() for word in spellings})
PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from([*"/-.,;:()…\n·+|"]),
    st.sampled_from(["15/6", "31/2", "I", "l", "IV", "2021", "16h00", "báo cáo", "0", "99"]),
    st.integers(0, 40).map(str),
)
TEXTS = st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=25).map(" ".join))
YEARS = st.one_of(st.none(), st.integers(1990, 2090))
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2090, 12, 31))


def dates_of(reading: Reading) -> list[dt.date]:
    names = ("date", "start", "end", "alternative")
    found: list[Any] = [deadline.get(name) for deadline in reading.deadlines for name in names]
    return [dt.date.fromisoformat(value) for value in found if value is not None]


@settings(max_examples=400, deadline=None)
@given(TEXTS, YEARS)
def test_any_text_gives_deadlines_or_a_reason_and_only_real_dates(text: str, year: int | None) -> None:
    reading = read(text, year)
    assert reading.deadlines or reading.problems
    assert all(isinstance(day, dt.date) for day in dates_of(reading))
    assert json.loads(json.dumps(reading.deadlines)) == list(reading.deadlines)


@settings(max_examples=400, deadline=None)
@given(TEXTS, YEARS)
def test_no_span_ends_before_it_starts(text: str, year: int | None) -> None:
    spans = [deadline for deadline in read(text, year).deadlines if deadline["kind"] == "period"]
    assert all(str(span["start"]) <= str(span["end"]) for span in spans)


@given(DAYS, st.sampled_from(["{0.day}/{0.month}/{0.year}", "{0.day:02}.{0.month:02}.{0.year}",
                              "{0.day}-{0.month}-{0.year}", "{0.day} / {0.month}//{0.year}",
                              "{0.day} tháng {0.month} năm {0.year}"]))  # fmt: skip
def test_every_date_is_read_back_in_every_spelling(day: dt.date, spelling: str) -> None:
    reading = read("trước ngày " + spelling.format(day), 2021)
    assert reading.deadlines == ({"kind": "by", "date": day.isoformat(), "strict": True},)


@given(DAYS, DAYS)
def test_every_span_of_full_dates_is_read_back(one: dt.date, other: dt.date) -> None:
    start, end = sorted((one, other))
    reading = read(f"Từ ngày {start:%d/%m/%Y} đến ngày {end:%d/%m/%Y}", 2021)
    assert [(d["start"], d["end"]) for d in reading.deadlines] == [(start.isoformat(), end.isoformat())]


@given(st.integers(32, 99), st.integers(1, 12))
def test_a_day_that_no_month_has_is_never_a_deadline(day: int, month: int) -> None:
    reading = read(f"trước ngày {day}/{month}/2021", 2021)
    assert not reading.deadlines
    assert reading.problems
