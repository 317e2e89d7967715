"""Decides what each row of the appendix is: a group, a task, a part of one, or the rest of the row above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rules.appendix.headings import CROSS, Columns
from rules.appendix.ordinals import Ordinal, leading, ordinal
from rules.appendix.source import EMPTY, Cell, Row
from rules.appendix.wording import bare, one_line

_NO_TASK = re.compile(r"^(tong cong|tong so|noi nhan|ghi chu|nguoi lap|thu truong don vi)\b|^cong$|^tong$")
_DASHES = frozenset({"-", "–", "—", "+", "•", "*"})  # a cell crossed out as empty


@dataclass(frozen=True, slots=True)
class Written:
    """What one row says, column by column, before it is known what the row is."""

    place: str
    number: Ordinal | None
    number_text: str
    title: str
    product: str
    lead: str
    support: str
    time: str
    tagged: bool  # its product shows tags of HTML
    group: str
    wide: bool  # one cell over most of the row
    bold: bool
    same_task: bool  # its number or title is the merged cell of the row above
    cut: bool  # a page ends before it
    hidden: bool
    numbered: bool  # the table has a column of numbers
    time_first: bool  # the column of times stands before that of tasks
    shared_time: bool  # its time is the merged cell of the row above

    @property
    def content(self) -> bool:
        return bool(self.lead or self.time or self.product)

    @property
    def sure(self) -> bool:
        """Whether it needs nothing of the row above."""
        return bool(self.lead and self.time)


@dataclass(slots=True)
class Entry:
    """A task as it is gathered from one row or more."""

    written: Written
    group: str
    number: str
    title: str
    products: list[str]
    lead: str
    support: str
    times: list[tuple[str, str]]  # the product it is for ("" for all), the words
    places: list[str]
    inherited: list[str] = field(default_factory=list)  # what it took from the row it is a part of
    notes: list[str] = field(default_factory=list)

    @property
    def time(self) -> str:
        return "\n".join(dict.fromkeys(words for _, words in self.times if words))


def written(row: Row, columns: Columns, cut: bool) -> Written:
    """The words of a row by what its columns hold."""
    row = _without_dashes(row, columns)

    def cell(column: int | None) -> Cell:
        return row.at(column) if column is not None else EMPTY

    number_cell, title_cell = cell(columns.number), cell(columns.title)
    wide = _wide(row, columns)
    number, title = ordinal(number_cell.text), title_cell.text
    if wide is not None:
        title = wide.text if ordinal(wide.text) is None else title
    if columns.number is None or not number_cell.text or wide is number_cell:
        found, rest = leading(title)
        if found is not None and (number is None or wide is number_cell):
            number, title = found, rest
    product, lead, support = (
        "" if wide is not None and cell(column).text == wide.text else cell(column).text
        for column in (columns.product, columns.lead, columns.support)
    )
    lead, support = _both(lead, support, cell(columns.both).text if wide is None else "")
    time_cells = [cell(column) for column in columns.times]
    return Written(
        place=row.place, number=number, number_text=number_cell.text,
        title=_with_extra(title, row, columns, wide), product=product, lead=lead, support=support,
        time="" if wide is not None and _inside(wide, time_cells) else _time(row, columns),
        tagged=cell(columns.product).tagged, group=cell(columns.group).text, wide=wide is not None,
        bold=all(one.bold for one in row.cells if one.text),
        same_task=bool(title_cell.down and not title_cell.right and title_cell.text),
        cut=cut, hidden=row.hidden, numbered=columns.number is not None,
        time_first=any(column < columns.title for column in columns.times),
        shared_time=any(one.down and one.text for one in time_cells),
    )  # fmt: skip


def _without_dashes(row: Row, columns: Columns) -> Row:
    """A dash in place of words says that there are none; in place of a number it marks a part."""
    kept = {columns.number, *(place for place, _ in columns.marks)}
    cells = (
        replace(cell, text="") if cell.text in _DASHES and place not in kept else cell
        for place, cell in enumerate(row.cells)
    )
    return replace(row, cells=tuple(cells))


def _inside(wide: Cell, cells: Sequence[Cell]) -> bool:
    return any(cell.text == wide.text for cell in cells)


def _wide(row: Row, columns: Columns) -> Cell | None:
    """The cell that covers the title and more than half of the row."""
    length = len(row.cells)
    for place, cell in enumerate(row.cells):
        if not cell.text or cell.right:
            continue
        reach = 1
        while (
            place + reach < length
            and row.cells[place + reach].right == reach
            and row.at(place + reach).text == cell.text
        ):
            reach += 1
        if reach > 1 and reach * 2 > length and place <= columns.title < place + reach:
            return cell
    only = row.texts
    if (
        len(only) == 1
        and length > 2
        and columns.number is not None
        and row.at(columns.number).text == only[0]
    ):
        return row.at(columns.number) if ordinal(only[0]) is None else None
    return None


def _with_extra(title: str, row: Row, columns: Columns, wide: Cell | None) -> str:
    """A second column of titles is the title when the first is blank, or says what it is a part of."""
    if wide is not None:
        return title
    if not title:
        return next((row.at(column).text for column in columns.extra if row.at(column).text), "")
    left = columns.title - 1
    whole = row.at(left).text if left in columns.extra and _WORK.search(bare(columns.headings[left])) else ""
    return f"{whole}: {title}" if any(map(str.isalpha, whole)) and whole != title else title


_WORK = re.compile(r"^(ten )?(nhiem vu|cong viec|noi dung|hoat dong|dau viec)\b")
_ASKED = re.compile(r"(?i)[-–+•]?\s*(?:cơ quan|đơn vị)?\s*(chủ trì|phối hợp)\s*(?:thực hiện)?\s*:\s*")


_TOLD = re.compile(
    r"(?is)^(.+?)\s+(?:là đơn vị\s+)?chủ trì\s*[,;.]?\s*(.+?)\s+phối hợp(?: thực hiện)?\s*\.?$"
)
_WITH = re.compile(
    r"(?is)^(?!.*:)(.+?)\s+(?:là đơn vị\s+)?(?:chủ trì\s*[,;]?\s*)?(?:và\s+)?"
    r"phối hợp\s+(?:với|cùng)\s+(.+?)\s*\.?$"
)
_LEADING = re.compile(r"(?is)^([^()]+?)\s*\((?:đơn vị |cơ quan )?chủ trì\)\s*[,;.-]?\s*(?:và )?([^()]*)$")


_TORN = re.compile(r"(?i)(\b(tháng|ngày|quý|năm|trước|và|đến|từ|cuối|đầu|hàng|hằng)|[-–/,])$")
_UNIT_WORDS = r"(?:đơn vị |cơ quan )?"
_TOLD_IN_BRACKETS = re.compile(
    rf"(?i)^([^()]+?)\s*\({_UNIT_WORDS}chủ trì\)\s*[,;.-]?\s*(?:và )?(.+?)"
    rf"\s*\({_UNIT_WORDS}phối hợp\)\s*\.?$"
)


def _both(lead: str, support: str, both: str) -> tuple[str, str]:
    """Who leads and who supports when one column names both: "Chủ trì: ...; Phối hợp: ..."."""
    named = both or lead
    told = _TOLD.match(named) or _TOLD_IN_BRACKETS.match(one_line(named))
    told = told or _WITH.match(named) or _LEADING.match(named)
    if told:
        return told[1].strip(), "\n".join(filter(None, (told[2].strip(), support)))
    said = both or (lead if _ASKED.search(lead) else "")
    parts = _ASKED.split(said)
    if len(parts) < 3:
        return both or lead, support
    found = {"chủ trì": [parts[0].strip(" ;,.\n-")], "phối hợp": [support]}
    for name, words in zip(parts[1::2], parts[2::2], strict=False):
        found[name.lower()].append(words.strip(" ;,\n-"))
    leads, supports = ("\n".join(filter(None, found[name])) for name in ("chủ trì", "phối hợp"))
    return leads, supports


def _time(row: Row, columns: Columns) -> str:
    """The words about time: of its column, of a start and an end, or of the crosses under periods."""
    filled = {
        column: _in_unit(row.at(column).text, columns.headings[column])
        for column in columns.times
        if row.at(column).text
    }
    found = list(filled.values())
    if len(set(found)) > 1:  # each column has a deadline of its own, called as its heading says
        found = [f"{_called(columns.headings[column])}: {words}" for column, words in filled.items()]
    if columns.end is not None:
        start = row.at(columns.start).text if columns.start is not None else ""
        end = row.at(columns.end).text
        if start and end and start != end:
            found.append(f"Từ {_uncapped(start)} đến {_uncapped(end)}")
        elif end or start:
            found.append(end or f"Từ {_uncapped(start)}")
    marked = []
    for column, period in columns.marks:
        words = row.at(column).text
        if CROSS.match(words):
            marked.append(period)
        elif words and words not in _DASHES:
            marked.append(words)
    if marked:
        found.append("; ".join(dict.fromkeys(marked)))
    return "\n".join(dict.fromkeys(found))


_UNIT = re.compile(r"(?i)\((?:theo )?(tháng|quý)\)|^(tháng|quý)(?: (?:thực hiện|hoàn thành))?$")
_BARE_NUMBERS = re.compile(
    r"(?:\d{1,2}|[IVX]{1,4})(?:\s*(?:[-–,;&]|và|đến)\s*(?:\d{1,2}|[IVX]{1,4}))*(?:/20\d\d)?"
)


def _in_unit(words: str, heading: str) -> str:
    """Bare numbers under "Thời gian (tháng)" are months."""
    unit = _UNIT.search(one_line(heading))
    if unit is None or not _BARE_NUMBERS.fullmatch(one_line(words)):
        return words
    return f"{(unit[1] or unit[2]).capitalize()} {words}"


def _called(heading: str) -> str:
    """What is due in a column: "Thời gian trình UBND tỉnh" is "Trình UBND tỉnh"."""
    words = re.sub(r"(?i)^(thời (hạn|gian|điểm)|hạn|ngày)\s+", "", one_line(heading))
    return words[:1].upper() + words[1:]


def _uncapped(words: str) -> str:
    """Without a "từ" or "đến" that the cell has itself."""
    return re.sub(r"(?i)^(từ|đến)\s+", "", words[:1].lower() + words[1:])


def is_no_task(one: Written) -> bool:
    """Totals, signatures and notes under the table."""
    said = bare(one.title or one.number_text or one.lead or one.support)
    return not one.time and one.number is None and bool(_NO_TASK.search(said))


def looks_like_heading(one: Written) -> bool:
    """Whether a row without a number and without content names a group."""
    letters = [char for char in one.title if char.isalpha()]
    shouted = bool(letters) and all(char.isupper() for char in letters)
    return bool(one.title) and not one.content and not one.support and (one.wide or one.bold or shouted)


def is_torn(time: str) -> bool:
    """Whether words about time break off in the middle: "Tháng", "trước ngày", "30/"."""
    return bool(_TORN.search(time))


def begins_small(text: str) -> bool:
    """Whether words go on from the ones before."""
    letters = one_line(text).lstrip('-–+•*("“ ')
    return bool(letters) and (letters[0].islower() or letters[0] in ",;.)")
