"""Dates written in digits: which shape of numbers and separators means which date, month or span."""

from __future__ import annotations

import dataclasses
import itertools

from rules.phrases.cursor import Cursor
from rules.phrases.lexer import Token, key
from rules.phrases.terms import Part, Span, Unread
from rules.phrases.years import is_year, trailing_year

Group = tuple[str, ...]
CENTURY = 2000
# A number before one of these counts something and is no part of a date.
COUNTED = ("HOUR", "MONTH", "DAY", "WORKING_DAY", "WEEK", "TIMES")
# Words after which digits are a document's number: "Nghị định 61/2018", "số 15/2021".
DOCUMENT_NUMBERS = frozenset(key(word) for word in ("số", "định", "quyết", "tư", "luật"))


def numeric(c: Cursor) -> Part | tuple[Span, ...] | Unread | None:
    """["ngày"] a run of digits: "15/9/2026", "20.7.2020", "31-12", "18 - 26/9", "8/2026 - 14/9/2026"."""
    if c.peek(-1).key in DOCUMENT_NUMBERS or (c.peek(-1).sort == "SLASH" and c.peek(-2).sort == "NUMBER"):
        return None
    mark = c.at
    day = c.take("DAY") is not None
    if day:
        c.take("WEEKDAY")
    start = c.at
    groups = run(c)
    if not groups:
        return None
    spaced = any(token.sort == "-" and _spaced(c, token) for token in c.tokens[start : c.at])
    found = _shape(groups, day, spaced)
    if isinstance(found, Part):
        return _late_year(c, _doubted(c, found, mark))
    if isinstance(found, tuple):
        first, last = found
        last = _late_year(c, last)
        return (Span(first, last, c.since(mark)),)
    return found


def _doubted(c: Cursor, part: Part, mark: int) -> Part:
    """A bare number among words may be a year or not; say how it was read."""
    if c.at - mark == 1 and mark and c.tokens[mark - 1].sort == "WORD":
        return dataclasses.replace(part, note=f"số {c.tokens[mark].text} được đọc là năm")
    return part


def _late_year(c: Cursor, part: Part) -> Part:
    """ "15/6 năm 2021", "10/01 năm sau"."""
    if part.year is not None:
        return part
    found = c.attempt(trailing_year)
    return dataclasses.replace(part, year=found[0], shift=found[1]) if found else part


def _spaced(c: Cursor, dash: Token) -> bool:
    return c.text[dash.start - 1 : dash.start].isspace() or c.text[dash.end : dash.end + 1].isspace()


def run(c: Cursor) -> list[Group]:
    """Groups of numbers joined by slashes or dots, the groups joined by dashes."""
    groups: list[list[str]] = []
    separator = "-"
    while c.sees("NUMBER") and not _counts(c):
        text = c.peek().text
        if separator == "-":
            groups.append([text])
        else:
            groups[-1].append(text)
        c.at += 1
        joins = c.peek().sort in ("SLASH", ".", "-") and c.peek(1).sort == "NUMBER"
        if not joins or _ends_sentence(c):
            return [tuple(group) for group in groups]
        separator = c.peek().sort
        c.at += 1
    # The number after the last separator counts something else: "15/9 - 2 lần".
    c.at -= 1 if groups else 0
    return [tuple(group) for group in groups]


def _counts(c: Cursor) -> bool:
    after = c.peek(1)
    clock = after.sort == ":" and c.peek(2).sort == "NUMBER" and c.peek(2).start == after.end
    return clock or after.sort in COUNTED or after.sort == "%"


def _ends_sentence(c: Cursor) -> bool:
    dot = c.peek()
    return dot.sort == "." and c.text[dot.end : dot.end + 1].isspace()


