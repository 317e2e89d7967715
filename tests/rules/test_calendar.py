"""The working calendar: which days are worked, and counting in them."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.days.calendar import OfficialYear, OutOfCalendar, WorkCalendar

CORPUS = json.loads((Path(__file__).parents[1] / "corpus" / "holidays_vn.json").read_text("utf-8"))
ONE_DAY = dt.timedelta(days=1)


def dates(texts: list[str]) -> frozenset[dt.date]:
    return frozenset(map(dt.date.fromisoformat, texts))


OFF = {int(year): dates(listed["weekdays_off"]) for year, listed in CORPUS.items()}
WORKED = {int(year): dates(listed["worked_weekend_days"]) for year, listed in CORPUS.items()}
OFFICIAL = tuple(OfficialYear(y, f"TB {y}/TB-BLĐTBXH", True, OFF[y], WORKED[y]) for y in OFF)
CALENDAR = WorkCalendar(OFFICIAL)
LIBRARY = WorkCalendar()
known_days = st.dates(dt.date(2019, 1, 1), dt.date(2027, 12, 31))
any_days = st.dates(dt.date(1901, 1, 1), dt.date(2198, 12, 31))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def truth(d: dt.date) -> bool:
    return d in WORKED[d.year] or (d.weekday() < 5 and d not in OFF[d.year])


def by_loop(calendar: WorkCalendar, d: dt.date, n: int) -> dt.date:
    step = ONE_DAY if n > 0 else -ONE_DAY
    while n:
        d += step
        if calendar.is_working(d):
            n -= step.days
    return d


@pytest.mark.parametrize("year", OFF)
def test_every_day_of_an_official_year_is_as_its_notice_says(year: int) -> None:
    days = [dt.date(year, 1, 1) + k * ONE_DAY for k in range(366)]
    wrong = [d for d in days if d.year == year and CALENDAR.is_working(d) != truth(d)]
    assert wrong == []


@pytest.mark.parametrize(
    "event, n, due",
    [
        ("2021-04-26", 5, "2021-05-05"),
        ("2021-02-08", 3, "2021-02-18"),
        ("2026-08-20", 3, "2026-08-24"),
        ("2026-11-20", 3, "2026-11-26"),
    ],
)
def test_a_count_passes_over_holidays_and_counts_worked_saturdays(event: str, n: int, due: str) -> None:
    assert CALENDAR.add(day(event), n) == day(due)


@given(known_days, st.integers(-300, 300))
def test_adding_is_the_same_as_going_day_by_day(d: dt.date, n: int) -> None:
    assert CALENDAR.add(d, n) == by_loop(CALENDAR, d, n)


@given(any_days, st.integers(-200, 200).filter(bool))
def test_between_undoes_adding_in_any_year(d: dt.date, n: int) -> None:
    assert LIBRARY.between(d, LIBRARY.add(d, n)) == n


@given(known_days, st.integers(-2000, 2000))
def test_adding_to_a_later_day_never_gives_an_earlier_one(d: dt.date, n: int) -> None:
    assert CALENDAR.add(d, n) <= CALENDAR.add(d + ONE_DAY, n)


@given(known_days, known_days)
def test_counting_is_the_same_as_looking_at_every_day(a: dt.date, b: dt.date) -> None:
    days = [a + k * ONE_DAY for k in range((b - a).days + 1)]
    assert CALENDAR.count(a, b) == sum(map(truth, days))


@given(known_days, known_days)
def test_between_leaves_out_its_start_and_holds_its_end(a: dt.date, b: dt.date) -> None:
    if a <= b:
        assert CALENDAR.between(a, b) == CALENDAR.count(a + ONE_DAY, b)
    else:
        assert CALENDAR.between(a, b) == -CALENDAR.count(b, a - ONE_DAY)


@given(known_days)
def test_the_nearest_working_days_are_the_day_itself_or_its_neighbours(d: dt.date) -> None:
    before, after = CALENDAR.on_or_before(d), CALENDAR.on_or_after(d)
    assert before <= d <= after
    assert CALENDAR.is_working(before)
    assert CALENDAR.is_working(after)
    assert CALENDAR.count(before, after) == (1 if CALENDAR.is_working(d) else 2)


@given(known_days, st.integers(-30, 30))
def test_a_walk_tells_every_day_it_passes_once_in_its_order(d: dt.date, n: int) -> None:
    walk = CALENDAR.walk(d, n)
    told = sorted([*walk.counted, *(reason.day for reason in walk.skipped if reason.day)], reverse=n < 0)
    step = ONE_DAY if n > 0 else -ONE_DAY
    assert told == [d + k * step for k in range(1, abs((walk.date - d).days) + 1)]
    assert len(walk.counted) == abs(n)
    assert walk.date == (walk.counted[-1] if n else d)


def test_adding_nothing_gives_the_day_itself_even_when_it_is_off() -> None:
    assert CALENDAR.add(day("2021-05-01"), 0) == day("2021-05-01")


def test_nothing_is_counted_when_the_range_runs_backwards() -> None:
    assert CALENDAR.count(day("2021-03-10"), day("2021-03-09")) == 0


def test_the_first_working_day_of_a_month_and_the_last_of_a_quarter() -> None:
    assert CALENDAR.first_of_month(day("2021-05-20")) == day("2021-05-04")
    assert CALENDAR.first_of_month(day("2021-01-31")) == day("2021-01-04")
    assert CALENDAR.last_of_quarter(day("2021-10-01")) == day("2021-12-31")
    assert CALENDAR.last_of_quarter(day("2022-11-24")) == day("2022-12-30")
    assert CALENDAR.last_of_quarter(day("2024-05-01")) == day("2024-06-28")


def test_the_library_alone_misses_the_exchange_of_january_2026() -> None:
    assert LIBRARY.is_working(day("2026-01-02"))
    assert not LIBRARY.is_working(day("2026-01-10"))


def test_the_official_notice_wins_over_the_library() -> None:
    assert not CALENDAR.is_working(day("2026-01-02"))
    assert CALENDAR.is_working(day("2026-01-10"))


def test_an_unconfirmed_year_lies_over_the_library() -> None:
    partly = OfficialYear(2026, "TB 9441/TB-BNV", False, dates(["2026-01-02"]), dates(["2026-01-10"]))
    calendar = WorkCalendar([partly])
    assert not calendar.is_working(day("2026-01-02"))
    assert calendar.is_working(day("2026-01-10"))
    assert not calendar.is_working(day("2026-04-30"))  # the library's
    assert calendar.is_working(day("2026-08-22"))  # the library's
    assert not calendar.confirmed(2026)


def test_an_unconfirmed_notice_can_take_back_what_the_library_says() -> None:
    taken_back = OfficialYear(2026, None, False, dates(["2026-08-22"]), dates(["2026-08-31"]))
    calendar = WorkCalendar([taken_back])
    assert not calendar.is_working(day("2026-08-22"))
    assert calendar.is_working(day("2026-08-31"))


def test_a_confirmed_year_without_days_off_has_no_holiday_at_all() -> None:
    calendar = WorkCalendar([OfficialYear(2026, "TB", True)])
    assert calendar.is_working(day("2026-04-30"))
    assert calendar.confirmed(2026)


def test_a_year_without_a_notice_is_not_confirmed() -> None:
    assert CALENDAR.official(2028) is None
    assert not CALENDAR.confirmed(2028)
    assert not CALENDAR.is_working(day("2028-01-03"))


def test_a_notice_may_exchange_a_day_of_the_year_before() -> None:
    years = (
        OfficialYear(2018, "TB 2018", True, dates(["2018-01-01"])),
        OfficialYear(2019, "CV 6519/VPCP-KGVX", True, dates(["2018-12-31"]), dates(["2019-01-05"])),
    )
    calendar = WorkCalendar(years)
    assert calendar.add(day("2018-12-28"), 1) == day("2019-01-01")
    assert calendar.why_off(day("2018-12-31")).basis == "CV 6519/VPCP-KGVX"
    assert calendar.why_off(day("2018-12-31")).text == "nghỉ hoán đổi, làm bù thứ Bảy, ngày 05/01/2019"


def test_confirmed_years_never_load_the_library() -> None:
    program = (
        "import sys, datetime as dt\n"
        "from rules.days.calendar import OfficialYear, WorkCalendar\n"
        "c = WorkCalendar([OfficialYear(2021, 'TB', True, frozenset({dt.date(2021, 4, 30)}))])\n"
        "c.walk(dt.date(2021, 4, 26), 5)\n"
        "print('holidays' in sys.modules)\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


@pytest.mark.parametrize(
    "off, text",
    [
        ("2021-05-01", "thứ Bảy"),
        ("2021-12-05", "Chủ nhật"),
        ("2021-01-01", "nghỉ lễ Tết Dương lịch"),
        ("2022-01-03", "nghỉ bù Tết Dương lịch"),
        ("2025-01-27", "nghỉ lễ Tết Nguyên đán"),
        ("2026-02-17", "nghỉ lễ Tết Nguyên đán"),
        ("2021-04-21", "nghỉ lễ Giỗ Tổ Hùng Vương"),
        ("2026-04-27", "nghỉ dịp Giỗ Tổ Hùng Vương"),
        ("2021-05-03", "nghỉ bù dịp lễ 30/4 và 01/5"),
        ("2024-04-29", "nghỉ hoán đổi, làm bù thứ Bảy, ngày 04/5/2024"),
        ("2025-05-02", "nghỉ hoán đổi, làm bù thứ Bảy, ngày 26/4/2025"),
        ("2026-01-02", "nghỉ hoán đổi, làm bù thứ Bảy, ngày 10/01/2026"),
        ("2026-08-31", "nghỉ hoán đổi, làm bù thứ Bảy, ngày 22/8/2026"),
        ("2021-09-03", "nghỉ lễ Quốc khánh"),
        ("2023-09-04", "nghỉ bù Quốc khánh"),
        ("2026-11-24", "nghỉ lễ Ngày Văn hóa Việt Nam"),
    ],
)
def test_a_day_off_says_why(off: str, text: str) -> None:
    assert CALENDAR.why_off(day(off)).text == text


def test_a_holiday_names_the_notice_it_rests_on() -> None:
    assert CALENDAR.why_off(day("2021-04-30")).basis == "TB 2021/TB-BLĐTBXH"


def test_a_saturday_worked_in_exchange_names_its_notice() -> None:
    reason = CALENDAR.why_off(day("2026-08-22"))
    assert reason.text == "thứ Bảy, làm bù theo TB 2026/TB-BLĐTBXH"
    assert reason.basis == "TB 2026/TB-BLĐTBXH"


def test_a_day_of_the_library_says_that_no_notice_stands_behind_it() -> None:
    reason = LIBRARY.why_off(day("2028-05-02"))
    assert reason.text == "nghỉ bù Ngày Chiến thắng"
    assert "chưa có thông báo chính thức" in (reason.basis or "")
    assert "chưa có thông báo chính thức" in LIBRARY.why_off(day("2025-04-26")).text
    assert LIBRARY.why_off(day("2025-05-02")).text == "nghỉ hoán đổi, làm bù thứ Bảy, ngày 26/4/2025"


@pytest.mark.parametrize("year", range(2019, 2031))
def test_no_reason_ever_repeats_the_wrong_labels_of_the_tet_days(year: int) -> None:
    days = [dt.date(year, 1, 1) + k * ONE_DAY for k in range(365)]
    texts = [LIBRARY.why_off(d).text for d in days if not LIBRARY.is_working(d)]
    assert [t for t in texts if "29 Tết" in t or "Mùng" in t] == []
    assert all(unicodedata.is_normalized("NFC", t) for t in texts)


@pytest.mark.parametrize("d", [dt.date(1899, 12, 31), dt.date(2200, 1, 1), dt.date(9999, 12, 31)])
def test_a_day_beyond_the_calendar_is_refused_in_words(d: dt.date) -> None:
    with pytest.raises(OutOfCalendar, match=f"năm {d.year} nằm ngoài lịch làm việc"):
        CALENDAR.is_working(d)


def test_a_count_that_leaves_the_calendar_is_refused() -> None:
    with pytest.raises(OutOfCalendar):
        CALENDAR.add(dt.date(2199, 12, 30), 10)
    with pytest.raises(OutOfCalendar):
        CALENDAR.add(dt.date(1900, 1, 3), -10)


def test_a_count_may_run_over_many_years() -> None:
    assert LIBRARY.add(LIBRARY.add(day("2020-06-15"), 20_000), -20_000) == day("2020-06-15")
