"""Decides how letters and their marks are put together (NFC), and which piles of marks no one can read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

HIGHEST = 30  # marks on one letter, as in Unicode's stream-safe text
_FAR = re.compile(f"[^\x00-\u02ff]{{{HIGHEST + 1},}}")  # only here can such a pile stand


def composed(text: str) -> str:
    """The text in NFC; of a pile of marks that no one can read the lowest remain.

    To sort a pile takes the square of its height: half a megabyte of marks would take a minute.
    """
    kept, after = [], 0
    for start, end in piles(text):
        kept.append(text[after : start + HIGHEST])
        after = end
    return unicodedata.normalize("NFC", "".join([*kept, text[after:]]) if kept else text)


def piles(text: str) -> Iterator[tuple[int, int]]:
    """Where more than `HIGHEST` marks follow each other."""
    for found in _FAR.finditer(text):
        start = found.start()
        for index in range(start, found.end() + 1):
            if index < found.end() and unicodedata.combining(text[index]):
                continue
            if index - start > HIGHEST:
                yield start, index
            start = index + 1
