"""Decides what a deadline is called: its short title, and of which period or document it is."""

from __future__ import annotations

import datetime as dt
import re

from rules.days.vietnam import spoken, spoken_month
from rules.plan import Deadline, DeadlineSpec, Task

_ROMAN = ("I", "II", "III", "IV")
_HALVES = ("6 tháng đầu năm", "6 tháng cuối năm")
_LABEL = re.compile(r"(\d{4})(?:-([qhw])?(\d{1,2}))?(?:-(\d{2}))?")


def title_of(task: Task, spec: DeadlineSpec) -> str:
    """The short form that mails show, the same for every period and event."""
    return spec.short or (f"{task.short}: {spec.label}" if spec.label else task.short)


def one_of_many(deadline: Deadline) -> str | None:
    """What tells it from its like: `tháng 01/2024`, `quý I/2024`, `văn bản ngày 03/5/2021`; else None."""
    kind = deadline.spec.report.spec.kind if deadline.spec.report else deadline.kind
    if kind == "recurring":
        return period_words(deadline.id)
    if kind == "after_event" and deadline.event_on is not None:
        return f"văn bản ngày {spoken(deadline.event_on)}"
    return None


def full_title(deadline: Deadline) -> str:
    """`Báo cáo tháng (tháng 01/2024)`."""
    title, which = title_of(deadline.task, deadline.spec), one_of_many(deadline)
    return f"{title} ({which})" if which else title


def period_words(id: str) -> str | None:
    """The period that ends a deadline's id, in words; None where the id ends otherwise.

    `…/2024-01` tháng 01/2024 · `…/2024-q1` quý I/2024 · `…/2024-h2` 6 tháng cuối năm 2024 ·
    `…/2024` năm 2024 · `…/2024-w05` tuần 05/2024 · `…/2024-q1-02` quý I/2024, tháng 02.
    """
    match = _LABEL.fullmatch(id.rpartition("/")[2])
    if match is None:
        return None
    year, sort, nth, month = match.groups()
    words = _span(int(year), sort, int(nth)) if nth else f"năm {year}"
    return f"{words}, tháng {int(month):02}" if words and month else words


def _span(year: int, sort: str | None, nth: int) -> str | None:
    if sort == "w":
        return f"tuần {nth:02}/{year}"
    if sort == "q":
        return f"quý {_ROMAN[nth - 1]}/{year}" if 1 <= nth <= 4 else None
    if sort == "h":
        return f"{_HALVES[nth - 1]} {year}" if 1 <= nth <= 2 else None
    return f"tháng {spoken_month(dt.date(year, nth, 1))}" if 1 <= nth <= 12 else None
