"""Decides the words of the weekly digest: the numbers first, then only what there is; it ranks nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import NamedTuple

from notifiers.digestrow import RowView, again, row_view
from notifiers.foretold import opening_words
from notifiers.itemview import place
from notifiers.mailview import also_words, contact_of, instead_words
from notifiers.status import TONES
from notifiers.subject import soon_words, span_words, subject
from notifiers.vietnamese import (
    day_and_month,
    long_day,
    lowered,
    number,
    one_line,
    plain_day,
    roman,
    working_days,
)
from rules.letter import DigestFacts, DigestRow, DigestSection, Figures, Letter, UnitRow

_ANY_NEWS = ("overdue", "due_within", "done_since", "extensions", "submitted")


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the bar; its words stand beside it, so that it is never colour alone."""

    label: str
    count: int
    percent: int
    tone: str


class SectionView(NamedTuple):
    heading: str
    rows: tuple[RowView, ...]
    units: tuple[str, ...]  # a line each
    opens: bool = False  # a plan's own heading, with its numbers; its sections follow


class DigestView(NamedTuple):
    """Everything a template of a digest shows."""

    subject: str
    organization: str
    addressee: str
    also: str
    instead: str
    title: str
    sentences: tuple[str, ...]  # the first holds the numbers
    bar: tuple[Segment, ...]
    sections: tuple[SectionView, ...]
    contact: str
    reason: str
    board: str
    tone: str
    standing: tuple[str, ...]  # what the reader should know of the mails as a whole


def digest_view(letter: Letter, facts: DigestFacts) -> DigestView:
    """The words of a digest. A quiet week has its sentences and nothing else."""
    quiet = not any(section.rows for section in facts.sections if section.name in _ANY_NEWS)
    sections = () if quiet else _sections(facts)
    return DigestView(
        subject=subject(letter),
        organization=letter.organization,
        addressee=letter.addressee,
        also=also_words(letter),
        instead=instead_words(letter),
        title=week_title(facts),
        sentences=_told(letter, facts, quiet=quiet),
        bar=() if quiet or _of_own_units(facts) else bar(facts.figures),
        sections=sections,
        contact=contact_of(letter),
        reason=f"{_why(facts)} bản tổng hợp “{facts.title}” ({facts.id})",
        board=letter.board or "",
        tone=TONES["overdue"] if facts.figures.overdue else TONES["open"],
        standing=tuple(f"Hệ thống {words}" for words in letter.standing),
    )


def _of_own_units(facts: DigestFacts) -> bool:
    """Whether a head is told what will be said of his units."""
    return facts.foretold is not None and bool(facts.foretold.units)


def _why(facts: DigestFacts) -> str:
    return "đơn vị được nêu trong" if _of_own_units(facts) else "danh sách nhận của"


def _told(letter: Letter, facts: DigestFacts, *, quiet: bool) -> tuple[str, ...]:
    before = opening_words(facts.foretold) if facts.foretold else ()
    if _of_own_units(facts):
        return before
    return (*before, numbers(letter, facts), *_sentences(facts, quiet=quiet))


def week_title(facts: DigestFacts) -> str:
    """`Tuần 48 (29/11 - 05/12/2021)`."""
    return f"Tuần {facts.week} ({day_and_month(facts.monday)} - {plain_day(facts.sunday).split(' ')[1]})"


def numbers(letter: Letter, facts: DigestFacts) -> str:
    """The first sentence: tasks and deadlines counted apart, then what became of the deadlines."""
    figures = facts.figures
    whole = _whole(figures)
    source = facts.plans[0] if len(facts.plans) == 1 else f"{number(len(facts.plans))} kế hoạch"
    day = facts.foretold.day if facts.foretold else letter.at.date()
    head = f"Tính đến {long_day(day)}, {source} có {whole}" if facts.plans else whole
    return f"{head}: {', '.join(classes(figures))}{_among(figures)}."


def classes(figures: Figures) -> list[str]:
    """Of each class that has any deadline: `03 quá hạn (lâu nhất 05 ngày làm việc)`."""
    longest = f" (lâu nhất {working_days(figures.longest_late)})" if figures.longest_late else ""
    parts = [
        (figures.done_on_time, "hoàn thành đúng hạn"),
        (figures.done_late, "hoàn thành quá hạn"),
        (figures.done_before, "hoàn thành trước khi nạp kế hoạch (không rõ ngày)"),
        (figures.in_time, "đang thực hiện trong hạn"),
        (figures.overdue, f"quá hạn{longest}"),
        (figures.undetermined, "chưa xác định thời hạn"),
        (figures.cancelled, "dừng thực hiện"),
    ]
    return [f"{number(n)} {words}" for n, words in parts if n] or ["chưa có kết quả"]


def _among(figures: Figures) -> str:
    parts = [
        (figures.extended, "được gia hạn"),
        (figures.no_output, "không phát sinh"),
        (figures.blocked, "đang vướng mắc"),
    ]
    told = [f"{number(n)} mốc {words}" for n, words in parts if n]
    return f"; trong đó {', '.join(told)}" if told else ""


