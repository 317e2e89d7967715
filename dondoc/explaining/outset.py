"""Decides from which record, and from when, what is explained is lived on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dondoc.app import has_record
from dondoc.asof import effective, year_start
from dondoc.open import now_in, record_of
from dondoc.settings import Settings
from rules.action import Action
from rules.days.vietnam import spoken
from scheduler.inforce import InForce, kept_under

if TYPE_CHECKING:
    from data.sql.store import Reader
    from scheduler.outlook import Outset

MORNING = dt.time(8)


@dataclass(frozen=True, slots=True)
class Known:
    """Where the living-on begins, and what had been reported; no `record`: all is assumed."""

    outset: Outset
    actions: list[Action]
    record: Reader | None

    @property
    def assumed(self) -> str | None:
        """Said when all of it is an assumption."""
        if self.record is not None:
            return None
        return (
            "Chưa ghi nhận việc chạy dịch vụ: các lần nhắc dưới đây là giả định, như thể dịch vụ chạy lần đầu"
            f" từ ngày {spoken(self.outset.start.date())} và không ai báo cáo gì thêm."
        )


@contextmanager
def known_at(settings: Settings, files: InForce, bases: Collection[str], now: dt.datetime) -> Iterator[Known]:
    """What was known about some lines at `now` (local)."""
    from scheduler.outlook import Outset

    year = min((files.lines[base][0].plan.year for base in bases), default=now.year)
    start = min(year_start(year, settings), now)
    if not has_record(settings):
        yield Known(Outset(start), [], None)
        return
    with record_of(settings, files) as store, store.read() as tx:
        since, present = tx.known_since(), now_in(settings)
        actions = effective(tx.actions(kept_under(bases)), now.date())
        if since is None or since > now:
            script = [_as_of_its_day(action, start) for action in actions]
            yield Known(Outset(start, script=script), actions, None)
        else:
            yield Known(Outset(min(now, present), tx, cut=now < present), actions, tx)


def _as_of_its_day(action: Action, start: dt.datetime) -> Action:
    day = dt.datetime.combine(action.on, MORNING, start.tzinfo)
    return replace(action, at=max(day, start))
