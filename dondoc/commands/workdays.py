"""`dondoc workdays`: sums in working days, told day by day."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import click

from dondoc.exits import Stop
from dondoc.open import say_json
from dondoc.phrasing import long_day, told_reason
from dondoc.types import DAY
from rules.days.calendar import OutOfCalendar, Walk, WorkCalendar
from rules.systemwords import system_words

CALENDAR = "data/calendar.yaml"
_NUMBER = re.compile(r"[+-]?\d{1,6}")


@click.command("workdays", context_settings={"ignore_unknown_options": True})
@click.argument("sum_", nargs=-1, required=True, metavar="NGÀY +N|-N | NGÀY..NGÀY")
@click.option("--json", "as_json", is_flag=True, help="Một đối tượng JSON.")
@click.pass_obj
def command(workspace: Path, sum_: tuple[str, ...], as_json: bool) -> None:
    """Tính ngày làm việc: NGÀY +N, NGÀY -N (NGÀY không được tính), hoặc đếm NGÀY..NGÀY (tính cả hai đầu)."""
    _refuse_options(sum_)
    first, second = _parts(sum_)
    calendar = _calendar(workspace)
    try:
        if isinstance(second, dt.date):
            _count(calendar, first, second, as_json)
        else:
            _walk(calendar, first, second, as_json)
    except OutOfCalendar as error:
        raise click.UsageError(str(error)) from error


def _refuse_options(words: tuple[str, ...]) -> None:
    # Unknown options come through as words, so that -8 needs no "--".
    for word in words:
        if word.startswith("-") and not _NUMBER.fullmatch(word):
            raise click.NoSuchOption(word)


def _parts(words: tuple[str, ...]) -> tuple[dt.date, dt.date | int]:
    """A date and a number, or the two ends of a range."""
    if len(words) == 1 and ".." in words[0]:
        first, _, last = words[0].partition("..")
        ends = DAY.convert(first, None, None), DAY.convert(last, None, None)
        if ends[1] < ends[0]:
            raise click.UsageError(f"ngày cuối {ends[1]} đứng trước ngày đầu {ends[0]}")
        return ends
    if len(words) != 2:
        raise click.UsageError("viết NGÀY +N, NGÀY -N hoặc NGÀY..NGÀY; ví dụ: 2021-03-10 -8")
    if not _NUMBER.fullmatch(words[1]):
        raise click.UsageError(f"“{words[1]}” không phải số ngày làm việc; ví dụ: +5, -8")
    return DAY.convert(words[0], None, None), int(words[1])


def _calendar(workspace: Path) -> WorkCalendar:
    """The workspace's official years over the library; other files are not looked at."""
    from data.files.adminfile import text_of
    from data.files.calendarfile import read_calendar

    path = workspace / CALENDAR
    if not path.is_file():
        click.echo(f"cảnh báo: không có {CALENDAR}; tính theo thư viện holidays", err=True)
        return WorkCalendar()
    try:
        text, problems = text_of(CALENDAR, path)
        years, found = read_calendar(CALENDAR, text) if text is not None else (None, list(problems))
    except OSError as error:
        raise Stop(f"{CALENDAR}: không đọc được tệp: {system_words(error)}") from error
    if years is None:
        raise Stop("\n".join(map(str, found)))
    return WorkCalendar(years)


def _warn(calendar: WorkCalendar, first: dt.date, last: dt.date) -> None:
    for year in range(min(first, last).year, max(first, last).year + 1):
        if not calendar.confirmed(year):
            said = f"năm {year} chưa có thông báo lịch nghỉ chính thức; tính theo thư viện holidays"
            click.echo(f"cảnh báo: {said}", err=True)


def _walk(calendar: WorkCalendar, day: dt.date, n: int, as_json: bool) -> None:
    walk = calendar.walk(day, n)
    _warn(calendar, day, walk.date)
    if as_json:
        skipped = [
            {"date": str(reason.day), "why": reason.text, "basis": reason.basis} for reason in walk.skipped
        ]
        counted = [str(one) for one in walk.counted]
        say_json({"from": str(day), "n": n, "date": str(walk.date), "counted": counted, "skipped": skipped})
        return
    _tell_walk(calendar, day, n, walk)


def _tell_walk(calendar: WorkCalendar, day: dt.date, n: int, walk: Walk) -> None:
    click.echo(f"{long_day(walk.date)}")
    if n == 0:
        return
    way = f"{n} ngày làm việc sau" if n > 0 else f"{-n} ngày làm việc trước"
    click.echo(f"là {way} {long_day(day)} (ngày này không tính):")
    lines = {one: f"ngày làm việc thứ {nth}" for nth, one in enumerate(walk.counted, 1)}
    lines = {one: f"{long_day(one)}: {_worked(calendar, one)}{text}" for one, text in lines.items()}
    lines |= {reason.day: told_reason(reason) for reason in walk.skipped if reason.day}
    for one in sorted(lines, reverse=n < 0):
        click.echo(f"  {lines[one]}")


def _worked(calendar: WorkCalendar, day: dt.date) -> str:
    return f"{calendar.why_off(day).text}; " if day.weekday() >= 5 else ""


def _count(calendar: WorkCalendar, first: dt.date, last: dt.date, as_json: bool) -> None:
    days = calendar.count(first, last)
    _warn(calendar, first, last)
    if as_json:
        say_json({"from": str(first), "to": str(last), "working_days": days})
        return
    click.echo(f"{days} ngày làm việc")
    click.echo(f"từ {long_day(first)} đến {long_day(last)}, tính cả hai ngày. Các ngày nghỉ:")
    for number in range((last - first).days + 1):
        day = first + dt.timedelta(days=number)
        reason = calendar.why_off(day)
        if not calendar.is_working(day) or day.weekday() >= 5:
            click.echo(f"  {told_reason(reason)}")
