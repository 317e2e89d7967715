"""Decides what a typed cell means: a day, a yes or no, words."""

from __future__ import annotations

import datetime as dt
import re

from rules.appendix.wording import bare, cleaned, one_line
from rules.results.sheet import BadCell, Typed

DAYS = "ngày có thật, như 05/12/2021"
YES = "x, X, có, hoặc để trống; đã ghi nhầm thì ghi không"
_NUMERIC = re.compile(r"(?:ngày )?(\d{1,2}) ?[/.\-] ?(\d{1,2}) ?[/.\-] ?(\d{4}|\d{2})")
_WRITTEN = re.compile(r"(?:ngày )?(\d{1,2}) tháng (\d{1,2}) năm (\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?")
_NO_YEAR = re.compile(r"(?:ngày )?\d{1,2} ?(?:[/.\-]|tháng) ?\d{1,2}")
_EPOCH = dt.date(1899, 12, 30)  # day 0 of a spreadsheet's calendar
_SERIALS = range(36526, 73051)  # the years 2000 to 2100
_TRUE = frozenset({"x", "co", "v", "1", "true", "yes", "y", "dung", "khong phat sinh", "kps"})
_FALSE = frozenset({"khong", "0", "false", "no", "n"})
_TICKS = frozenset("✓✔☑✗✘×")
_NOTHING = frozenset({"-", "–", "—", "/", "."})


def text_of(cell: Typed | None) -> str | None:
    """The words on one line; None for an empty cell or a mere dash."""
    if cell is None:
        return None
    _refuse_broken(cell)
    value = cell.value
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and not isinstance(value, bool):
        value = f"{value:.0f}" if value.is_integer() else f"{value:.10g}"
    words = one_line(cleaned(str(value))) if value is not None else ""
    return None if not words or words in _NOTHING else words


def document_of(cell: Typed | None) -> str | None:
    """A document's number; a spreadsheet makes a date of "12/3", and the number is lost then."""
    if cell is not None and isinstance(cell.value, dt.date):
        raise BadCell(
            cell,
            "bảng tính đã đổi số văn bản thành ngày tháng",
            "chữ: định dạng ô là Văn bản (Text) rồi gõ lại, như 12/BC-SCT",
        )
    return text_of(cell)


def day_of(cell: Typed | None) -> dt.date | None:
    """A typed day: a date of the spreadsheet, or words in the order day, month, year."""
    if cell is None or text_of(cell) is None:
        return None
    if isinstance(cell.value, dt.date):
        return cell.value.date() if isinstance(cell.value, dt.datetime) else cell.value
    if isinstance(cell.value, float) and not isinstance(cell.value, bool):
        return _serial(cell, cell.value)
    return _worded(cell, (text_of(cell) or "").casefold().rstrip(" .;,"))


def _serial(cell: Typed, number: float) -> dt.date:
    """A date whose cell shows it as a number."""
    if int(number) not in _SERIALS:
        raise BadCell(cell, f"“{text_of(cell)}” không phải ngày", DAYS)
    return _EPOCH + dt.timedelta(days=int(number))


def _worded(cell: Typed, words: str) -> dt.date:
    if found := _ISO.fullmatch(words):
        year, month, day = map(int, found.groups())
    elif found := _NUMERIC.fullmatch(words) or _WRITTEN.fullmatch(words):
        day, month, year = map(int, found.groups())
        year += 2000 if year < 100 else 0
    elif _NO_YEAR.fullmatch(words):
        raise BadCell(cell, f"“{text_of(cell)}” thiếu năm", f"{DAYS} (đủ ngày, tháng, năm)")
    else:
        raise BadCell(cell, f"“{text_of(cell)}” không phải ngày", DAYS)
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise BadCell(cell, f"không có ngày “{text_of(cell)}”", f"{DAYS} (ngày, tháng, năm)") from None


def yes_of(cell: Typed | None) -> bool | None:
    """Whether a box is ticked; None: nothing was said."""
    words = text_of(cell)
    if cell is None or words is None:
        return None
    said = bare(words)
    if said in _TRUE or (set(words) <= _TICKS):
        return True
    if said in _FALSE:
        return False
    raise BadCell(cell, f"“{words}” chưa rõ là có hay không phát sinh", YES)


def _refuse_broken(cell: Typed) -> None:
    if cell.broken is not None:
        raise BadCell(cell, cell.broken)
