"""Proposes what the document does not say: tags for the rules, short titles, corrected products, links."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from rules.appendix.items import without_end, without_letter
from rules.appendix.reading import WORDS, Doubt, RowReading
from rules.appendix.slips import paired, scored, years_clash
from rules.appendix.wording import bare, one_line

_SHORT, _LONGEST = 60, 90
_OPENERS = re.compile(
    r"^(ban hành và triển khai thực hiện|triển khai thực hiện|tổ chức triển khai thực hiện|tổ chức thực hiện"
    r"|thực hiện (?:đầy đủ|đúng|tốt|nghiêm)(?:, kịp thời)?(?: các)?|thực hiện|triển khai|công tác|kịp thời"
    r"|đẩy mạnh|tăng cường|tiếp tục|chủ động)\s+",
    re.IGNORECASE,
)  # fmt: skip
_TAILS = re.compile(
    r"[,;]?\s+(theo (?:đúng )?quy định.*|(?:tại|của) (?:cơ quan, )?đơn vị|thuộc thẩm quyền giải quyết"
    r"|phù hợp với .*|trên địa bàn (?:tỉnh|xã|huyện|thành phố)\S*)$|, (đảm bảo|bảo đảm|nhằm|để) .*$",
    re.IGNORECASE,
)  # fmt: skip
_REPORT = ("bao cao", "cac bao cao")
_TWICE = re.compile(r"\b(\w+ \w+) \1\b", re.IGNORECASE)


def short_of(title: str, products: Sequence[str]) -> str:
    """A title short enough for a mail's subject; the whole title when it is short already."""
    words = without_end(one_line(title))
    if len(words) <= _SHORT:
        return words
    only = without_end(without_letter(products[0])) if len(products) == 1 else ""
    if (
        only
        and len(only) <= _SHORT
        and bare(only).startswith(("bao cao", "ke hoach", "quyet dinh", "to trinh"))
    ):
        return only
    words = re.split(r"[:;.](?=\s)", words)[0].strip()
    bare_words = _OPENERS.sub("", words)
    if len(bare_words) > 15 and not bare(bare_words).startswith("quy dinh"):
        words = bare_words[:1].upper() + bare_words[1:]
    while len(words) > _SHORT and (shorter := _TAILS.sub("", words)) != words and len(shorter) > 15:
        words = shorter
    if len(words) > _LONGEST:
        words = words[:_LONGEST].rpartition(" ")[0].rstrip(" ,;:.-–") + "…"
    return words


def tags_of(row: RowReading, *, collective: bool) -> tuple[str, ...]:
    """The tags of a row by what it owes, when, and who leads it."""
    kinds = [str(one["kind"]) for one in row.deadlines]
    found: list[str] = []
    if any(_is_year(one) for one in row.deadlines):
        found.append("ca-nam")
    if any(one["kind"] == "period" and not _is_year(one) for one in row.deadlines):
        found.append("quy")
    if scored(row.title, row.products) and "by" in kinds:
        found.append("tieu-chi")
    elif {"by", "recurring"} & set(kinds) and _reports(row):
        found.append("bao-cao")
    if "external" in kinds:
        found.append("cho-chi-dao")
    if collective:
        found.append("tap-the")
    if row.leads and all(party.nobody for party in row.leads):
        found.append("cho-phan-cong")
    if "after_event" in kinds:
        found.append("su-kien")
    if "continuous" in kinds or any(one.code == "ongoing" for one in row.doubts):
        found.append("thuong-xuyen")
    return tuple(found)


def _is_year(deadline: dict[str, object]) -> bool:
    start, end = str(deadline.get("start")), str(deadline.get("end"))
    return (
        deadline["kind"] == "period" and start[5:] == "01-01" and end[5:] == "12-31" and start[:4] == end[:4]
    )


