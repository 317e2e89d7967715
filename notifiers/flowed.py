"""Decides how plain text is broken into lines: short for old readers, flowing for phones (RFC 3676)."""

from __future__ import annotations

from functools import lru_cache

WIDTH = 72


def flowed(text: str) -> str:
    """Lines of at most WIDTH with soft breaks (a space before the line's end); `-- ` stays as it is."""
    return "\n".join(map(_flow, text.split("\n")))


def unflowed(text: str) -> str:
    """The same lines for a screen: no space at their ends."""
    return "\n".join(line.rstrip(" ") for line in text.split("\n"))


@lru_cache(maxsize=2048)  # the mails of one moment tell of the same deadlines in the same lines
def _flow(line: str) -> str:
    if line == "-- ":
        return line
    line = line.strip(" ")
    if len(line) <= WIDTH:
        return _stuffed(line)
    return " \n".join(map(_stuffed, _pieces(line)))


def _stuffed(line: str) -> str:
    # A reader must take it neither for a quote nor for the line an old mailbox file begins with.
    return f" {line}" if line.startswith((">", "From ")) else line


def _pieces(line: str) -> list[str]:
    pieces, current = [], ""
    for word in line.split(" "):
        if current and len(current) + len(word) + 2 > WIDTH:
            pieces.append(current)
            current = word
        else:
            current = f"{current} {word}" if current else word
    return [*pieces, current]
