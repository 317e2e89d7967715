"""Decides how the deadlines of one mail are grouped and what is said around them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeAlias

from notifiers.asks import FAMILIES, reader
from notifiers.itemview import ItemView, item_view
from notifiers.opening import opening
from notifiers.status import HEADINGS, TONES, bucket
from notifiers.subject import subject
from notifiers.vietnamese import listing, long_day, lowered, number
from rules.letter import Contact, Item, Letter
from rules.notice import Role

DONE = "Nếu đã hoàn thành, đề nghị cập nhật số, ngày văn bản để hệ thống dừng nhắc."

_GROUP_SUFFIX = {"support": " – phối hợp", "office": " – theo dõi", "leadership": " – xin ý kiến chỉ đạo"}
_REASONS: dict[Role, str] = {
    "lead": "đơn vị, cá nhân chủ trì",
    "lead.head": "lãnh đạo đơn vị chủ trì",
    "support": "đơn vị phối hợp",
    "support.head": "lãnh đạo đơn vị phối hợp",
    "office": "cán bộ theo dõi, đôn đốc",
    "office.head": "lãnh đạo đơn vị theo dõi, đôn đốc",
    "leadership": "lãnh đạo phụ trách",
    "owner": "người phụ trách quy tắc nhắc việc",
    "other": "người nhận ghi trong quy tắc nhắc việc",
}


Pair: TypeAlias = tuple[Item, ItemView]


@dataclass(frozen=True, slots=True)
class Day:
    """The deadlines of a group that share their line of date and state."""

    label: str
    rows: tuple[ItemView, ...]


@dataclass(frozen=True, slots=True)
class Group:
    heading: str
    tone: str
    ask: str  # what most of its rows are asked
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class MailView:
    """Everything a template of a reminder shows."""

    subject: str
    organization: str
    addressee: str
    also: str
    instead: str
    opening: str
    late: str
    single: ItemView | None
    groups: tuple[Group, ...]
    done: str
    trouble: str
    contact: str
    reasons: tuple[str, ...]
    board: str
    tone: str


def mail_view(letter: Letter) -> MailView:
    """The words of a letter with items."""
    who = reader(letter.addressee, letter.at)
    several = len({item.plan for item in letter.items}) > 1
    views = [(item, item_view(item, who, name_plan=several)) for item in letter.items]
    single = views[0][1] if len(views) == 1 else None
    return MailView(
        subject=subject(letter),
        organization=letter.organization,
        addressee=letter.addressee,
        also=listing(letter.also),
        instead=instead_words(letter),
        opening=opening(letter, who),
        late=_late(letter.items),
        single=single,
        groups=() if single else _groups(views),
        done=DONE,
        trouble=_trouble(letter),
        contact=contact_words(letter.reply_to),
        reasons=_reasons(letter.items),
        board=letter.board or "",
        tone=views[0][1].tone if views else TONES["open"],
    )


def instead_words(letter: Letter) -> str:
    """Who was meant, when a delegate reads."""
    if not letter.instead_of:
        return ""
    name = letter.instead_of
    person = name if name.casefold().startswith("đồng chí") else f"đồng chí {name}"
    # "Trần Thị B, Chuyên viên, nghỉ phép": a title in between is closed by a comma too.
    return f"(nhận thay {person}{',' if ',' in person else ''} nghỉ phép)"


def contact_words(contact: Contact) -> str:
    """The human behind the mails, on one line."""
    parts = [f"{contact.name}, {contact.title}" if contact.title else contact.name]
    if contact.phone:
        parts.append(f"điện thoại {contact.phone}")
    if contact.address:
        parts.append(contact.address)
    return "; ".join(parts)


def _groups(views: list[Pair]) -> tuple[Group, ...]:
    # Merged by first appearance, so the given order (overdue first, then by date) is kept.
    found: dict[str, list[Pair]] = {}
    for item, view in views:
        found.setdefault("copy" if item.copy else view.bucket, []).append((item, view))
    return tuple(map(_group, found.values()))


def _group(rows: list[Pair]) -> Group:
    common = _common_ask([view.ask for _, view in rows])
    days = tuple(
        Day(label, tuple(_without(view, common) for _, view in same))
        for label, same in groupby(rows, key=lambda row: _day_label(*row))
    )
    copies = rows[0][0].copy
    tone = TONES["closed"] if copies else rows[0][1].tone
    heading = "Để biết" if copies else _heading(rows)
    return Group(f"{heading} ({number(len(rows))})", tone, common, days)


def _heading(rows: list[Pair]) -> str:
    families = {FAMILIES[item.role] for item, _ in rows}
    suffix = _GROUP_SUFFIX.get(next(iter(families)), "") if len(families) == 1 else ""
    return HEADINGS[rows[0][1].bucket] + suffix


def _common_ask(asks: list[str]) -> str:
    """What most of the rows are asked; the others say their own."""
    ask, count = Counter(asks).most_common(1)[0]
    return ask if count * 2 > len(asks) else ""


def _without(view: ItemView, common: str) -> ItemView:
    """The row without what its group already asks."""
    return replace(view, ask="") if view.ask == common else view


def _day_label(item: Item, view: ItemView) -> str:
    if not view.last_day:
        return view.status if item.copy else ""
    when = view.last_day[:1].upper() + view.last_day[1:]
    if not item.copy and view.bucket in ("due-today", "stated-day"):
        return when
    return f"{when} · {lowered(view.status)}"


def _late(items: tuple[Item, ...]) -> str:
    days = [item.late_since for item in items if item.late_since is not None]
    if not days:
        return ""
    if len(items) == 1:
        return f"Lời nhắc này dự kiến gửi {long_day(days[0])}, nay được gửi muộn."
    who = "Các lời nhắc" if len(days) == len(items) else "Một số lời nhắc"
    start = "" if len(set(days)) == 1 else "từ "
    return f"{who} trong thư này dự kiến gửi {start}{long_day(min(days))}, nay được gửi muộn."


def _trouble(letter: Letter) -> str:
    leads = [item for item in letter.items if FAMILIES[item.role] == "lead" and not item.copy]
    if not leads:
        return ""
    whom = _whom_to_ask(letter, leads)
    if not whom:
        return ""
    late = any(bucket(item) in ("overdue", "year", "waiting", "standing") for item in leads)
    before = "" if late else " trước thời hạn trên"
    return f"Nếu có khó khăn, vướng mắc, đề nghị {whom}{before}."


def _whom_to_ask(letter: Letter, leads: list[Item]) -> str:
    # The office is not told to talk to itself: its next rung is the deputy in charge.
    if any(item.office_leads for item in leads) or _same(letter.reply_to.address, letter.address):
        title = next((item.in_charge for item in leads if item.in_charge), None)
        return f"báo cáo {_comrade(title)} xem xét, cho ý kiến" if title else ""
    contact = letter.reply_to
    name = f"đồng chí {contact.name}, {contact.title}" if contact.title else contact.name
    return f"trao đổi với {name}"


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _comrade(title: str) -> str:
    return lowered(title) if title.casefold().startswith("đồng chí") else f"đồng chí {title}"


def _reasons(items: tuple[Item, ...]) -> tuple[str, ...]:
    """Why this person gets it, which reminder of how many, and which rule: one line for equal reasons."""
    counts = Counter(_reason(item) for item in items)
    if len(items) == 1:
        return tuple(counts)
    return tuple(f"{number(n)} mục: {reason}" for reason, n in counts.items())


def _reason(item: Item) -> str:
    role = _REASONS[item.role] + (f" ({item.unit})" if item.unit else "")
    if item.copy:
        role += ", gửi để biết"
    counted = item.total is not None and item.number <= item.total
    nth = f"{item.number}/{item.total}" if counted else f"thứ {item.number}"
    return f"{role}; lần nhắc {nth} của quy tắc “{item.rule}” ({item.rule_id})"
