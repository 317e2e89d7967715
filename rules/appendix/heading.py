"""Decides what plan a document is: its title, number, date, agency, and its year by votes."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from rules.appendix.reading import SLIPS, WHEN, Doubt, Heading
from rules.appendix.wording import bare, one_line

_YEAR = re.compile(r"\bnăm (20\d\d)\b", re.IGNORECASE)
_OTHER_PAPER = re.compile(
    r"(nghị định|thông tư|quyết định|chỉ thị|nghị quyết|luật|công văn|số \d+)[^.;]{0,80}$", re.IGNORECASE
)
_NUMBER = re.compile(r"[Ss]ố\s*:?\s*(?P<number>[\d…./ _]*?)(?P<mark>/(?:KH|QĐ|CTr|TB|KL)[-–A-ZĐa-z&]*)")
_SIGNED = re.compile(
    r"ngày\s+(\d{1,2})\s*(?:/|\s*tháng\s*)\s*(\d{1,2})\s*(?:/|\s*năm\s*)\s*(20\d\d)", re.IGNORECASE
)
_NAMES = ("ke hoach", "chuong trinh", "chuong trinh cong tac")
_AGENCY = re.compile(
    r"\b(Sở|Ban Quản lý|Ủy ban nhân dân|UBND|Chi cục|Cục|Trường|Bệnh viện|Trung tâm|Bộ|Phòng|Viện|Công ty)"
    r"((?: (?:[A-ZĐÀ-Ỹ][\wÀ-ỹ]*|và|tỉnh|xã|phường|huyện|thành phố|quận|nhân dân))+)"
)  # fmt: skip
_TITLE_LONGEST = 250
_NAMES_TASKS = re.compile(
    r"nhiem vu|phan cong|cong viec|hoat dong|(thuc hien|trien khai) (ke hoach|chuong trinh)"
)


def heading_of(paragraphs: Sequence[str], appendix: Sequence[str], cells: Sequence[str]) -> Heading:
    """The heading by the paragraphs before the appendix, the words above it and the time cells in it."""
    title = _title(paragraphs) or _title(appendix) or _listed(appendix)
    votes = _votes(title, paragraphs, cells) or _votes("", appendix, ())
    year = _winner(votes)
    number, blank = _number((*paragraphs, *appendix))
    doubts = [*_appendix_year(appendix, year, title), *_close_race(votes)]
    if blank:
        doubts.append(Doubt(SLIPS, f'Số kế hoạch để trống ("{blank}").', code="no-number"))
    return Heading(
        title=title, year=year, years=tuple(votes.most_common()), number=number,
        signed=_signed((*paragraphs, *appendix), year),
        organization=_organization(title, paragraphs, appendix), doubts=tuple(doubts),
    )  # fmt: skip


def _title(paragraphs: Sequence[str]) -> str:
    """The line "KẾ HOẠCH" with what follows it, or the line that begins so."""
    lines = [line for paragraph in paragraphs for line in paragraph.split("\n")]
    for line, following in pairwise([*lines, ""]):
        words = one_line(line)
        if bare(words) in _NAMES and following and len(following) <= _TITLE_LONGEST:
            return _sentence(f"{words} {_uncapitalised(one_line(following))}")
        if (
            bare(words).startswith(_NAMES)
            and len(words) > 15
            and len(words) <= _TITLE_LONGEST
            and _YEAR.search(words)
        ):
            return _sentence(words)
    return ""


def _listed(appendix: Sequence[str]) -> str:
    """The appendix's own title: "DANH MỤC NHIỆM VỤ ..."."""
    lines = [one_line(line) for text in appendix for line in text.split("\n")]
    named = (line for line in lines if _NAMES_TASKS.search(bare(line)))
    return next((_sentence(line) for line in named if 15 < len(line) <= _TITLE_LONGEST), "")


def _uncapitalised(words: str) -> str:
    return words if words.isupper() else words[:1].upper() + words[1:]


