"""Writes a small PDF with a ruled table, page after page: text as code points, no font inside."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

WIDTH, HEIGHT, EDGE, LINE = 842, 595, 30, 11
LETTER = 5  # points of every letter
_TYPE0 = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /Own /Encoding /Identity-H /ToUnicode 5 0 R"
    b" /DescendantFonts [4 0 R] >>"
)
TO_UNICODE = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Own def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
100 beginbfrange
%s
endbfrange endcmap end end"""


def pdf_bytes(rows: Sequence[Sequence[str]], body: Sequence[str], *, pages: int = 0) -> bytes:
    """`pages` empty ones instead: a scan without text."""
    contents = [b"" for _ in range(pages)] or [page.encode("ascii") for page in _pages(rows, body)]
    return _file(contents)


def drawn_pdf(boxes: Sequence[tuple[float, float, float, float, str]]) -> bytes:
    """A page of boxes as (left, top, width, height, words), so that a merged cell is one large box."""
    parts = []
    for left, top, width, height, words in boxes:
        parts += [f"{left} {top - height} {width} {height} re S", _text(left + 3, top - LINE, words)]
    return _file(["\n".join(parts).encode("ascii")])


def _pages(rows: Sequence[Sequence[str]], body: Sequence[str]) -> Iterator[str]:
    """A row that does not fit goes on on the next page."""
    parts = [_text(EDGE, HEIGHT - EDGE - LINE * (index + 1), words) for index, words in enumerate(body)]
    top = HEIGHT - EDGE - LINE * (len(body) + 2)
    widths = _widths(len(rows[0]))
    for row in rows:
        cells = [_wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
        while any(cells):
            fits = int((top - EDGE - 6) // LINE)
            if fits < 1:
                yield "\n".join(parts)
                parts, top = [], HEIGHT - EDGE
                continue
            now = [lines[:fits] for lines in cells]
            cells = [lines[fits:] for lines in cells]
            height = LINE * max(map(len, now)) + 4
            parts += _row(now, widths, top, height)
            top -= height
    yield "\n".join(parts)


def _widths(count: int) -> list[int]:
    rest = (WIDTH - 2 * EDGE - 40) // (count - 1)
    return [40, *[rest] * (count - 1)]


def _wrapped(words: str, width: int) -> list[str]:
    return [
        piece for line in words.split("\n") for piece in textwrap.wrap(line, (width - 6) // LETTER) or [""]
    ]


def _row(cells: Sequence[Sequence[str]], widths: Sequence[int], top: float, height: float) -> Iterator[str]:
    left = EDGE
    for lines, width in zip(cells, widths, strict=True):
        yield f"{left} {top - height} {width} {height} re S"
        for index, words in enumerate(lines):
            if words:
                yield _text(left + 3, top - LINE * (index + 1) + 1, words)
        left += width


def _text(left: float, top: float, words: str) -> str:
    return f"BT /F 9 Tf {left} {top} Td <{''.join(f'{ord(char):04X}' for char in words)}> Tj ET"


def _file(contents: Sequence[bytes]) -> bytes:
    ranges = "\n".join(f"<{high:02X}00> <{high:02X}FF> <{high:02X}00>" for high in range(0x24))
    cmap = (TO_UNICODE % ranges).replace("100 begin", "36 begin").encode("ascii")
    width = LETTER * 1000 // 9
    kids = b" ".join(b"%d 0 R" % (6 + 2 * index) for index in range(len(contents)))
    font = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Own /CIDSystemInfo << /Registry (Adobe)"
        b" /Ordering (Identity) /Supplement 0 >> /DW %d /FontDescriptor << /Type /FontDescriptor"
        b" /FontName /Own /Flags 4 /Ascent 800 /Descent -200 /FontBBox [0 -200 1000 800] >> >>"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(contents)),
        _TYPE0,
        font % width,
        _stream(cmap),
    ]
    for index, content in enumerate(contents):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R"
            b" /Resources << /Font << /F 3 0 R >> >> >>" % (WIDTH, HEIGHT, 7 + 2 * index)
        )
        objects.append(_stream(content))
    return _joined(objects)


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _joined(objects: Sequence[bytes]) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table) + trailer
