"""Decides how a cell is split into its items: bulleted, lettered, numbered, or a line each."""

from __future__ import annotations

import re

from rules.appendix.wording import one_line

_DASH = re.compile(r"(?:^|(?<=[;.,:])\s*|\n\s*)[-–+•*](?!\d)\s*(?=\S)")
_INNER_DASH = re.compile(r"\s[-–+•]\s+(?=[^\W\d_]|\d)")
_LETTER = re.compile(r"(?:^|(?<=[;.,\s]))(?=\(?[a-hđ]\)\s*\S)")
_NUMBER = re.compile(r"(?:^|(?<=[;.,:])\s|\n\s*)(?=\(?\d{1,2}[.)]\s*[^\W\d_])")
_NUMBER_MARK = re.compile(r"^\(?\d{1,2}[.)]\s*")
_LETTER_MARK = re.compile(r"^\(?([a-hđ])\)\s*")


def items(text: str, *, inner_dashes: bool = True) -> list[str]:
    """The items, in their own words; dashes and numbers before them go, letters stay."""
    text = text.strip()
    if not text:
        return []
    if lettered := _in_sequence(_LETTER.split(text), "abcdđegh"):
        return _tidied(lettered)
    if numbered := _in_sequence(_NUMBER.split(text), "123456789"):
        return _tidied([_NUMBER_MARK.sub("", part) for part in numbered])
    parts = [part for part in _DASH.split(text) if part and part.strip()]
    if inner_dashes and re.match(r"[-–+•]", text):
        parts = [piece for part in parts for piece in _INNER_DASH.split(part)]
    if len(parts) > 1 or re.match(r"[-–+•*]", text):
        return _tidied([line for part in parts for line in lines(part)])
    return _tidied(lines(text))


def letter_of(item: str) -> str | None:
    """The letter before an item: "a" of "a) Kế hoạch"."""
    match = _LETTER_MARK.match(item)
    return match[1] if match else None


def without_letter(item: str) -> str:
    return _LETTER_MARK.sub("", item)


def lines(text: str) -> list[str]:
    """Lines of their own; one that begins small goes on from the line before."""
    found: list[str] = []
    for line in text.split("\n"):
        words = line.strip()
        if not words:
            continue
        if found and (
            words[0].islower() or words[0] in ",;.)&" or found[-1].endswith((",", " và", " hoặc", "-"))
        ):
            found[-1] = f"{found[-1]} {words}"
        else:
            found.append(words)
    return found


def _in_sequence(parts: list[str], marks: str) -> list[str]:
    """The parts when they are marked a, b, c in order from the first; what stands before is one too."""
    parts = [part for part in parts if part.strip()]
    marked = [part.strip().lstrip("(")[0] for part in parts]
    begins = 0 if marked and marked[0] == marks[0] and re.match(r"\(?.\s*[.)]", parts[0].strip()) else 1
    said = marked[begins:]
    if len(said) < 2 or said != list(marks[: len(said)]):
        return []
    return parts


def _tidied(parts: list[str]) -> list[str]:
    return [words for part in parts if (words := one_line(part).strip())]


def without_end(item: str) -> str:
    """An item without the sign that ends it."""
    return item.rstrip(" ;,.:")
