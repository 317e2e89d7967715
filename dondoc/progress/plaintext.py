"""Decides how the plan's table with its results reads as plain text."""

from __future__ import annotations

from collections.abc import Iterator

from dondoc.progress.heading import DETAIL, SUMMARY, heading_of
from dondoc.progress.table import Appendix, TableRow
from notifiers.vietnamese import one_line


def plain_text(appendix: Appendix) -> str:
    """For a screen or a mail: no columns, a block for each task."""
    return "\n".join(_lines(appendix)) + "\n"


def _lines(appendix: Appendix) -> Iterator[str]:
    heading = heading_of(appendix)
    yield from (heading.organization, heading.title, heading.about, "", SUMMARY, appendix.summary)
    for name, count, share, extended in appendix.classes:
        yield f"  {name}: {count} (tỷ lệ {share}; được gia hạn {extended})"
    yield from ("", DETAIL)
    for group in appendix.groups:
        yield from ("", group.title)
        for row in group.rows:
            yield from _row(row)


def _row(row: TableRow) -> Iterator[str]:
    yield f"{row.number}. {one_line(row.title)}"
    facts = (
        ("Sản phẩm", "; ".join(product.rstrip(" ;") for product in row.products)),
        ("Chủ trì", row.lead),
        ("Phối hợp", row.support),
        ("Thời gian", row.time),
    )
    yield from (f"   {name}: {one_line(words)}" for name, words in facts if words)
    yield from (f"   Kết quả: {result}" for result in row.results)
