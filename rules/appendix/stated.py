"""Decides where a task states its time outside the column of times, or in the numbers of a spreadsheet."""

from __future__ import annotations

import datetime as dt
import re

from rules.phrases import read

_LIMIT = r"(?:trước|chậm nhất|muộn nhất|không quá|trong)\b"
_STATED = (
    re.compile(r"(?i)\bthời (?:gian|hạn)(?: \w+){0,3}\s*:\s*(?P<time>[^;()\n]+)"),
    re.compile(rf"(?i)\b(?:hoàn thành|xong)\s+(?P<time>{_LIMIT}[^;()\n]+)"),
    re.compile(rf"(?i)\((?:(?:hoàn thành|xong|gửi)\s+)?(?P<time>{_LIMIT}[^()\n]+)\)\s*[.;]?$"),
    re.compile(r"(?i)(?P<time>\b(?:chậm nhất|muộn nhất)\b[^;()\n]+)"),
)
_SENTENCE = re.compile(r"[.,](?=\s|$)")
_SERIAL = re.compile(r"4\d{4}|5[0-4]\d{3}")  # 2009 to 2050
_EPOCH = dt.date(1899, 12, 30)


def time_in(title: str, year: int) -> str:
    """The limit that a title states in so many words; "" where it may mean something else."""
    for form in _STATED:
        match = form.search(title)
        words = _SENTENCE.split(match["time"])[0].strip() if match else ""
        if words and _is_time(words, year):
            return words
    return ""


def _is_time(words: str, year: int) -> bool:
    reading = read(words, year)
    return bool(reading.deadlines) and not reading.problems and "phần chữ" not in " ".join(reading.warnings)


def day_of_serial(words: str) -> str:
    """The day that a cell without a format of dates shows as a number: 46203 is 30/06/2026."""
    if not _SERIAL.fullmatch(words.strip()):
        return ""
    return f"{_EPOCH + dt.timedelta(days=int(words)):%d/%m/%Y}"
