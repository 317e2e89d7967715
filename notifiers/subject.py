"""Decides the subject line: what is due and when, short enough for a phone's list of mails."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from notifiers.asks import FAMILIES, Family, assign_unit
from notifiers.foretold import subject_words
from notifiers.status import Bucket, bucket, status_words
from notifiers.vietnamese import (
    day_and_month,
    listing,
    lowered,
    number,
    one_line,
    short_day,
    shortened,
    working_days,
)
from rules.letter import DigestFacts, Item, Letter, TaskList

LIMIT = 110  # characters
_TAGS: dict[Family, str] = {"support": "[Phối hợp]", "input": "[Đề nghị gửi]"}
ASK_LEADER = "đề nghị cho ý kiến chỉ đạo"

_COUNTED: dict[Bucket, str] = {
    "overdue": "quá hạn",
    "stated-day": "đến mốc hôm nay",
    "due-today": "đến hạn hôm nay",
    "due-soon": "sắp đến hạn",
    "open": "trong hạn",
    "year": "nhiệm vụ cả năm",
    "waiting": "chưa xác định thời hạn",
    "standing": "thường xuyên",
    "closed": "đã kết thúc",
}


def subject(letter: Letter) -> str:
    """The subject of a letter, never longer than LIMIT."""
    if letter.alert is not None:
        return shortened(one_line(letter.alert.subject), LIMIT)
    if letter.digest is not None:
        return shortened(_of_digest(letter.digest), LIMIT)
    if letter.lists:
        return shortened(_of_lists(letter.lists), LIMIT)
    if len(letter.items) == 1:
        return _of_one(letter.items[0])
    return shortened(_of_many(letter.items, letter.at.date()), LIMIT)


def _of_lists(lists: Sequence[TaskList]) -> str:
    """`Danh mục nhiệm vụ Cải cách hành chính năm 2027 của Văn phòng Sở`."""
    plan = one_line(lists[0].plan).removeprefix("Kế hoạch ").removeprefix("Nhiệm vụ ")
    if lists[0].own:
        return f"Danh mục nhiệm vụ {plan} được phân công"
    return f"Danh mục nhiệm vụ {plan} của {listing(one.unit for one in lists)}"


def _of_one(item: Item, more: str = "") -> str:
    head, tail = _around(item)
    tail += more
    when = _when(item)
    if item.period and bucket(item) == "overdue":
        when = ""  # the days late are counted already; the task's own name needs the room
    told = ", ".join(part for part in (item.period, when) if part)
    after = f" ({told})" if told else ""
    name = shortened(one_line(item.title), max(LIMIT - len(head) - len(after) - len(tail), 24))
    return shortened(f"{head}{name}{after}{tail}", LIMIT)


def _around(item: Item) -> tuple[str, str]:
    where, status = bucket(item), status_words(item)
    if item.copy:
        return f"[Để biết] {status}: ", ""
    if where == "overdue":
        return f"[{status}] ", f" - {_overdue_ask(item)}" if _overdue_ask(item) else ""
    if where == "due-today":
        return "[Đến hạn hôm nay] ", ""
    if where == "stated-day":
        return "[Đến mốc hôm nay] ", ""
    if item.marks.reopened and item.kind == "first":
        return "[Mở lại nhiệm vụ] ", ""
    if item.moved or (item.kind == "first" and item.marks.amended and not item.marks.taken_from):
        return "[Thay đổi thời hạn] ", ""
    if item.kind == "first" and where != "waiting" and item.role != "input":
        return "[Thông báo thời hạn] ", ""
    tag = _TAGS.get(FAMILIES[item.role], "[Nhắc việc]")
    return f"{tag} {_what(item, where, status)}: ", ""


def _overdue_ask(item: Item) -> str:
    family = FAMILIES[item.role]
    if family == "leadership":
        return ASK_LEADER
    return "đề nghị báo cáo tiến độ" if family == "lead" else ""


def _what(item: Item, where: Bucket, status: str) -> str:
    if item.ask == "assign-unit":
        return assign_unit(item)
    if where == "year":
        return "Đề nghị cho biết tiến độ"
    return f"{status}, tài liệu kiểm chứng" if item.scoring else status


def _when(item: Item) -> str:
    if bucket(item) in ("waiting", "year", "standing", "closed"):
        return ""
    words = lowered(one_line(item.time_words).rstrip(".;"))
    moved = item.marks.extensions or item.marks.amended
    own = not moved and item.event_on is None and item.period is None
    if words and len(words) <= 30 and own:
        return words
    return f"hạn {day_and_month(item.last_day)}" if item.last_day else ""


def _of_many(items: tuple[Item, ...], today: dt.date) -> str:
    own = [item for item in items if not item.copy]
    if not own:
        return f"[Để biết] {_counts(items)}{_plans(items)}"
    if (input_ := _pressing_input(own)) is not None:
        return _of_one(input_, f" và {len(own) - 1} mốc khác")
    tag = _tag_of_many(own)
    said = _progress(own) or _one_day(own, today) or _counts(own)
    among = _plans(own)
    ask = f" - {ASK_LEADER}" if all(FAMILIES[item.role] == "leadership" for item in own) else ""
    return f"{tag} {said}{_copies(len(items) - len(own))}{among}{ask}"


def _pressing_input(items: list[Item]) -> Item | None:
    """The one thing to send that presses more than all else in a mail."""
    inputs = [item for item in items if FAMILIES[item.role] == "input"]
    others = {bucket(item) for item in items if item not in inputs}
    if len(inputs) != 1 or others & {"overdue", "due-today", "stated-day"} or not others:
        return None
    return inputs[0] if bucket(inputs[0]) in ("due-soon", "due-today", "overdue") else None


def _plans(items: tuple[Item, ...] | list[Item]) -> str:
    plans = len({item.plan for item in items})
    return f" ({plans} kế hoạch)" if plans > 1 else ""


def _progress(items: list[Item]) -> str:
    """Whole-year tasks alone are asked for their progress."""
    alone = all(bucket(item) == "year" and FAMILIES[item.role] == "lead" for item in items)
    return f"Đề nghị cho biết tiến độ {len(items)} nhiệm vụ cả năm" if alone else ""


def _tag_of_many(items: list[Item]) -> str:
    if all(item.kind == "first" for item in items):
        return "[Thông báo thời hạn]"
    families = {FAMILIES[item.role] for item in items}
    return _TAGS.get(families.pop(), "[Nhắc việc]") if len(families) == 1 else "[Nhắc việc]"


def counted_noun(items: tuple[Item, ...] | list[Item]) -> str:
    """`14 nhiệm vụ`; a task with several deadlines here makes them `mốc thời hạn`."""
    tasks = {(item.plan, item.key) for item in items}
    return f"{len(items)} {'nhiệm vụ' if len(tasks) == len(items) else 'mốc thời hạn'}"


def _one_day(items: list[Item], today: dt.date) -> str:
    """All fall due on one day, or within the month of the mail."""
    wheres = {bucket(item) for item in items}
    days = {item.last_day for item in items if item.last_day is not None}
    if not days or not wheres <= {"due-soon", "open", "due-today"}:
        return ""
    if len(days) == 1:
        when = "hôm nay" if wheres == {"due-today"} else short_day(min(days))
        return f"{counted_noun(items)} đến hạn {when}"
    months = {(day.year, day.month) for day in days}
    soon = wheres == {"due-soon"} or "due-today" in wheres
    if soon or months != {(today.year, today.month)}:
        return ""
    return f"{counted_noun(items)} đến hạn trong tháng {today.month}/{today.year}"


def _counts(items: tuple[Item, ...] | list[Item]) -> str:
    counts = Counter(bucket(item) for item in items)
    parts = [_count(where, counts[where]) for where in _COUNTED if counts[where]]
    if len(parts) == 1 and "nhiệm vụ" not in parts[0]:
        return f"{counted_noun(items)} {parts[0].split(' ', 1)[1]}"
    return ", ".join(parts)


def _count(where: Bucket, n: int) -> str:
    return f"{n} {_COUNTED[where]}"


def _copies(n: int) -> str:
    return f", {n} để biết" if n else ""


def soon_words(facts: DigestFacts) -> str:
    """What a digest calls soon: `đến hạn trong 10 ngày làm việc tới`."""
    span = next((section.span for section in facts.sections if section.name == "due_within"), None)
    return f"đến hạn trong {span_words(span or '10wd')} tới"


def span_words(span: str) -> str:
    """`10wd` as `10 ngày làm việc`, `7d` as `07 ngày`."""
    return working_days(int(span[:-2])) if span.endswith("wd") else f"{number(int(span[:-1]))} ngày"


def _of_digest(facts: DigestFacts) -> str:
    week = f"tuần {facts.week} ({day_and_month(facts.monday)} - {short_day(facts.sunday).split(', ')[1]})"
    figures = facts.figures
    parts = [
        f"{figures.overdue} quá hạn" if figures.overdue else "không có quá hạn",
        f"{figures.due_within} {soon_words(facts)}" if figures.due_within else "",
        f"{figures.submitted} chờ ký" if figures.submitted else "",
    ]
    of = f"{_of_plans(facts.plans)}: " if facts.chosen or len(facts.plans) > 1 else ""
    if facts.foretold is not None:
        said = ", ".join(part for part in parts if part)
        return subject_words(facts.foretold, week, f"{of}{said}", figures.overdue)
    return f"[Tổng hợp {week}] {of}{', '.join(part for part in parts if part)}"


def _of_plans(plans: tuple[str, ...]) -> str:
    return one_line(plans[0]) if len(plans) == 1 else f"{number(len(plans))} kế hoạch"
