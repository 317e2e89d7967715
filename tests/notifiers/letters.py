"""Short ways to a letter for the tests: the samples with a few facts changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from notifiers import samples
from notifiers.renderer import Renderer
from rules.letter import Item, Letter

WRITER = Renderer("Hệ thống nhắc việc <nhacviec@example.gov.vn>")


def item(**changes: Any) -> Item:
    """The sample report, changed."""
    return samples.REPORT._replace(**changes)


def overdue(**changes: Any) -> Item:
    """A report three working days late, told to its officer."""
    facts: dict[str, Any] = {
        "state": "overdue", "days_left": None, "days_late": 3, "last_day": dt.date(2021, 2, 24),
        "stated": dt.date(2021, 2, 25), "time_words": "trước ngày 25/02",
    }  # fmt: skip
    return item(**(facts | changes))


def letter(*items: Item, **changes: Any) -> Letter:
    """The sample letter with these items."""
    return replace(samples.one(), items=items or (samples.REPORT,), **changes)


def text(*items: Item, **changes: Any) -> str:
    """The plain text of such a letter, each paragraph on one line."""
    return WRITER.text(letter(*items, **changes)).replace(" \n", " ")
