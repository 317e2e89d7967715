"""What is said of a file that cannot be read."""

from __future__ import annotations


class UnreadableDocument(Exception):
    """The file is no document that can be read; the message is Vietnamese."""


def needs_office(what: str, missing: str | None) -> str:
    """What to install when a library of the extra `office` is not there."""
    return f"chưa cài thư viện {what} ({missing}); cài thêm: pip install dondoc[office]"
