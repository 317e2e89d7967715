"""What a deadline is called: the period of a recurring one, the document of one from an event."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.called import full_title, one_of_many, period_words
from rules.days.periods import periods_of
from rules.plan import Deadline, DeadlineSpec, Every, Plan, Task

TASK = Task(Plan("p", "Kế hoạch", 2024), "I.1", "I", "Việc", "Báo cáo")
MONTHLY = DeadlineSpec("hang-thang", "recurring", label="tháng", every="month")


def deadline(spec: DeadlineSpec, suffix: str = "", **changes: object) -> Deadline:
    made = Deadline(f"p/I.1/{spec.slug}{suffix}", TASK, spec, None, None, strict=False, start=None)
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "suffix, words",
    [
        ("2024-01", "tháng 01/2024"),
        ("2024-10", "tháng 10/2024"),
        ("2024-03", "tháng 3/2024"),
        ("2024-q1", "quý I/2024"),
        ("2024-q4", "quý IV/2024"),
        ("2024-h1", "6 tháng đầu năm 2024"),
        ("2024-h2", "6 tháng cuối năm 2024"),
        ("2024", "năm 2024"),
        ("2024-w05", "tuần 05/2024"),
        ("2024-q1-02", "quý I/2024, tháng 02"),
        ("han", None),
        ("bao-cao-quy-i", None),
        ("3", None),
        ("2024-13", None),
        ("2024-q5", None),
        ("2024-h0", None),
    ],
)
def test_a_period_is_told_from_the_end_of_the_id(suffix: str, words: str | None) -> None:
    assert period_words(f"cchc-2024/I.5/{suffix}") == words
    assert period_words(f"cchc-2024/I.5/bao-cao/{suffix}") == words


@given(st.sampled_from(("week", "month", "quarter", "half-year", "year")), st.integers(2019, 2027))
def test_every_period_of_a_year_has_words_of_its_own(every: Every, year: int) -> None:
    labels = [period.label for period in periods_of(DeadlineSpec("s", "recurring", every=every), year)]
    words = [period_words(f"p/I.1/{label}") for label in labels]
    assert None not in words
    assert len(set(words)) == len(labels)


def test_a_recurring_deadline_is_named_with_its_period() -> None:
    assert full_title(deadline(MONTHLY, "/2024-01")) == "Báo cáo: tháng (tháng 01/2024)"


def test_a_deadline_from_an_event_is_named_with_the_date_of_its_document() -> None:
    spec = DeadlineSpec("han", "after_event", n=3, unit="working_day")
    received = deadline(spec, event_on=dt.date(2021, 5, 3))
    assert full_title(received) == "Báo cáo (văn bản ngày 03/5/2021)"
    assert one_of_many(deadline(spec, waiting=True)) is None


def test_a_slug_that_looks_like_a_period_is_none() -> None:
    assert full_title(deadline(DeadlineSpec("2024-q1", "by"))) == "Báo cáo"
