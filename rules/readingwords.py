"""Decides how the reading of a plan's words is told in Vietnamese: what they were taken to mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rules.days.lastday import UNITS
from rules.days.vietnam import WEEKDAYS, spoken
from rules.plan import Deadline, Every, Kind

_EVERY: dict[Every, str] = {
    "week": "hằng tuần",
    "month": "hằng tháng",
    "quarter": "hằng quý",
    "half-year": "6 tháng một lần",
    "year": "hằng năm",
}


_DAYS = {"wd": "ngày làm việc", "d": "ngày"}


def told_reading(deadline: Deadline) -> str:
    """ "một ngày: trước ngày 10/3/2021, không tính chính ngày ấy" """
    return "; ".join([_KINDS[deadline.kind](deadline), *_doubts(deadline)])


def _by(deadline: Deadline) -> str:
    spec = deadline.spec
    if spec.date is None:
        return "một ngày, chưa ghi ngày nào"
    before = "trước" if spec.strict else "đến"
    if spec.time is not None:
        return f"một thời điểm: {before} {spec.time.hour} giờ {spec.time:%M} ngày {spoken(spec.date)}"
    return f"một ngày: {_bound(deadline, f'ngày {spoken(spec.date)}')}"


def _bound(deadline: Deadline, day: str) -> str:
    if not deadline.spec.strict:
        return f"đến hết {day}"
    if deadline.task.plan.inclusive:
        return f"trước {day}; kế hoạch này tính cả chính ngày ấy"
    return f"trước {day}, không tính chính ngày ấy"


def _period(deadline: Deadline) -> str:
    start, end = deadline.spec.start, deadline.spec.end
    since = f"từ ngày {spoken(start)} " if start else ""
    return f"một khoảng thời gian: {since}đến hết ngày {spoken(end)}" if end else "một khoảng thời gian"


def _recurring(deadline: Deadline) -> str:
    spec = deadline.spec
    when = _EVERY[spec.every] if spec.every else "định kỳ"
    months = f" của tháng {', '.join(map(str, spec.months))}" if spec.months else ""
    month = f" tháng {spec.month}" if spec.month else ""
    following = " của kỳ sau" if spec.next_period else ""
    if spec.weekday is not None:
        day = WEEKDAYS[spec.weekday - 1]
    elif spec.day is None:
        return f"định kỳ {when}: đến hết ngày cuối kỳ"
    else:
        day = "ngày cuối tháng" if spec.day == "last" else f"ngày {spec.day}"
    return f"định kỳ {when}: {_bound(deadline, f'{day}{month}{months}{following}')}"


def _after_event(deadline: Deadline) -> str:
    spec = deadline.spec
    term = f"{spec.n:02} {UNITS[spec.unit]}" if spec.n and spec.unit else "ngay trong ngày"
    return f"tính từ sự kiện: {term} kể từ {spec.event or 'khi có sự kiện'}"


def _external(deadline: Deadline) -> str:
    return f"chờ cấp trên ấn định: {deadline.spec.by or 'chưa nêu cấp nào'}"


def _continuous(_: Deadline) -> str:
    return "thường xuyên, không có thời hạn"


def _input(deadline: Deadline) -> str:
    report = deadline.spec.report
    if report is None:
        return "số liệu gửi để làm báo cáo"
    ahead = f"{report.ahead.n:02} {_DAYS[report.ahead.unit]}"
    return f"số liệu gửi để làm báo cáo: {ahead} trước ngày làm việc cuối cùng trong hạn của báo cáo"


_KINDS: dict[Kind, Callable[[Deadline], str]] = {
    "by": _by,
    "period": _period,
    "recurring": _recurring,
    "after_event": _after_event,
    "external": _external,
    "continuous": _continuous,
    "input": _input,
}


def _doubts(deadline: Deadline) -> Iterator[str]:
    spec = deadline.spec
    if spec.approx:
        yield "mốc dự kiến"
    if spec.condition:
        yield f"điều kiện: {spec.condition}"
    if spec.ambiguous:
        other = f", có thể là ngày {spoken(spec.alternative)}" if spec.alternative else ""
        yield f"cách hiểu này cần người xác nhận{other}"
