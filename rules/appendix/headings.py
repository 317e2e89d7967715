"""Decides what the columns of a table are, by their headings in any order and wording."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from rules.appendix.source import Cell, Row, Table
from rules.appendix.wording import bare

Role: TypeAlias = Literal[
    "number", "title", "product", "lead", "support", "both", "time", "start", "end", "mark", "group", "other"
]

_WHO = r"co quan|don vi|bo phan|phong|ban(?! hanh)|cap|noi(?! dung)"
# The first pattern that is found decides; headings are compared without marks and case.
_ROLES: tuple[tuple[Role, str], ...] = (
    ("number", r"^(stt|tt|s t t|t t|so tt|so thu tu|thu tu|no|ord|ma (nhiem vu|so|viec|wbs|nv)|wbs|#)$"),
    ("other", r"^(ghi chu|luu y|kinh phi|nguon kinh phi|du toan|uu tien|muc do|tinh trang)"),
    ("other", r"(kinh phi|can cu|ly do|minh chung|nguon luc|uu tien|so tien|ty trong|trang thai)"),
    ("other", r"^cap (trinh|ban hanh|phe duyet|quyet dinh|co tham quyen)"),
    ("title", r"^(noi dung|nhiem vu|cong viec)\b(?!.*(chu tri|thoi (gian|han)|tien do|san pham))"),
    ("other", r"(?<!dia )(?<!thoi )diem|^(ty le|notes?$|remarks?$|budget|status)"),
    ("other", r"(lanh dao|nguoi|can bo|chuyen vien|dau moi lien he) (\w+ )?(phu trach|chi dao|theo doi|ky)"),
    ("other", r"(tien do|ket qua|tinh hinh) (thuc hien|dat duoc) (den|hien)"),
    ("both", r"chu tri.*phoi hop|phoi hop.*chu tri"),
    ("support", r"phoi hop|don vi ho tro|co quan ho tro|tham gia|(co quan|don vi) lien quan"),
    ("start", r"(bat dau|khoi dong|tu ngay|^tu$)"),
    ("end", r"(ket thuc|den ngay|^den$)"),
    ("time", r"thoi han|thoi gian|tien do|^han\b|han (hoan thanh|chot|cuoi|nop|bao cao|xu ly|trinh)|moc"),
    ("time", r"deadline|lo trinh|ngay (hoan thanh|trinh|bao cao|ban hanh)|^ky han|^(hoan thanh|thoi diem)"),
    ("time", r"dinh ky|^(tan suat|ky bao cao|thang nam)$|^(thang|quy)( (thuc hien|hoan thanh))?$"),
    ("lead", r"chu tri|chiu trach nhiem"),
    ("lead", rf"\b({_WHO}|to chuc|ca nhan)\b.*\b(thuc hien|tham muu|(?<!chuong )(?<!quy )trinh)\b"),
    ("lead", rf"\b({_WHO})\b.*\b(soan thao|bao cao|phu trach|dau moi|giao|phan cong|thuc thi)\b"),
    ("lead", rf"\b({_WHO})\b.*\b(xay dung|chuan bi)\b"),
    ("lead", r"^(co quan|don vi|phong ban|dau moi|(don vi|co quan) dau moi|phu trach|thuc hien|phan cong)$"),
    ("lead", r"^(trach nhiem|nguoi (thuc hien|phu trach)|phan cong (thuc hien|nhiem vu)|trach nhiem .*)$"),
    ("product", r"san pham|ket qua|dau ra|hinh thuc van ban|hinh thuc (trinh|ban hanh)|ho so|deliverable"),
    ("support", r"\b(support|coordinat|collaborat|co-?ordinat)"),
    ("lead", r"^(lead|responsib|implementing|in charge|owner|person in charge)|\blead(ing)? (agenc|unit)"),
    ("time", r"\b(time|timeline|timeframe|due|deadlines?|schedule|completion date)\b"),
    ("product", r"\b(outputs?|deliverables?|expected results?|products?)\b"),
    ("group", r"^(nhom|linh vuc|nhom (nhiem vu|cong viec)|muc|phan|giai doan|truc|chuyen de)$"),
    ("title", r"nhiem vu|noi dung|cong viec|hoat dong|ten (viec|de an|van ban|bao cao|du an)|dau viec"),
    ("title", r"chuong trinh|hang muc|^van de\b|^ten\b|^de an$|trich yeu|viec can lam"),
    ("title", r"^(key |main )?(tasks?|activit(y|ies)|contents?|actions?|work items?)\b"),
    ("title", r"chi tieu|muc tieu|tieu chi|giai phap"),
)  # fmt: skip
_COMPILED = tuple((role, re.compile(pattern)) for role, pattern in _ROLES)
_MARKED = re.compile(
    r"^(quy (0?[1-4]|i{1,3}|iv)|q ?([1-4]|i{1,3}|iv)|thang \d+|t ?\d+|\d{1,2}|6 thang( dau nam| cuoi nam)?"
    r"|ca nam|(nam )?20\d\d)( (nam )?20\d\d)?$"
)
_MEASURED = re.compile(r"kinh phi|\bvon\b|chi tieu|so (tien|luong)|ty le|diem|du toan|nhu cau|don vi tinh")
CROSS = re.compile(r"^[xX×✓✔√+●•*v]$")
_CHARGED = re.compile(r"\b(nguoi|can bo|chuyen vien|lanh dao)\b.* (phu trach|theo doi|chi dao)$")
_LONGEST = 90  # characters of a heading
_DATA = re.compile(r"^\(?\d{1,3}[.)]?(\d+\.?)*\)?$|^[IVX]+\.?$|\d{1,2}/\d")
_HEADINGS = 3  # rows that a heading may take


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what; `marks` are columns of periods with a cross where a row falls due."""

    number: int | None = None
    title: int = 0
    product: int | None = None
    lead: int | None = None
    support: int | None = None
    both: int | None = None
    group: int | None = None
    times: tuple[int, ...] = ()
    start: int | None = None
    end: int | None = None
    marks: tuple[tuple[int, str], ...] = ()
    extra: tuple[int, ...] = ()  # a second column of titles
    headings: tuple[str, ...] = field(default=())
    rows: int = 1  # of headings

    @property
    def timed(self) -> bool:
        return bool(self.times or self.marks) or self.end is not None

    @property
    def named(self) -> bool:
        return self.lead is not None or self.both is not None


