"""Decides how a reading of a document becomes the text of a plan file, doubts beside it."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from data.files.plansense import keys_of_kind, slug_of
from rules.appendix.reading import WHO, Deadline, Doubt, PlanReading, RowReading
from rules.days.vietnam import spoken
from rules.plan import UNLABELLED

SCHEMA = "# yaml-language-server: $schema=../schemas/plan.schema.json"
PROPOSED = "# đề xuất"
LOOK = "# CẦN XEM:"
_SURE = {"medium": "vừa", "low": "thấp"}
_SLUG = 40  # characters
_ORDER = (
    "slug", "label", "kind", "date", "strict", "time", "start", "end", "every", "day", "months", "month",
    "start_month", "end_month", "weekday", "next_period", "year_offset", "n", "unit", "event", "once", "by",
    "after", "approx", "condition", "ambiguous", "alternative", "text", "short", "set_by",
)  # fmt: skip
_TINH = re.compile(r"\btỉnh\b|thành phố|cấp có thẩm quyền|cấp trên", re.IGNORECASE)
_BO = re.compile(r"\b(Bộ|Chính phủ|Thủ tướng)\b")


def plan_text(reading: PlanReading, id: str) -> str:
    """The whole file."""
    head = _head(reading, id)
    groups = ["groups:", *(f"  {word(group)}: {quoted(title)}" for group, title in reading.groups)]
    lines = [*head, "", *groups, "", "tasks:"]
    group = None
    for row in reading.rows:
        if row.group != group:
            group = row.group
            title = dict(reading.groups).get(group, "")
            lines += [f"  # ---- {group}. {title}" if title else f"  # ---- {group}", ""]
        lines += [*task_lines(row), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _head(reading: PlanReading, id: str) -> list[str]:
    heading = reading.heading
    number = quoted(heading.number) if heading.number else "null"
    signed = heading.signed.isoformat() if heading.signed else "null"
    lines = [
        SCHEMA,
        f"# {one_comment(heading.title)}: {len(reading.rows)} nhiệm vụ, {_count(reading)} mốc thời hạn.",
        f"# Nhập từ {one_comment(reading.source)} bằng dondoc import; chạy lại vẫn giữ chỗ đã sửa tay.",
        "#",
        "# title, products, lead_text, support_text, time   nguyên văn văn bản, kể cả chỗ sai: không sửa",
        f"# {PROPOSED.removeprefix('# ')}    máy đề xuất: sửa hoặc xóa nếu không đúng",
        f"# {LOOK.removeprefix('# ')}   chỗ cần người xem lại",
        "",
        "plan:",
        f"  id: {word(id)}",
        f"  title: {quoted(heading.title)}",
        f"  year: {reading.year}",
        f"  number: {number}",
        f"  signed: {signed}",
        f"  source: {quoted(reading.source)}",
        '  truoc_ngay: strict  # inclusive nếu cơ quan coi chính ngày ghi sau chữ "trước" vẫn còn trong hạn',
        "  set_by: own",
    ]
    notes = [one for one in reading.doubts if one.level == "note"]
    lines += [f"  # {one_comment(one.text)}" for one in notes]
    return [*lines, *_warnings([one.text for one in reading.doubts if one.level != "note"], "  ")]


def _count(reading: PlanReading) -> int:
    return sum(len(row.deadlines) for row in reading.rows)


def task_lines(row: RowReading, indent: str = "  ") -> list[str]:
    """One task of the list `tasks`, without the blank line after it."""
    beside = _beside(row.doubts)
    fields = list(_fields(row))
    lines = [f"# độ chắc chắn: {_SURE[row.confidence]}"] if row.confidence in _SURE else []
    shown = {name for name, _ in fields}
    lines += [text for name, texts in beside.items() if name not in shown or name == "key" for text in texts]
    written: list[str] = []
    for name, value in fields:
        written += [*(beside.get(name, ()) if name != "key" else ()), *value]
    body = [f"{indent}{'- ' if index == 0 else '  '}{line}" for index, line in enumerate(written)]
    return [*(f"{indent}{line}" for line in lines), *body]


def _beside(doubts: Iterable[Doubt]) -> dict[str, list[str]]:
    """The comments, by the key they stand above; the lightest slips stand in `warnings` alone."""
    found: dict[str, list[str]] = {}
    for one in doubts:
        if one.level == "note":
            found.setdefault(one.about or "key", []).append(f"# {one_comment(one.text)}")
        elif one.rank <= WHO:
            found.setdefault(one.about or "key", []).append(f"{LOOK} {one_comment(one.text)}")
    return found


def _fields(row: RowReading) -> Iterator[tuple[str, list[str]]]:
    """The keys of a task in order, each with its lines."""
    yield "key", [f"key: {word(row.key)}"]
    yield "title", [f"title: {quoted(row.title)}"]
    if row.short and row.short != row.title:
        yield "short", [f"short: {quoted(row.short)}  {PROPOSED}"]
    yield "products", _listed("products", row.products)
    if row.shown_products:
        yield "shown_products", _listed("shown_products", row.shown_products, PROPOSED)
    if row.unit_products:
        pairs = [f"  {word(unit)}: {quoted(product)}" for unit, product in row.unit_products]
        yield "unit_products", [f"unit_products:  {PROPOSED}", *pairs]
    yield "lead", [f"lead: {_ids(row.leads)}"]
    yield "lead_text", [f"lead_text: {quoted(row.lead_text)}"]
    yield "support", [f"support: {_ids(row.supports)}"]
    yield "support_text", [f"support_text: {quoted(row.support_text)}"]
    yield "tags", [f"tags: [{', '.join(row.tags)}]{'  ' + PROPOSED if row.tags else ''}"]
    yield "time", [f"time: {quoted(row.time)}"]
    yield "deadlines", _deadlines(row)
    if row.same_product_as:
        yield "same_product_as", [f"same_product_as: {word(row.same_product_as)}  {PROPOSED}"]
    warnings = [one.text for one in row.doubts if one.level != "note" and one.listed]
    if warnings:
        yield "warnings", _warnings(warnings, "")


def _ids(parties: Sequence[object]) -> str:
    ids = [id for party in parties if (id := getattr(party, "id", None))]
    return f"[{', '.join(map(word, dict.fromkeys(ids)))}]"


def _listed(name: str, values: Sequence[str], comment: str = "") -> list[str]:
    if not values:
        return [f"{name}: []"]
    return [f"{name}:{'  ' + comment if comment else ''}", *(f"  - {quoted(value)}" for value in values)]


def _warnings(texts: Sequence[str], indent: str) -> list[str]:
    return [f"{indent}warnings:", *(f"{indent}  - {quoted(text)}" for text in texts)] if texts else []


def _deadlines(row: RowReading) -> list[str]:
    if not row.deadlines:
        return ["deadlines: []"]
    lines = ["deadlines:"]
    taken: set[str] = set()
    for index, deadline in enumerate(row.deadlines):
        slug = _slug(deadline, taken, alone=len(row.deadlines) == 1)
        text = row.texts[index] if index < len(row.texts) else ""
        lines += _deadline(deadline, slug, text)
    return lines


def _deadline(deadline: Deadline, slug: str, text: str) -> list[str]:
    allowed = keys_of_kind(str(deadline["kind"]))
    values: dict[str, object] = {"slug": slug, **deadline} if slug != UNLABELLED else dict(deadline)
    if text:
        values["text"] = text
    left = {key: value for key, value in values.items() if key not in allowed}
    set_by = _set_by(deadline)
    if set_by:
        values["set_by"] = set_by
    said = ", ".join(f"{key}: {_value(values[key])}" for key in _ORDER if key in values and key in allowed)
    comments = [f"  # {_left_out(key, value)}" for key, value in left.items()]
    return [*comments, f"  - {{{said}}}{'  # set_by: đề xuất' if set_by else ''}"]


def _left_out(key: str, value: object) -> str:
    day = spoken(dt.date.fromisoformat(str(value))) if re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)) else value
    return f"thực hiện từ ngày {day}" if key == "start" else one_comment(f"{key}: {value}")


def _set_by(deadline: Mapping[str, object]) -> str | None:
    """Who sets a date that is still to come, by the words about it."""
    words = str(deadline.get("by") or deadline.get("event") or "")
    if deadline["kind"] not in {"external", "after_event"}:
        return None
    return "tinh" if _TINH.search(words) else "bo" if _BO.search(words) else None


def _slug(deadline: Deadline, taken: set[str], *, alone: bool) -> str:
    """The last part of the deadline's id: its label, else its period, cut between words."""
    if alone and "label" not in deadline:
        return UNLABELLED
    label = deadline.get("label") or _called(deadline)
    slug = slug_of(label)
    if len(slug) > _SLUG:
        slug = slug[:_SLUG].rpartition("-")[0]
    count, chosen = 2, slug
    while chosen in taken:
        chosen, count = f"{slug}-{count}", count + 1
    taken.add(chosen)
    return chosen