def _sentences(facts: DigestFacts, *, quiet: bool) -> list[str]:
    figures = facts.figures
    told = []
    if quiet:
        told.append(f"Trong tuần không có nhiệm vụ quá hạn, có kết quả mới hoặc {soon_words(facts)}.")
    if figures.submitted:
        told.append(f"Có {number(figures.submitted)} mốc đã trình ký, đang chờ ký ban hành.")
    if figures.extension_pending:
        told.append(f"Có {number(figures.extension_pending)} đề nghị gia hạn đang chờ ý kiến.")
    return told


def bar(figures: Figures) -> tuple[Segment, ...]:
    """One bar of all deadlines that are not cancelled; percentages are whole and sum to 100."""
    parts = [
        ("Hoàn thành", figures.done_on_time + figures.done_late, TONES["open"]),
        ("Trong hạn", figures.in_time, TONES["due-soon"]),
        ("Quá hạn", figures.overdue, TONES["overdue"]),
        ("Chưa xác định", figures.undetermined, TONES["waiting"]),
    ]
    shown = [part for part in parts if part[1]]
    percents = _percentages([count for _, count, _ in shown])
    return tuple(Segment(label, n, p, tone) for (label, n, tone), p in zip(shown, percents, strict=True))


def _percentages(counts: list[int]) -> list[int]:
    # Largest remainders, so that the cells fill the row exactly.
    total = sum(counts)
    floors = [count * 100 // total for count in counts]
    by_rest = sorted(range(len(counts)), key=lambda i: -(counts[i] * 100 % total))
    for i in by_rest[: 100 - sum(floors)]:
        floors[i] += 1
    return floors


@lru_cache(maxsize=8)  # the readers of one digest get the same sections
def _sections(facts: DigestFacts) -> tuple[SectionView, ...]:
    """The sections one after the other; with several plans, those of each plan under its heading."""
    titles = _titles(facts)
    if not facts.by_plan:
        return _numbered(facts.sections, titles, roman)
    found: list[SectionView] = []
    for nth, (plan, figures) in enumerate(facts.by_plan, 1):
        found.append(SectionView(f"{roman(nth)}. {plan}", (), (_plan_line(figures),), opens=True))
        own = [replace(s, rows=tuple(r for r in s.rows if r.plan == plan), units=()) for s in facts.sections]
        found += _numbered(own, titles, partial(_below, nth))
    together = [section for section in facts.sections if section.units]
    return (*found, *_numbered(together, titles, lambda n: roman(len(facts.by_plan) + n)))


def _below(plan: int, n: int) -> str:
    return f"{roman(plan)}.{n}"


def _numbered(
    sections: Iterable[DigestSection], titles: Mapping[str, str], numeral: Callable[[int], str]
) -> tuple[SectionView, ...]:
    """What has something to show, each with its number; a deadline is told in full where it comes first."""
    places: dict[str, str] = {}  # deadline -> the section that shows it
    found = []
    for nth, section in enumerate((s for s in sections if s.rows or s.units), 1):
        rows = tuple(_row(row, section, titles[row.deadline], places) for row in section.rows)
        places |= {row.deadline: places.get(row.deadline, numeral(nth)) for row in section.rows}
        heading = f"{numeral(nth)}. {_heading(section)}"
        found.append(SectionView(heading, rows, tuple(map(_unit_line, section.units))))
    return tuple(found)


def _plan_line(figures: Figures) -> str:
    return f"{_whole(figures)}: {', '.join(classes(figures))}{_among(figures)}."


def _whole(figures: Figures) -> str:
    return f"{number(figures.tasks)} nhiệm vụ, {number(figures.deadlines)} mốc thời hạn"


def _row(row: DigestRow, section: DigestSection, title: str, places: dict[str, str]) -> RowView:
    place = places.get(row.deadline)
    return again(title, place) if place else row_view(row, section.name, title)


def _titles(facts: DigestFacts) -> dict[str, str]:
    """What each deadline is called; two that are called alike are told apart by their place in the plan."""
    plain = {row.deadline: one_line(row.title) for section in facts.sections for row in section.rows}
    counts = Counter(plain.values())
    return {
        id: f"{title} ({lowered(place(id.split('/')[1]))})" if counts[title] > 1 and "/" in id else title
        for id, title in plain.items()
    }


def _heading(section: DigestSection) -> str:
    name = {
        "overdue": "Quá hạn",
        "due_within": f"Đến hạn trong {span_words(section.span or '10wd')} tới",
        "done_since": f"Kết quả trong {span_words(section.span or '7d')} qua",
        "waiting": "Chưa xác định thời hạn",
        "extensions": "Gia hạn",
        "submitted": "Đã trình, chờ ký ban hành",
        "units": "Theo đơn vị",
        "summary": "Tổng số",
    }.get(section.name, section.name)
    return f"{name} ({number(len(section.rows))})" if section.rows else name


def _unit_line(row: UnitRow) -> str:
    parts = [
        (row.done, "hoàn thành"),
        (row.in_time, "trong hạn"),
        (row.overdue, "quá hạn"),
        (row.undetermined, "chưa xác định thời hạn"),
    ]
    told = ", ".join(f"{number(n)} {words}" for n, words in parts if n)
    return f"{row.unit}: {told or 'không có nhiệm vụ'}"
