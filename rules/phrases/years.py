"""The grammar of the year that a date, month or quarter carries."""

from __future__ import annotations

import dataclasses

from rules.phrases.cursor import Cursor
from rules.phrases.lexer import key
from rules.phrases.terms import Part, Unread
from rules.phrases.words import RECORD_YEARS

FIRST_YEAR, LAST_YEAR = 1990, 2100
Year = tuple[int | None, int | None]  # (year, shift)


def is_year(text: str) -> bool:
    return len(text) == 4 and FIRST_YEAR <= int(text) <= LAST_YEAR


def with_year(c: Cursor, part: Part | Unread) -> Part | Unread:
    """The part with the year that follows it, if one does."""
    found = c.attempt(trailing_year)
    if isinstance(part, Unread):
        return part
    return dataclasses.replace(part, year=found[0], shift=found[1]) if found else part


def trailing_year(c: Cursor) -> Year | None:
    """("/" | "-" | "." | "," ) N | ["của"] "năm" N | "năm sau" | "năm nay"."""
    if c.peek().sort in ("SLASH", "-", ".") and c.peek(1).sort == "NUMBER" and is_year(c.peek(1).text):
        if c.peek(2).sort == "SLASH":
            return None
        c.at += 2
        return int(c.tokens[c.at - 1].text), None
    if c.take(",") and c.sees("NUMBER") and c.peek(1).sort in ("END", ";", ")", "NEWLINE"):
        return any_year(c)  # "Quý IV, 2026"
    c.take("OF", "SLASH", "-")
    return full_year(c)


def any_year(c: Cursor) -> Year | None:
    """["năm"] N."""
    c.take("YEAR")
    token = c.take("NUMBER")
    return (int(token.text), None) if token and is_year(token.text) else None


def full_year(c: Cursor) -> Year | None:
    """ "năm" (N | "nay" | "sau" | "tiếp theo" | "trước"); not "năm trước năm tính thuế"."""
    if c.take("LATER_YEARS"):
        return None if c.tokens[c.at - 1].key != key("năm tiếp theo") else (None, 1)
    if not c.take("YEAR"):
        return None
    token = c.take("NUMBER")
    if token:
        return (int(token.text), None) if is_year(token.text) else None
    if c.take("NOW") or c.take_word("này"):
        return None, 0
    if c.take("NEXT") or c.take_word("sau", "tới"):
        return (None, 1) if not c.sees("YEAR") and not _starts_a_limit(c) else None
    if c.take("PREVIOUS") or (c.take("BEFORE") and not _starts_a_limit(c)):
        return (None, -1) if not c.sees("YEAR") else None
    return None


def _starts_a_limit(c: Cursor) -> bool:
    """ "Cả năm trước ngày 5/12": the word belongs to the date after it."""
    return c.peek().sort in ("NUMBER", "DAY", "MONTH", "QUARTER", "HOUR")


def record_year(c: Cursor) -> tuple[int, str] | None:
    """["của"] "năm" ("trước" | "sau") "năm tính thuế": the offset and the words."""
    c.take("OF")
    mark = c.at
    if not c.take("YEAR"):
        return None
    step = c.take("BEFORE", "PREVIOUS", "AFTER", "NEXT")
    if not step or not c.take("YEAR"):
        return None
    words = f"{c.peek().text} {c.peek(1).text}"
    if key(words) not in {key(name) for name in RECORD_YEARS}:
        return None
    c.at += 2
    return (-1 if step.sort in ("BEFORE", "PREVIOUS") else 1), c.since(mark)
