"""`every` and `limit`: how a step is said again, and when that ends."""

from __future__ import annotations

from tests.small import PLAN_HEAD, action, days, lived, rule, task

BEFORE_10_3 = "{kind: by, date: 2021-03-10, strict: true}"


def test_a_step_is_repeated_in_working_days_and_the_first_counts_toward_the_limit() -> None:
    # From 18/3 each fifth working day; Giỗ Tổ 21/4, 30/4 and 03/5 are off.
    lines = lived(rule("{id: s, after: 6wd, every: 5wd, limit: 8, to: lead}"), task(BEFORE_10_3))
    assert days(lines) == ["03-18", "03-25", "04-01", "04-08", "04-15", "04-23", "05-04", "05-11"]
    assert [line["occurrence"] for line in lines] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_the_nth_is_counted_from_the_first_ones_own_day_before_it_was_moved() -> None:
    # The first one's own day is Saturday 13/3: said on Monday 15/3, the next ones on 18/3, 23/3, 29/3.
    lines = lived(rule("{id: s, after: 3d, every: 5d, limit: 4, to: lead}"), task(BEFORE_10_3))
    assert days(lines) == ["03-15", "03-18", "03-23", "03-29"]


def test_working_days_from_a_first_one_on_a_saturday_count_from_that_saturday() -> None:
    # One working day after Saturday 13/3 is the Monday to which the first one itself was moved.
    lines = lived(rule("{id: s, after: 3d, every: 1wd, limit: 3, to: lead}"), task(BEFORE_10_3))
    assert days(lines) == ["03-15", "03-15", "03-16"]
    assert lines[0]["messages"] == lines[1]["messages"]


def test_without_a_limit_a_step_after_is_repeated_until_done() -> None:
    done = action("done", "2021-03-25T10:00")
    lines = lived(rule("{id: s, after: 1wd, every: 5wd, to: lead}"), task(BEFORE_10_3), script=[done])
    assert days(lines) == ["03-11", "03-18", "03-25"]


def test_without_a_limit_a_step_after_ends_with_the_urging_of_the_plan() -> None:
    late = "{kind: by, date: 2021-12-30}"
    head = PLAN_HEAD.replace("number: null", "urge_until: 2022-01-20, number: null")
    lines = lived(
        rule("{id: s, after: 1wd, every: 5wd, to: lead}"), task(late), head=head, end="2022-12-31T23:59"
    )
    # 31/12; 03/01/2022 is off.
    assert days(lines) == ["12-31", "01-10", "01-17"]


def test_a_step_before_is_repeated_until_the_last_day() -> None:
    lines = lived(rule("{id: s, before: 10wd, every: 3wd, to: lead}"), task(BEFORE_10_3))
    assert days(lines) == ["02-23", "02-26", "03-03", "03-08"]


def test_a_repeated_step_before_may_fall_on_the_last_day_itself() -> None:
    lines = lived(rule("{id: s, before: 4wd, every: 2wd, to: lead}"), task(BEFORE_10_3))
    assert days(lines) == ["03-03", "03-05", "03-09"]


def test_a_limit_ends_a_repeated_step_before() -> None:
    lines = lived(rule("{id: s, before: 10wd, every: 3wd, limit: 2, to: lead}"), task(BEFORE_10_3))
    assert days(lines) == ["02-23", "02-26"]


def test_nothing_is_repeated_after_a_cancellation() -> None:
    cancelled = action("cancel", "2021-03-12T10:00")
    lines = lived(rule("{id: s, after: 1wd, every: 1wd, to: lead}"), task(BEFORE_10_3), script=[cancelled])
    assert days(lines) == ["03-11", "03-12"]
