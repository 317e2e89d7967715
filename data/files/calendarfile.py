"""Decides what data/calendar.yaml says of each year: the official notices, or every problem of them.

Codes of the calendar: C520 a date of another year, C521 off and worked at once, C522 a worked day that is no
weekend day; W921 a day off on a weekend, W924 a notice of a part of the year.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from rules.days.calendar import FIRST_YEAR, LAST_YEAR, OfficialYear
from rules.days.vietnam import spoken
from rules.problem import Problem, most
from rules.syntax.fields import Day, FileShape, Word, fault, filled_map, one_or_more, read_day, shown, text_of
from rules.syntax.listed import value_at
from rules.syntax.shape import validate
from rules.syntax.told import text
from rules.yaml.text import Document, parse

Days: TypeAlias = Annotated[tuple[Day, ...], one_or_more]


def read_year(value: object) -> int:
    """A year the calendar reaches."""
    year = text_of(value)
    if not (year.isascii() and year.isdecimal() and len(year) == 4 and FIRST_YEAR <= int(year) <= LAST_YEAR):
        raise fault("06", f"{shown(year)} không phải là năm từ {FIRST_YEAR} đến {LAST_YEAR}", "ví dụ: 2026")
    return int(year)


def _is_year(written: object) -> bool:
    with suppress(PydanticCustomError):
        return bool(read_year(written))
    return False


def read_confirmed(value: object) -> bool | Literal["partly"]:
    """true, false, or `partly`: a notice of some of the year's days, which lie over the library's."""
    if value == "partly" or isinstance(value, bool):
        return value
    said = f"khóa “confirmed” phải là true, false hoặc partly, không phải {shown(value)}"
    raise fault("03", said, "true: thông báo đủ cả năm; partly: mới có thông báo một phần")


Confirmed: TypeAlias = Annotated[
    bool | Literal["partly"],
    PlainValidator(read_confirmed),
    WithJsonSchema({"enum": [True, False, "partly"]}),
]


TOLD_YEAR = text("(19|20|21)[0-9][0-9]", f"năm viết bằng bốn chữ số, từ {FIRST_YEAR} đến {LAST_YEAR}")
Year: TypeAlias = Annotated[int, PlainValidator(read_year), WithJsonSchema(TOLD_YEAR)]


class YearShape(FileShape):
    """The official notice of one year."""

    notice: Word | None = Field(
        None,
        description="Số, ký hiệu văn bản thông báo nghỉ, được dẫn lại khi giải thích một thời hạn. "
        "Ví dụ: TB 9441/TB-BNV.",
    )
    confirmed: Confirmed | None = Field(
        None,
        description="true: thông báo đủ cả năm, thay hẳn lịch của thư viện; partly: mới có thông báo một "
        "phần, các ngày "
        "khác theo thư viện; false: chưa có thông báo. Mặc định: false. Ví dụ: true.",
    )
    off: Days = Field(
        (),
        description="Ngày nghỉ rơi vào thứ Hai đến thứ Sáu, kể cả nghỉ bù, hoán đổi. Ví dụ: [2026-01-01, "
        "2026-01-02].",
    )
    worked: Days = Field((), description="Ngày thứ Bảy, Chủ nhật đi làm bù. Ví dụ: [2026-01-10].")


class CalendarShape(FileShape):
    """data/calendar.yaml."""

    years: Annotated[dict[Year, YearShape], BeforeValidator(filled_map)] = Field(
        description="Lịch nghỉ của từng năm theo thông báo chính thức. Ví dụ: {2026: {confirmed: true, "
        "off: [2026-01-01]}}."
    )


def read_calendar(file: str, text: str) -> tuple[tuple[OfficialYear, ...] | None, list[Problem]]:
    """The official years of a calendar file, or None and its errors; warnings come with either."""
    return years_of(parse(file, text))


def years_of(document: Document) -> tuple[tuple[OfficialYear, ...] | None, list[Problem]]:
    """As `read_calendar`, of a file that is parsed already."""
    if document.broken:
        return None, list(document.problems)
    shape, found = validate(CalendarShape, document, "C5")
    problems = [*document.problems, *found, *most(_of_days(document))]
    if shape is None or any(problem.level == "error" for problem in problems):
        return None, problems
    return tuple(_official(year, notice) for year, notice in shape.years.items()), problems


def _official(year: int, shape: YearShape) -> OfficialYear:
    return OfficialYear(
        year, shape.notice, shape.confirmed is True, frozenset(shape.off), frozenset(shape.worked)
    )


def _of_days(document: Document) -> Iterator[Problem]:
    """What is wrong with single days, on plain values of any shape."""
    years = value_at(document, ("years",))
    for year, notice in years.items() if isinstance(years, dict) else ():
        seen: dict[dt.date, str] = {}
        yield from _of_partial(document, year, notice)
        # A year that cannot be read is one mistake: none of its days can be told to stand in another.
        told = _is_year(year)
        for key in ("off", "worked") if told else ():
            days = notice.get(key) if isinstance(notice, dict) else None
            for number, written in enumerate(days if isinstance(days, list) else [days]):
                # A day that cannot be read is reported by the shape.
                with suppress(PydanticCustomError):
                    yield from _of_day(document, ("years", year, key, number), read_day(written), seen)


def _of_partial(document: Document, year: str, notice: object) -> Iterator[Problem]:
    if isinstance(notice, dict) and notice.get("confirmed") == "partly":
        said = f"thông báo nghỉ năm {year} mới có một phần; ngoài các ngày ghi ở đây, tính theo thư viện"
        path = ("years", year, "confirmed")
        yield document.problem(path, "W924", said, "có đủ thông báo thì ghi confirmed: true", level="warning")


def _of_day(
    document: Document, path: tuple[str | int, ...], day: dt.date, seen: dict[dt.date, str]
) -> Iterator[Problem]:
    year, key = str(path[1]), str(path[2])
    first = seen.get(day)
    seen[day] = key
    if first is not None:
        code, said = ("C509", "được ghi hai lần") if first == key else ("C521", "vừa nghỉ vừa làm bù")
        yield document.problem(path, code, f"ngày {spoken(day)} {said}")
    elif str(day.year) != year:
        said = f"ngày {spoken(day)} không thuộc năm {year}"
        yield document.problem(path, "C520", said, f"ghi ở năm {day.year}")
    elif key == "worked" and day.weekday() < 5:
        said = f"ngày làm bù {spoken(day)} không phải thứ Bảy, Chủ nhật"
        yield document.problem(path, "C522", said, "chỉ ghi ngày cuối tuần phải đi làm")
    elif key == "off" and day.weekday() >= 5:
        said = f"ngày nghỉ {spoken(day)} là thứ Bảy hoặc Chủ nhật, không cần ghi"
        yield document.problem(path, "W921", said, "có thể bỏ", level="warning")
