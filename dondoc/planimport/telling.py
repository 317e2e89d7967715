"""Tells what was read: a table of what needs a person, ordered by consequence, and JSON a row a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from rules.appendix.items import without_end
from rules.appendix.reading import LOST, SLIPS, WHEN, WHO, WORDS, Doubt, PlanReading, RowReading

_RANKS = {
    LOST: "mất thời hạn, mất dòng",
    WHEN: "khi nào",
    WHO: "ai làm",
    WORDS: "lời văn",
    SLIPS: "lỗi nhỏ",
}
_SURE = {"high": "cao", "medium": "vừa", "low": "thấp"}


def row_json(row: RowReading) -> dict[str, Any]:
    """The line of `import --json`."""
    return {
        "task": row.key,
        "group": row.group,
        "title": row.title,
        "products": [without_end(product) for product in row.products],
        "lead": [party.name for party in row.leads],
        "support": [party.name for party in row.supports],
        "time": row.time,
        "deadlines": list(row.deadlines),
        "problems": [one.text for one in row.doubts if one.level == "problem"],
        "warnings": [one.text for one in row.doubts if one.level != "problem"],
        "confidence": row.confidence,
        "places": list(row.places),
    }


def doubts_in_order(reading: PlanReading) -> list[tuple[str, str, Doubt]]:
    """(key, place, doubt) of the plan and its rows, the gravest first; what the heading sums up once."""
    whole = [("", "", one) for one in reading.doubts]
    rows = [(row.key, row.places[0], one) for row in reading.rows for one in row.doubts if one.listed]
    ordered = enumerate((*whole, *rows))
    return [one for _, one in sorted(ordered, key=lambda each: (_grade(each[1][2]), each[0]))]


def _grade(doubt: Doubt) -> tuple[int, int]:
    return (("problem", "warning", "note").index(doubt.level), doubt.rank)


def tell(reading: PlanReading) -> None:
    """The count, the table and the unknown units, on stderr."""
    click.echo("\n".join(summary(reading)), err=True)
    listed = [one for one in doubts_in_order(reading) if one[2].level != "note"]
    if listed:
        _table(listed)
    for name, near in reading.unknown.items():
        hint = f"; gần nhất: “{near}”" if near else ""
        click.echo(f"đơn vị chưa có trong data/units.yaml: “{name}”{hint}", err=True)


def summary(reading: PlanReading) -> Iterator[str]:
    """How much was read, and how surely."""
    rows = reading.rows
    deadlines = sum(len(row.deadlines) for row in rows)
    counted = f"{len(rows)} nhiệm vụ, {deadlines} mốc thời hạn"
    yield f"{reading.heading.title}: {counted}, đọc theo năm {reading.year}."
    counts = {sure: sum(row.confidence == sure for row in rows) for sure in ("high", "medium", "low")}
    yield "Độ chắc chắn: " + ", ".join(f"{_SURE[sure]} {count}" for sure, count in counts.items()) + "."


def _table(listed: list[tuple[str, str, Doubt]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, title="Cần người xem lại", title_justify="left")
    for heading in ("hệ quả", "nhiệm vụ", "chỗ", "cần xem"):
        table.add_column(heading, no_wrap=heading == "nhiệm vụ", overflow="fold")
    for key, place, doubt in listed:
        word = "LỖI" if doubt.level == "problem" else "cảnh báo"
        table.add_row(f"{word}: {_RANKS[doubt.rank]}", key or "(cả kế hoạch)", place, Text(doubt.text))
    Console(stderr=True, highlight=False).print(table)
