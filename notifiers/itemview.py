"""Decides the words of one deadline in a mail, made once so that templates only place them."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from notifiers.asks import FAMILIES, Reader, asked, assignment
from notifiers.status import TONES, Bucket, bucket, status_words
from notifiers.vietnamese import (
    document_words,
    few,
    hour,
    listing,
    long_day,
    number,
    one_line,
    plain_day,
    raised,
    short_day,
)
from rules.letter import Item, Marks, Sent


class ItemView(NamedTuple):
    """One deadline, in words. Empty text: nothing to say."""

    title: str
    product: str
    plan: str
    place: str  # "Phụ lục, mục I, STT 5"
    paper: str  # what states the limit: "kế hoạch" or "văn bản"
    quoted: str  # its own time words
    last_day: str  # "thứ Ba, ngày 09/3/2021"
    stated: str  # the date the plan prints, when it has passed the last day
    status: str
    tone: str
    bucket: Bucket
    leads: str
    supports: str
    detail: str  # the small line under a row of a list
    notes: tuple[str, ...]
    assign: str  # what must be settled first
    ask: str


def item_view(item: Item, reader: Reader, *, name_plan: bool = False) -> ItemView:
    """All words of an item for this reader; `name_plan`: the mail tells of several plans."""
    where = bucket(item)
    return ItemView(
        title=called(item),
        product=_product(item),
        plan=item.plan,
        place=source(item),
        paper=stated_in(item),
        quoted=one_line(item.time_words),
        last_day=last_day_words(item),
        stated=_stated(item, where),
        status=status_words(item),
        tone=TONES[where],
        bucket=where,
        leads=listing(item.leads),
        supports=listing(item.supports),
        detail=_detail(item, name_plan=name_plan),
        notes=tuple(_notes(item)),
        assign=assignment(item),
        ask=asked(item, reader),
    )


def called(item: Item) -> str:
    """The short title, with the period or the document where there are several of its like."""
    title = one_line(item.title)
    return f"{title} ({item.period})" if item.period else title


def place(key: str) -> str:
    """Where the plan's appendix states it: `Phụ lục, mục I, STT 5`."""
    group, dot, row = key.rpartition(".")
    return f"Phụ lục, mục {group}, STT {row}" if dot else f"Phụ lục, STT {row}"


def source(item: Item) -> str:
    """Where a task comes from: its row of the appendix, or the document that gave it in the year."""
    if item.document is None:
        return place(item.key)
    on = f" {plain_day(item.issued)}" if item.issued else ""
    return f"{document_words(item.document)}{on}"


def stated_in(item: Item) -> str:
    """What states the limit: the plan, or the document that gave the task in the year."""
    return "kế hoạch" if item.document is None else "văn bản"


def last_day_words(item: Item) -> str:
    """The last working day on which it is on time; with the hour where the plan sets one."""
    if item.last_day is None or (item.whole_year and item.state != "overdue"):
        return ""
    day = long_day(item.last_day)
    return f"trước {hour(item.time)}, {day}" if item.time is not None else day


def _product(item: Item) -> str:
    product = one_line(item.product or "").rstrip(".;")
    return "" if product.casefold() == item.title.casefold() else product


def _stated(item: Item, where: Bucket) -> str:
    shown = where in ("stated-day", "overdue") and item.stated is not None and item.stated != item.last_day
    return plain_day(item.stated) if shown and item.stated else ""


def _detail(item: Item, *, name_plan: bool) -> str:
    parts = [f"{item.plan}, {source(item)}" if name_plan else source(item)]
    if item.time_words:
        parts.append(f"{stated_in(item)} ghi: “{one_line(item.time_words)}”")
    if FAMILIES[item.role] != "lead" and item.leads:
        parts.append(f"chủ trì: {few(item.leads)}")
    return "; ".join(parts)


def _notes(item: Item) -> list[str]:
    notes = [*_about_the_date(item), *_about_the_work(item, item.marks), *_about_inputs(item)]
    if item.why:
        notes.append(f"Lý do gửi: {one_line(item.why).rstrip('.')}.")
    return notes


def _about_inputs(item: Item) -> list[str]:
    """Who sent what a report needs; of an input, the tasks that it should tell of."""
    notes = [_sent(one) for one in item.inputs]
    if item.report_on:
        notes.append(f"Các nhiệm vụ cả năm cần báo cáo ({number(len(item.report_on))}):")
        notes += [f"{nth}. {one_line(title)}" for nth, title in enumerate(item.report_on, 1)]
    return notes


