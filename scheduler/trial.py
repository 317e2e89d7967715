"""When a trial run begins and ends, and what its end takes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from data.sql import controls
from data.sql.store import Reader, Store
from data.sql.writing import AT_ONCE
from rules.opening import was_opened
from rules.standing import Control, Trial
from scheduler.inforce import InForce


@dataclass(frozen=True, slots=True)
class Ended:
    """A trial that is over."""

    trial: Trial
    mails: int  # handed over in it
    opened: tuple[str, ...]  # ids of the plans whose lists went to the trial's address alone


class NoTrial(LookupError):
    """There is none to end."""


def begin_trial(store: Store, redirect_to: str | None, now: dt.datetime) -> None:
    """Note that from now on all mails go to one address; nothing where it is noted already, or none is."""
    if redirect_to is None:
        return
    with store.begin() as tx:
        trial = controls.standing(tx).trial
        if trial is None or trial.address != redirect_to:
            controls.note(tx, Control("trial", controls.ITSELF, now, redirect_to))


def end_trial(store: Store, files: InForce, by: str, now: dt.datetime) -> Ended:
    """Take back what the trial said: nobody heard it. Raises NoTrial.

    What was known before it is then said as after an outage; what it alone knew is born at the next pass.
    """
    with store.begin() as tx:
        trial = controls.standing(tx).trial
        if trial is None:
            raise NoTrial
        mails = controls.sent_since(tx, trial.since)
        opened = tuple(_opened_since(tx, files, trial.since))
        controls.forget(tx, trial.since, now)
        tx.reschedule(dict.fromkeys(files.lines, AT_ONCE))
        controls.note(tx, Control("trial-end", by, now, trial.address, mails))
    return Ended(trial, mails, opened)


def _opened_since(tx: Reader, files: InForce, since: dt.datetime) -> Iterator[str]:
    for plan in files.workspace.plans:
        opened = was_opened(tx.decisions({plan.id}), plan)
        if opened is not None and opened >= since:
            yield plan.id
