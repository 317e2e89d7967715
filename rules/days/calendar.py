"""Decides which days are worked, and counts in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from rules.days.vietnam import WEEKDAYS, LibraryYear, library_year, official_words
from rules.plan import Reason

FIRST_YEAR, LAST_YEAR = 1900, 2199
_ONE_DAY = dt.timedelta(days=1)
_FORTY_HOUR_WEEK = "Quyết định số 188/1999/QĐ-TTg"
_NO_NOTICE = "thư viện holidays, chưa có thông báo chính thức"


class OutOfCalendar(ValueError):
    """A date the calendar does not reach: its year is outside 1900..2199."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(f"năm {year} nằm ngoài lịch làm việc (từ năm {FIRST_YEAR} đến năm {LAST_YEAR})")


class OfficialYear(NamedTuple):
    """What the official notice says of a year.

    A confirmed year replaces the `holidays` library, one that is not lies over it. A date listed both as off
    and as worked is worked.
    """

    year: int
    notice: str | None
    confirmed: bool
    off: frozenset[dt.date] = frozenset()
    worked: frozenset[dt.date] = frozenset()


class Walk(NamedTuple):
    """The way of `n` working days: where it ends, the days it counted and the days off it passed."""

    date: dt.date
    counted: tuple[dt.date, ...]
    skipped: tuple[Reason, ...]


class _YearTable(NamedTuple):
    """One compiled year: `before[k]` working days lie before its k-th day (from 0); `days` are they."""

    start: int  # ordinal of 1 January
    before: tuple[int, ...]  # one more entry than the year has days
    days: tuple[dt.date, ...]


