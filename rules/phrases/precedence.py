"""Which of two phrases in one clause is its deadline, and what the other one becomes."""

from __future__ import annotations

import dataclasses

from rules.phrases.lexer import key
from rules.phrases.terms import (
    LUNAR_REASON,
    NO_START_REASON,
    AfterEvent,
    BareDay,
    Continuous,
    Dated,
    External,
    Phrase,
    Repeat,
    Repeats,
    Span,
    Unread,
)
from rules.phrases.words import DOCUMENTS

VAGUE = tuple(key(words) for words in ("đầu", "giữa", "cuối"))


def is_lunar(phrase: Phrase | None) -> bool:
    return isinstance(phrase, Unread) and phrase.reason == LUNAR_REASON


def supersedes(old: Phrase, new: Phrase) -> bool:
    """Whether `old`, a mere period, only names what `new`, a limit, is for."""
    period = isinstance(old, Dated) and old.limit is None and not any(span.is_date for span in old.spans)
    often = (isinstance(old, Repeat) and old.day is None) or isinstance(old, Repeats)
    often = often or isinstance(old, Continuous | Unread)
    if isinstance(new, Dated):
        return (period or often) and (new.limit is not None or all(span.is_date for span in new.spans))
    if isinstance(new, Repeat):
        return (period or often) and (new.day is not None or isinstance(old, Continuous))
    if isinstance(new, Repeats):
        dated = all(item.day is not None for item in new.items)
        return (period and dated) or (often and (dated or isinstance(old, Continuous)))
    if isinstance(new, BareDay):
        return period
    if isinstance(new, AfterEvent):
        return isinstance(old, Repeats) and all(item.bare for item in old.items)
    return isinstance(new, Unread) and new.reason != NO_START_REASON and (often or period)


def dates_of(old: Phrase, new: Phrase) -> bool:
    """ "2 lần/năm (tháng 5, tháng 11)": the bracket says when."""
    often = isinstance(old, Repeat) and old.day is None and old.every in ("half-year", "year")
    return often and isinstance(new, Dated)


def narrows(old: Phrase, new: Phrase) -> bool:
    """ "Kế hoạch năm 2027 trong tháng 12/2026": the year belongs to the words, the month decides."""
    dated = isinstance(old, Dated) and isinstance(new, Dated)
    if not dated or not isinstance(old, Dated) or not isinstance(new, Dated) or old.limit:
        return False
    return len(old.spans) == 1 and _whole_year(old.spans[0]) and not _whole_year(new.spans[0])


def _whole_year(span: Span) -> bool:
    return span.first.first == (1, 1) and span.last.last == (12, 0)


def makes_exact(old: Phrase, new: Phrase) -> bool:
    """ "Kỳ họp giữa năm (tháng 7)": the bracket says when in the year that is."""
    vague = isinstance(old, Dated) and len(old.spans) == 1 and key(old.spans[0].text).startswith(VAGUE)
    return vague and isinstance(new, Dated) and not all(map(_whole_year, new.spans))


def lies_within(old: Phrase, new: Phrase) -> bool:
    """ "Quý IV (tháng 11)": the bracket names a shorter period of the one before it."""
    if not isinstance(old, Dated) or not isinstance(new, Dated) or old.limit or new.limit:
        return False
    outer = old.spans[0]
    return len(old.spans) == 1 and all(_inside(span, outer) for span in new.spans)


def _inside(span: Span, outer: Span) -> bool:
    years = {part.year for part in (span.first, span.last, outer.first, outer.last) if part.year}
    shared = (span.first.first[0] or span.last.first[0], span.first.first[1])
    ours, theirs = (_end(shared), _end(span.last.last)), (_end(outer.first.first), _end(outer.last.last))
    return len(years) < 2 and ours != theirs and theirs[0] <= ours[0] <= ours[1] <= theirs[1]


def _end(day: tuple[int, int]) -> tuple[int, int]:
    """Day 0 is the last one of its month."""
    return (day[0], day[1] or 31)


def bounds(old: Phrase | None, new: Phrase) -> bool:
    """ "Theo Kế hoạch (trước 30/11)": the date in the bracket decides."""
    limited = isinstance(new, Dated) and (new.limit is not None or new.approx)
    return (old is None or isinstance(old, External)) and (
        limited or (isinstance(new, Repeat) and new.day is not None)
    )


def month_for(old: Phrase | None, new: Phrase) -> Dated | None:
    """ "Tháng 12, trước ngày 15": the day's month is the period's."""
    if not isinstance(new, BareDay) or not isinstance(old, Dated) or len(old.spans) != 1:
        return None
    part = old.spans[0].last
    if part.first[0] != part.last[0] or old.spans[0].first is not part:
        return None
    spot = (part.first[0], new.day)
    date = dataclasses.replace(part, first=spot, last=spot, point=True)
    return Dated((Span(date, date),), new.limit, new.time)


def begun_by(old: Phrase | None, new: Phrase) -> Dated | None:
    """ "Triển khai từ tháng 4, hoàn thành trước 30/10": the work starts before its limit."""
    begins = isinstance(old, Continuous) and old.start is not None and old.end is None
    if not begins or not isinstance(old, Continuous) or not isinstance(new, Dated) or len(new.spans) != 1:
        return None
    return dataclasses.replace(new, start=old.start) if new.limit else None


def names_product(inside: str, found: Phrase | None) -> bool:
    """Whether a bracket after a date names the product."""
    opener = key(inside)
    if any(opener.startswith(key(word)) for word in DOCUMENTS):
        return True
    return isinstance(found, Dated) and found.limit is None and not found.spans[0].is_date
