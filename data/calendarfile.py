"""Decides what data/calendar.yaml says of each year: the official notices, or every problem of them.

Codes of the calendar: C520 a date of another year, C521 off and worked at once, C522 a worked day that is no
weekend day; W921 a day off on a weekend.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Field, PlainValidator, StrictBool

from rules.calendar import FIRST_YEAR, LAST_YEAR, OfficialYear
from rules.fields import Day, FileShape, Word, fault, filled_map, one_or_more, shown, text_of
from rules.problem import Problem
from rules.shape import validate
from rules.vietnam import spoken
from rules.yamltext import Document, Path, parse

Days: TypeAlias = Annotated[tuple[Day, ...], one_or_more]


def read_year(value: object) -> int:
    """A year the calendar reaches."""
    text = text_of(value)
    if not (text.isdecimal() and len(text) == 4 and FIRST_YEAR <= int(text) <= LAST_YEAR):
        raise fault("06", f"{shown(text)} không phải là năm từ {FIRST_YEAR} đến {LAST_YEAR}", "ví dụ: 2026")
    return int(text)


class YearShape(FileShape):
    """The official notice of one year."""

    notice: Word | None = Field(None, description="số, ký hiệu văn bản thông báo nghỉ")
    confirmed: StrictBool | None = Field(None, description="true: thay hẳn lịch của thư viện")
    off: Days = Field((), description="ngày nghỉ từ thứ Hai đến thứ Sáu")
    worked: Days = Field((), description="ngày cuối tuần đi làm bù")


class CalendarShape(FileShape):
    """data/calendar.yaml."""

    years: Annotated[
        dict[Annotated[int, PlainValidator(read_year, json_schema_input_type=str)], YearShape],
        BeforeValidator(filled_map),
    ] = Field(description="lịch nghỉ của từng năm")


def read_calendar(file: str, text: str) -> tuple[tuple[OfficialYear, ...] | None, list[Problem]]:
    """The official years of a calendar file, or None and its errors; warnings come with either."""
    return years_of(parse(file, text))


def years_of(document: Document) -> tuple[tuple[OfficialYear, ...] | None, list[Problem]]:
    """As `read_calendar`, of a file that is parsed already."""
    if document.broken:
        return None, list(document.problems)
    shape, found = validate(CalendarShape, document, "C5")
    problems = [*document.problems, *found]
    if shape is None:
        return None, problems
    for year, notice in shape.years.items():
        problems += _of_year(document, year, notice)
    if any(problem.level == "error" for problem in problems):
        return None, problems
    return tuple(_official(year, notice) for year, notice in shape.years.items()), problems


def _official(year: int, shape: YearShape) -> OfficialYear:
    return OfficialYear(
        year, shape.notice, bool(shape.confirmed), frozenset(shape.off), frozenset(shape.worked)
    )


def _of_year(document: Document, year: int, shape: YearShape) -> Iterator[Problem]:
    for key, days in (("off", shape.off), ("worked", shape.worked)):
        for number, day in enumerate(days):
            path = ("years", str(year), key, number)
            yield from _of_day(document, path, day, year)
            if day in days[:number]:
                yield document.problem(path, "C509", f"ngày {spoken(day)} được ghi hai lần")
    for number, day in enumerate(shape.worked):
        if day in shape.off:
            path = ("years", str(year), "worked", number)
            yield document.problem(path, "C521", f"ngày {spoken(day)} vừa là ngày nghỉ vừa là ngày làm bù")


def _of_day(document: Document, path: Path, day: dt.date, year: int) -> Iterator[Problem]:
    weekend = day.weekday() >= 5
    if day.year != year:
        said = f"ngày {spoken(day)} không thuộc năm {year}"
        yield document.problem(path, "C520", said, f"ghi ở năm {day.year}")
    elif path[-2] == "worked" and not weekend:
        said = f"ngày làm bù {spoken(day)} không phải thứ Bảy, Chủ nhật"
        yield document.problem(path, "C522", said, "chỉ ghi ngày cuối tuần phải đi làm")
    elif path[-2] == "off" and weekend:
        said = f"ngày nghỉ {spoken(day)} là thứ Bảy hoặc Chủ nhật, không cần ghi"
        yield document.problem(path, "W921", said, "có thể bỏ", level="warning")
