"""What the store remembers about some lines of the plan, gathered in a handful of reads."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from rules.action import Action
from rules.engine import ASK
from rules.gates import may_count, places_that_count
from rules.notice import Decision, Occurrence
from rules.plan import UNLABELLED
from rules.subject import Record, Subject, subjects_of
from scheduler.inforce import InForce, kept_under

if TYPE_CHECKING:  # readers of files alone need no SQLAlchemy
    from data.sql.store import Reader


class Known(NamedTuple):
    """Actions by base or task id, and per (deadline, term) what was born, decided and accepted."""

    actions: dict[str, list[Action]]
    births: dict[tuple[str, int], dt.datetime]
    decided: dict[tuple[str, int], dict[Occurrence, frozenset[str]]]
    asked: dict[str, frozenset[str]]  # task id -> units
    accepted: dict[tuple[str, int], dict[str, int]]

    def record(self, subject: Subject) -> Record:
        key = (subject.id, subject.term)
        return Record(
            self.births.get(key),
            self.accepted.get(key, {}),
            self.decided.get(key, {}),
            self.asked.get(subject.deadline.task.id, frozenset()),
        )

    def subjects(self, files: InForce, base: str) -> tuple[Subject, ...]:
        return subjects_on(base, self.actions, files)


def subjects_on(base: str, actions: Mapping[str, list[Action]], files: InForce) -> tuple[Subject, ...]:
    """The subjects of one line; none when the files in force no longer know it."""
    if base not in files.lines:
        return ()
    (task, spec), told = files.lines[base], told_of(base, actions)
    known = files.stands.get(base)
    if known is None or known[0] != told:
        world = files.world
        found = subjects_of(task, spec, world.calendar, told, world.directory)
        known = files.stands[base] = (told, tuple(found))
    return known[1]


def told_of(base: str, actions: Mapping[str, list[Action]]) -> tuple[Action, ...]:
    """All that was told of one line, in the order of recording; `actions`: by line and task."""
    if not actions:
        return ()
    return tuple(
        sorted((one for key in kept_under([base]) for one in actions.get(key, ())), key=attrgetter("seq"))
    )


def subjects_from(actions: Mapping[str, list[Action]], files: InForce) -> Iterator[Subject]:
    """The subjects of every line of every plan, in the plans' order."""
    for base in files.lines:
        yield from subjects_on(base, actions, files)


def actions_by_line(actions: Iterable[Action], files: InForce) -> dict[str, list[Action]]:
    """Each action under the base or task it was recorded for."""
    found: dict[str, list[Action]] = defaultdict(list)
    for action in actions:
        found[base_of(action.deadline, files)].append(action)
    return found


def base_of(deadline: str, files: InForce) -> str:
    """The base of a deadline id; a task's own id stays as it is."""
    if deadline in files.lines or deadline.count("/") < 2:
        return deadline
    parts = deadline.split("/")
    for length in (4, 3):  # an input of a report, a line of a task
        if (named := "/".join(parts[:length])) in files.lines:
            return named
    return f"{'/'.join(parts[:2])}/{UNLABELLED}"


def _decided(
    decisions: Iterable[Decision],
) -> tuple[dict[tuple[str, int], dict[Occurrence, frozenset[str]]], dict[str, frozenset[str]]]:
    parts: dict[tuple[str, int], dict[Occurrence, frozenset[str]]] = defaultdict(dict)
    asked: dict[str, frozenset[str]] = defaultdict(frozenset)
    for decision in decisions:
        key = decision.occurrence
        if key.step == ASK:
            asked[key.deadline] |= {decision.part}
        else:
            of_term = parts[(key.deadline, key.term)]
            of_term[key] = of_term.get(key, frozenset()) | {decision.part}
    return parts, asked


def known_about(tx: Reader, files: InForce, bases: Collection[str], now: dt.datetime) -> Known:
    """Read what concerns `bases` and their tasks, as far as a look at them at `now` asks for it."""
    keys = kept_under(bases)
    decided, asked = _decided(tx.decisions(keys))
    actions = actions_by_line(tx.actions(keys), files)
    counting = _counting(bases, actions, files, now.astimezone(files.world.zone).date())
    accepted: dict[tuple[str, int], dict[str, int]] = defaultdict(dict)
    for (deadline, term, unit), count in tx.accepted(counting).items():
        accepted[(deadline, term)][unit] = count
    return Known(actions, tx.births(bases), decided, asked, accepted)


def _counting(
    bases: Iterable[str], actions: Mapping[str, list[Action]], files: InForce, day: dt.date
) -> set[str]:
    """The lines with a step that counts the reminders: counting them is dear, and few ask for it."""
    places = places_that_count(files.world.rules.rules)
    return {
        base
        for base in bases
        if any(may_count(subject, places, day) for subject in subjects_on(base, actions, files))
    }
