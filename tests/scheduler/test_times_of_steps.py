"""Every time a step may have, on the calendar of 2021 (DESIGN section 4)."""

from __future__ import annotations

import pytest

from tests.small import PLAN_HEAD, action, days, lived, rule, said, task

# Strict: the last day is Tuesday 09/3, the date stated is Wednesday 10/3.
BEFORE_10_3 = "{kind: by, date: 2021-03-10, strict: true}"
# Strict and a Sunday: the last day is Friday 03/12.
BEFORE_5_12 = "{kind: by, date: 2021-12-05, strict: true}"
WHOLE_YEAR = "{kind: period, start: 2021-01-01, end: 2021-12-31}"
FIVE_DAYS = "{kind: after_event, n: 5, unit: working_day, event: nhận công văn}"
EXTERNAL = "{kind: external, by: chỉ đạo của tỉnh}"


def when(time: str, deadline: str, start: str = "2021-01-01", head: str = PLAN_HEAD) -> list[str]:
    """Days on which a single step to the lead is said in 2021."""
    return days(lived(rule(f"{{id: s, {time}, to: lead}}"), task(deadline), start=start, head=head))


@pytest.mark.parametrize(
    ("time", "day"),
    [
        ("before: 1wd", "03-08"),
        ("before: 3wd", "03-04"),
        ("before: 10wd", "02-23"),
        ("before: 0wd", "03-09"),
        ("before: 7d", "03-02"),
    ],
)
def test_a_step_before_counts_back_from_the_last_day(time: str, day: str) -> None:
    assert when(time, BEFORE_10_3) == [day]


def test_working_days_before_the_last_day_pass_over_tet() -> None:
    # Back from Wednesday 17/02: 09, 08, 05; the days from 10 to 16/02 are off.
    assert when("before: 3wd", "{kind: by, date: 2021-02-17}") == ["02-05"]


def test_calendar_days_before_that_end_on_a_day_off_move_to_the_next_working_day() -> None:
    # Ten days before 09/3 is Saturday 27/02.
    assert when("before: 10d", BEFORE_10_3) == ["03-01"]


@pytest.mark.parametrize(
    ("time", "day"),
    [("after: 1wd", "03-11"), ("after: 6wd", "03-18"), ("after: 10wd", "03-24"), ("after: 2d", "03-12")],
)
def test_a_step_after_counts_on_from_the_stated_date(time: str, day: str) -> None:
    assert when(time, BEFORE_10_3) == [day]


def test_a_step_after_a_sunday_counts_from_the_sunday_and_not_from_the_last_day() -> None:
    assert when("after: 1wd", BEFORE_5_12) == ["12-06"]
    assert when("after: 2wd", BEFORE_5_12) == ["12-07"]


def test_calendar_days_after_that_end_on_a_day_off_move_to_the_next_working_day() -> None:
    # Three days after 10/3 is Saturday 13/3.
    assert when("after: 3d", BEFORE_10_3) == ["03-15"]


def test_the_last_day_of_a_date_with_truoc_is_the_working_day_before_it() -> None:
    assert when("on: last-day", BEFORE_10_3) == ["03-09"]
    assert when("on: last-day", BEFORE_5_12) == ["12-03"]


def test_the_stated_date_is_said_only_when_it_is_later_than_the_last_day() -> None:
    assert when("on: stated", BEFORE_10_3) == ["03-10"]
    assert when("on: stated", "{kind: by, date: 2021-03-10}") == []


def test_a_stated_date_on_a_sunday_is_said_on_monday() -> None:
    assert when("on: stated", BEFORE_5_12) == ["12-06"]


def test_with_an_hour_the_day_itself_is_the_last_one_and_there_is_no_stated_day() -> None:
    at_four = "{kind: by, date: 2021-03-12, strict: true, time: '16:00'}"
    assert when("on: last-day", at_four) == ["03-12"]
    assert when("on: stated", at_four) == []


def test_a_plan_that_reads_truoc_as_inclusive_has_no_stated_day() -> None:
    head = PLAN_HEAD.replace("number: null", "truoc_ngay: inclusive, number: null")
    assert when("on: last-day", BEFORE_10_3, head=head) == ["03-10"]
    assert when("on: stated", BEFORE_10_3, head=head) == []


def test_the_start_of_a_period_is_its_first_working_day() -> None:
    assert when("on: start", "{kind: period, start: 2021-01-01, end: 2021-03-31}") == ["01-04"]
    assert when("on: start", "{kind: period, start: 2021-05-01, end: 2021-06-30}") == ["05-04"]


