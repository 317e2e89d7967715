"""Decides what single values of a plan file mean: keys, units and people by name, days of the month."""

from __future__ import annotations

import re
from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Field, PlainValidator, StrictInt, ValidationInfo, WithJsonSchema

from data.files.resolve import Called, Lookup
from rules.rule import Span
from rules.syntax.fields import fault, filled_map, one_or_more, read_id, shown, text_of
from rules.syntax.names import known_person
from rules.syntax.rulewords import read_span
from rules.syntax.told import KEY, LONG_SPAN, TOLD_ID, Fragment, either, text


def _lookup(info: ValidationInfo) -> Lookup:
    return info.context if isinstance(info.context, Lookup) else Lookup(None)


def read_called(value: object, info: ValidationInfo) -> Called:
    """A unit or group, by id, name or alias."""
    return _lookup(info).called(text_of(value))


def read_unit(value: object, info: ValidationInfo) -> str:
    """The id of one unit, by id, name or alias."""
    return _lookup(info).unit(text_of(value))


def read_person(value: object, info: ValidationInfo) -> str:
    """The id of a person of the directory."""
    return known_person(_lookup(info).directory, text_of(value))


def read_key(value: object) -> str:
    """A task's key, `group.number`."""
    key = read_id(value)
    group, dot, number = key.partition(".")
    if not (group and dot and number):
        raise fault("13", f"mã nhiệm vụ “{key}” phải có dạng NHÓM.SỐ", "ví dụ: I.5")
    return key


def read_month_day(value: object) -> int | Literal["last"]:
    """A day of the month, 1 to 31, or `last`."""
    if value == "last":
        return "last"
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 31:
        return int(value)
    raise fault("05", "ngày trong tháng phải từ 1 đến 31 hoặc là last (ngày cuối tháng)")


_AHEAD = re.compile(rf"{LONG_SPAN}\s+before")


def read_ahead(value: object) -> Span:
    """`5wd before`: how long before the last day of the report."""
    text = text_of(value)
    if not _AHEAD.fullmatch(text):
        raise fault("24", f"{shown(text)} không phải hạn gửi", "viết 5wd before hoặc 7d before")
    return read_span(text.removesuffix("before").strip())


_SAID_KEY = "mã nhiệm vụ viết dạng NHÓM.SỐ; ví dụ: I.5"
TOLD_KEY = either(
    text(KEY, _SAID_KEY),
    {"type": "number", "minimum": 0, "not": {"type": "integer"}, "errorMessage": _SAID_KEY},
)
TOLD_MONTH_DAY = either({"type": "integer", "minimum": 1, "maximum": 31}, {"type": "string", "const": "last"})
TOLD_NAME: Fragment = {
    "type": ["string", "number"],
    "pattern": r"\S",
    "patternErrorMessage": "không được để trống",
}
TOLD_AHEAD = text(_AHEAD.pattern, "viết 5wd before (ngày làm việc) hoặc 7d before (ngày theo lịch)")
Ahead: TypeAlias = Annotated[Span, PlainValidator(read_ahead), WithJsonSchema(TOLD_AHEAD)]
UnitName: TypeAlias = Annotated[str, PlainValidator(read_unit), WithJsonSchema(TOLD_NAME)]
CalledName: TypeAlias = Annotated[Called, PlainValidator(read_called), WithJsonSchema(TOLD_NAME)]
Units: TypeAlias = Annotated[tuple[CalledName, ...], one_or_more]
SomeUnits: TypeAlias = Annotated[tuple[CalledName, ...], Field(min_length=1), one_or_more]
PersonId: TypeAlias = Annotated[str, PlainValidator(read_person), WithJsonSchema(TOLD_ID)]
Assignees: TypeAlias = Annotated[dict[UnitName, PersonId], BeforeValidator(filled_map)]
Key: TypeAlias = Annotated[str, PlainValidator(read_key), WithJsonSchema(TOLD_KEY)]
Month: TypeAlias = Annotated[StrictInt, Field(ge=1, le=12)]
MonthDay: TypeAlias = Annotated[
    int | Literal["last"], PlainValidator(read_month_day), WithJsonSchema(TOLD_MONTH_DAY)
]
