"""The values a phrase is parsed into, before a year is known: parts of a year, spans, limits and phrases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

LUNAR_REASON = "mốc theo âm lịch; phải tra lịch của năm"
START_REASON = "mốc bắt đầu, không phải thời hạn"
NO_START_REASON = "chỉ có khoảng thời gian, không nêu mốc bắt đầu"
WINDOW_REASON = "kỳ chốt số liệu, không phải hạn nộp"
BACKWARD_REASON = "thời hạn tính lùi từ một sự kiện; cần ghi ngày cụ thể"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a year, from (month, day) to (month, day), both inclusive.

    Day 0 is the last day of its month, day -15 begins its last fifteen. Month 0 is shared with the
    part to the right ("18 - 26/9").
    """

    first: tuple[int, int]
    last: tuple[int, int]
    year: int | None = None
    shift: int | None = None  # "năm sau": 1
    point: bool = False  # a date, not a period
    approx: bool = False
    note: str | None = None  # a warning: how a doubtful form was read


@dataclass(frozen=True, slots=True)
class Span:
    """From the first day of one part to the last day of another (often the same one)."""

    first: Part
    last: Part
    text: str = ""

    @property
    def is_date(self) -> bool:
        return self.first is self.last and self.first.point


@dataclass(frozen=True, slots=True)
class Limit:
    """The words before a date: `strict` for "trước"; `words` are said again in `by`."""

    strict: bool
    words: str


@dataclass(frozen=True, slots=True)
class Dated:
    """Dates or periods of the calendar."""

    spans: tuple[Span, ...]
    limit: Limit | None = None
    time: str | None = None
    start: Part | None = None  # "từ ngày 01/11 đến trước ngày 15/12"
    after: str | None = None  # an event that opens the span
    approx: bool = False
    weekday: int | None = None  # as printed beside the date: 1 is Monday


@dataclass(frozen=True, slots=True)
class BareDay:
    """A day whose month stands elsewhere: "trước ngày 15"."""

    day: int
    limit: Limit | None
    time: str | None
    text: str  # as printed: "05"


@dataclass(frozen=True, slots=True)
class Repeat:
    """One deadline in every week, month, quarter, half-year or year."""

    every: str
    by: str
    day: int | str | None = None
    months: tuple[int, ...] = ()
    month: int | None = None
    start_month: int | None = None
    end_month: int | None = None
    weekday: int | None = None
    next_period: bool = False
    year_offset: int = 0
    strict: bool | None = None
    time: str | None = None
    bare: bool = False  # no day is said: "hàng quý"
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeats:
    """Several of them, said together: "Hàng tháng, quý, năm"."""

    items: tuple[Repeat, ...]


@dataclass(frozen=True, slots=True)
class AfterEvent:
    n: int
    unit: str
    event: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class External:
    """Somebody else sets the date. `opener` is "theo" when it may be left out of `by`."""

    by: str
    opener: str = ""


@dataclass(frozen=True, slots=True)
class Continuous:
    start: Part | None = None
    end: Part | None = None
    label: str | None = None
    later_years: bool = False  # goes on after the period before it
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """Words that stand where a deadline should and are none; `reason` is for the reader."""

    reason: str


Phrase: TypeAlias = Dated | BareDay | Repeat | Repeats | AfterEvent | External | Continuous | Unread
