"""Decides which unsent mails would reach somebody who is no longer the right one, and has them said anew."""

from __future__ import annotations

import datetime as dt

from data.sql.store import Store
from data.sql.waiting import take_back, unsent
from rules.directory import Directory
from rules.notice import Notice
from rules.recipients import reached
from scheduler.inforce import InForce


def redirect(store: Store, files: InForce, now: dt.datetime) -> int:
    """Take back what waits for somebody who left, moved or gave up a post; returns how many notices."""
    directory = files.world.directory.on(now.astimezone(files.world.zone).date())
    with store.read() as tx:
        if all(_right(base, notice, files, directory) for base, notice in unsent(tx, now)):
            return 0
    with store.begin() as tx:
        wrong = [one for one in unsent(tx, now) if not _right(*one, files, directory)]
        take_back(tx, wrong)
    return len(wrong)


def _right(base: str, notice: Notice, files: InForce, directory: Directory) -> bool:
    """What is no longer in any plan is dropped when it is composed."""
    return base not in files.lines or reached(notice, directory)