def role_of(heading: str) -> Role:
    """What a column is by its heading alone."""
    if heading.lstrip().startswith("%"):
        return "other"
    words = re.sub(r"\s\d{1,2}$", "", bare(heading.partition("(")[0])) or bare(heading)
    if not words:
        return "number" if heading.strip() == "#" else "other"
    return next((role for role, pattern in _COMPILED if pattern.search(words)), "other")


def find_columns(table: Table) -> Iterator[tuple[int, Columns]]:
    """Each place where headings stand, with the columns from there on; repeated headings come again."""
    index = 0
    first: Row | None = None
    while index < len(table.rows):
        row = table.rows[index]
        found = _headings_at(table.rows, index) if first is None or _heads_again(row, first) else None
        if found is None:
            index += 1
            continue
        first = first or row
        yield index, found
        index += found.rows


def _heads_again(row: Row, first: Row) -> bool:
    """A row of tasks may hold words of headings: later ones repeat the first or have a column of numbers."""
    texts = {bare(text) for text in row.texts}
    repeated = texts & {bare(text) for text in first.texts}
    return len(repeated) * 2 >= len(texts) or "number" in map(role_of, row.texts)


def _headings_at(rows: Sequence[Row], index: int) -> Columns | None:
    if not _may_be_heading(rows[index]):
        return None
    best = None
    for count in range(1, _HEADINGS + 1):
        taken = rows[index : index + count]
        if len(taken) < count or (count > 1 and not _goes_on(taken[-2], taken[-1])):
            break
        columns = _columns(taken, rows[index + count :])
        if columns is not None:
            best = columns
    return best


def _may_be_heading(row: Row) -> bool:
    """Short words, most of them known, and no number or date where a row of tasks has them."""
    texts = row.texts
    if len(texts) < 2 or any(len(text) > _LONGEST for text in texts) or _DATA.search(texts[0]):
        return False
    known = sum((role_of(text) != "other" or _is_period(text)) and len(text) <= 60 for text in texts)
    return known >= 2 and known * 2 >= len(texts) and _DATA.search(texts[1]) is None


def _goes_on(above: Row, row: Row) -> bool:
    """Whether a row is the lower half of merged headings."""
    if not row.texts or not all(len(text) <= _LONGEST for text in row.texts):
        return False
    if any(cell.down for cell in row.cells):
        return any(cell.down and cell.text == above.at(place).text for place, cell in enumerate(row.cells))
    wide = any(cell.right for cell in above.cells)
    holes = any(not cell.text for cell in above.cells)
    lower = [cell.text for cell in row.cells if cell.text]
    return (wide or holes) and all(_lower_heading(text) for text in lower)


def _lower_heading(text: str) -> bool:
    return bool(_MARKED.match(bare(text)) or re.fullmatch(r"[IV]{1,3}", text.strip())) or role_of(text) in {
        "lead", "support", "start", "end", "time", "product", "title",
    }  # fmt: skip


def _columns(rows: Sequence[Row], below: Sequence[Row]) -> Columns | None:
    width = max(len(row.cells) for row in rows)
    headings = tuple(_heading(rows, place) for place in range(width))
    places: dict[str, list[int]] = {}
    marks = []
    crossed = any(_marked(*both) and _crossed(below, place) for place, both in enumerate(headings))
    for place, (upper, lower) in enumerate(headings):
        if (period := _marked(upper, lower)) and (lower != upper or crossed):
            marks.append((place, period))
            continue
        role = role_of(lower)
        if role == "other" and lower != upper:
            role = role_of(upper) if role_of(upper) != "number" else "other"
        elif lower != upper and role in {"start", "end"} and role_of(upper) not in {"time", "other"}:
            role = role_of(upper)
        places.setdefault(role, []).append(place)
    return _made(places, tuple(marks), tuple(lower for _, lower in headings), len(rows))