def _reports(row: RowReading) -> bool:
    labels = [str(one.get("label", "")) for one in row.deadlines if one["kind"] in {"by", "recurring"}]
    first = without_letter(row.products[0]) if row.products else ""
    if any(bare(label).startswith(_REPORT) for label in labels) or bare(first).startswith(_REPORT):
        return True
    return bare(row.title).startswith(_REPORT) or "che do bao cao" in bare(row.title)


def corrected(row: RowReading) -> tuple[str, ...]:
    """The products with a year that contradicts the title, or a word said twice, put right; empty if none."""
    clash = years_clash(row)
    shown = []
    for product in row.products:
        words = _TWICE.sub(r"\1", product)
        if clash is not None and len(clash[0]) == 1:
            words = re.sub(r"(?i)(năm )(20\d\d)", rf"\g<1>{next(iter(clash[0]))}", words)
        shown.append(words)
    return tuple(without_end(words) for words in shown) if shown != list(row.products) else ()


def proposed(row: RowReading, *, collective: bool) -> RowReading:
    """The row with all that is proposed for it alone."""
    shown = corrected(row)
    pairs = paired(replace(row, products=shown) if shown else row)
    return replace(
        row,
        short=row.short or short_of(row.title, row.products),
        tags=tags_of(row, collective=collective),
        shown_products=shown,
        unit_products=tuple((id, without_end(without_letter(product))) for id, product in pairs),
    )


def linked(rows: Sequence[RowReading]) -> list[RowReading]:
    """The rows with links and doubts between those that seem to ask for one thing."""
    found = list(rows)
    names = [_product_name(row) for row in rows]
    usual = {name for name, count in Counter(names).items() if count > 2}
    reports = {index for index, row in enumerate(found) if bare(row.title).startswith("bao cao")}
    for index, row in enumerate(found):
        for other_index in range(index):
            other = found[other_index]
            if names[index] not in usual and names[index] == names[other_index] and _same_product(other, row):
                said = "Sản phẩm và thời hạn trùng nhiệm vụ {}; có thể là một việc."
                found[index] = replace(
                    _doubting(found[index], said.format(other.key)),
                    same_product_as=found[index].same_product_as or other.same_product_as or other.key,
                )
                found[other_index] = _doubting(other, said.format(row.key))
            elif (index in reports or other_index in reports) and (
                _same_report(other, row) or _same_report(row, other)
            ):
                said = "Cùng thời hạn với nhiệm vụ {} nhưng khác đơn vị chủ trì; có thể là cùng một báo cáo."
                found[index] = _doubting(found[index], said.format(other.key))
                found[other_index] = _doubting(other, said.format(row.key))
    return found


def _product_name(row: RowReading) -> str:
    """A product that many rows have ("Quyết định của UBND tỉnh") tells nothing of any two of them."""
    return " ".join(map(bare, row.products))


def _doubting(row: RowReading, text: str) -> RowReading:
    return replace(row, doubts=(*row.doubts, Doubt(WORDS, text, about="products", code="same-thing")))


def _same_product(one: RowReading, other: RowReading) -> bool:
    ours, theirs = ([bare(product) for product in row.products] for row in (one, other))
    named = ours and ours == theirs and len(ours[0]) > 12
    return bool(
        named and one.deadlines == other.deadlines and one.deadlines and one.lead_text == other.lead_text
    )


def _same_report(report: RowReading, other: RowReading) -> bool:
    """A report of its own, and another row that owes a report of the same name on the same day."""
    words = {word for word in bare(report.title).split() if not word.isdecimal()}
    if not bare(report.title).startswith("bao cao") or len(words) < 4 or report.lead_text == other.lead_text:
        return False
    days = {one["date"] for one in report.deadlines if one["kind"] == "by"}
    for one in other.deadlines:
        said = bare(f"{one.get('label', '')} {other.title}").split()
        if one["kind"] == "by" and one["date"] in days and words <= set(said) and "bao" in said:
            return True
    return False
