"""Decides which first notice a newborn term gets, when its steps alone would leave it unheard of."""

from __future__ import annotations

import datetime as dt

from rules.moments import Planned
from rules.recipients import OF_LEAD, OF_UNITS
from rules.rule import Step
from rules.subject import Subject

FIRST = "first"  # the step of a first notice


def greeting(subject: Subject, plans: tuple[Planned, ...], born: dt.datetime) -> Planned | None:
    """The first notice of a term whose first step is past, or that an amending document began."""
    past = [p for p in plans if p.moment < born]
    if past and past[0] is plans[0]:
        return first_step(past, born)
    return _redirected(plans, born) if subject.progress.redirected else None


def _redirected(plans: tuple[Planned, ...], born: dt.datetime) -> Planned | None:
    """The lead units hear at once that the date or the unit is another, though no step is due yet."""
    for p in plans:
        if told := tuple(r for r in p.step.to if r.kind in OF_LEAD):
            return Planned(p.rule, Step(FIRST, "start", to=told), 1, born.date(), born)
    return None


def first_step(past: list[Planned], born: dt.datetime) -> Planned:
    """The first notice: to whom the passed steps would have gone, nobody above the lead units."""
    told = [
        r
        for p in past
        if p.step.place != "month-start"
        for r in p.step.to
        if r.kind in OF_UNITS or r.kind == "unit"
    ]
    step = Step(FIRST, "start", to=tuple(dict.fromkeys(told)))
    return Planned(past[0].rule, step, 1, born.date(), born)
