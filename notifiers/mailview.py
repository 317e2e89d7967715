"""Decides how the deadlines of one mail are grouped and what is said around them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple, TypeAlias

from notifiers.asks import FAMILIES, reader
from notifiers.itemview import ItemView, item_view
from notifiers.opening import opening
from notifiers.status import HEADINGS, TONES, bucket
from notifiers.subject import subject
from notifiers.vietnamese import comrade, listing, long_day, lowered, number, roman
from rules.letter import Contact, Item, Letter
from rules.notice import Role

DONE = "Nếu đã hoàn thành, đề nghị cập nhật số, ngày văn bản để hệ thống dừng nhắc."
# A unit that only helps, or somebody outside, has no result to report.
TALK_IN_SUPPORT = "Nếu có khó khăn, vướng mắc trong phối hợp, đề nghị trao đổi với đơn vị chủ trì."
SENT = "Đơn vị đã gửi thì trả lời thư này để hệ thống dừng nhắc."
TALK = "Nếu cần trao đổi thêm, đề nghị liên hệ với đơn vị chủ trì."

_GROUP_SUFFIX = {
    "input": " – đề nghị gửi",
    "support": " – phối hợp",
    "office": " – theo dõi",
    "leadership": " – xin ý kiến chỉ đạo",
}
_REASONS: dict[Role, str] = {
    "lead": "đơn vị, cá nhân chủ trì",
    "lead.head": "lãnh đạo đơn vị chủ trì",
    "input": "đơn vị gửi số liệu để làm báo cáo",
    "support": "đơn vị phối hợp",
    "support.head": "lãnh đạo đơn vị phối hợp",
    "office": "cán bộ theo dõi, đôn đốc",
    "office.head": "lãnh đạo đơn vị theo dõi, đôn đốc",
    "leadership": "lãnh đạo phụ trách",
    "owner": "người phụ trách quy tắc nhắc việc",
    "other": "người nhận ghi trong quy tắc nhắc việc",
}


Pair: TypeAlias = tuple[Item, ItemView]


class Day(NamedTuple):
    """The deadlines of a group that share their line of date and state."""

    label: str
    rows: tuple[ItemView, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The deadlines of one state under their heading."""

    heading: str
    tone: str
    ask: str  # what most of its rows are asked
    days: tuple[Day, ...]
    plan: str = ""  # the plan whose groups begin here, in a mail of several plans


class MailView(NamedTuple):
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
    headed = frozenset(item.deadline for item in _under_plans(letter.items))
    views = [
        (item, item_view(item, who, name_plan=several and item.deadline not in headed))
        for item in letter.items
    ]
    single = views[0][1] if len(views) == 1 else None
    return MailView(
        subject=subject(letter),
        organization=letter.organization,
        addressee=letter.addressee,
        also=also_words(letter),
        instead=instead_words(letter),
        opening=opening(letter, who),
        late=_late(letter.items),
        single=single,
        groups=() if single else _by_plan(views, headed),
        done=_done(letter.items),
        trouble=_trouble(letter),
        contact=contact_of(letter),
        reasons=_reasons(letter.items),
        board=letter.board or "",
        tone=views[0][1].tone if views else TONES["open"],
    )


def instead_words(letter: Letter) -> str:
    """Who was meant, when a delegate reads."""
    if not letter.instead_of:
        return ""
    return f"(nhận thay {comrade(letter.instead_of)} nghỉ phép)"


def also_words(letter: Letter) -> str:
    """Who else was told: `Thanh tra Sở; Phòng A và 04 nơi nhận khác`."""
    more = f" và {number(letter.also_more)} nơi nhận khác" if letter.also_more else ""
    return f"{listing(letter.also)}{more}"


def contact_of(letter: Letter) -> str:
    """Whom the reader may ask; empty when that is the reader."""
    return "" if _same(letter.reply_to.address, letter.address) else contact_words(letter.reply_to)


def contact_words(contact: Contact) -> str:
    """The human behind the mails, on one line."""
    parts = [f"{contact.name}, {contact.title}" if contact.title else contact.name]
    if contact.phone:
        parts.append(f"điện thoại {contact.phone}")
    if contact.address:
        parts.append(contact.address)
    return "; ".join(parts)


def _under_plans(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The items that stand under their plan's heading; none in a mail of one plan."""
    told = tuple(item for item in items if not item.copy) or items
    return told if len({item.plan for item in told}) > 1 else ()


def _by_plan(views: list[Pair], headed: frozenset[str]) -> tuple[Group, ...]:
    """The groups of each plan, the most pressing plan first; what is only for information comes last."""
    by_plan: dict[str, list[Pair]] = {}
    for pair in views:
        if pair[0].deadline in headed:
            by_plan.setdefault(pair[0].plan, []).append(pair)
    found: list[Group] = []
    for nth, (plan, pairs) in enumerate(by_plan.items(), 1):
        first, *more = _groups(pairs)
        found += [replace(first, plan=f"{roman(nth)}. {plan}"), *more]
    return (*found, *_groups([pair for pair in views if pair[0].deadline not in headed]))


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
    return view._replace(ask="") if view.ask == common else view


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


def _done(items: tuple[Item, ...]) -> str:
    """How the reminders end, for a reader who can report a result; else whom to talk to."""
    families = {FAMILIES[item.role] for item in items if not item.copy}
    if families & {"lead", "office", "owner"}:
        return DONE
    if "input" in families:
        return SENT
    if "support" in families:
        return TALK_IN_SUPPORT
    if "other" in families:
        return TALK
    follow = not families and any(FAMILIES[item.role] in ("lead", "office", "owner") for item in items)
    return DONE if follow else ""


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
    # The office is not told to talk to itself: an officer turns to the head, the head to the deputy.
    if any(item.office_leads for item in leads) or _same(letter.reply_to.address, letter.address):
        title = _next_rung(leads)
        return f"báo cáo {comrade(title)} xem xét, cho ý kiến" if title else ""
    contact = letter.reply_to
    name = f"đồng chí {contact.name}, {contact.title}" if contact.title else contact.name
    return f"trao đổi với {name}"


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _next_rung(leads: list[Item]) -> str | None:
    if all(item.role == "lead" and item.head for item in leads):
        return leads[0].head
    return next((item.in_charge for item in leads if item.in_charge), None)


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
    rule = f"quy tắc “{item.rule}” ({item.rule_id})"
    if item.kind == "first":
        return f"{role}; {_first(item)} theo {rule}"
    counted = item.total is not None and item.number <= item.total and item.kind != "waiting"
    nth = f"{item.number}/{item.total}" if counted else f"thứ {item.number}"
    return f"{role}; lần nhắc {nth} của {rule}"


def _first(item: Item) -> str:
    """What a first notice is; it is no reminder, so it is not counted."""
    if item.marks.reopened and item.new_term:
        return "thư giao lại nhiệm vụ được mở lại"
    if item.marks.amended and item.new_term:
        return "thư thông báo thời hạn được điều chỉnh"
    if item.marks.extensions and item.new_term:
        return "thư thông báo thời hạn được gia hạn"
    return "thư thông báo nhiệm vụ phối hợp" if FAMILIES[item.role] == "support" else "thư giao nhiệm vụ"
