"""Decides how the differences are told to a person: by rule, by reader, and in total."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from dondoc.diff.dates import Dates, DayChanged, Redated
from dondoc.phrasing import long_day, told_moment
from rules.vietnam import spoken
from scheduler.inforce import InForce

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

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


def _table(*headings: str) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


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
    table = _table("Mốc thời hạn", "Ngày cuối trong hạn, trước", "Sau", "Ngày kế hoạch ghi, trước", "Sau")
    for one in found:
        was, will = one.before, one.after
        table.add_row(
            one.deadline, _last_day(was), _last_day(will), _stated(was), _stated(will),
            style="green" if was is None else "red" if will is None else "yellow",
        )  # fmt: skip
    console.print(f"\nThời hạn thay đổi: {len(found)}")
    console.print(table)


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
    table = _table("", "Mốc thời hạn", "Lần nhắc", "Trước", "Sau", "Người nhận")
    for one in changes:
        table.add_row(
            CHANGES[one.change], one.line["deadline"] or "", _step(one.line), _moment(one.before),
            _moment(one.after), _people(one), style=STYLES[one.change],
        )  # fmt: skip
    console.print(f"\nQuy tắc {named}: {counted(changes)}", markup=False, soft_wrap=True)
    console.print(table)


def _step(line: Line) -> str:
    if line["step"] is None:
        return "tổng hợp"
    return line["step"] if line["occurrence"] == 1 else f"{line['step']} lần {line['occurrence']}"


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
    table = _table("Người nhận", "Địa chỉ", "Lời nhắc thay đổi", "Số thư trước", "Sau")
    for address in sorted(touched):
        words = {**CHANGES, "recipients": "đổi vai nhận"}
        told = ", ".join(f"{count} {words[name]}" for name, count in touched[address].items())
        table.add_row(names.get(address, ""), address, told, str(len(was[address])), str(len(will[address])))
    console.print("\nTheo người nhận:")
    console.print(table)


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
    if not compared.changes:
        return f"Không có thư nào thay đổi ({will} thư như nhau ở hai bên)."
    return f"Tổng cộng {counted(compared.changes)}; số thư từ {was} thành {will}."
