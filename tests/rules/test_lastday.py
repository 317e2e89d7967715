"""From what the plan prints to the last working day in time, with the reasons."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.days.calendar import OfficialYear, OutOfCalendar, WorkCalendar
from rules.days.lastday import Event, deadlines_of, extended, reasons_for
from rules.days.periods import IncompleteSpec
from rules.plan import Deadline, DeadlineSpec, EventUnit, Kind, Plan, Reason, Task

CORPUS = Path(__file__).parents[1] / "corpus"
HOLIDAYS = json.loads((CORPUS / "holidays_vn.json").read_text("utf-8"))
DATES = {
    int(year): tuple(frozenset(map(dt.date.fromisoformat, texts)) for texts in listed.values())
    for year, listed in HOLIDAYS.items()
}
CALENDAR = WorkCalendar(OfficialYear(y, f"TB {y}", True, off, worked) for y, (off, worked) in DATES.items())
TASK = Task(
    plan=Plan("cchc-2021", "Kế hoạch CCHC năm 2021", 2021),
    key="I.5",
    group="I",
    title="Báo cáo",
    short="Báo cáo",
)
INCLUSIVE = replace(TASK, plan=replace(TASK.plan, inclusive=True))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def spec(kind: Kind, **keys: Any) -> DeadlineSpec:
    return DeadlineSpec(**{"slug": "han", "kind": kind, **keys})


def before(text: str, **keys: Any) -> DeadlineSpec:
    return spec("by", date=day(text), strict=True, **keys)


def term(n: int, unit: EventUnit, **keys: Any) -> DeadlineSpec:
    return spec("after_event", n=n, unit=unit, event="ngày nhận hồ sơ", **keys)


def only(what: DeadlineSpec, *events: Event, task: Task = TASK) -> Deadline:
    (deadline,) = deadlines_of(task, what, CALENDAR, events)
    return deadline


def due(on: str, n: int, unit: EventUnit) -> str:
    last = only(term(n, unit, once=True), Event(day(on))).last_day
    assert last is not None
    return last.isoformat()


def told(deadline: Deadline) -> list[tuple[str | None, str]]:
    return [(r.day.isoformat() if r.day else None, r.text) for r in reasons_for(deadline, CALENDAR)]


# Dates the plan prints.


@pytest.mark.parametrize(
    "date, last",
    [("2021-03-10", "2021-03-09"), ("2021-12-05", "2021-12-03"), ("2021-05-04", "2021-04-29")],
)
def test_before_a_date_means_the_last_working_day_before_it(date: str, last: str) -> None:
    deadline = only(before(date))
    assert (deadline.stated, deadline.last_day, deadline.strict) == (day(date), day(last), True)


def test_a_plan_that_reads_before_inclusively_counts_the_date() -> None:
    deadline = only(before("2021-03-10"), task=INCLUSIVE)
    assert (deadline.last_day, deadline.strict) == (day("2021-03-10"), False)
    assert only(before("2021-12-05"), task=INCLUSIVE).last_day == day("2021-12-03")


def test_before_an_hour_counts_the_day_itself() -> None:
    assert only(before("2021-03-12", time=dt.time(16))).last_day == day("2021-03-12")
    assert only(before("2021-03-14", time=dt.time(16))).last_day == day("2021-03-12")


def test_a_date_without_before_counts_itself() -> None:
    assert only(spec("by", date=day("2021-03-10"))).last_day == day("2021-03-10")
    assert only(spec("by", date=day("2021-05-02"))).last_day == day("2021-04-29")


def test_a_period_ends_on_its_last_working_day() -> None:
    october = only(spec("period", start=day("2021-10-01"), end=day("2021-10-31")))
    assert (october.stated, october.last_day, october.start) == (
        day("2021-10-31"),
        day("2021-10-29"),
        day("2021-10-01"),
    )
    assert not october.strict


def test_a_deadline_carries_the_id_of_its_task_and_slug() -> None:
    assert only(before("2021-03-10", slug="bao-cao-quy-i")).id == "cchc-2021/I.5/bao-cao-quy-i"
    assert only(before("2021-03-10")).id == "cchc-2021/I.5/han"


def test_every_dated_reading_of_the_2021_plan_gets_a_last_day_in_time() -> None:
    rows = [json.loads(line) for line in (CORPUS / "seed_rows.jsonl").read_text("utf-8").splitlines()]
    read = [expect for row in rows for expect in row["expect"]]
    dated = [only(spec_of(expect)) for expect in read if expect["kind"] in ("by", "period")]
    assert len(read) == 53
    for deadline in dated:
        assert deadline.last_day is not None
        assert deadline.stated is not None
        assert CALENDAR.is_working(deadline.last_day)
        assert deadline.last_day < deadline.stated + dt.timedelta(days=not deadline.strict)
        assert CALENDAR.between(deadline.last_day, deadline.stated) == (
            deadline.strict and CALENDAR.is_working(deadline.stated)
        )


def spec_of(expect: dict[str, Any]) -> DeadlineSpec:
    dated = {key: day(expect[key]) for key in ("date", "start", "end") if key in expect}
    return spec(expect["kind"], strict=expect.get("strict", False), **dated)


# Recurring ones.


def test_a_recurring_deadline_makes_one_for_each_period() -> None:
    quarters = deadlines_of(TASK, spec("recurring", every="quarter"), CALENDAR)
    assert [d.id for d in quarters] == [f"cchc-2021/I.5/2021-q{q}" for q in (1, 2, 3, 4)]
    assert [d.last_day for d in quarters][:2] == [day("2021-03-31"), day("2021-06-30")]
    assert quarters[2].start == day("2021-07-01")


def test_before_the_fifteenth_of_every_month_is_strict_each_month() -> None:
    months = deadlines_of(TASK, spec("recurring", every="month", day=15, strict=True), CALENDAR)
    assert [d.last_day for d in months][:3] == [day("2021-01-14"), day("2021-02-09"), day("2021-03-12")]


def test_before_an_hour_of_every_thursday_counts_the_thursday() -> None:
    weekly = spec("recurring", every="week", weekday=4, strict=True, time=dt.time(15))
    assert deadlines_of(TASK, weekly, CALENDAR)[0].last_day == day("2021-01-07")


# Events, directions, continuous tasks.


def test_a_term_waits_until_its_event_is_recorded() -> None:
    waiting = only(term(5, "working_day"))
    assert waiting.waiting
    assert (waiting.stated, waiting.last_day) == (None, None)


def test_each_event_makes_a_deadline_and_the_waiting_one_stays() -> None:
    events = [Event(day("2021-04-26")), Event(day("2021-02-08"))]
    found = deadlines_of(TASK, term(3, "working_day"), CALENDAR, events)
    assert [d.id.removeprefix("cchc-2021/I.5/") for d in found] == ["han", "1", "2"]
    assert [d.waiting for d in found] == [True, False, False]
    assert [d.event_on for d in found] == [None, day("2021-04-26"), day("2021-02-08")]
    assert found[2].stated == found[2].last_day == day("2021-02-18")
    assert found[1].start == day("2021-04-26")


def test_a_term_meant_once_stops_waiting_with_its_event() -> None:
    assert only(term(3, "working_day", once=True)).waiting
    assert not only(term(3, "working_day", once=True), Event(day("2021-04-26"))).waiting


@pytest.mark.parametrize(
    "on, n, last",
    [
        ("2021-04-26", 5, "2021-05-05"),
        ("2021-02-08", 3, "2021-02-18"),
        ("2026-08-20", 3, "2026-08-24"),
        ("2026-11-20", 3, "2026-11-26"),
    ],
)
def test_a_term_in_working_days_does_not_count_the_event_day(on: str, n: int, last: str) -> None:
    assert due(on, n, "working_day") == last


def test_a_term_of_no_days_ends_on_the_event_day_or_the_next_working_day() -> None:
    assert due("2021-03-10", 0, "working_day") == "2021-03-10"
    assert due("2021-03-13", 0, "working_day") == "2021-03-15"


@pytest.mark.parametrize(
    "on, n, unit, last",
    [
        ("2021-03-01", 10, "day", "2021-03-11"),
        ("2021-04-20", 10, "day", "2021-05-04"),  # 30/4 is off
        ("2021-03-01", 2, "week", "2021-03-15"),
        ("2023-01-31", 1, "month", "2023-02-28"),  # no 31/02
        ("2021-01-31", 1, "month", "2021-03-01"),  # 28/02 is a Sunday
        ("2020-02-29", 1, "year", "2021-03-01"),
        ("2021-03-10", 24, "hour", "2021-03-11"),
        ("2021-03-10", 25, "hour", "2021-03-12"),
        ("2021-03-11", 48, "hour", "2021-03-15"),
    ],
)
def test_a_calendar_term_that_ends_on_a_day_off_runs_on(on: str, n: int, unit: EventUnit, last: str) -> None:
    assert due(on, n, unit) == last


def test_a_direction_from_above_sets_the_date_it_waits_for() -> None:
    what = spec("external", by="theo chỉ đạo của UBND tỉnh")
    assert only(what).waiting
    assert only(what, Event(day("2021-04-01"))).waiting
    dated = only(what, Event(day("2021-04-01"), "123/UBND", day("2021-05-02")), Event(day("2021-04-05")))
    assert (dated.id, dated.waiting, dated.start) == ("cchc-2021/I.5/han", False, day("2021-04-01"))
    assert (dated.stated, dated.last_day) == (day("2021-05-02"), day("2021-04-29"))


def test_the_latest_direction_holds() -> None:
    events = [
        Event(day("2021-04-01"), until=day("2021-05-20")),
        Event(day("2021-05-10"), until=day("2021-06-01")),
    ]
    assert only(spec("external"), *events).stated == day("2021-06-01")


def test_a_continuous_task_has_no_last_day_and_does_not_wait() -> None:
    deadline = only(spec("continuous", start=day("2021-01-01")))
    assert (deadline.last_day, deadline.stated, deadline.waiting) == (None, None, False)
    assert deadline.start == day("2021-01-01")


def test_an_extension_counts_the_day_it_grants() -> None:
    granted = extended(only(before("2021-03-10")), day("2021-05-02"), CALENDAR, day("2021-03-08"))
    assert (granted.stated, granted.last_day, granted.strict) == (day("2021-05-02"), day("2021-04-29"), False)
    assert (granted.id, granted.start) == ("cchc-2021/I.5/han", day("2021-03-08"))
    assert told(granted)[0] == ("2021-05-02", "được gia hạn đến hết ngày 02/5/2021")
    assert told(granted)[-1] == ("2021-04-29", "ngày làm việc cuối cùng trong hạn")


@pytest.mark.parametrize(
    "what, key",
    [
        (spec("by"), "date"),
        (spec("period", start=day("2021-01-01")), "end"),
        (spec("after_event", unit="day"), "n"),
        (spec("after_event", n=3), "unit"),
        (spec("recurring"), "every"),
    ],
)
def test_a_spec_that_lacks_what_its_kind_needs_is_refused_in_words(what: DeadlineSpec, key: str) -> None:
    with pytest.raises(IncompleteSpec, match=f"thiếu khóa {key}"):
        deadlines_of(TASK, what, CALENDAR)


@pytest.mark.parametrize("unit", ["working_day", "day", "week", "month", "year", "hour"])
def test_a_term_that_leaves_the_calendar_is_refused(unit: EventUnit) -> None:
    with pytest.raises(OutOfCalendar):
        only(term(10**9, unit, once=True), Event(day("2021-03-10")))


# Reasons.


def test_a_strict_date_tells_the_days_it_goes_back_over() -> None:
    reasons = reasons_for(only(before("2021-05-04")), CALENDAR)
    assert [(r.day, r.text, r.basis) for r in reasons] == [
        (day("2021-05-04"), "ngày ghi trong kế hoạch, không tính trong hạn", "đọc chặt chữ “trước”"),
        (day("2021-05-03"), "nghỉ bù dịp lễ 30/4 và 01/5", "TB 2021"),
        (day("2021-05-02"), "Chủ nhật", "Quyết định số 188/1999/QĐ-TTg"),
        (day("2021-05-01"), "thứ Bảy", "Quyết định số 188/1999/QĐ-TTg"),
        (day("2021-04-30"), "nghỉ lễ Ngày Chiến thắng", "TB 2021"),
        (day("2021-04-29"), "ngày làm việc cuối cùng trong hạn", None),
    ]


def test_an_inclusive_date_on_a_day_off_names_the_civil_code_for_information_only() -> None:
    reasons = reasons_for(only(spec("by", date=day("2021-12-05"))), CALENDAR)
    assert reasons[-2].day == day("2021-12-06")
    assert reasons[-2].basis == "BLDS 2015 Điều 148 khoản 5"
    assert "chỉ để tham khảo" in reasons[-2].text
    assert reasons[-1].day == day("2021-12-03")


def test_an_hour_says_that_the_day_counts() -> None:
    assert told(only(before("2021-03-12", time=dt.time(16)))) == [
        ("2021-03-12", "ngày ghi trong kế hoạch, trước 16 giờ 00; ngày này tính trong hạn"),
        ("2021-03-12", "ngày làm việc cuối cùng trong hạn"),
    ]


def test_an_inclusive_plan_says_that_it_chose_so() -> None:
    first = reasons_for(only(before("2021-03-10"), task=INCLUSIVE), CALENDAR)[0]
    assert first.basis == "kế hoạch đọc chữ “trước” là tính cả ngày ghi"


def test_a_month_without_its_day_says_so() -> None:
    february = deadlines_of(TASK, spec("recurring", every="month", day=30), CALENDAR)[1]
    assert told(february)[0] == ("2021-02-28", "tháng 02/2021 không có ngày 30, tính đến ngày cuối tháng")


def test_a_counted_term_tells_every_day() -> None:
    deadline = only(term(3, "working_day", once=True), Event(day("2026-08-20")))
    assert told(deadline) == [
        ("2026-08-20", "ngày xảy ra sự kiện, không tính"),
        ("2026-08-21", "ngày làm việc thứ 1/3"),
        ("2026-08-22", "thứ Bảy, làm bù theo TB 2026; ngày làm việc thứ 2/3"),
        ("2026-08-23", "Chủ nhật"),
        ("2026-08-24", "ngày làm việc thứ 3/3"),
    ]


def test_a_calendar_term_tells_the_missing_day_and_the_days_off_it_runs_over() -> None:
    reasons = reasons_for(only(term(1, "month", once=True), Event(day("2021-01-31"))), CALENDAR)
    assert [(r.day, r.text, r.basis) for r in reasons] == [
        (day("2021-01-31"), "ngày xảy ra sự kiện, không tính", "BLDS 2015 Điều 147"),
        (
            day("2021-02-28"),
            "tháng 02/2021 không có ngày 31, thời hạn kết thúc vào ngày cuối tháng",
            "BLDS 2015 Điều 148",
        ),
        (day("2021-02-28"), "hết 01 tháng kể từ ngày tiếp theo", "BLDS 2015 Điều 148"),
        (day("2021-02-28"), "Chủ nhật", "Quyết định số 188/1999/QĐ-TTg"),
        (day("2021-03-01"), "kết thúc vào ngày làm việc tiếp theo", "BLDS 2015 Điều 148 khoản 5"),
    ]


def test_a_deadline_without_a_date_says_what_it_waits_for() -> None:
    assert told(only(term(5, "working_day"))) == [
        (None, "chưa xác định thời hạn: 05 ngày làm việc kể từ ngày nhận hồ sơ")
    ]
    assert told(only(spec("external", by="Theo chỉ đạo của UBND tỉnh"))) == [
        (None, "chưa xác định thời hạn: Theo chỉ đạo của UBND tỉnh")
    ]
    assert told(only(spec("continuous"))) == [(None, "nhiệm vụ thường xuyên, kế hoạch không ghi thời hạn")]


@given(
    st.dates(dt.date(2019, 2, 1), dt.date(2027, 10, 1)),
    st.integers(0, 60),
    st.sampled_from(["working_day", "day", "week", "hour"]),
)
def test_the_last_reason_of_a_term_is_its_last_day(on: dt.date, n: int, unit: EventUnit) -> None:
    deadline = only(term(n, unit, once=True), Event(on))
    assert reasons_for(deadline, CALENDAR)[-1].day == deadline.last_day
    assert deadline.last_day is not None
    assert CALENDAR.is_working(deadline.last_day)
    assert deadline.last_day >= on


@given(st.dates(dt.date(2019, 2, 1), dt.date(2027, 12, 31)), st.booleans())
def test_the_reasons_of_a_date_run_back_without_a_gap_to_the_last_day(date: dt.date, strict: bool) -> None:
    deadline = only(spec("by", date=date, strict=strict))
    reasons: tuple[Reason, ...] = reasons_for(deadline, CALENDAR)
    days = {reason.day for reason in reasons}
    assert deadline.last_day is not None
    span = (date - deadline.last_day).days
    assert {date - dt.timedelta(days=k) for k in range(span + 1)} <= days
    assert reasons[-1].day == deadline.last_day
