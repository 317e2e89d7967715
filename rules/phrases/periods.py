"""The grammar of one part of a year in words: a day, month, quarter, half-year, week or year."""

from __future__ import annotations

import dataclasses

from rules.phrases.cursor import Cursor, number
from rules.phrases.lexer import key, roman
from rules.phrases.terms import Part, Unread
from rules.phrases.words import NUMBERED
from rules.phrases.years import Year, any_year, full_year, trailing_year, with_year

LAST_DAY = 0
LIMITS = {"MONTH": 12, "QUARTER": 4}


def day_in_words(c: Cursor) -> Part | Unread | None:
    """["ngày"] N ["của"] "tháng" N [year] | ["ngày"] N "-" N "tháng" N handled by `edge` and sharing."""
    counts = c.peek(-1).key in {key(noun) for noun in NUMBERED}
    named = c.take("DAY")
    c.take("WEEKDAY")
    day = c.take("NUMBER")
    if not day or (counts and not named):
        return None
    c.take("SLASH", "OF", *("," if named else ""))
    if not c.take("MONTH"):
        return None
    found = c.attempt(_month_of_quarter)
    month = found or c.attempt(number)
    if month is None:
        return None
    return with_year(c, date_part(month, int(day.text[:4])))


def days_of_month(c: Cursor) -> Part | Unread | None:
    """(N "ngày" | "nửa") ("đầu" | "cuối") "tháng" N: "15 ngày đầu tháng 6"."""
    days = c.take("NUMBER", "HALF")
    if not days or (days.sort == "NUMBER" and not c.take("DAY")):
        return None
    place = c.take("FIRST", "LAST")
    noun = c.take("MONTH") if place else None
    base = numbered_part(c, noun.sort) if noun else None
    count = int(days.text[:4]) if days.sort == "NUMBER" else 15
    if not place or not isinstance(base, Part) or not 1 <= count <= 28:
        return base if isinstance(base, Unread) else None
    month = base.first[0]
    if place.sort == "FIRST":
        return dataclasses.replace(base, first=(month, 1), last=(month, count))
    return dataclasses.replace(base, first=(month, -count), last=(month, LAST_DAY))


def ten_days(c: Cursor) -> Part | Unread | None:
    """("thượng tuần" | "trung tuần" | "hạ tuần") ["của"] "tháng" N [year]: days 1-10, 11-20, 21-end."""
    decade = c.take("EARLY", "MID", "LATE")
    c.take("OF", ",")
    noun = c.take("MONTH") if decade else None
    base = numbered_part(c, noun.sort) if noun else None
    if not decade or not isinstance(base, Part):
        return base
    first, last = {"EARLY": (1, 10), "MID": (11, 20), "LATE": (21, LAST_DAY)}[decade.sort]
    return dataclasses.replace(base, first=(base.first[0], first), last=(base.first[0], last))


def roman_quarter(c: Cursor) -> Part | None:
    """ "III/2026" without the word "quý"."""
    value = roman(c.peek().text) if c.sees("WORD", "SLASH", "NUMBER") and c.peek().text.isupper() else 0
    if not 1 <= value <= 4:
        return None
    c.at += 1
    found = with_year(c, period("QUARTER", value))
    note = f'"{c.text[c.tokens[c.at - 3].start : c.tokens[c.at - 1].end]}" được đọc là quý'
    return dataclasses.replace(found, note=note) if isinstance(found, Part) and found.year else None


def _month_of_quarter(c: Cursor) -> int | None:
    """ "tháng cuối quý I" is 3, "tháng đầu của quý II" is 4."""
    place = c.take("FIRST", "MIDDLE", "LAST")
    c.take("OF")
    if not place or not c.take("QUARTER"):
        return None
    quarter = ordinal(c, "QUARTER")
    if quarter is None or not 1 <= quarter <= 4:
        return None
    return 3 * quarter - {"FIRST": 2, "MIDDLE": 1, "LAST": 0}[place.sort]


def bare_day(c: Cursor) -> Part | None:
    """ "ngày" N, its month still to come: "từ ngày 8 đến 12/7"."""
    c.take("DAY")
    day = c.take("NUMBER")
    if not day or len(day.text) > 2 or not (c.sees("UNTIL") or c.sees("-") or c.sees("UNTIL_END")):
        return None
    value = int(day.text)
    return Part((0, value), (0, value), point=True) if 1 <= value <= 31 else None


def date_part(month: int, day: int) -> Part | Unread:
    """A date; whether the month has that day is known once its year is."""
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return Unread(f"ngày {day}/{month} không tồn tại")
    return Part((month, day), (month, day), point=True)


def ordinal(c: Cursor, noun: str) -> int | None:
    """A quarter's or month's number, in digits, Roman or words."""
    if c.sees("WORD") and roman(c.peek().text):
        c.at += 1
        return roman(c.tokens[c.at - 1].text)
    return number(c) if noun else None


def right_year(c: Cursor) -> Part | None:
    """ "đến hết năm" [N]."""
    found = c.attempt(full_year)
    if found is None and not c.take("YEAR"):
        return None
    return in_year(Part((1, 1), (12, LAST_DAY)), found)


