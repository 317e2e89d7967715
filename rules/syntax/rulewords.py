"""Decides what the small words of a rule file mean: spans, moments, recipients, conditions, sections.

Codes of rule files: R220 time of a step, R221 every and limit, R222 span, R223 moment of `on`,
R224 recipient, R225 hours of `send`, R226 condition, R228 catch-all, R229 section, R230 day of the year,
R231 reader of a digest.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal, TypeAlias, cast, get_args

from pydantic import ValidationInfo

from rules.rule import (
    LAST_WORKDAY,
    Condition,
    Counter,
    Operator,
    Place,
    Recipient,
    RecipientKind,
    Section,
    SectionName,
    Span,
)
from rules.syntax import ruletold
from rules.syntax.fields import fault, nearest, read_address, read_hour, shown, text_of
from rules.syntax.names import Names, known_person, known_role, known_unit, units_of

DayOfYear: TypeAlias = tuple[int, int]  # day, month
WEEKDAYS: tuple[str, ...] = tuple(ruletold.WEEKDAYS)
PLACES: tuple[str, ...] = tuple(ruletold.PLACES)
SELECTORS = tuple(
    kind for kind in get_args(RecipientKind) if kind not in ("unit", "person", "role", "address")
)
SECTIONS: dict[str, Span | None] = {
    "summary": None,
    "overdue": None,
    "due_within": Span(10, "wd"),
    "done_since": Span(7, "d"),
    "waiting": None,
    "extensions": None,
    "units": None,
    "submitted": None,
}
DEFAULT_SECTIONS = tuple(
    Section(cast(SectionName, name), span) for name, span in SECTIONS.items() if name != "submitted"
)
_SPAN = re.compile(r"(\d{1,4}) ?(wd|d)\Z", re.ASCII)
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})\Z", re.ASCII)
_CONDITION = re.compile(r"(\w+)\s*(>=|<=|==|!=|>|<)\s*([0-9]{1,6})\Z")
_DAYS_IN = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def read_span(value: object) -> Span:
    """`5wd` working days, `10d` calendar days; 0 is allowed."""
    text = text_of(value)
    if not (match := _SPAN.match(text)):
        said = f"{shown(text)} không phải là khoảng thời gian"
        raise fault("22", said, _like_span(text))
    return Span(int(match[1]), cast(Literal["wd", "d"], match[2]))


def _like_span(text: str) -> str:
    digits = re.match(r"\d{1,4}", text)
    n = digits[0] if digits else "5"
    return f"viết {n}wd nếu là ngày làm việc, {n}d nếu là ngày theo lịch, liền nhau"


def read_long_span(value: object) -> Span:
    """A span of at least one day."""
    span = read_span(value)
    if span.n < 1:
        raise fault("22", f"{shown(str(span))} quá ngắn; khoảng nhỏ nhất là 1wd hoặc 1d")
    return span


def read_moment(value: object) -> str | DayOfYear:
    """A moment of `on`: one of PLACES, or a day of the plan's year `dd/mm` (29/02 is allowed)."""
    text = text_of(value)
    if text in PLACES:
        return text
    if match := _DAY.match(text):
        return _day_of_year(int(match[1]), int(match[2]))
    said = f"{shown(text)} không phải là mốc của on; chọn {', '.join(PLACES)} hoặc danh sách ngày “dd/mm”"
    raise fault("23", said, nearest(text, PLACES))


def _day_of_year(day: int, month: int) -> DayOfYear:
    if not 1 <= month <= 12:
        raise fault(
            "30", f"ngày {day:02}/{month:02} không tồn tại: tháng từ 01 đến 12", "viết ngày trước, tháng sau"
        )
    if not 1 <= day <= _DAYS_IN[month - 1]:
        raise fault(
            "30", f"ngày {day:02}/{month:02} không tồn tại", f"tháng {month} có {_DAYS_IN[month - 1]} ngày"
        )
    return day, month


def read_recipient(value: object, info: ValidationInfo) -> Recipient:
    """A selector, `unit:`, `person:`, `role:` with a known id, or an address."""
    text, names = text_of(value), _names(info)
    if text in SELECTORS:
        return Recipient(cast(RecipientKind, text))
    kind, colon, id = text.partition(":")
    if colon and kind in ("unit", "person", "role"):
        return _of_directory(kind, id.strip(), names)
    if "@" in text:
        return Recipient("address", read_address(text))
    allowed = f"{', '.join(SELECTORS)}, unit:…, person:…, role:… hoặc địa chỉ thư"
    said = f"không có người nhận {shown(text)}; chọn {allowed}"
    raise fault("24", said, _like_recipient(text, names))


def _of_directory(kind: str, id: str, names: Names) -> Recipient:
    known = {"unit": known_unit, "person": known_person, "role": known_role}[kind]
    return Recipient(cast(RecipientKind, kind), known(names.directory, id))


