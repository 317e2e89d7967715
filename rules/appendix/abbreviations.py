"""Decides which short forms of a document a reader must know: those of units, and those nobody explains."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rules.appendix.reading import SLIPS, Doubt, RowReading

_SHORT = re.compile(r"(?<![\w/&.-])(?:[A-ZĐ]{2,}(?:[&-][A-ZĐ]+)*|Bộ [A-Z]{2,}|đ/[vc]ị?)(?![\w/])")
_ROMAN = re.compile(r"^[IVXL]+$")
_USUAL = frozenset(
    {"UBND", "HĐND", "CNTT", "TTHC", "KH", "QĐ", "BC", "VP", "ISO", "STT", "TT", "SCT", "TW", "CT", "NQ"}
)


def abbreviations(paragraphs: Sequence[str], rows: Sequence[RowReading]) -> Iterator[Doubt]:
    """Other names of units as they were understood, and short forms that the text does not explain."""
    known = {
        party.name: party.id
        for row in rows
        for party in (*row.leads, *row.supports)
        if party.id is not None and _SHORT.search(party.name)
    }
    if known:
        listed = "; ".join(f'"{name}" là {id}' for name, id in known.items())
        yield Doubt(
            SLIPS, f"Tên viết tắt của đơn vị, hiểu theo data/units.yaml: {listed}.", "note", code="aliases"
        )
    body = "\n".join(paragraphs)
    words = [text for row in rows for text in (row.title, *row.products, row.time)]
    letters = "".join(words)
    if letters.isupper():
        return
    found = dict.fromkeys(short for text in words if not text.isupper() for short in _SHORT.findall(text))
    unsaid = [
        short
        for short in found
        if f"({short})" not in body and short not in _USUAL and not _ROMAN.match(short)
    ]
    if unsaid:
        said = f"Chữ viết tắt không được giải thích trong văn bản: {', '.join(unsaid)}."
        yield Doubt(SLIPS, said, "note", code="short-forms")
