"""Decides which years in a plan's words move with the plan, and which belong to documents and stages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

DATE = r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}"
IN_WORDS = r"\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}"
SIGNED = rf"(?:,?\s+(?:ký\s+)?ngày\s+(?:{DATE}|{IN_WORDS})|\s+năm\s+\d{{4}})?"
# A document's number with the day it was signed: "30/2020/NĐ-CP", "896/QĐ-TTg ngày 25/6/2022".
NUMBER = rf"\d+(?:\s?/\s?\d{{4}})?\s?[/-]\s?(?-i:[A-ZĐ]{{2}})[\w/.&-]*{SIGNED}"
LAW = r"(?:Luật|Bộ luật|Hiến pháp|Pháp lệnh)\s[^;:.\d\n]{0,70}(?:\d+/)?\d{4}(?:/QH\d+)?"
SORT = r"(?:Nghị định|Thông tư|Nghị quyết|Chỉ thị|Quyết định|Kết luận|Công văn|Thông báo|Văn bản|Công điện)"
NAMED = (
    rf"(?:{SORT}\s(?:số\s)?)?{NUMBER}"
    rf"|{SORT}\s[^;:\n]{{0,50}}?(?<!trước\s)(?:ngày\s+(?:{DATE}|{IN_WORDS})|số\s+\d+[/-]\d{{4}})"
)
STAGE = (
    r"(?:(?:giai đoạn|nhiệm kỳ|thời kỳ|chương trình)\s+)?(?:từ\s+)?(?:năm\s+)?"
    r"(?<!\d)\d{4}\s*(?:[-–—]|đến)\s*(?:năm\s+)?\d{4}(?!\d)"
)
SCHOOL = r"năm học\s+\d{4}\s*[-–—]\s*\d{4}"
# Figures that count something and are no year.
COUNT = r"\d{4}\s+(?:đồng|triệu|tỷ|người|hồ sơ|lượt|thủ tục|TTHC|m2|km)\b"
YEAR = r"(?<!\d)(?:19|20|21)\d{2}(?!\d)"
SHORT = r"(?<![\d/.-])(?:\d{1,2}/\d{1,2}/)(?P<short>\d{2})(?![\d/])"
PIECE = re.compile(
    f"(?P<school>{SCHOOL})|(?P<document>{NAMED}|{LAW})|(?P<stage>{STAGE})|(?P<count>{COUNT})"
    f"|(?P<year>{YEAR})|{SHORT}",
    re.IGNORECASE | re.UNICODE,
)


@dataclass(frozen=True, slots=True)
class MovedText:
    """A text for another year; `kept` are the pieces whose years stayed as they were."""

    text: str
    moved: tuple[tuple[int, int], ...] = ()
    kept: tuple[str, ...] = ()
    stages: tuple[int, ...] = ()  # last years of the stages it names


def in_year(text: str, year: int, step: int) -> MovedText:
    """The text with every year that is the plan's, the one before or after, moved by the step."""
    moved: dict[tuple[int, int], None] = {}
    kept: dict[str, None] = {}
    stages: list[int] = []

    def shift(old: int) -> int:
        if abs(old - year) > 1:
            return old
        moved[(old, old + step)] = None
        return old + step

    def piece(match: re.Match[str]) -> str:
        sort, words = match.lastgroup, match[0]
        if sort in ("document", "stage"):
            if re.search(YEAR, words):
                kept[words.strip()] = None
            if sort == "stage":
                stages.append(int(re.findall(YEAR, words)[-1]))
            return words
        if sort == "short":
            return _short(match, shift)
        return words if sort == "count" else re.sub(YEAR, lambda one: str(shift(int(one[0]))), words)

    found = PIECE.sub(piece, text)
    return MovedText(found, tuple(moved), tuple(kept), tuple(stages))


def _short(match: re.Match[str], shift: Callable[[int], int]) -> str:
    """ "10/3/21": the year in two digits."""
    return match[0][:-2] + f"{shift(2000 + int(match['short'])) % 100:02}"
