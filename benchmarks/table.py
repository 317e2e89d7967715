"""Decides how the results are shown: one Markdown table."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.measuring import Line

HEAD = ("what", "against", "ratio: median (min..max)", "target", "verdict")
VERDICTS = {True: "met", False: "**not met**", None: "–"}


def table(lines: Sequence[Line]) -> str:
    """Every column as wide as its widest cell."""
    rows = [HEAD, *(cells(line) for line in lines)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    ruler = tuple("-" * width for width in widths)
    return "\n".join(row(each, widths) for each in (HEAD, ruler, *rows[1:]))


def cells(line: Line) -> tuple[str, str, str, str, str]:
    return line.what, line.against, line.measured, line.target, VERDICTS[line.met]


def row(texts: Sequence[str], widths: Sequence[int]) -> str:
    return f"| {' | '.join(text.ljust(width) for text, width in zip(texts, widths, strict=True))} |"
