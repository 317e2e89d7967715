"""Decides the first sentence of a reminder: what it is about and in which part the reader gets it."""

from __future__ import annotations

from notifiers.asks import FAMILIES, Reader
from notifiers.status import bucket
from notifiers.subject import counted_noun
from notifiers.vietnamese import listing, long_day, number, working_days
from rules.letter import Item, Letter


def opening(letter: Letter, reader: Reader) -> str:
    """One sentence that ends with a colon: the deadlines follow."""
    if len(letter.items) == 1:
        return _of_one(letter.items[0], reader)
    return _of_many(letter, reader)


def _of_one(item: Item, reader: Reader) -> str:
    if item.copy:
        return f"Hệ thống gửi {reader.you} để biết tình hình thực hiện nhiệm vụ sau:"
    if item.ask in ("assign-unit", "no-recipient"):
        return f"Theo {item.plan}, nhiệm vụ sau chưa xác định được người nhận lời nhắc:"
    family = FAMILIES[item.role]
    if family == "lead":
        return _of_lead(item, reader)
    if family == "input":
        whom = listing(item.leads)
        by = f", {whom} chủ trì" if whom else ""
        return f"Để làm báo cáo theo {item.plan}{by}, đề nghị {_unit(item, reader)} gửi nội dung sau:"
    if family == "support":
        return f"Theo {item.plan}, {_unit(item, reader)} tham gia phối hợp thực hiện nhiệm vụ sau:"
    if family == "leadership":
        return _to_leader(item)
    return f"Hệ thống gửi {reader.you} tình hình thực hiện nhiệm vụ sau để theo dõi:"


def _of_lead(item: Item, reader: Reader) -> str:
    unit, where = _unit(item, reader), bucket(item)
    if item.kind == "first" and item.marks.reopened:
        return f"Nhiệm vụ sau do {unit} chủ trì theo {item.plan} được mở lại để tiếp tục thực hiện:"
    if item.marks.taken_from and item.kind == "first":
        return f"Nhiệm vụ sau thuộc {item.plan} được chuyển cho {unit} chủ trì:"
    if item.marks.amended and (item.moved or item.kind == "first"):
        return f"Thời hạn của nhiệm vụ sau do {unit} chủ trì theo {item.plan} đã được điều chỉnh:"
    if where == "overdue":
        by = "được gia hạn của" if item.marks.extensions else "theo"
        return f"Nhiệm vụ sau do {unit} chủ trì đã qua thời hạn {by} {item.plan}:"
    if item.marks.extensions and (item.moved or item.kind == "first"):
        return f"Nhiệm vụ sau do {unit} chủ trì theo {item.plan} đã được gia hạn:"
    if item.kind == "first":
        return (
            f"{item.plan} giao {unit} chủ trì nhiệm vụ sau. Hệ thống thông báo thời hạn để "
            f"{reader.you} chủ động thực hiện:"
        )
    if where == "year":
        return f"Theo {item.plan}, nhiệm vụ sau do {unit} chủ trì, thực hiện trong cả năm:"
    return f"Theo {item.plan}, {unit} chủ trì nhiệm vụ sau:"


def _to_leader(item: Item) -> str:
    leads = f" do {listing(item.open_leads or item.leads)} chủ trì" if item.leads else ""
    if bucket(item) != "overdue":
        return f"Theo {item.plan}, nhiệm vụ sau{leads} cần ý kiến của đồng chí:"
    late = f" {working_days(item.days_late)}" if item.days_late else ""
    return f"Theo {item.plan}, nhiệm vụ sau{leads} đã quá hạn{late}:"


def _unit(item: Item, reader: Reader) -> str:
    return item.unit or reader.you


def _of_many(letter: Letter, reader: Reader) -> str:
    items = letter.items
    plans = tuple(dict.fromkeys(item.plan for item in items))
    source = plans[0] if len(plans) == 1 else "các kế hoạch đang theo dõi"
    day = long_day(letter.at.date())
    count = _padded(counted_noun(items))
    if all(item.kind == "first" and not item.copy for item in items):
        return f"Hệ thống thông báo thời hạn của {count} thuộc {source} để {reader.you} chủ động thực hiện:"
    if all(FAMILIES[item.role] == "support" for item in items):
        return f"Theo {source}, {reader.you} tham gia phối hợp thực hiện {count} sau:"
    if all(item.copy for item in items):
        return f"Hệ thống gửi {reader.you} để biết tình hình thực hiện {count} thuộc {source}:"
    if all(FAMILIES[item.role] == "leadership" for item in items):
        return f"Tính đến {day}, {source} có {count} cần ý kiến của đồng chí:"
    return f"Tính đến {day}, {source} có {count} liên quan đến {reader.you}:"


def _padded(count: str) -> str:
    n, noun = count.split(" ", 1)
    return f"{number(int(n))} {noun}"