def _sent(one: Sent) -> str:
    what = raised(one_line(one.what))
    by = f" (hạn gửi {short_day(one.last_day)})" if one.last_day else ""
    told = f"{what}{by}: {number(one.sent)}/{number(one.units)} đơn vị đã gửi"
    return f"{told}; chưa gửi: {listing(one.missing)}." if one.missing else f"{told}."


def _about_the_date(item: Item) -> list[str]:
    notes = []
    marks = item.marks
    if item.state == "waiting":
        notes.append(_waiting(item))
    elif item.event_on:
        notes.append(_from_an_event(item, item.event_on))
    if marks.reopened:
        why = f"; lý do: {one_line(marks.reopened_why).rstrip('.')}" if marks.reopened_why else ""
        notes.append(f"Nhiệm vụ được mở lại {plain_day(marks.reopened)}{why}.")
    if marks.taken_from and marks.taken_on:
        by = f" theo {document_words(marks.taken_by)}" if marks.taken_by else ""
        notes.append(f"Nhiệm vụ được chuyển từ {marks.taken_from}{by} {plain_day(marks.taken_on)}.")
    if marks.amended and marks.granted:
        notes.append(_amended(marks, marks.granted))
    elif marks.extensions:
        notes.append(_extended(marks))
    elif item.moved:
        notes.append("Thời hạn này đã thay đổi so với lần thông báo trước.")
    return notes


def _waiting(item: Item) -> str:
    for_what = f", chờ {one_line(item.event).rstrip('.')}" if item.event else ""
    return f"Chưa xác định thời hạn{for_what}."


def _from_an_event(item: Item, day: dt.date) -> str:
    event = f" ({one_line(item.event).rstrip('.')})" if item.event else ""
    if item.directed:
        return f"Thời hạn xác định theo văn bản {plain_day(day)}{event}."
    return f"Tính từ {plain_day(day)}{event}."


def _amended(marks: Marks, date: dt.date) -> str:
    """The document that moved the date, and from where; extensions before it stay told."""
    old = f"từ {plain_day(marks.replaced)} " if marks.replaced else ""
    by = f" theo {document_words(marks.granted_by)}" if marks.granted_by else ""
    first = marks.original if marks.original != marks.replaced else None
    original = f"; thời hạn ban đầu: {plain_day(first)}" if first else ""
    times = f"; trước đó đã gia hạn {number(marks.extensions)} lần" if marks.extensions else ""
    return f"Thời hạn được điều chỉnh {old}thành {plain_day(date)}{by}{original}{times}."


def _extended(marks: Marks) -> str:
    """How often; of the last one the old date, the new one and the document."""
    times = f"Đã được gia hạn {number(marks.extensions)} lần"
    first = marks.original if marks.original != marks.replaced else None
    original = f"; thời hạn ban đầu: {plain_day(first)}" if first else ""
    if marks.granted is None:
        return f"{times}{original}."
    old = f"từ {plain_day(marks.replaced)} " if marks.replaced else ""
    by = f" theo {document_words(marks.granted_by)}" if marks.granted_by else ""
    last = "" if marks.extensions == 1 else "lần gần nhất "
    return f"{times}: {last}{old}đến {plain_day(marks.granted)}{by}{original}."


def _did(item: Item) -> str:
    own = FAMILIES[item.role] in ("lead", "input") and not item.copy
    return "Đã" if own else "Đơn vị chủ trì đã"


def _about_the_work(item: Item, marks: Marks) -> list[str]:
    notes = []
    if marks.acknowledged:
        notes.append(f"{_did(item)} tiếp nhận {plain_day(marks.acknowledged)}.")
    if marks.submitted:
        to = marks.submitted_to or "ký"
        notes.append(f"{_did(item)} trình {to} {plain_day(marks.submitted)}, đang chờ ký ban hành.")
    if marks.blocked:
        notes.append(f"Đang vướng mắc: {one_line(marks.blocked).rstrip('.')}.")
    if marks.extension_asked:
        asked = plain_day(marks.extension_asked)
        # Of a deadline of several units any of them may have asked.
        did = "Đã có" if item.role == "input" or len(item.leads) > 1 else _did(item)
        notes.append(f"{did} đề nghị gia hạn đến {asked}, đang chờ ý kiến.")
    if len(item.leads) > 1 and item.open_leads and set(item.open_leads) != set(item.leads):
        notes.append(f"Chưa ghi nhận kết quả của: {listing(item.open_leads)}.")
    if FAMILIES[item.role] in ("leadership", "office") and item.reminders:
        notes.append(f"Hệ thống đã gửi {number(item.reminders)} thư nhắc đơn vị chủ trì.")
    return notes
