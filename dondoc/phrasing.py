"""Decides how dates, moments and lists are told to a person at a terminal, and as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from rules.days.vietnam import WEEKDAYS, spoken
from rules.plan import Reason


def long_day(day: dt.date) -> str:
    """ "thứ Ba, ngày 09/3/2021" """
    return f"{WEEKDAYS[day.weekday()]}, ngày {spoken(day)}"


def told_moment(moment: dt.datetime) -> str:
    """ "08:00 ngày 09/3/2021"; the moment is local already."""
    return f"{moment:%H:%M} ngày {spoken(moment.date())}"


def told_reason(reason: Reason) -> str:
    """One link of a chain of reasons, with what it rests on."""
    day = f"{long_day(reason.day)}: " if reason.day else ""
    basis = f" ({reason.basis})" if reason.basis else ""
    text = "nghỉ hằng tuần" if reason.text in WEEKDAYS else reason.text
    return f"{day}{text}{basis}"


def plain(value: object, zone: dt.tzinfo | None = None) -> Any:  # noqa: ANN401 - JSON of any shape
    """A value as JSON has it: dataclasses become objects, dates ISO 8601 text, moments those of `zone`."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name), zone) for field in fields(value)}
    if isinstance(value, dt.datetime) and zone is not None:
        return value.astimezone(zone).isoformat()
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(one, zone) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one, zone) for one in value]
    return value
