"""Decides how single values of an admin's file are written: words, ids, dates, hours, addresses, lists.

Every fault carries a two-digit number that `rules.syntax.shape` turns into a stable code.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Iterable
from typing import Annotated, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from rules.syntax import told

_COMPARED_AT_MOST = 500  # names; comparing is slow
_ID = re.compile(rf"{told.ID}\Z")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)\Z", re.ASCII)
_LOCAL = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\Z", re.ASCII)
_HOUR = re.compile(r"(\d{1,2}):(\d\d)\Z", re.ASCII)
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}\Z")


class FileShape(BaseModel):
    """One mapping of a file: unknown keys are refused, numbers are taken where words are wanted."""

    model_config = ConfigDict(extra="forbid", defer_build=True, coerce_numbers_to_str=True)


def fault(number: str, message: str, hint: str | None = None) -> PydanticCustomError:
    """The exception that a field's parser raises; `number` is the code's last two digits."""
    return PydanticCustomError(f"x{number}", "{message}", {"message": message, "hint": hint})


def shown(value: object) -> str:
    """A value as an error message quotes it, cut when long."""
    text = _written(value)
    return f"“{text if len(text) <= 60 else text[:57] + '…'}”"


def _written(value: object) -> str:
    if value is None:
        return "(để trống)"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int, float)):
        return str(value)
    return "một danh sách" if isinstance(value, list) else "một nhóm khóa"


def nearest(word: object, known: Iterable[str]) -> str | None:
    """The hint that names the known word most like this one; None when none is like it."""
    by_plain: dict[str, str] = {}
    for name in known:
        by_plain.setdefault(bare(name), name)
    if len(by_plain) > _COMPARED_AT_MOST:
        return None
    found = difflib.get_close_matches(bare(str(word)), by_plain, n=1, cutoff=0.6)
    return f"ý bạn là “{by_plain[found[0]]}”?" if found else None


def bare(text: str) -> str:
    """Text for finding what was meant: no case, no marks of tone, one space for every separator."""
    lowered = unicodedata.normalize("NFD", text).casefold().replace("đ", "d")
    kept = "".join(char for char in lowered if not unicodedata.combining(char))
    return " ".join(re.split(r"[\s_-]+", kept)).strip()


def plain(text: str) -> str:
    """Text for comparing names: NFC, no case, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def text_of(value: object) -> str:
    """The text of a scalar that is not empty; raises a fault otherwise."""
    if value is None:
        raise fault("05", "giá trị không được để trống")
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        hint = "đặt trong dấu nháy" if isinstance(value, bool) else None
        raise fault("03", f"{shown(value)} không phải là chữ", hint)
    text = str(value).strip()
    if not text:
        raise fault("05", "giá trị không được để trống")
    return text


def read_id(value: object) -> str:
    """An id: letters, digits, `-`, `_`, `.`, `&`; it becomes part of deadline ids and addresses of pages."""
    text = text_of(value)
    if not _ID.match(text):
        raise fault("13", f"mã {shown(text)} chỉ được gồm chữ, số và các dấu - _ . &", "ví dụ: bao-cao-quy-i")
    return text


def read_day(value: object) -> dt.date:
    """A calendar date written YYYY-MM-DD, of the years the calendar reaches (1900..2199)."""
    text = text_of(value)
    if not (match := _ISO.match(text)):
        raise fault("06", f"{shown(text)} không phải là ngày viết theo dạng NĂM-THÁNG-NGÀY", _iso_hint(text))
    year, month, day = map(int, match.groups())
    if not 1900 <= year <= 2199:
        raise fault("06", f"năm {year} nằm ngoài khoảng cho phép (1900 đến 2199)")
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise fault(
            "06", f"ngày {day:02}/{month:02}/{year} không tồn tại", _last_of_month(year, month)
        ) from None


def _iso_hint(text: str) -> str:
    if match := _LOCAL.match(text):
        day, month, year = map(int, match.groups())
        return f"viết {year}-{month:02}-{day:02}"
    return "ví dụ: 2021-03-10"


def _last_of_month(year: int, month: int) -> str | None:
    if not 1 <= month <= 12:
        return "tháng từ 01 đến 12"
    first_of_next = dt.date(year + month // 12, month % 12 + 1, 1)
    return f"tháng {month}/{year} có {(first_of_next - dt.timedelta(days=1)).day} ngày"


def read_hour(value: object) -> dt.time:
    """An hour of the day, 24-hour clock, `08:00`."""
    text = text_of(value)
    match = _HOUR.match(text)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise fault("07", f"{shown(text)} không phải là giờ trong ngày", "viết dạng 08:00 hoặc 16:30")
    return dt.time(int(match[1]), int(match[2]))


def read_address(value: object) -> str:
    """One plain e-mail address (RFC 5321, ASCII), no display name."""
    text = text_of(value)
    if len(text) > 254 or ".." in text or not _ADDRESS.match(text):
        raise fault("08", f"{shown(text)} không phải là địa chỉ thư điện tử", "ví dụ: anv@example.gov.vn")
    return text


def as_list(value: object) -> object:
    """A list as it is, one value as a list of it, nothing as an empty list."""
    if isinstance(value, (list, tuple)):
        return value
    return [] if value is None else [value]


def filled_list(value: object) -> object:
    """An empty list for a key that is written but left blank."""
    return [] if value is None else value


def or_nothing(value: object) -> object:
    """An empty text for a key that is written but left blank."""
    return "" if value is None else value


def filled_map(value: object) -> object:
    """An empty mapping for a key that is written but left blank."""
    return {} if value is None else value


Word: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Text: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True), BeforeValidator(or_nothing)]
one_or_more = BeforeValidator(as_list)
Words: TypeAlias = Annotated[tuple[Word, ...], one_or_more]
Id: TypeAlias = Annotated[str, PlainValidator(read_id), WithJsonSchema(told.TOLD_ID)]
Day: TypeAlias = Annotated[dt.date, PlainValidator(read_day), WithJsonSchema(told.TOLD_DAY)]
Hour: TypeAlias = Annotated[dt.time, PlainValidator(read_hour), WithJsonSchema(told.TOLD_HOUR)]
Address: TypeAlias = Annotated[str, PlainValidator(read_address), WithJsonSchema(told.TOLD_ADDRESS)]
