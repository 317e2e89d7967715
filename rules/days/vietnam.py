"""Decides what the `holidays` library says of a Vietnamese year, and what a day off is called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Set
from typing import NamedTuple

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
TET = "Tết Nguyên đán"
GIO_TO = "Giỗ Tổ Hùng Vương"
NATIONAL_DAY = "Quốc khánh"
_FIXED = {
    (1, 1): "Tết Dương lịch",
    (4, 30): "Ngày Chiến thắng",
    (5, 1): "Ngày Quốc tế Lao động",
    (9, 2): NATIONAL_DAY,
    (11, 24): "Ngày Văn hóa Việt Nam",
}


class LibraryYear(NamedTuple):
    """What the library knows of one year: days off with the words for them, and weekend days worked."""

    off: dict[dt.date, str]
    worked: frozenset[dt.date]


def library_year(year: int) -> LibraryYear:
    """The library's view of a year; empty where the library does not reach (before 1901, after 2100)."""
    # Imported here: it loads every country of the world and costs about 100 ms.
    import holidays

    # The language is named, else the words follow the machine's LANG.
    found = holidays.country_holidays("VN", years=year, language="vi", expand=False)
    worked = frozenset(day for day in found.weekend_workdays if day.year == year)
    off = {day: _library_words(found[day]) for day in found if day.year == year}
    return LibraryYear(off, worked)


def _library_words(name: str) -> str:
    # Its labels inside the Tết block ("29 Tết") are wrong in some years, so the block gets one name.
    if "Tết" in name and "Dương lịch" not in name:
        return f"nghỉ lễ {TET}"
    if "thay cho ngày" in name:
        day, month, year = map(int, name.rstrip(")").rsplit(" ", 1)[1].split("/"))
        return _exchanged_for(dt.date(year, month, day))
    if "(nghỉ bù)" in name:
        return f"nghỉ bù {name.replace('(nghỉ bù)', '').replace('Ngày Giỗ Tổ', 'Giỗ Tổ').strip()}"
    return f"nghỉ lễ {name.replace('Ngày Giỗ Tổ', 'Giỗ Tổ')}"


def spoken(day: dt.date) -> str:
    """A date as NĐ 30/2020/NĐ-CP prints it: days below 10 and months 1, 2 with a leading zero."""
    return f"{day.day:02}/{spoken_month(day)}"


def spoken_month(day: dt.date) -> str:
    """The month and year of a date in the same form: "02/2021", "3/2021"."""
    return f"{day.month:02}/{day.year}" if day.month < 3 else f"{day.month}/{day.year}"


def official_words(day: dt.date, off: Set[dt.date], worked: Set[dt.date]) -> str:
    """The words for a day off that a notice lists, derived from the date and the other listed days.

    The notices give dates and no names; BLLĐ 2019 Điều 112 gives the occasions, Điều 111 khoản 3 the days in
    lieu. Where the date alone does not tell, the words stay general rather than wrong.
    """
    fixed = _FIXED.get((day.month, day.day))
    if fixed is not None:
        return f"nghỉ lễ {fixed}"
    return _seasonal(day, off) or _exchanged(day, worked)


def _seasonal(day: dt.date, off: Set[dt.date]) -> str | None:
    month_day = (day.month, day.day)
    if month_day <= (1, 5):
        return "nghỉ bù Tết Dương lịch" if _on_weekend(day.replace(day=1)) else None
    # The first day of the lunar year lies between 21 January and 20 February.
    if (1, 15) <= month_day <= (3, 1):
        return f"nghỉ lễ {TET}"
    if _may_be_gio_to(day):
        return _gio_to(day, off)
    if (5, 2) <= month_day <= (5, 6):
        fell_on_weekend = any(_on_weekend(dt.date(day.year, *md)) for md in ((4, 30), (5, 1)))
        return "nghỉ bù dịp lễ 30/4 và 01/5" if fell_on_weekend else None
    if (9, 1) <= month_day <= (9, 6):
        return _national_day(day)
    return None


def _may_be_gio_to(day: dt.date) -> bool:
    # 10/3 of the lunar year lies between the end of March and 29 April.
    return (3, 28) <= (day.month, day.day) <= (4, 29)


def _gio_to(day: dt.date, off: Set[dt.date]) -> str | None:
    another = any(o.year == day.year and o != day and _may_be_gio_to(o) for o in off)
    if (day.month, day.day) == (4, 29) and another:
        return None  # joins the other day's weekend to 30/4, so it is exchanged
    # A Monday may be the day itself or the day in lieu of the weekend before it.
    return f"nghỉ {'dịp' if day.weekday() == 0 else 'lễ'} {GIO_TO}"


def _national_day(day: dt.date) -> str | None:
    # The day next to 2/9 came with BLLĐ 2019, in force from 2021.
    if day.year >= 2021 and day.day in (1, 3):
        return f"nghỉ lễ {NATIONAL_DAY}"
    fell_on_weekend = any(_on_weekend(day.replace(day=d)) for d in (1, 2, 3))
    return f"nghỉ bù {NATIONAL_DAY}" if fell_on_weekend else None


def _exchanged(day: dt.date, worked: Set[dt.date]) -> str:
    near = [w for w in worked if abs((w - day).days) <= 45]
    if not near:
        return "nghỉ bù hoặc hoán đổi"
    return _exchanged_for(min(near, key=lambda w: (abs((w - day).days), w)))


def _exchanged_for(worked: dt.date) -> str:
    return f"nghỉ hoán đổi, làm bù {WEEKDAYS[worked.weekday()]}, ngày {spoken(worked)}"


def _on_weekend(day: dt.date) -> bool:
    return day.weekday() >= 5
