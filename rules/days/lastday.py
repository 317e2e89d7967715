"""Decides what a deadline of the plan means in dates: the date stated, the last day in time, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from rules.days.calendar import OutOfCalendar, WorkCalendar
from rules.days.periods import IncompleteSpec, add_months, periods_of
from rules.days.vietnam import spoken, spoken_month
from rules.plan import UNLABELLED, Deadline, DeadlineSpec, EventUnit, Kind, Reason, Task
from rules.rule import Span

_ONE_DAY = dt.timedelta(days=1)
_NOT_COUNTED = "BLDS 2015 Điều 147"
_CORRESPONDING = "BLDS 2015 Điều 148"
_RUNS_ON = "BLDS 2015 Điều 148 khoản 5"
_STRICT = "đọc chặt chữ “trước”"
_INCLUSIVE = "kế hoạch đọc chữ “trước” là tính cả ngày ghi"
UNITS: dict[EventUnit, str] = {
    "working_day": "ngày làm việc",
    "day": "ngày",
    "week": "tuần",
    "month": "tháng",
    "year": "năm",
    "hour": "giờ",
}


class Event(NamedTuple):
    """A document received; `until` is the date it sets, when it is a direction from above."""

    on: dt.date
    document: str | None = None
    until: dt.date | None = None


def deadlines_of(
    task: Task, spec: DeadlineSpec, calendar: WorkCalendar, events: Sequence[Event] = ()
) -> tuple[Deadline, ...]:
    """The deadlines one spec stands for (DESIGN section 3), in order of period or event.

    `events` are those of this spec in the order they were recorded: the k-th makes the deadline `…/k`. Raises
    IncompleteSpec where the spec lacks what its kind needs, OutOfCalendar beyond 1900..2199. The reasons are
    left to `reasons_for`.
    """
    return tuple(_KINDS[spec.kind](task, spec, calendar, events))


def extended(
    deadline: Deadline, to: dt.date, calendar: WorkCalendar, start: dt.date, amended_by: str | None = None
) -> Deadline:
    """The deadline under a granted extension, or as the document `amended_by` moved it.

    `to` is included, its new term starts on `start`.
    """
    why = Reason(to, f"được gia hạn đến hết ngày {spoken(to)}", "văn bản đồng ý gia hạn")
    if amended_by is not None:
        why = Reason(to, f"được điều chỉnh thành hết ngày {spoken(to)}", f"văn bản {amended_by}")
    return replace(
        deadline,
        stated=to,
        last_day=calendar.on_or_before(to),
        strict=False,
        start=start,
        waiting=False,
        reasons=(why,),
    )


def reasons_for(deadline: Deadline, calendar: WorkCalendar) -> tuple[Reason, ...]:
    """Day by day, why the last day is what it is; the last reason is that of the last day itself.

    A deadline without a date gives one reason without a day.
    """
    if deadline.last_day is None:
        return (_why_undated(deadline),)
    if deadline.kind == "after_event" and not deadline.reasons:
        return tuple(_why_term(deadline, calendar))
    return (*deadline.reasons, *_why_stated(deadline, calendar))


# How each kind gets its dates.


def _by(task: Task, spec: DeadlineSpec, calendar: WorkCalendar, _: Sequence[Event]) -> Iterator[Deadline]:
    if spec.date is None:
        raise IncompleteSpec(spec, "date")
    yield _stating(task, spec, calendar, spec.date, spec.start)


def _period(task: Task, spec: DeadlineSpec, calendar: WorkCalendar, _: Sequence[Event]) -> Iterator[Deadline]:
    if spec.end is None:
        raise IncompleteSpec(spec, "end")
    yield _stating(task, spec, calendar, spec.end, spec.start)


def _recurring(
    task: Task, spec: DeadlineSpec, calendar: WorkCalendar, _: Sequence[Event]
) -> Iterator[Deadline]:
    for period in periods_of(spec, task.plan.year):
        one = _stating(task, spec, calendar, period.stated, period.start)
        yield replace(one, id=one_of(task, spec, period.label))


def _stating(
    task: Task, spec: DeadlineSpec, calendar: WorkCalendar, stated: dt.date, start: dt.date | None
) -> Deadline:
    strict = spec.strict and not task.plan.inclusive
    # With an hour, "trước" is about the hour: the day itself counts.
    excluded = strict and spec.time is None
    last = calendar.add(stated, -1) if excluded else calendar.on_or_before(stated)
    return Deadline(_base(task, spec), task, spec, stated, last, strict, start)


def _after_event(
    task: Task, spec: DeadlineSpec, calendar: WorkCalendar, events: Sequence[Event]
) -> Iterator[Deadline]:
    if spec.n is None or spec.unit is None:
        raise IncompleteSpec(spec, "n" if spec.n is None else "unit")
    if not (spec.once and events):
        yield _waiting(task, spec)
    for k, event in enumerate(events, 1):
        last = _term_end(event.on, spec.n, spec.unit, calendar)
        yield Deadline(
            one_of(task, spec, str(k)),
            task,
            spec,
            last,
            last,
            strict=False,
            start=event.on,
            event_on=event.on,
        )


def _external(
    task: Task, spec: DeadlineSpec, calendar: WorkCalendar, events: Sequence[Event]
) -> Iterator[Deadline]:
    for event in reversed(events):  # the latest direction holds
        if event.until is not None:
            last = calendar.on_or_before(event.until)
            base = _base(task, spec)
            yield Deadline(base, task, spec, event.until, last, False, event.on, event_on=event.on)
            return
    yield _waiting(task, spec)


def _continuous(task: Task, spec: DeadlineSpec, _: WorkCalendar, __: Sequence[Event]) -> Iterator[Deadline]:
    yield Deadline(_base(task, spec), task, spec, None, None, strict=False, start=spec.start)


def _input(
    task: Task, spec: DeadlineSpec, calendar: WorkCalendar, events: Sequence[Event]
) -> Iterator[Deadline]:
    """One for each deadline of the report, so long before its last day; none while that waits."""
    if spec.report is None:
        raise IncompleteSpec(spec, "report")
    of, ahead = spec.report, spec.report.ahead
    base = _base(of.task, of.spec)
    for one in deadlines_of(of.task, of.spec, calendar, events):
        if one.last_day is not None:
            id = _base(task, spec) if one.id == base else one_of(task, spec, one.id.rpartition("/")[2])
            last = day_ahead(one.last_day, ahead, calendar)
            yield Deadline(id, task, spec, last, last, False, one.start, event_on=one.event_on)


def day_ahead(last: dt.date, ahead: Span, calendar: WorkCalendar) -> dt.date:
    """The last day of an input, from its report's."""
    wd = ahead.unit == "wd"
    return calendar.on_or_before(calendar.add(last, -ahead.n) if wd else last - dt.timedelta(days=ahead.n))


