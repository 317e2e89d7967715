"""Decides how the bytes of a text file become letters: UTF-8, UTF-16 or Windows-1258."""

from __future__ import annotations

import codecs

from data.documents.faults import UnreadableDocument

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(name: str, raw: bytes) -> str:
    """The text of a file; raises UnreadableDocument for bytes that are no text."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _strict(name, raw, encoding)
    if zeros := raw[:4000].count(0):
        little = raw[1:4000:2].count(0) >= zeros / 2
        if zeros * 4 < len(raw[:4000]):
            raise UnreadableDocument(f"{name}: không phải tệp văn bản (có byte 0)")
        return _strict(name, raw, "utf-16-le" if little else "utf-16-be")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _strict(name, raw, "cp1258")


def _strict(name: str, raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as wrong:
        said = f"{name}: không rõ bảng mã của tệp; lưu lại theo UTF-8"
        raise UnreadableDocument(said) from wrong
