"""What is said of a file that cannot be read."""

from __future__ import annotations


class UnreadableDocument(Exception):
    """The file is no document that can be read; the message is Vietnamese."""


def needs_office(what: str, missing: str | None) -> str:
    """What to install when a library of the extra `office` is not there."""
    return f"chưa cài thư viện {what} ({missing}); cài thêm: pip install dondoc[office]"


def struck_note(place: str, words: list[str]) -> str:
    """What is told of words that their author struck out: they are not read."""
    said = "; ".join(f'"{text}"' for text in words[:5])
    return f"{place or 'văn bản: '}chữ gạch ngang không đọc: {said}{'…' if len(words) > 5 else ''}"
