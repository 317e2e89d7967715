"""Decides what the number of a row says: a group's Roman or letter, a task's own, a part's "1.1" or "a)"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from rules.composed import composed

Sort: TypeAlias = Literal["roman", "letter", "decimal", "dotted", "small", "dash", "code"]

_ROMAN = re.compile(r"^[IVXLl]+$")
_FORMS: tuple[tuple[Sort, str], ...] = (
    ("dash", r"[-–+•*]"),
    ("roman", r"[IVXL]+|l{2,3}|Il+|IIl"),
    ("letter", r"[A-ZĐ]"),
    ("decimal", r"\d{1,4}"),
    ("dotted", r"(?:[A-ZĐ]|[IVXL]+|\d{1,3})(?:[.\-/]\d{1,3})+|\d{1,3}(?:\.\d{1,3})*[.]?[a-zđ]"),
    ("small", r"[a-zđ]"),
)
_WHOLE = tuple((sort, re.compile(rf"^[(\[]?(?P<core>{form})[)\].:/]*$")) for sort, form in _FORMS)
_CODE = re.compile(r"^[A-Z]{1,6}[-. ]?\d{1,4}(\.\d{1,3})*$")
_WORDED = re.compile(
    r"^(?:phần|mục|chương|nhóm|nhiệm vụ|giai đoạn|trụ cột)\s+(?P<core>[IVXL]+|[A-ZĐ]|\d{1,2})\b[.:)]*",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"^(?P<core>[IVXL]{1,6}(?=[.)/:\-–])|[A-ZĐ](?=[.)/])|\d{1,2}(?:\.\d{1,2})*(?=[.)/]\s|\.\D)|"
    r"\d{1,2}(?:\.\d{1,2})+(?=\s)|\([a-zđ]\)|[a-zđ](?=\)))[.)/:\-–]*\s*(?=\S)"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ordinal:
    """A row's number: its sort and its text without dots and brackets."""

    sort: Sort
    text: str

    @property
    def heads(self) -> bool:
        """Whether groups are numbered so."""
        return self.sort in {"roman", "letter"}

    @property
    def parent(self) -> str:
        """ "1" of "1.2"."""
        return self.text.rpartition(".")[0] if self.sort == "dotted" else ""


def ordinal(text: str) -> Ordinal | None:
    """The number in a cell of its own; None for an empty cell or words."""
    words = "".join(composed(text).split())
    for sort, form in _WHOLE:
        if match := form.match(words):
            return Ordinal(sort, _core(sort, match["core"]))
    if _CODE.match(words):
        return Ordinal("code", words)
    if worded := _WORDED.match(text.strip()):
        return _of_core(worded["core"]) if worded.end() == len(text.strip()) else None
    return None


def leading(text: str) -> tuple[Ordinal | None, str]:
    """The number that stands before a title, and the title without it."""
    match = _WORDED.match(text) or _BEFORE.match(text)
    if match is None:
        return None, text
    rest = text[match.end() :].strip(" .:-–")
    return (_of_core(match["core"].strip("()")), rest) if rest else (None, text)


def _of_core(core: str) -> Ordinal | None:
    return ordinal(core)


def _core(sort: Sort, core: str) -> str:
    if sort == "roman":
        return core.replace("l", "I")
    if sort == "decimal":
        return str(int(core))
    if sort == "dotted":
        parts = re.split(r"[.\-/]", re.sub(r"\.?([a-zđ])$", r".\1", core))
        return ".".join(str(int(part)) if part.isdecimal() else part for part in parts if part)
    return core


def roman(number: int) -> str:
    """1 is I."""
    text = ""
    for value, letters in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while number >= value:
            text, number = text + letters, number - value
    return text