def _shape(groups: list[Group], day: bool, spaced: bool) -> Part | tuple[Part, Part] | Unread | None:
    """The reading of a run by its shape; d is one or two digits, Y a year of four."""
    singles = all(len(group) == 1 for group in groups)
    flat = tuple(itertools.chain.from_iterable(groups))
    if singles and len(groups) == 3:
        return one(flat)
    if singles and len(groups) == 2:
        return _pair_of_numbers(flat[0], flat[1], day, spaced)
    if len(groups) == 1:
        return one(flat)
    if len(groups) == 2:
        return _pair_of_groups(groups[0], groups[1], day)
    return Unread(f'không đọc được dãy số "{"-".join("/".join(group) for group in groups)}"')


def _pair_of_numbers(
    left: str, right: str, day: bool, spaced: bool
) -> Part | tuple[Part, Part] | Unread | None:
    """Y-Y, d-Y, d-d."""
    if is_year(left) and is_year(right):
        return _year(left), _year(right)
    if is_year(right) or (not spaced and int(right) <= 12 and len(right) <= 2):
        return one((left, right))
    return None if day or len(left) > 2 or len(right) > 2 else Unread(f'"{left}-{right}" không có tháng')


def _pair_of_groups(left: Group, right: Group, day: bool) -> Part | tuple[Part, Part] | Unread | None:
    """d-d/d, d-d/d/Y, d-d/Y, d/d-Y, and two groups that each stand alone."""
    if len(right) == 1 and len(left) == 2 and is_year(right[0]) and not is_year(left[1]):
        return one((*left, right[0]))
    second = one(right)
    if not isinstance(second, Part):
        return second
    if len(left) > 1 or is_year(left[0]):
        first = one(left)
        return (first, second) if isinstance(first, Part) else first
    value = int(left[0])
    if second.point and 1 <= value <= 31:
        return Part((0, value), (0, value), point=True), second
    if not second.point and (day or value > 12):
        date = _date(left[0], right[0], right[1])
        note = f'"{left[0]}-{"/".join(right)}" được đọc là một ngày'
        return dataclasses.replace(date, note=note) if isinstance(date, Part) else date
    return (Part((value, 1), (value, 0)), second) if 1 <= value <= 12 else _impossible_month(value)


def one(group: Group) -> Part | Unread | None:
    """d/d/Y, d/d, d/Y, Y/d/d, Y."""
    if any(len(text) > 4 or len(text) == 3 for text in group):
        return Unread(f'năm hoặc ngày viết sai: "{"/".join(group)}"')
    if len(group) == 1:
        return _year(group[0]) if is_year(group[0]) else None
    if len(group) == 2:
        return _pair(group)
    if len(group) == 3 and is_year(group[0]):
        return _date(group[2], group[1], group[0])
    if len(group) == 3:
        return _date(*group)
    return Unread(f'không đọc được dãy số "{"/".join(group)}"')


def _pair(group: Group) -> Part | Unread | None:
    left, right = group
    if is_year(right):
        month = int(left)
        return Part((month, 1), (month, 0), year=int(right)) if 1 <= month <= 12 else _impossible_month(month)
    if len(left) > 2 or len(right) > 2:
        return Unread(f'năm hoặc ngày viết sai: "{left}/{right}"')
    return _date(left, right, "")


def _date(day: str, month: str, year: str) -> Part | Unread:
    if not 1 <= int(month) <= 12 or not 1 <= int(day) <= 31:
        return Unread(f"ngày {day}/{month} không tồn tại")
    spot = (int(month), int(day))
    part = Part(spot, spot, point=True)
    if not year:
        return part
    if len(year) == 2:
        full = CENTURY + int(year)
        return dataclasses.replace(part, year=full, note=f'năm "{year}" được đọc là {full}')
    if not is_year(year):
        return Unread(f'năm viết sai: "{year}"')
    return dataclasses.replace(part, year=int(year))


def _year(text: str) -> Part:
    return Part((1, 1), (12, 0), year=int(text))


def _impossible_month(month: int) -> Unread:
    return Unread(f"tháng {month} không tồn tại")
