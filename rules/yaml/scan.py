"""Decides whether bytes and characters may stand in a file at all, before YAML is asked."""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

from rules.composed import HIGHEST, composed, piles
from rules.problem import Problem

BIGGEST = 1_000_000  # bytes
_SAID_AT_MOST = 20  # of one fault in one file
_TAB = re.compile(r"\t")
# Line breaks that editors do not count are refused with the control characters.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
# Before the first word of a line, or right after its key.
_UNSEEN = re.compile(
    "^(?: |- )*(?:[\\w.&-]+: ?)?([\u00a0\u2000-\u200b\u202f\u205f\u2060\u3000]+)", re.MULTILINE
)
_BREAK = re.compile(r"\r\n|\r|\n")


class Scanned(NamedTuple):
    """Text fit for the YAML reader (NFC, no byte order mark), and what was refused in it."""

    text: str
    problems: tuple[Problem, ...]


def decode(file: str, raw: bytes) -> tuple[str | None, tuple[Problem, ...]]:
    """The text of a file's bytes, or None and the reason (too big, not UTF-8)."""
    if len(raw) > BIGGEST:
        return None, (too_big(file, len(raw)),)
    if _is_utf16(raw):
        said = "tệp không phải UTF-8, có vẻ được lưu bằng UTF-16 (“Unicode” của Windows)"
        return None, (Problem(file, 1, 1, "error", "Y101", said, _SAVE_AS),)
    try:
        return raw.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        line, column = _place(before, len(before))
        return None, (Problem(file, line, column, "error", "Y101", _OLD, _SAVE_AS),)


_OLD = "tệp không phải UTF-8, có vẻ được lưu bằng bảng mã cũ (Windows-1258, Windows-1252, TCVN3, VNI)"
_SAVE_AS = "mở tệp và lưu lại với bảng mã UTF-8"


def too_big(file: str, size: int) -> Problem:
    """The problem of a file over 1 MB."""
    said = f"tệp quá lớn ({size / 1e6:.1f} MB); cho phép tối đa {BIGGEST / 1e6:.0f} MB".replace(".", ",")
    return Problem(file, 1, 1, "error", "Y102", said, "tách thành nhiều tệp nhỏ hơn")


def _is_utf16(raw: bytes) -> bool:
    return raw[:2] in (b"\xff\xfe", b"\xfe\xff") or raw.count(b"\0") > len(raw) // 4


def scan(file: str, text: str) -> Scanned:
    """Refuses tabs, control characters and too long texts; normalises to NFC, drops a byte order mark.

    Refused characters are replaced by spaces, so that the other problems of the file are found too.
    """
    size = len(text) if len(text) > BIGGEST else len(text.encode("utf-8", "replace"))
    if size > BIGGEST:
        return Scanned("", (too_big(file, size),))
    text = text.removeprefix("\ufeff")
    clean = composed(text)
    hidden = [*_tabs(file, clean), *controls(file, clean), *_unseen(file, clean)]
    if hidden:
        clean = _UNSEEN.sub(_as_spaces, CONTROL.sub(" ", clean.replace("\t", " ")))
    return Scanned(clean, (*heaped(file, text), *hidden))


def _tabs(file: str, text: str) -> list[Problem]:
    found = []
    for number, line in enumerate(_BREAK.split(text), 1) if "\t" in text else ():
        if "\t" in line and not line.lstrip().startswith("#"):
            found.append(
                Problem(file, number, line.index("\t") + 1, "error", "Y104", "dòng có dấu tab", _NO_TABS)
            )
    return found[:_SAID_AT_MOST]


_NO_TABS = "thay mỗi dấu tab bằng dấu cách"


def controls(file: str, text: str) -> list[Problem]:
    """The control characters of a text, which no file may hold."""
    found = []
    for match in CONTROL.finditer(text):
        line, column = _place(text, match.start())
        said = f"ký tự điều khiển U+{ord(match.group()):04X} không được phép"
        found.append(Problem(file, line, column, "error", "Y103", said, "xóa ký tự này"))
        if len(found) == _SAID_AT_MOST:
            break
    return found


def heaped(file: str, text: str) -> list[Problem]:
    """The piles of marks of a text that is not composed yet."""
    found = []
    for start, end in islice(piles(text), _SAID_AT_MOST):
        before = composed(text[: max(start - 1, 0)])
        line, column = _place(before, len(before))
        said = f"{end - start} dấu chồng lên một chữ; cho phép tối đa {HIGHEST}"
        found.append(Problem(file, line, column, "error", "Y103", said, "xóa rồi gõ lại chữ này"))
    return found


def _unseen(file: str, text: str) -> list[Problem]:
    """Spaces that are none to YAML, where it looks for one: they come with text from Word or the web."""
    if text.isascii():
        return []
    found = []
    for match in _UNSEEN.finditer(text):
        line, column = _place(text, match.start(1))
        said = f"dấu cách đặc biệt U+{ord(match[1][0]):04X} (thường do chép từ Word, trang web)"
        found.append(
            Problem(file, line, column, "error", "Y103", said, "xóa rồi gõ lại các dấu cách ở chỗ này")
        )
        if len(found) == _SAID_AT_MOST:
            break
    return found


def _as_spaces(match: re.Match[str]) -> str:
    return match.group()[: match.start(1) - match.start()] + " " * len(match[1])


def _place(text: str, index: int) -> tuple[int, int]:
    lines = _BREAK.split(text[:index])
    return len(lines), len(lines[-1]) + 1
