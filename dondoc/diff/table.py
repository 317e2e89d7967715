"""Decides how the differences are told to a person: by rule, by reader, and in total."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dondoc.diff.dates import Dates, DayChanged, Redated
from dondoc.phrasing import long_day, told_moment
from rules.days.vietnam import spoken
from scheduler.inforce import InForce

if TYPE_CHECKING:
    from rich.console import Console

    from scheduler.comparing import Change, ChangeName
    from scheduler.ledger import Line
    from scheduler.twolives import Compared

CHANGES: dict[ChangeName, str] = {
    "appears": "thêm", "vanishes": "bớt", "moves": "dời", "recipients": "đổi người nhận"
}  # fmt: skip
STYLES: dict[ChangeName, str] = {
    "appears": "green", "vanishes": "red", "moves": "yellow", "recipients": "cyan"
}  # fmt: skip
UNLIMITED = 1000  # columns: what reads a pipe has no screen


def told_console() -> Console:
    """Standard output; in a pipe each row stays one line. Rich itself obeys NO_COLOR."""
    from rich.console import Console

    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=UNLIMITED)


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of one row, and its colour."""

    cells: tuple[str, ...]
    style: str = ""


def _show(headings: tuple[str, ...], rows: Sequence[_Row], console: Console, folding: str = "") -> None:
    """Every cell stays whole but those of the column `folding`; a narrow screen gets longer lines."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE, pad_edge=False)
    for number, heading in enumerate(headings):
        cells = [row.cells[number] for row in rows]
        parts = [word for cell in cells for word in cell.split()] if heading == folding else cells
        least = max(map(len, (heading, *parts)))
        table.add_column(heading, no_wrap=heading != folding, min_width=least)
    for row in rows:
        table.add_row(*row.cells, style=row.style)
    least = sum(column.min_width or 0 for column in table.columns) + 3 * len(headings)
    screen = console.width
    console.width = max(screen, least)
    console.print(table, crop=False)
    console.width = screen


# The days and the deadlines.


def tell_days(days: Sequence[DayChanged], console: Console) -> None:
    if days:
        console.print("\nLịch làm việc thay đổi:")
    for one in days:
        now = "thành ngày làm việc, trước đây nghỉ" if one.worked else "thành ngày nghỉ"
        console.print(f"  {long_day(one.day)}: {now} ({one.why})", soft_wrap=True)


def tell_dates(found: Sequence[Redated], console: Console) -> None:
    if not found:
        return
    headings = ("Mốc thời hạn", "Ngày cuối trong hạn, trước", "Sau", "Ngày kế hoạch ghi, trước", "Sau")
    rows = [
        _Row(
            (one.deadline, _last_day(was), _last_day(will), _stated(was), _stated(will)),
            "green" if was is None else "red" if will is None else "yellow",
        )
        for one in found
        for was, will in [(one.before, one.after)]
    ]
    console.print(f"\nThời hạn thay đổi: {len(found)}")
    _show(headings, rows, console)


def _last_day(dates: Dates | None) -> str:
    return _day(dates.last_day) if dates else "không có"


def _stated(dates: Dates | None) -> str:
    return _day(dates.stated) if dates else "không có"


def _day(day: dt.date | None) -> str:
    return spoken(day) if day else "chưa xác định"


# The mails.


def tell_mails(compared: Compared, before: InForce, after: InForce, console: Console) -> None:
    """What changes, rule by rule, then reader by reader, and the totals."""
    by_rule: dict[str, list[Change]] = defaultdict(list)
    for change in compared.changes:
        by_rule[change.line["rule"]].append(change)
    titles = {**_titles(before), **_titles(after)}
    for rule in sorted(by_rule, key=list(titles).index):
        _tell_rule(f"{rule} ({titles[rule]})", by_rule[rule], console)
    if compared.changes:
        _tell_readers(compared, names_of(before) | names_of(after), console)


def _titles(files: InForce) -> dict[str, str]:
    rules = files.world.rules
    return {rule.id: rule.title for rule in rules.rules} | {one.id: one.title for one in rules.digests}


def _tell_rule(named: str, changes: Sequence[Change], console: Console) -> None:
    headings = ("", "Mốc thời hạn", "Lần nhắc", "Trước", "Sau", "Người nhận")
    rows = [
        _Row((CHANGES[one.change], *_what(one.line), _moment(one.before), _moment(one.after), _people(one)),
             STYLES[one.change])
        for one in changes
    ]  # fmt: skip
    console.print(f"\nQuy tắc {named}: {counted(changes)}", markup=False, soft_wrap=True)
    _show(headings, rows, console, "Người nhận")


def _what(line: Line) -> tuple[str, str]:
    """The deadline and the step."""
    if line["step"] is None:
        return "", "tổng hợp"
    number = "" if line["occurrence"] == 1 else f" lần {line['occurrence']}"
    return line["deadline"], f"{line['step']}{number}"


def _moment(line: Line | None) -> str:
    return told_moment(dt.datetime.fromisoformat(line["at"])) if line else "-"


def _people(change: Change) -> str:
    was, will = change.before, change.after
    if was is None or will is None:
        return _readers(change.line)
    if _readers(was) == _readers(will):
        return _readers(will)
    return f"{_readers(was)} → {_readers(will)}"


def _readers(line: Line) -> str:
    copies = f"; đồng gửi {', '.join(line['cc'])}" if line["cc"] else ""
    return ", ".join(line["recipients"]) + copies


def counted(changes: Iterable[Change]) -> str:
    """ "3 thêm, 2 dời" """
    counts = Counter(one.change for one in changes)
    return ", ".join(f"{counts[name]} {words}" for name, words in CHANGES.items() if counts[name])


def names_of(files: InForce) -> dict[str, str]:
    """Who reads at an address."""
    directory = files.world.directory
    names = {unit.address: unit.name for unit in directory.units.values() if unit.address}
    return names | {p.address: f"{p.name}, {p.title}" for p in directory.people.values() if p.address}


def _tell_readers(compared: Compared, names: Mapping[str, str], console: Console) -> None:
    was, will = mails_of(compared.before), mails_of(compared.after)
    touched = by_reader(compared.changes)
    words = {**CHANGES, "recipients": "đổi vai nhận"}
    rows = [
        _Row((
            names.get(address, ""), address,
            ", ".join(f"{count} {words[name]}" for name, count in touched[address].items()),
            str(len(was[address])), str(len(will[address])),
        ))
        for address in sorted(touched)
    ]  # fmt: skip
    console.print("\nTheo người nhận:")
    headings = ("Người nhận", "Địa chỉ", "Lời nhắc thay đổi", "Số thư trước", "Sau")
    _show(headings, rows, console, "Người nhận")


def by_reader(changes: Iterable[Change]) -> dict[str, Counter[ChangeName]]:
    """What each address sees of the changes: to a new reader a line appears, to a former one it vanishes."""
    found: dict[str, Counter[ChangeName]] = defaultdict(Counter)
    for one in changes:
        was, will = _addresses(one.before), _addresses(one.after)
        for address in was | will:
            if address not in will:
                found[address]["vanishes"] += 1
            elif address not in was:
                found[address]["appears"] += 1
            elif one.change == "moves" or _is_copy(one.before, address) != _is_copy(one.after, address):
                found[address][one.change] += 1
    return found


def _addresses(line: Line | None) -> set[str]:
    return {*line["recipients"], *line["cc"]} if line else set()


def _is_copy(line: Line | None, address: str) -> bool:
    return line is not None and address in line["cc"]


def mails_of(lines: Iterable[Line]) -> dict[str, set[str]]:
    """Message-IDs by address."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        for address, message in line["messages"].items():
            found[address].add(message)
    return found


def total(compared: Compared) -> str:
    """The last line."""
    was, will = (
        sum(len(ids) for ids in mails_of(side).values()) for side in (compared.before, compared.after)
    )
    if not was and not compared.changes:
        return "Trong khoảng ngày này không bên nào có thư; xem khoảng khác bằng --from và --to."
    if not compared.changes:
        return f"Không có thư nào thay đổi ({will} thư như nhau ở hai bên)."
    return f"Tổng cộng {counted(compared.changes)}; số thư từ {was} thành {will}."
