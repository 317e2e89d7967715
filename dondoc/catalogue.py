"""Decides what the compiled catalogue of the Vietnamese sentences holds: the .mo made from the .po beside it.

Run as `python -m dondoc.catalogue` after editing the .po; a test sees that it was done.
"""

from __future__ import annotations

import ast
import re
import struct
from collections.abc import Iterator
from pathlib import Path

from dondoc.words import CATALOGUE

MAGIC = 0x950412DE
HEAD = 28  # bytes
_KEYWORD = re.compile(r'(msgid_plural|msgid|msgstr(?:\[0\])?)\s+(?=")')


def entries(po: str) -> Iterator[tuple[str, str]]:
    """(msgid, msgstr) of every entry that is translated; a plural pair is joined by NUL, as in a .mo."""
    for block in re.split(r"\n\s*\n", po):
        fields: dict[str, str] = {}
        keyword = ""
        for line in block.splitlines():
            if line.startswith("#"):
                continue
            if found := _KEYWORD.match(line):
                keyword = found[1]
                line = line[found.end() :]  # noqa: PLW2901  # the rest of the line is its text
            fields[keyword] = fields.get(keyword, "") + str(ast.literal_eval(line.strip()))
        original = "\0".join(fields[key] for key in ("msgid", "msgid_plural") if key in fields)
        translated = fields.get("msgstr") or fields.get("msgstr[0]")
        if translated:
            yield original, translated


def compiled(po: str) -> bytes:
    """The .mo file (GNU gettext, "The Format of GNU MO Files"): sorted, without a hash table."""
    pairs = sorted((original.encode(), translated.encode()) for original, translated in entries(po))
    texts = b""
    tables: tuple[list[int], list[int]] = ([], [])
    start = HEAD + 16 * len(pairs)
    for column, table in enumerate(tables):
        for pair in pairs:
            table += [len(pair[column]), start + len(texts)]
            texts += pair[column] + b"\0"
    head = struct.pack("<7I", MAGIC, 0, len(pairs), HEAD, HEAD + 8 * len(pairs), 0, start)
    return head + struct.pack(f"<{4 * len(pairs)}I", *tables[0], *tables[1]) + texts


def source(catalogue: Path) -> Path:
    return catalogue.with_suffix(".po")


if __name__ == "__main__":
    CATALOGUE.write_bytes(compiled(source(CATALOGUE).read_text(encoding="utf-8")))
