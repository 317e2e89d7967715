"""Decides how dates, hours, numbers and lists are written in Vietnamese (Nghị định 30/2020/NĐ-CP)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rules.days.vietnam import WEEKDAYS, spoken


def number(n: int) -> str:
    """A count as official papers print it: below 10 with a leading zero."""
    return f"{n:02}"


def working_days(n: int) -> str:
    """`05 ngày làm việc`."""
    return f"{n:02} ngày làm việc"


@lru_cache(maxsize=2048)
def long_day(day: dt.date) -> str:
    """`thứ Ba, ngày 09/3/2021`."""
    return f"{WEEKDAYS[day.weekday()]}, ngày {spoken(day)}"


@lru_cache(maxsize=2048)
def short_day(day: dt.date) -> str:
    """`thứ Ba, 09/3/2021`: for subjects and headings."""
    return f"{WEEKDAYS[day.weekday()]}, {spoken(day)}"


def plain_day(day: dt.date) -> str:
    """`ngày 09/3/2021`."""
    return f"ngày {spoken(day)}"


def day_and_month(day: dt.date) -> str:
    """`09/3`, `05/02`."""
    return spoken(day).rsplit("/", 1)[0]


def hour(time: dt.time) -> str:
    """`16 giờ 00`."""
    return f"{time.hour:02} giờ {time.minute:02}"


def listing(names: Iterable[str]) -> str:
    """Names in a row; semicolons, since names of units hold commas."""
    return "; ".join(names)


def roman(n: int) -> str:
    """`IV`: how sections are numbered."""
    numeral = ""
    for value, sign in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        numeral += sign * (n // value)
        n %= value
    return numeral


def comrade(name: str) -> str:
    """`đồng chí Chánh Văn phòng`; a title after a name is closed by a comma, since the sentence goes on."""
    called = lowered(name) if name.casefold().startswith("đồng chí") else f"đồng chí {name}"
    return f"{called}," if "," in called else called


def document_words(document: str) -> str:
    """`văn bản số 12/SNV-VP`; a document that says itself what it is stays as it is."""
    line = one_line(document)
    return f"văn bản số {line}" if line[:1].isdecimal() else line


def few(names: Sequence[str], most: int = 3) -> str:
    """Names in a row; of many the first two and how many more."""
    if len(names) <= most:
        return listing(names)
    return f"{listing(names[:2])} và {number(len(names) - 2)} đơn vị khác"


def raised(text: str) -> str:
    """The text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """The text with its first letter in lower case, unless it begins with an abbreviation (UBND, CCHC)."""
    first_word = text.split(" ", 1)[0]
    return text if len(first_word) > 1 and first_word.isupper() else text[:1].lower() + text[1:]


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters, cut between words with an ellipsis."""
    if len(text) <= limit:
        return text
    cut = text[: max(limit - 1, 0)]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > limit // 2 else cut).rstrip(" ,;:.-–") + "…"


def one_line(text: str) -> str:
    """Every run of white space is one space."""
    return " ".join(text.split())