class WorkCalendar:
    """Working days: Monday to Friday less the days off, plus the weekend days worked in exchange.

    Years are compiled into tables when first asked for. Every method raises OutOfCalendar beyond 1900..2199.
    """

    def __init__(self, official: Iterable[OfficialYear] = ()) -> None:
        self._official = {year.year: year for year in official}
        listed = self._official.values()
        # Over all years: the notice of one year may exchange the last day of the year before.
        self._off = frozenset(day for year in listed for day in year.off)
        self._worked = frozenset(day for year in listed for day in year.worked)
        self._tables: dict[int, _YearTable] = {}
        self._library: dict[int, LibraryYear] = {}

    def official(self, year: int) -> OfficialYear | None:
        """The official notice of a year, None where there is none."""
        return self._official.get(year)

    def confirmed(self, year: int) -> bool:
        """Whether the year rests on a confirmed notice and not on the library."""
        found = self._official.get(year)
        return found is not None and found.confirmed

    def is_working(self, d: dt.date) -> bool:
        """Whether `d` is a working day."""
        table = self._tables.get(d.year) or self._table(d.year)
        k = d.toordinal() - table.start
        return table.before[k] != table.before[k + 1]

    def add(self, d: dt.date, n: int) -> dt.date:
        """The n-th working day after `d`, before it if n < 0; `d` is never counted and n = 0 gives `d`."""
        if n == 0:
            return d
        table = self._tables.get(d.year) or self._table(d.year)
        k = d.toordinal() - table.start
        i = table.before[k + 1] + n - 1 if n > 0 else table.before[k] + n
        if 0 <= i < len(table.days):
            return table.days[i]
        return self._beyond(d.year, i)

    def on_or_before(self, d: dt.date) -> dt.date:
        """`d` if it is worked, else the last working day before it."""
        return d if self.is_working(d) else self.add(d, -1)

    def on_or_after(self, d: dt.date) -> dt.date:
        """`d` if it is worked, else the next working day."""
        return d if self.is_working(d) else self.add(d, 1)

    def count(self, a: dt.date, b: dt.date) -> int:
        """How many working days lie in [a, b], both included; 0 when b is before a."""
        return self._up_to(b, a.year) - self._before(a) if a <= b else 0

    def between(self, a: dt.date, b: dt.date) -> int:
        """The signed number of working days from `a` (excluded) to `b` (included): add(a, n) undone."""
        if a <= b:
            return self._up_to(b, a.year) - self._up_to(a, a.year)
        return self._before(b) - self._before(a, b.year)

    def first_of_month(self, d: dt.date) -> dt.date:
        """The first working day of the month in which `d` lies."""
        return self.on_or_after(d.replace(day=1))

    def last_of_quarter(self, d: dt.date) -> dt.date:
        """The last working day of the quarter in which `d` lies."""
        month = (d.month - 1) // 3 * 3 + 3
        return self.on_or_before(dt.date(d.year, month, 31 if month in (3, 12) else 30))

    def walk(self, d: dt.date, n: int) -> Walk:
        """As `add`, telling every day from `d` (excluded) to the result (included)."""
        end = self.add(d, n)
        step = _ONE_DAY if end > d else -_ONE_DAY
        counted: list[dt.date] = []
        skipped: list[Reason] = []
        while d != end:
            d += step
            if self.is_working(d):
                counted.append(d)
            else:
                skipped.append(self.why_off(d))
        return Walk(end, tuple(counted), tuple(skipped))

    def why_off(self, d: dt.date) -> Reason:
        """Why `d` is off, with the notice; of a worked weekend day, by what; else "ngày làm việc"."""
        weekday = d.weekday()
        if self.is_working(d):
            return Reason(d, "ngày làm việc") if weekday < 5 else self._why_worked(d)
        if weekday >= 5:
            return Reason(d, WEEKDAYS[weekday], _FORTY_HOUR_WEEK)
        if d in self._off:
            return Reason(d, official_words(d, self._off, self._worked), self._notice_on(d))
        return Reason(d, self._of_library(d.year).off[d], _NO_NOTICE)

    def _why_worked(self, d: dt.date) -> Reason:
        basis = self._notice_on(d) if d in self._worked else _NO_NOTICE
        by_what = basis or "lịch làm việc đã khai báo"
        return Reason(d, f"{WEEKDAYS[d.weekday()]}, làm bù theo {by_what}", basis)

    def _notice_on(self, d: dt.date) -> str | None:
        near = (self._official.get(year) for year in (d.year, d.year + 1, d.year - 1))
        return next((y.notice for y in near if y is not None and (d in y.off or d in y.worked)), None)

    def _before(self, d: dt.date, since: int | None = None) -> int:
        """Working days before `d`, counted from 1 January of the year `since` (default: d's own)."""
        table = self._tables.get(d.year) or self._table(d.year)
        return table.before[d.toordinal() - table.start] + self._whole_years(since or d.year, d.year)

    def _up_to(self, d: dt.date, since: int) -> int:
        table = self._tables.get(d.year) or self._table(d.year)
        return table.before[d.toordinal() - table.start + 1] + self._whole_years(since, d.year)

    def _whole_years(self, first: int, end: int) -> int:
        return sum(len(self._table(year).days) for year in range(first, end))

    def _beyond(self, year: int, i: int) -> dt.date:
        """The working day with index `i` of `year`, where the index runs over into another year."""
        while i < 0:
            year -= 1
            i += len(self._table(year).days)
        while i >= (size := len(self._table(year).days)):
            i -= size
            year += 1
        return self._table(year).days[i]

    def _table(self, year: int) -> _YearTable:
        found = self._tables.get(year)
        if found is None:
            found = self._tables[year] = self._compile(year)
        return found

    def _compile(self, year: int) -> _YearTable:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise OutOfCalendar(year)
        off, worked = self._off, self._worked
        if not self.confirmed(year):
            library = self._of_library(year)
            off, worked = off | (library.off.keys() - worked), worked | (library.worked - off)
        start, end = dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal()
        before, days = [0], []
        for day in map(dt.date.fromordinal, range(start, end + 1)):
            if day in worked or (day.weekday() < 5 and day not in off):
                days.append(day)
            before.append(len(days))
        return _YearTable(start, tuple(before), tuple(days))

    def _of_library(self, year: int) -> LibraryYear:
        if year not in self._library:
            self._library[year] = library_year(year)
        return self._library[year]