def test_the_start_of_a_dated_deadline_is_the_day_it_became_known() -> None:
    assert when("on: start", BEFORE_10_3, start="2021-02-24T06:00") == ["02-24"]


def test_the_start_of_a_term_from_an_event_is_the_day_of_the_event() -> None:
    lines = lived(
        rule("{id: giao, on: start, to: lead}"),
        task(FIVE_DAYS),
        script=[action("event", "2021-04-26T06:45")],
    )
    assert [(line["deadline"], line["at"][:16], line["step"]) for line in lines] == [
        ("p/I.1/1", "2021-04-26T08:00", "giao")
    ]


def test_the_start_of_an_extended_term_is_the_day_of_the_grant() -> None:
    granted = action("extend-grant", "2021-03-08T07:00", to="2021-04-15")
    lines = lived(rule("{id: dau, on: start, to: lead}"), task(BEFORE_10_3), script=[granted])
    assert days(lines) == ["01-04", "03-08"]


def test_the_start_of_a_reopened_term_is_the_day_of_reopening_even_for_a_period() -> None:
    script = [action("done", "2021-02-01T09:00"), action("reopen", "2021-03-08T07:00")]
    quarter = "{kind: period, start: 2021-01-01, end: 2021-03-31}"
    lines = lived(rule("{id: dau, on: start, to: lead}"), task(quarter), script=script)
    assert [(at[5:10], step) for at, step, _ in said(lines)] == [("01-04", "dau"), ("03-08", "dau")]


def test_what_waits_has_no_start() -> None:
    assert when("on: start", EXTERNAL) == []


@pytest.mark.parametrize(
    ("deadline", "day"),
    [
        (BEFORE_10_3, "03-01"),
        ("{kind: by, date: 2021-05-20}", "05-04"),
        # Stated on Monday 01/3, but the last day is Friday 26/02.
        ("{kind: by, date: 2021-03-01, strict: true}", "02-01"),
    ],
)
def test_a_month_start_is_the_first_working_day_of_the_month_of_the_last_day(deadline: str, day: str) -> None:
    assert when("on: month-start", deadline) == [day]


def test_a_quarter_end_is_the_last_working_day_of_each_quarter_in_the_span() -> None:
    assert when("on: quarter-end", WHOLE_YEAR) == ["03-31", "06-30", "09-30", "12-31"]
    assert when("on: quarter-end", "{kind: period, start: 2021-04-01, end: 2021-09-30}") == ["06-30", "09-30"]


def test_a_quarter_end_after_the_date_is_not_said() -> None:
    assert when("on: quarter-end", "{kind: by, date: 2021-06-10}") == ["03-31"]


def test_a_waiting_deadline_is_told_on_the_first_working_day_of_each_month() -> None:
    assert when("on: waiting", EXTERNAL) == [
        "01-04", "02-01", "03-01", "04-01", "05-04", "06-01",
        "07-01", "08-02", "09-01", "10-01", "11-01", "12-01",
    ]  # fmt: skip


def test_a_dated_deadline_has_no_waiting_step() -> None:
    assert when("on: waiting", BEFORE_10_3) == []


def test_what_waits_has_neither_before_nor_after_nor_last_day() -> None:
    assert [when(time, EXTERNAL) for time in ("before: 3wd", "after: 1wd", "on: last-day")] == [[], [], []]


def test_a_list_of_dates_is_said_on_each_of_them() -> None:
    assert when('on: ["25/02", "28/5", "26/8", "23/11"]', WHOLE_YEAR) == ["02-25", "05-28", "08-26", "11-23"]


def test_a_date_of_the_list_that_is_off_moves_to_the_next_working_day() -> None:
    # 12/02 lies in Tết; 30/4 and the Saturday 01/5 both move to Tuesday 04/5 and are one mail.
    lines = lived(rule('{id: hoi, on: ["12/02", "30/4", "01/5"], to: lead}'), task(WHOLE_YEAR))
    assert days(lines) == ["02-17", "05-04", "05-04"]
    assert lines[1]["messages"] == lines[2]["messages"]


def test_continuous_work_has_dates_and_quarter_ends_but_no_last_day() -> None:
    continuous = "{kind: continuous}"
    assert when('on: ["25/02"]', continuous) == ["02-25"]
    assert when("on: quarter-end", continuous) == ["03-31", "06-30", "09-30", "12-31"]
    assert [when(time, continuous) for time in ("before: 3wd", "after: 1wd", "on: last-day")] == [[], [], []]
