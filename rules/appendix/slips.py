"""Decides what a row of the document gets wrong or leaves open; each is said, none is mended in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rules.appendix.items import items, letter_of
from rules.appendix.reading import SLIPS, WHEN, WHO, WORDS, Doubt, RowReading
from rules.appendix.wording import bare, one_line

YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_NAMED_YEAR = re.compile(r"năm (20\d\d)\b", re.IGNORECASE)
_PERIODS = re.compile(
    r"quý\s+(?P<quarters>(?:I{1,3}V?|IV)(?:\s*(?:,|và|-)\s*(?:I{1,3}V?|IV))*)|(?P<half>[69] tháng)"
    r"|(?P<year>(?<!đầu )(?<!cuối )\bnăm\b(?! sau| trước))",
    re.IGNORECASE,
)  # fmt: skip
_TWICE = re.compile(r"\b(\w+ \w+) \1\b", re.IGNORECASE)
_SCORED = re.compile(
    r"(nếu tỷ lệ|tỷ lệ này đạt|so với tổng số|tăng so với năm trước|nếu thực hiện|điểm tối đa"
    r"|số lượng cấp phó|thực hiện quy định về số lượng)",
    re.IGNORECASE,
)  # fmt: skip
_ONGOING = re.compile(
    r"^(tiếp nhận|thường xuyên|duy trì|tiếp tục duy trì|giải quyết kịp thời)\b", re.IGNORECASE
)
_UNDATED = re.compile(r"(báo cáo (?:chuyên đề|đột xuất))", re.IGNORECASE)


def scored(title: str, products: Sequence[str]) -> bool:
    """Whether a row is copied from a scoring table rather than a task."""
    return bool(_SCORED.search(" ".join((title, *products))) or title.rstrip().endswith(":"))


def slips(row: RowReading, product_text: str, *, tagged: bool) -> Iterator[Doubt]:
    """Every slip of one row."""
    yield from _of_years(row)
    yield from _of_products(row, product_text, tagged=tagged)
    yield from _of_time(row)
    yield from _of_units(row)
    for text in (row.title, *row.products):
        if match := _TWICE.search(text):
            yield Doubt(SLIPS, f'Lặp từ "{match[0]}".', about="products" if text != row.title else "title")
    if row.title.rstrip().endswith(":"):
        last = re.split(r"[.;,]\s", one_line(row.title))[-1]
        said = f'Tên nhiệm vụ bỏ lửng ở "{last}" (chép từ bộ tiêu chí chấm điểm).'
        yield Doubt(WORDS, said, about="title", code="scored")
    elif scored(row.title, row.products):
        said = "Nội dung giống tiêu chí chấm điểm, không phải nhiệm vụ có thời hạn riêng."
        yield Doubt(WORDS, said, about="title", code="scored")


def years_clash(row: RowReading) -> tuple[set[str], set[str]] | None:
    """The years of the title and of the products when they have none in common."""
    said = set(_NAMED_YEAR.findall(row.title))
    given = {year for product in row.products for year in _NAMED_YEAR.findall(product)}
    return (said, given) if said and given and not said & given else None


def _of_years(row: RowReading) -> Iterator[Doubt]:
    clash = years_clash(row)
    if clash is not None:
        said, given = (", ".join(sorted(one)) for one in clash)
        text = f'Tên nhiệm vụ ghi "năm {said}" nhưng sản phẩm ghi "năm {given}".'
        yield Doubt(WHEN, text, about="products", code="year-clash")


def _of_products(row: RowReading, text: str, *, tagged: bool) -> Iterator[Doubt]:
    letters = [letter_of(product) for product in row.products]
    if len(row.leads) > 1 and all(letters) and len(letters) == len(row.leads):
        marks = ", ".join(f"{letter})" for letter in letters)
        said = f"Sản phẩm và đơn vị chủ trì ghép đôi {marks}: mỗi đơn vị một sản phẩm, cùng thời hạn."
        yield Doubt(WORDS, said, "note", "products", "paired")
    if tagged:
        yield Doubt(
            SLIPS, "Ô Sản phẩm còn sót thẻ định dạng <ul><li> của bản gốc.", about="products", code="tags"
        )
    if (
        len(row.products) > 1
        and re.search(r"[;.,:\n]\s*[-–+•]\s*\S", text)
        and not re.match(r"\s*[-–+•(a1]", text)
    ):
        yield Doubt(
            SLIPS, "Gạch đầu dòng của sản phẩm thứ nhất bị thiếu.", about="products", code="first-bullet"
        )
    single = row.deadlines[0] if len(row.deadlines) == 1 else None
    chain = {
        word for word in ("kế hoạch", "báo cáo") for one in row.products if bare(one).startswith(bare(word))
    }
    if single is not None and single["kind"] == "period" and not _whole_year(single) and len(chain) == 2:
        said = f'Một mốc "{one_line(row.time)}" cho {len(row.products)} sản phẩm nối tiếp nhau.'
        yield Doubt(WHEN, said, about="deadlines", code="one-period")


def _whole_year(deadline: dict[str, object]) -> bool:
    return str(deadline.get("start"))[5:] == "01-01" and str(deadline.get("end"))[5:] == "12-31"


def _of_time(row: RowReading) -> Iterator[Doubt]:
    words = one_line(row.time)
    if words.count(")") > words.count("("):
        yield Doubt(SLIPS, 'Ô Thời gian thừa dấu ")".', about="time", code="bracket")
    dated = [one for one in row.deadlines if one["kind"] == "by"]
    if dated and not YEAR.search(words):
        said = "Thời hạn không ghi năm" + ("" if "ngày" in words.lower() else ' và thiếu chữ "ngày"') + "."
        yield Doubt(WORDS, said, about="time", code="no-year", listed=False)
    yield from _of_kinds(row)
    yield from _of_periods(row)
    if dated and len(row.deadlines) == 1 and _ONGOING.search(row.title):
        yield Doubt(WHEN, "Việc thường xuyên nhưng chỉ ghi một ngày.", about="deadlines", code="ongoing")


def _of_kinds(row: RowReading) -> Iterator[Doubt]:
    kinds = {str(one["kind"]) for one in row.deadlines}
    if "external" in kinds:
        said = "Thời hạn do cấp trên quyết định, Kế hoạch không ghi ngày; phải nhập khi có văn bản chỉ đạo."
        yield Doubt(WHEN, said, "note", "deadlines", "external")
    if "after_event" in kinds:
        said = (
            "Thời hạn tính từ sự kiện và lặp lại mỗi lần có sự kiện; phải ghi nhận từng lần (dondoc event)."
        )
        yield Doubt(WHEN, said, "note", "deadlines", "event")
        if re.search(r"\bsau \d+ ngày", row.time, re.IGNORECASE):
            within = re.search(r"sau (\d+ ngày(?: làm việc)?)", row.time, re.IGNORECASE)
            if within:
                text = f'"{one_line(within[0])}" được đọc là trong vòng {one_line(within[1])}.'
                yield Doubt(WORDS, text, "note", "time", "within")


def _of_periods(row: RowReading) -> Iterator[Doubt]:
    labels = " ".join(str(one.get("label", "")) for one in row.deadlines)
    said, given = _periods(" ".join(row.products)), _periods(labels)
    if len(row.deadlines) > 1 and len(said) > 1 and len(given) > 1 and said != given:
        text = f'Sản phẩm ghi "{", ".join(said)}" nhưng thời hạn ghi "{", ".join(given)}".'
        yield Doubt(WHEN, text, about="products", code="periods")
    for name in dict.fromkeys(_UNDATED.findall(" ".join((row.title, *row.products)))):
        if row.deadlines and bare(name) not in bare(row.time):
            yield Doubt(
                WHEN, f'"{name[:1].upper()}{name[1:]}" không có thời hạn.', about="deadlines", code="undated"
            )
            break
    if len(row.deadlines) == 1 and row.deadlines[0]["kind"] == "by" and "đột xuất" in row.title.lower():
        said_once = 'Nhiệm vụ ghi "định kỳ hoặc đột xuất" nhưng chỉ có một ngày.'
        yield Doubt(WHEN, said_once, about="deadlines", code="once")


def _periods(text: str) -> list[str]:
    """The reporting periods that words name, in order: quý I, 6 tháng, năm."""
    found = []
    for match in _PERIODS.finditer(text):
        if match["quarters"]:
            found += [f"quý {one.upper()}" for one in re.findall(r"[IViv]+", match["quarters"])]
        else:
            found.append(one_line(match["half"] or "năm").lower())
    return list(dict.fromkeys(found))


def _of_units(row: RowReading) -> Iterator[Doubt]:
    if row.lead_text and bare(row.lead_text) == bare(row.support_text):
        yield Doubt(
            WHO, "Đơn vị chủ trì và đơn vị phối hợp ghi giống hệt nhau.", about="support", code="same-units"
        )
    for party in row.leads:
        if party.nobody:
            said = f'Đơn vị chủ trì không nêu tên cụ thể ("{party.name}"); cần phân công (dondoc assign).'
            yield Doubt(WHO, said, about="lead", code="unassigned")


def paired(row: RowReading) -> list[tuple[str, str]]:
    """(unit id, its own product) where products and leads are paired by letters."""
    letters = [letter_of(product) for product in row.products]
    whose = [letter_of(one) for one in items(row.lead_text)]
    if len(letters) < 2 or None in letters or letters != whose or len(row.leads) != len(letters):
        return []
    return [(lead.id, product) for lead, product in zip(row.leads, row.products, strict=True) if lead.id]