def _waiting(task: Task, spec: DeadlineSpec) -> Deadline:
    return Deadline(_base(task, spec), task, spec, None, None, strict=False, start=None, waiting=True)


def _base(task: Task, spec: DeadlineSpec) -> str:
    return f"{task.id}/{spec.slug}"


def one_of(task: Task, spec: DeadlineSpec, suffix: str) -> str:
    """The id of one period or event: "…/2021-q1", "…/1"; a labelled line keeps its slug before it."""
    return f"{task.id}/{suffix}" if spec.slug == UNLABELLED else f"{_base(task, spec)}/{suffix}"


_Dates = Callable[[Task, DeadlineSpec, WorkCalendar, Sequence[Event]], Iterator[Deadline]]
_KINDS: dict[Kind, _Dates] = {
    "by": _by,
    "period": _period,
    "recurring": _recurring,
    "after_event": _after_event,
    "external": _external,
    "continuous": _continuous,
    "input": _input,
}


# Terms counted from an event.


def _term_end(on: dt.date, n: int, unit: EventUnit, calendar: WorkCalendar) -> dt.date:
    if unit == "working_day" and n:
        return calendar.add(on, n)
    return calendar.on_or_after(_nominal_end(on, n, unit))


def _nominal_end(on: dt.date, n: int, unit: EventUnit) -> dt.date:
    """Where the term would end if no day were off; the event's day does not count (BLDS Điều 147, 148)."""
    try:
        if unit in ("month", "year"):
            return add_months(on, n * (12 if unit == "year" else 1))
        days = {"working_day": n, "day": n, "week": 7 * n, "hour": -(-n // 24)}[unit]
        return on + dt.timedelta(days=days)
    except (OverflowError, ValueError) as error:
        raise OutOfCalendar(dt.MAXYEAR + 1 if n > 0 else dt.MINYEAR - 1) from error


# Why.


def _why_undated(deadline: Deadline) -> Reason:
    spec = deadline.spec
    if not deadline.waiting:
        return Reason(None, "nhiệm vụ thường xuyên, kế hoạch không ghi thời hạn")
    if spec.kind == "after_event" and spec.n is not None and spec.unit is not None:
        term = f"{spec.n:02} {UNITS[spec.unit]}" if spec.n else "ngay trong ngày"
        return Reason(None, f"chưa xác định thời hạn: {term} kể từ {spec.event or 'khi có sự kiện'}")
    return Reason(None, f"chưa xác định thời hạn: {spec.by or 'chờ chỉ đạo của cấp trên'}")


def _why_stated(deadline: Deadline, calendar: WorkCalendar) -> Iterator[Reason]:
    stated, last = deadline.stated, deadline.last_day
    if stated is None or last is None:
        return
    yield from _why_clipped(deadline, stated)
    if not deadline.reasons:
        yield _why_first(deadline, stated)
    excluded = deadline.strict and deadline.spec.time is None
    day = stated - _ONE_DAY if excluded else stated
    while day > last:
        yield calendar.why_off(day)
        day -= _ONE_DAY
    if not excluded and last != stated:
        later = calendar.on_or_after(stated)
        yield Reason(later, "có thể tính đến ngày này nếu áp dụng Bộ luật Dân sự; chỉ để tham khảo", _RUNS_ON)
    yield _why_last(last, "ngày làm việc cuối cùng trong hạn", None, calendar)


def _why_clipped(deadline: Deadline, stated: dt.date) -> Iterator[Reason]:
    day = deadline.spec.day
    if deadline.kind == "recurring" and not deadline.reasons and isinstance(day, int) and day > stated.day:
        text = f"tháng {spoken_month(stated)} không có ngày {day}, tính đến ngày cuối tháng"
        yield Reason(stated, text, f"{_CORRESPONDING}, áp dụng tương tự")


def _why_first(deadline: Deadline, stated: dt.date) -> Reason:
    spec = deadline.spec
    words = _stated_words(deadline)
    if spec.time is not None:
        before = "trước" if spec.strict else "đến"
        return Reason(
            stated, f"{words}, {before} {spec.time.hour} giờ {spec.time:%M}; ngày này tính trong hạn"
        )
    if deadline.strict:
        return Reason(stated, f"{words}, không tính trong hạn", _STRICT)
    return Reason(stated, f"{words}, tính trong hạn", _INCLUSIVE if spec.strict else None)


def _stated_words(deadline: Deadline) -> str:
    spec = deadline.spec
    if deadline.kind == "external":
        return "ngày cấp trên ấn định"
    if spec.report is not None:
        ahead = spec.report.ahead
        days = "ngày làm việc" if ahead.unit == "wd" else "ngày"
        return f"{ahead.n:02} {days} trước ngày làm việc cuối cùng trong hạn của báo cáo"
    in_period = deadline.kind == "recurring" and spec.day is None and spec.weekday is None
    if deadline.kind == "period" or in_period:
        return "ngày cuối của kỳ ghi trong kế hoạch"
    return "ngày ghi trong kế hoạch"


def _why_last(day: dt.date, words: str, basis: str | None, calendar: WorkCalendar) -> Reason:
    if day.weekday() < 5:
        return Reason(day, words, basis)
    worked = calendar.why_off(day)
    bases = [b for b in (basis, worked.basis) if b]
    return Reason(day, f"{worked.text}; {words}", "; ".join(bases) or None)


def _why_term(deadline: Deadline, calendar: WorkCalendar) -> Iterator[Reason]:
    on, n, unit, last = deadline.event_on, deadline.spec.n, deadline.spec.unit, deadline.last_day
    if on is None or n is None or unit is None or last is None:
        return
    if n:
        yield Reason(on, "ngày xảy ra sự kiện, không tính", _NOT_COUNTED)
    if unit == "working_day" and n:
        yield from _why_counted(on, n, calendar)
    else:
        yield from _why_nominal(on, n, unit, calendar)


def _why_counted(on: dt.date, n: int, calendar: WorkCalendar) -> Iterator[Reason]:
    walk = calendar.walk(on, n)
    counted = (
        _why_last(day, f"ngày làm việc thứ {nth}/{n}", None, calendar)
        for nth, day in enumerate(walk.counted, 1)
    )
    yield from sorted((*counted, *walk.skipped), key=lambda reason: reason.day or on)


def _why_nominal(on: dt.date, n: int, unit: EventUnit, calendar: WorkCalendar) -> Iterator[Reason]:
    nominal = _nominal_end(on, n, unit)
    if unit in ("month", "year") and nominal.day != on.day:
        text = f"tháng {spoken_month(nominal)} không có ngày {on.day}, thời hạn kết thúc vào ngày cuối tháng"
        yield Reason(nominal, text, _CORRESPONDING)
    words = f"hết {n:02} {UNITS[unit]} kể từ ngày tiếp theo" if n else "tính ngay trong ngày xảy ra sự kiện"
    if calendar.is_working(nominal):
        yield _why_last(nominal, words, _CORRESPONDING, calendar)
        return
    yield Reason(nominal, words, _CORRESPONDING)
    last = calendar.on_or_after(nominal)
    while nominal < last:
        yield calendar.why_off(nominal)
        nominal += _ONE_DAY
    yield _why_last(last, "kết thúc vào ngày làm việc tiếp theo", _RUNS_ON, calendar)
