"""Decides which number Word shows before a paragraph of a list: the file only says that it is in one."""

from __future__ import annotations

import re
from typing import Any

from docx.oxml.ns import qn

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_BULLETS = {"bullet"}
_NOTHING = {"none"}


class WordLists:
    """Counts the paragraphs of each list, in the order in which they are asked for."""

    def __init__(self, numbering: Any, styles: Any = None) -> None:  # noqa: ANN401 - lxml has no types
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}  # list -> level -> format, text, start
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._styles = {} if styles is None else _marks_of_styles(styles)
        if numbering is not None:
            self._read(numbering)

    def number_of(self, paragraph: Any) -> str:  # noqa: ANN401
        """What Word shows before it: "1.", "a)", "-"; nothing when it is in no list."""
        mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if mark is None or mark.find(qn("w:numId")) is None:
            style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
            mark = self._styles.get(style.get(qn("w:val"))) if style is not None else None
        which = mark.find(qn("w:numId")) if mark is not None else None
        number = which.get(qn("w:val")) if which is not None else None
        if number not in self._levels:
            return ""
        deep = mark.find(qn("w:ilvl"))
        level = int(deep.get(qn("w:val"), "0")) if deep is not None else 0
        if level not in self._levels[number]:
            return ""
        return self._counted(number, level)

    def _counted(self, number: str, level: int) -> str:
        levels = self._levels[number]
        shape, text, start = levels[level]
        counts = self._counts.setdefault(self._abstract[number], {})
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        if shape in _NOTHING:
            return ""
        if shape in _BULLETS:
            return "-"

        def said(match: re.Match[str]) -> str:
            other = int(match[1]) - 1
            of_other, _, first = levels.get(other, ("decimal", "", 1))
            return _written(counts.get(other, first), of_other)

        return re.sub(r"%(\d)", said, text)

    def _read(self, numbering: Any) -> None:  # noqa: ANN401
        shapes = {
            one.get(qn("w:abstractNumId")): {
                int(level.get(qn("w:ilvl"), "0")): (
                    _value(level, "w:numFmt", "decimal"),
                    _value(level, "w:lvlText", ""),
                    int(_value(level, "w:start", "1")),
                )
                for level in one.findall(qn("w:lvl"))
            }
            for one in numbering.findall(qn("w:abstractNum"))
        }
        for one in numbering.findall(qn("w:num")):
            number, abstract = one.get(qn("w:numId")), _value(one, "w:abstractNumId", "")
            self._levels[number] = dict(shapes.get(abstract, {}))
            self._abstract[number] = abstract
            for change in one.findall(qn("w:lvlOverride")):
                self._restart(number, change)

    def _restart(self, number: str, change: Any) -> None:  # noqa: ANN401
        """A list that begins anew counts by itself."""
        level = int(change.get(qn("w:ilvl"), "0"))
        start = _value(change, "w:startOverride", "")
        if start.isdecimal() and level in self._levels[number]:
            shape, text, _ = self._levels[number][level]
            self._levels[number][level] = (shape, text, int(start))
            self._abstract[number] = f"num {number}"


def _marks_of_styles(styles: Any) -> dict[str, Any]:  # noqa: ANN401
    """The list that a style puts its paragraphs in, also by the style it is based on."""
    named = {one.get(qn("w:styleId")): one for one in styles.findall(qn("w:style"))}
    found: dict[str, Any] = {}
    for name, style in named.items():
        for _ in range(len(named)):
            mark = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if mark is not None and mark.find(qn("w:numId")) is not None:
                found[name] = mark
                break
            style = named.get(_value(style, "w:basedOn", ""))  # noqa: PLW2901
            if style is None:
                break
    return found


def _value(element: Any, name: str, otherwise: str) -> str:  # noqa: ANN401
    found = element.find(qn(name))
    value = found.get(qn("w:val")) if found is not None else None
    return value if value is not None else otherwise


def _written(count: int, shape: str) -> str:
    if shape in {"upperRoman", "lowerRoman"}:
        roman = _roman(count)
        return roman if shape == "upperRoman" else roman.lower()
    if shape in {"upperLetter", "lowerLetter"}:
        letter = chr(ord("A") + (count - 1) % 26)
        return letter if shape == "upperLetter" else letter.lower()
    return f"{count:02}" if shape == "decimalZero" else str(count)


def _roman(count: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        while count >= value:
            text, count = text + letters, count - value
    return text