def _made(
    places: dict[str, list[int]], marks: tuple[tuple[int, str], ...], headings: tuple[str, ...], rows: int
) -> Columns | None:
    """None when the table cannot be one of tasks."""
    titles = places.get("title", [])
    if not titles and len(places.get("group", [])) == 1 and ("lead" in places or "both" in places):
        titles = places.pop("group")
    if not titles and "product" in places and ("lead" in places or "both" in places):
        titles = places.pop("product")
    timed = "time" in places or "end" in places or bool(marks)
    named = "lead" in places or "both" in places
    if not titles or not (
        named
        or (timed and _in_charge(headings))
        or (timed and ("number" in places or "product" in places or "support" in places))
    ):
        return None

    if not named and (charged := _in_charge(headings)):
        places["lead"] = charged

    def one(role: str) -> int | None:
        return places[role][0] if role in places else None

    start, end = one("start"), one("end")
    times = _dates(places.get("time", []), headings)
    if start is not None and end is None and not times:
        times, start = (start,), None
    title = _main_title(titles, headings)
    return Columns(
        number=one("number"), title=title, product=_main_product(places.get("product", []), headings),
        lead=one("lead"), support=one("support"), both=one("both"), group=one("group"),
        times=times, start=start, end=end, marks=marks,
        extra=tuple(place for place in titles if place != title), headings=headings, rows=rows,
    )  # fmt: skip


def _in_charge(headings: tuple[str, ...]) -> list[int]:
    """Where no unit is asked to lead, whoever is in charge does."""
    return [place for place, text in enumerate(headings) if _CHARGED.search(bare(text))][:1]


def _dates(times: list[int], headings: tuple[str, ...]) -> tuple[int, ...]:
    """A column "Tiến độ" beside one of dates is where progress goes."""
    dated = [place for place in times if not bare(headings[place]).startswith("tien do")]
    return tuple(dated or times)


def _main_title(titles: list[int], headings: tuple[str, ...]) -> int:
    """Of several columns of titles the one that says "nhiệm vụ", "nội dung" or "công việc"."""
    for word in ("noi dung", "cong viec", "nhiem vu", "hoat dong"):
        for place in titles:
            said = bare(headings[place])
            if word in said and "chi tieu" not in said and "muc tieu" not in said:
                return place
    return titles[0]


def _main_product(products: list[int], headings: tuple[str, ...]) -> int | None:
    """A column "Kết quả" beside one of products is where progress goes."""
    named = [place for place in products if not bare(headings[place]).startswith("ket qua")]
    return next(iter((*named, *products)), None)


def _heading(rows: Sequence[Row], place: int) -> tuple[str, str]:
    """The upper and the lower heading of a column; equal where there is one."""
    cells: list[Cell] = [row.at(place) for row in rows]
    texts = list(dict.fromkeys(cell.text for cell in cells if cell.text))
    if not texts:
        return "", ""
    upper = texts[0] if cells[0].text else _to_the_left(rows[0], place)
    return upper or texts[0], texts[-1]


def _to_the_left(row: Row, place: int) -> str:
    """The heading that a file without merged cells leaves blank over its other columns."""
    return next((row.at(left).text for left in range(place, -1, -1) if row.at(left).text), "")


def _crossed(below: Sequence[Row], place: int) -> bool:
    """A column of a period in a single row of headings holds crosses, not what is to be reached in it."""
    return any(CROSS.match(row.at(place).text) for row in below)


def _is_period(text: str) -> bool:
    return bool(_MARKED.match(bare(text))) and not text.strip().isdecimal()


def _marked(upper: str, lower: str) -> str:
    """The period of a column of crosses: "Quý I", or "I" under "Quý thực hiện"."""
    words, above = bare(lower), bare(upper)
    if _MEASURED.search(above):
        return ""
    if "quy" in above.split() and re.fullmatch(r"i{1,3}|iv|[1-4]", words):
        return f"Quý {lower.strip()}"
    return _period(lower) if _MARKED.match(words) else ""


def _period(lower: str) -> str:
    words = lower.strip()
    if re.fullmatch(r"20\d\d", words):
        return f"Năm {words}"
    if re.fullmatch(r"\d{1,2}", words):
        return f"Tháng {int(words)}"
    if re.fullmatch(r"[IVX]+", words):
        return f"Quý {words}"
    shortened = re.fullmatch(r"[TQ] ?(\w+)", words)
    if shortened:
        return ("Tháng " if words.startswith("T") else "Quý ") + shortened[1]
    return words