def _like_recipient(text: str, names: Names) -> str | None:
    directory = names.directory
    if directory is None:
        return nearest(text, SELECTORS)
    if text in directory.groups:
        members = ", ".join(f"unit:{id}" for id in directory.groups[text].members)
        return f"“{text}” là một nhóm; viết từng đơn vị: [{members}]"
    holders = (("unit", directory.units), ("person", directory.people), ("role", directory.roles))
    for kind, ids in holders:
        if text in ids:
            return f"ý bạn là “{kind}:{text}”?"
    return nearest(text, SELECTORS) or nearest(text, [f"{kind}:{id}" for kind, ids in holders for id in ids])


def _names(info: ValidationInfo) -> Names:
    return info.context if isinstance(info.context, Names) else Names()


def read_unit_set(value: object, info: ValidationInfo) -> tuple[str, ...]:
    """A unit or group id of `match`: itself and the units it stands for."""
    id = text_of(value)
    return id, *units_of(_names(info).directory, id)


def read_conditions(value: object) -> tuple[Condition, ...]:
    """`NAME OP NUMBER` joined by `and`."""
    return tuple(_condition(part.strip()) for part in re.split(r"\band\b", text_of(value)))


def _condition(text: str) -> Condition:
    if not (match := _CONDITION.match(text)):
        said = f"không hiểu điều kiện {shown(text)}; viết TÊN PHÉP-SO-SÁNH SỐ, nối bằng and"
        raise fault("26", said, "ví dụ: reminders >= 3 and days_late > 5")
    names = get_args(Counter)
    if match[1] not in names:
        said = f"không có đại lượng {shown(match[1])}; chọn một trong: {', '.join(names)}"
        raise fault("26", said, nearest(match[1], names))
    return Condition(cast(Counter, match[1]), cast(Operator, match[2]), int(match[3]))


def read_window(value: object) -> tuple[dt.time, dt.time]:
    """Hours between which a mail may go, `07:30-17:00`, running forward."""
    text = text_of(value)
    opens, dash, closes = (part.strip() for part in text.replace("–", "-").partition("-"))
    if not dash:
        raise fault("25", f"{shown(text)} không phải là khung giờ", "viết dạng 07:30-17:00")
    window = read_hour(opens), read_hour(closes)
    if window[0] >= window[1]:
        raise fault("25", f"khung giờ {shown(text)} phải đi từ giờ sớm đến giờ muộn trong cùng một ngày")
    return window


def read_weekday(value: object) -> int:
    """`monday` (1) to `sunday` (7)."""
    text = text_of(value)
    if text not in WEEKDAYS:
        said = f"{shown(text)} không phải là thứ trong tuần; chọn một trong: {', '.join(WEEKDAYS)}"
        raise fault("04", said, nearest(text, WEEKDAYS) or "monday là thứ Hai, sunday là Chủ nhật")
    return WEEKDAYS.index(text) + 1


def read_digest_day(value: object) -> int:
    """A weekday, or `last-workday`."""
    text = text_of(value)
    if text == "last-workday":
        return LAST_WORKDAY
    if text not in WEEKDAYS:
        known = (*WEEKDAYS, "last-workday")
        said = f"{shown(text)} không phải là ngày gửi trong tuần; chọn một trong: {', '.join(known)}"
        raise fault("04", said, nearest(text, known) or "monday là thứ Hai, sunday là Chủ nhật")
    return read_weekday(value)


def read_section(value: object) -> Section:
    """A section of a digest: its name, or `{due_within: 10wd}`, `{done_since: 7d}`."""
    if isinstance(value, dict):
        if len(value) != 1:
            raise fault("29", "mỗi mục của sections chỉ có một khóa", "ví dụ: {due_within: 10wd}")
        name, span = next(iter(value.items()))
        if SECTIONS.get(name) is None:
            raise fault("29", f"phần {shown(name)} không nhận khoảng thời gian", _like_section(str(name)))
        return Section(cast(SectionName, name), read_long_span(span))
    text = text_of(value)
    if text not in SECTIONS:
        raise fault(
            "29", f"không có phần {shown(text)}; chọn trong: {', '.join(SECTIONS)}", nearest(text, SECTIONS)
        )
    return Section(cast(SectionName, text), SECTIONS[text])


def _like_section(name: str) -> str | None:
    return f"viết {name}" if name in SECTIONS else nearest(name, SECTIONS)


def place_of(moments: tuple[str | DayOfYear, ...]) -> tuple[Place, tuple[DayOfYear, ...]]:
    """The place and the days of a step's `on`."""
    if len(moments) == 1 and isinstance(moments[0], str):
        return cast(Place, moments[0]), ()
    return "dates", tuple(dict.fromkeys(moment for moment in moments if isinstance(moment, tuple)))