def _called(deadline: Deadline) -> str:
    """What an unlabelled deadline among others is called."""
    kind = str(deadline["kind"])
    if kind == "by":
        return "ngày " + "-".join(reversed(str(deadline["date"]).split("-")[1:]))
    if kind == "period":
        start, end = str(deadline["start"])[5:], str(deadline["end"])[5:]
        quarters = {
            "01-01 03-31": "quý i",
            "04-01 06-30": "quý ii",
            "07-01 09-30": "quý iii",
            "10-01 12-31": "quý iv",
        }
        months = f"tháng {int(end[:2])}" if start[:2] == end[:2] else f"đến tháng {int(end[:2])}"
        return quarters.get(f"{start} {end}", "cả năm" if (start, end) == ("01-01", "12-31") else months)
    named = {
        "recurring": f"định kỳ {deadline.get('every', '')}",
        "external": "chờ chỉ đạo",
        "after_event": "sự kiện",
    }
    return named.get(kind, "thường xuyên")


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_value, value))}]"
    text = str(value)
    return text if re.fullmatch(r"\d{4}-\d\d-\d\d|[a-z][a-z0-9_-]*", text) else quoted(text)


def quoted(text: str) -> str:
    """A text in double quotes, as YAML and JSON both write it."""
    return json.dumps(text, ensure_ascii=False)


def word(text: str) -> str:
    """An id; one that YAML would take for a number is quoted."""
    return (
        text if re.fullmatch(r"[A-Za-z][\w.&-]*", text) and text.lower() not in _YAML_WORDS else quoted(text)
    )


_YAML_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def one_comment(text: str) -> str:
    """Words that stay on one line of a comment."""
    return " ".join(text.split())
