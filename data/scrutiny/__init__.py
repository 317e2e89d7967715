"""Decides what `dondoc check` says of a usable workspace beyond what every load looks at.

These need every deadline, the `holidays` library or the day, so the service does not pay for them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from data.scrutiny.calendars import of_calendar
from data.scrutiny.comings import of_comings
from data.scrutiny.people import of_people
from data.scrutiny.plans import of_plans
from data.scrutiny.rules import of_rules
from data.scrutiny.seen import Seen, seen_in
from data.scrutiny.steps import of_steps
from data.workspace import Workspace
from rules.problem import Problem


def scrutinized(workspace: Workspace, today: dt.date) -> list[Problem]:
    """Every such warning, as of `today`."""
    seen = seen_in(workspace)
    return [*_of_files(seen), *of_comings(seen, today), *of_plans(seen, today)]


def _of_files(seen: Seen) -> Iterator[Problem]:
    yield from of_rules(seen)
    yield from of_steps(seen)
    yield from of_people(seen)
    yield from of_calendar(seen)
