"""Reads a whole document: its heading, its tables of tasks, and all that each row says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rules.appendix.abbreviations import abbreviations
from rules.appendix.gather import Gathered, gathered, keys_of
from rules.appendix.heading import heading_of
from rules.appendix.items import items, without_end
from rules.appendix.parties import names, names_nobody
from rules.appendix.proposals import linked, proposed
from rules.appendix.reading import (
    LOST,
    SLIPS,
    WHEN,
    WHO,
    WORDS,
    Deadline,
    Doubt,
    Heading,
    Party,
    PlanReading,
    RowReading,
)
from rules.appendix.rows import Entry
from rules.appendix.shapes import contradicted, of_row, undashed
from rules.appendix.slips import YEAR, slips
from rules.appendix.source import SourceDocument
from rules.appendix.stated import day_of_serial, time_in
from rules.appendix.stream import Tables, tables_of
from rules.appendix.units import Names
from rules.appendix.wording import bare, cleaned, one_line
from rules.directory import Directory
from rules.phrases import read

_MOST = 2000  # tasks that a plan file of the largest allowed size holds
_SPLIT = "kiểm tra có đúng là bảng nhiệm vụ không, hoặc chia thành nhiều tệp"


class NoAppendix(Exception):
    """The document has no table of tasks; the message is Vietnamese."""


class NoYear(Exception):
    """Nothing in the document says of which year the plan is; the message is Vietnamese."""


def read_appendix(source: SourceDocument, year: int | None, directory: Directory | None) -> PlanReading:
    """The reading of a document; `year` outvotes the document. Raises NoAppendix, NoYear."""
    tables = tables_of(source)
    if not any(found.rows for found in tables.found):
        raise NoAppendix(_nothing(source))
    rows = gathered(tables)
    if not rows.entries:
        raise NoAppendix(_nothing(source))
    if (count := len(rows.entries)) > _MOST:
        raise NoAppendix(f"{source.name}: {count} nhiệm vụ, một tệp kế hoạch chứa tối đa {_MOST}; {_SPLIT}")
    heading = _heading(source, tables, rows)
    decided = year or heading.year
    if decided is None:
        raise NoYear("văn bản không cho biết năm của kế hoạch; thêm --year NĂM")
    heading = replace(heading, title=heading.title or f"Kế hoạch năm {decided}")
    if year is not None and heading.year is not None and year != heading.year:
        said = f"Văn bản là kế hoạch năm {heading.year} nhưng đang đọc theo --year {year}."
        heading = replace(heading, doubts=(Doubt(WHEN, said, code="year"), *heading.doubts))
    reader = _Rows(decided, Names(directory))
    keyed = zip(rows.entries, keys_of(rows.entries), strict=True)
    plain = [reader.row(entry, *key) for entry, key in keyed]
    read_rows = _numbered_twice(linked(plain))
    groups = tuple(rows.groups.items())
    whole = (*heading.doubts, *_of_whole(source, tables, rows, read_rows, decided))
    return PlanReading(one_line(cleaned(source.name)), heading, decided, groups, tuple(read_rows), whole)


def _nothing(source: SourceDocument) -> str:
    count = len(source.tables)
    seen = f"đã xem {count} bảng" if count else "văn bản không có bảng nào"
    if not count and source.name.lower().endswith(".pdf"):
        seen = "không có bảng kẻ đường; bảng PDF không kẻ đường không đọc được, dùng bản Word hoặc Excel"
    return (
        f"{source.name}: không tìm thấy bảng nhiệm vụ ({seen}); bảng cần có dòng tiêu đề với cột"
        " Nhiệm vụ (Nội dung) và cột Đơn vị chủ trì hoặc Thời hạn"
    )


def _heading(source: SourceDocument, tables: Tables, rows: Gathered) -> Heading:
    above = tables.found[0].above
    appendix = _from_appendix(above)
    inside = [text for text in above if text not in source.paragraphs]  # a sheet's rows above its table
    body = [text for text in (*source.paragraphs, *inside) if text not in appendix]
    cells = [words for entry in rows.entries for words in (entry.title, entry.time)]
    return heading_of(body, appendix, cells)


def _from_appendix(above: Sequence[str]) -> list[str]:
    """What stands above the table from the word "Phụ lục" on; else the last lines."""
    for index in range(len(above) - 1, -1, -1):
        if bare(above[index]).startswith(("phu luc", "bieu", "danh muc nhiem vu", "bang phan cong")):
            return list(above[index:])
    return []


@dataclass(slots=True)
class _Rows:
    """Reads rows in order: "như trên" takes the deadline of the row above."""

    year: int
    names: Names
    above: str = ""
    lead_above: str = ""
    support_above: str = ""

    def row(self, entry: Entry, key: str, again: bool) -> RowReading:
        title = undashed(entry.title)
        products = tuple(dict.fromkeys(item for cell in entry.products for item in items(cell)))
        lead = self.lead_above if _is_above(entry.lead) else entry.lead
        support = self.support_above if _is_above(entry.support) else entry.support
        self.lead_above, self.support_above = lead or self.lead_above, support or self.support_above
        lead_text, support_text = one_line(lead), one_line(support)
        doubts: list[Doubt] = []
        if not entry.times and (said := time_in(title, self.year)):
            entry.times.append(("", said))
            entry.inherited.append("title")
        deadlines, texts = self._deadlines(entry, doubts)
        leads = self._parties(lead, "lead", doubts)
        supports = self._parties(support, "support", doubts)
        row = RowReading(
            key=key, group=entry.group, number=entry.number,
            title=title or (products[0] if products else "(trống)"), products=products,
            leads=leads, supports=supports, lead_text=lead_text,
            support_text=support_text, time=one_line(entry.time), deadlines=deadlines, texts=texts,
            places=tuple(entry.places),
        )  # fmt: skip
        doubts += of_row(entry, row, self.lead_above, again=again)
        doubts += slips(row, "\n".join(entry.products), tagged=entry.written.tagged)
        collective = any(self._is_group(party) for party in leads)
        if collective:
            said = "Đơn vị chủ trì là tập thể, không nêu đơn vị đầu mối."
            doubts.append(Doubt(WHO, said, "note", "lead", "collective"))
        row = replace(row, doubts=tuple(sorted(dict.fromkeys(doubts))))
        return proposed(row, collective=collective)

    def _is_group(self, party: Party) -> bool:
        """A group with the whole agency in it, or words that say so where no directory tells."""
        directory = self.names.directory
        if directory is not None and party.id in directory.groups:
            return bare(party.name).startswith(("cac", "toan the", "tat ca"))
        return not party.nobody and bare(party.name).startswith(("cac ", "toan the", "tat ca"))

    def _deadlines(self, entry: Entry, doubts: list[Doubt]) -> tuple[tuple[Deadline, ...], tuple[str, ...]]:
        found: list[Deadline] = []
        texts: list[str] = []
        times = list(dict.fromkeys(entry.times))
        for product, words in times or [("", "")]:
            deadlines = self._read(words, doubts)
            if len(times) > 1 and product and len(deadlines) == 1 and "label" not in deadlines[0]:
                deadlines[0]["label"] = without_end(items(product)[0]) if items(product) else product
            found += [one for one in deadlines if one not in found]
            texts += [one_line(words)] * len(deadlines)
        self.above = self.above if _is_above(entry.time) else entry.time or self.above
        return tuple(found), tuple(texts if len(times) > 1 else ())

    def _read(self, words: str, doubts: list[Doubt]) -> list[Deadline]:
        if _is_above(words) and self.above:
            said = f'Ô Thời gian ghi "{words.strip()}"; lấy thời hạn của dòng trên: "{one_line(self.above)}".'
            doubts.append(Doubt(WHEN, said, about="time", code="as-above"))
            words = self.above
        if day := day_of_serial(words):
            said = f'Ô Thời gian ghi số "{words}" của bảng tính; đọc là ngày {day}.'
            doubts.append(Doubt(WHEN, said, about="time", code="serial"))
            words = day
        reading = read(words, self.year)
        for text in reading.problems:
            said = "Ô Thời gian để trống: chưa có thời hạn." if not words.strip() else f"Thời hạn: {text}."
            doubts.append(Doubt(LOST, said, "problem", "time", "time"))
        doubts += contradicted(reading.deadlines, self.year)
        for text in reading.warnings:
            rank = LOST if any(one.get("ambiguous") for one in reading.deadlines) else WHEN
            doubts.append(Doubt(rank, f"Thời hạn: {text}.", about="time", code="time"))
        return [dict(one) for one in reading.deadlines]

    def _parties(self, words: str, about: str, doubts: list[Doubt]) -> tuple[Party, ...]:
        found = []
        for name in names(words, self.names.knows):
            party = self._party(name)
            found.append(party)
            if party.id is not None and not party.exact:
                said = f'"{name}" được hiểu là "{self.names.match(name).name}".'  # type: ignore[union-attr]
                doubts.append(Doubt(WHO, said, "note" if _alike(name, said) else "warning", about, "unit"))
            elif party.id is None and self.names.directory is not None and not party.nobody:
                hint = f'; gần nhất: "{party.nearest}"' if party.nearest else ""
                said = f'Không có đơn vị "{name}" trong data/units.yaml{hint}.'
                doubts.append(Doubt(WHO, said, "problem" if about == "lead" else "warning", about, "unknown"))
        return tuple(found)

    def _party(self, name: str) -> Party:
        match = self.names.match(name)
        if match is not None:
            return Party(name, match.id, match.exact)
        nobody = names_nobody(name) or bare(name).endswith(("lien quan", "khac"))
        return Party(name, None, nobody=nobody, nearest=None if nobody else self.names.nearest(name))


def _alike(name: str, said: str) -> bool:
    """Whether only case, marks or a short form differ."""
    return bare(name) in bare(said.rpartition(" là ")[2])


def _is_above(words: str) -> bool:
    said = bare(words).replace(" ", "")
    return (
        said in {"nt", "nhutren", "nhtren"}
        or words.strip(" -–") in {'"', "//", "“", "”", "''"}
        or said.startswith("nhutren")
    )


def _of_whole(
    source: SourceDocument, tables: Tables, rows: Gathered, read_rows: list[RowReading], year: int
) -> Iterator[Doubt]:
    """What is to be said of the document as a whole."""
    yield from (Doubt(LOST, f"{note}.", code="reader") for note in source.notes)
    for name, why in tables.aside:
        yield Doubt(LOST, f"{name} giống bảng nhiệm vụ nhưng không nhập: {why}.", code="aside")
    for place, words in rows.aside:
        yield Doubt(SLIPS, f'{place}: không phải nhiệm vụ, bỏ qua: "{words[:80]}".', "note", code="aside-row")
    for place, words in rows.unused:
        yield Doubt(
            LOST, f'{place}: thời hạn của nhóm không dùng cho nhiệm vụ nào: "{words}".', code="unused"
        )
    numbers = _numbers_twice(read_rows)
    for number, keys in numbers.items():
        said = f"Số thứ tự {number} dùng {len(keys)} lần ({', '.join(keys)}); gọi nhiệm vụ bằng mã đầy đủ."
        yield Doubt(LOST, said, code="number-twice")
    undated = [row.key for row in read_rows if any(one.code == "no-year" for one in row.doubts)]
    if undated:
        said = f"Thời hạn của {len(undated)} nhiệm vụ không ghi năm, đọc là năm {year}: {', '.join(undated)}."
        yield Doubt(WORDS, said, code="no-year")
    if any(found.table.breaks for found in tables.found):
        yield Doubt(
            SLIPS,
            "Bảng bị ngắt bởi dòng trống (ngắt trang); đã đọc liền thành một bảng.",
            "note",
            code="breaks",
        )
    yield from abbreviations(source.paragraphs, read_rows)
    yield from _other_years(read_rows, year)


def _numbered_twice(rows: list[RowReading]) -> list[RowReading]:
    """The rows with a doubt on each number that another row has too."""
    twice = _numbers_twice(rows)
    return [
        replace(row, doubts=tuple(sorted((*row.doubts, _twice(row, twice[row.number])))))
        if row.number in twice
        else row
        for row in rows
    ]


def _twice(row: RowReading, keys: list[str]) -> Doubt:
    said = f"Số thứ tự {row.number} dùng {len(keys)} lần ({', '.join(keys)}); nhiệm vụ này mang mã {row.key}."
    return Doubt(LOST, said, about="key", code="number-twice")


def _numbers_twice(rows: list[RowReading]) -> dict[str, list[str]]:
    """Numbers that come again although the plan numbers all its rows in one count."""
    if sum(row.number == "1" for row in rows) > 1:
        return {}
    found: dict[str, list[str]] = {}
    for row in rows:
        if row.number.isdecimal():
            found.setdefault(row.number, []).append(row.key)
    return {
        number: keys for number, keys in found.items() if len({key.partition(".")[0] for key in keys}) > 1
    }


def _other_years(rows: list[RowReading], year: int) -> Iterator[Doubt]:
    """A plan whose dates mostly lie in another year was read with the wrong one."""
    said = [int(one) for row in rows for one in YEAR.findall(row.time)]
    others = [one for one in said if abs(one - year) > 1]
    if len(others) * 2 > max(len(said), 4):
        yield Doubt(LOST, f"Phần lớn thời hạn ghi năm khác năm {year}; kiểm tra --year.", code="other-year")
