"""Decides what a plain YAML word means, by the core schema of YAML 1.2 (section 10.3.2)."""

from __future__ import annotations

import re

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
# Longer digit strings (account numbers, hashes) are text; they would only be slow as numbers.
_INT = re.compile(r"[-+]?[0-9]{1,18}\Z")
_OCTAL = re.compile(r"0o[0-7]{1,18}\Z")
_HEX = re.compile(r"0x[0-9a-fA-F]{1,16}\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]{1,30}|[0-9]{1,30}(\.[0-9]{0,30}|(?=[eE])))([eE][-+]?[0-9]{1,3})?\Z")
_INF = re.compile(r"[-+]?\.(inf|Inf|INF)\Z|\.(nan|NaN|NAN)\Z")
_FIRST = frozenset("0123456789+-.")


class WrittenInt(int):
    """A whole number that still prints as it was written, for places where text is wanted (`010`)."""

    text: str

    def __str__(self) -> str:
        return self.text


class WrittenFloat(float):
    """A decimal number that still prints as it was written (`1.10`)."""

    text: str

    def __str__(self) -> str:
        return self.text


def meaning(word: str) -> object:
    """The value of a plain scalar: None, bool, int, float, or the word itself."""
    if word in _NULL:
        return None
    if word[0] in _FIRST:
        return _number(word)
    return _BOOL.get(word, word)


def _number(word: str) -> int | float | str:
    if _INT.match(word):
        return _written_int(int(word), word)
    if _OCTAL.match(word):
        return _written_int(int(word[2:], 8), word)
    if _HEX.match(word):
        return _written_int(int(word[2:], 16), word)
    if _FLOAT.match(word):
        return _written_float(float(word), word)
    if _INF.match(word):
        return _written_float(float(word.replace(".", "")), word)
    return word


def _written_int(value: int, word: str) -> WrittenInt:
    number = WrittenInt(value)
    number.text = word
    return number


def _written_float(value: float, word: str) -> WrittenFloat:
    number = WrittenFloat(value)
    number.text = word
    return number