def numbered_part(c: Cursor, noun: str) -> Part | Unread | None:
    """N [year] of a month or quarter whose noun was said."""
    c.take(".")
    value = ordinal(c, noun)
    if value is None:
        return None
    if not 1 <= value <= LIMITS[noun]:
        c.attempt(trailing_year)
        name = "quý" if noun == "QUARTER" else "tháng"
        return Unread(f"{name} {value} không tồn tại")
    return with_year(c, period(noun, value))


def period(noun: str, value: int) -> Part:
    """The whole month or quarter of that number."""
    if noun == "MONTH":
        return Part((value, 1), (value, LAST_DAY))
    return Part((3 * value - 2, 1), (3 * value, LAST_DAY))


def half(c: Cursor) -> Part | Unread | None:
    """N "tháng" ("đầu" | "cuối") "năm" [year] | "nửa" ("đầu" | "cuối") "năm" | "6 tháng"."""
    if c.take("HALF"):
        months: int | None = 6
    else:
        months = number(c)
        if months is None or not c.take("MONTH"):
            return None
    place = c.take("FIRST", "LAST")
    if place is None and months in (6, 9):
        return _unsaid_half(c, months)
    if place is None or not c.take("YEAR") or not months or months > 11:
        return None
    first = 1 if place.sort == "FIRST" else 13 - months
    c.at -= 1  # the word "năm" may carry the year's number
    part = Part((first, 1), (first + months - 1, LAST_DAY))
    found = c.attempt(full_year)
    if found is None:
        c.take("YEAR")
    return in_year(part, found)


def in_year(part: Part, year: Year | None) -> Part:
    """The part in that year, if one was said."""
    return dataclasses.replace(part, year=year[0], shift=year[1]) if year else part


def _unsaid_half(c: Cursor, months: int) -> Part | None:
    """ "6 tháng" or "9 tháng năm 2021" without "đầu năm": read as the first, with a warning."""
    if c.peek().sort in ("SLASH", "AFTER", "SINCE", "TIMES", "FROM", "OF") or c.peek().key == "môt":
        return None
    note = f'"{months} tháng" được đọc là {months} tháng đầu năm'
    return in_year(Part((1, 1), (months, LAST_DAY), note=note), c.attempt(full_year))


def fraction(c: Cursor) -> Part | Unread | None:
    """("đầu" | "giữa" | ["ngày"] "cuối") ("tháng" | "quý" | "năm") N (BLDS 2015 Đ146: ngày 1, 15, cuối)."""
    day = c.take("DAY", "WORKING_DAY")
    place = c.take("LAST") if day else c.take("FIRST", "MIDDLE", "LAST")
    if not place:
        return None
    c.take("OF")
    if c.sees("YEAR"):
        found = c.attempt(full_year)
        if found is None:
            c.take("YEAR")
        base: Part | Unread | None = in_year(Part((1, 1), (12, LAST_DAY)), found)
    else:
        noun = c.take("MONTH", "QUARTER")
        base = numbered_part(c, noun.sort) if noun else None
    return _place_in(base, place.sort) if isinstance(base, Part) else base


def _place_in(base: Part, place: str) -> Part:
    first, last = base.first[0], base.last[0]
    middle = {1: (first, 15), 3: (first + 1, 15), 12: (6, 30)}[last - first + 1]
    spot = {"FIRST": (first, 1), "MIDDLE": middle, "LAST": (last, LAST_DAY)}[place]
    approx = place == "FIRST" or (place == "MIDDLE" and last - first == 2)
    return dataclasses.replace(base, first=spot, last=spot, point=True, approx=approx)


def week_of_month(c: Cursor) -> Part | Unread | None:
    """ "tuần" (N | "đầu" | "cuối") ["của"] "tháng" N [year]: days 1-7, 8-14, ...; approximate."""
    if not c.take("WEEK"):
        return None
    c.take_word("lễ")
    c.take("WEEKDAY")
    place = c.take("FIRST", "LAST")
    week = {"FIRST": 1, "LAST": 5}[place.sort] if place else number(c)
    c.take("OF", ",")
    noun = c.take("MONTH")
    if week is None or not noun:
        return None
    base = numbered_part(c, noun.sort)
    if not isinstance(base, Part):
        return base
    if not 1 <= week <= 5:
        return Unread(f"tuần {week} của tháng không tồn tại")
    month = base.first[0]
    first = (month, -7) if place and place.sort == "LAST" else (month, 7 * week - 6)
    last = (month, 7 * week if week < 5 else LAST_DAY)
    return dataclasses.replace(base, first=first, last=last, approx=True)


def whole_year(c: Cursor) -> Part | None:
    """["cả"] "năm" [N] | "giai đoạn" N; a bare number of four digits is read by `numeric`."""
    whole = c.take("WHOLE")
    staged = c.take("STAGE")
    found = c.attempt(any_year if staged else full_year)
    if found:
        return Part((1, 1), (12, LAST_DAY), year=found[0], shift=found[1])
    if whole and c.take("YEAR"):
        return Part((1, 1), (12, LAST_DAY))
    return None