def _sentence(words: str) -> str:
    """A title in capitals becomes a sentence; one with small letters keeps its words."""
    first, _, rest = words.partition(" ")
    if words.isupper():
        return words.capitalize()
    if first.isupper():
        name = " ".join(words.split()[:2])
        return (
            f"{name.capitalize()} {words[len(name) :].strip()}"
            if name.isupper()
            else f"{first.capitalize()} {rest}"
        )
    return words


def _votes(title: str, paragraphs: Sequence[str], cells: Sequence[str]) -> Counter[int]:
    """The title counts most; then the body where it names no other paper; then the dates of the appendix."""
    votes: Counter[int] = Counter()
    for match in _YEAR.finditer(title):
        votes[int(match[1])] += 20
    for paragraph in paragraphs:
        for match in _YEAR.finditer(paragraph):
            if (
                not _OTHER_PAPER.search(paragraph[: match.start()])
                and "ngày" not in paragraph[: match.start()][-25:]
            ):
                votes[int(match[1])] += 3
    for cell in cells:
        for year in re.findall(r"(?<!\d)(20\d\d)(?!\d)", cell):
            votes[int(year)] += 1
    return votes


def _winner(votes: Counter[int]) -> int | None:
    """The year with most votes; of equals the earlier, for plans state their first year first."""
    if not votes:
        return None
    most = max(votes.values())
    return min(year for year, count in votes.items() if count == most)


def _close_race(votes: Counter[int]) -> list[Doubt]:
    ordered = votes.most_common(2)
    if len(ordered) < 2 or ordered[1][1] * 2 < ordered[0][1]:
        return []
    said = f"văn bản nêu cả năm {ordered[0][0]} và năm {ordered[1][0]}; kiểm tra năm của kế hoạch (--year)"
    return [Doubt(WHEN, said[:1].upper() + said[1:], code="year-race")]


def _appendix_year(appendix: Sequence[str], year: int | None, title: str) -> list[Doubt]:
    """A title of the appendix that names another year than the plan."""
    for words in appendix:
        found = {int(one) for one in _YEAR.findall(words)}
        if year is None or not found or year in found or words in title or _SIGNED.search(words):
            continue
        named = ", ".join(f"NĂM {one}" for one in sorted(found))
        said = f'Tên Phụ lục ghi "{named}" trong khi Kế hoạch là năm {year}; đọc theo năm {year}.'
        return [Doubt(WHEN, said, code="appendix-year")]
    return []


def _number(texts: Sequence[str]) -> tuple[str | None, str | None]:
    """The plan's number, or the blank it left for it."""
    for text in texts:
        match = _NUMBER.search(text)
        if match is None:
            continue
        digits = "".join(char for char in match["number"] if char.isdecimal())
        if digits:
            return f"{digits}{match['mark']}", None
        return None, one_line(match[0])
    return None, None


def _signed(texts: Sequence[str], year: int | None) -> dt.date | None:
    """The date in brackets under the appendix's title, else one of the document's first lines."""
    likely = [text for text in texts if "kèm theo" in text.lower()]
    places = [text for text in texts[:40] if re.match(r"^.{0,40}, ngày", text)]
    for text in (*likely, *places):
        match = _SIGNED.search(text)
        if match and year is not None and abs(int(match[3]) - year) <= 1:
            try:
                return dt.date(int(match[3]), int(match[2]), int(match[1]))
            except ValueError:
                return None
    return None


def _organization(title: str, paragraphs: Sequence[str], appendix: Sequence[str]) -> str | None:
    """The agency that the title names after "của", else the first that the document names."""
    for text in (title, *(one for one in appendix if "kèm theo" in one.lower()), *paragraphs[:60]):
        after = text.rpartition(" của ")[2] if " của " in text else text
        if match := _AGENCY.search(after):
            return one_line(match[0]).removesuffix(" và")
    return None
