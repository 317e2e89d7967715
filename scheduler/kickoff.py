"""Opening a plan: what each lead unit is told of it once, in the place of first notices."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from data.store import Reader, Writer
from rules.action import Action
from rules.letter import Letter
from rules.moments import in_hours, next_send
from rules.notice import Decision, Message
from rules.opening import opened_once, said_by_opening, was_opened
from rules.plan import Plan
from rules.rule import SendWindow
from rules.subject import Subject
from scheduler.deliver import Way
from scheduler.inforce import InForce, task_of
from scheduler.known import actions_by_line, base_of, subjects_from
from scheduler.people import people_of
from scheduler.post import Post
from scheduler.tasklists import Opening, letters_of


@dataclass(frozen=True, slots=True)
class Kickoff:
    """What the opening of a plan says; nothing when it was opened before."""

    opened: dt.datetime | None = None  # when it was opened before
    letters: tuple[Letter, ...] = ()
    decisions: tuple[tuple[str, Decision], ...] = ()  # (kept under, decision)
    unled: tuple[str, ...] = ()  # ids of deadlines that no unit leads yet


def kickoff_of(tx: Reader, files: InForce, plan: Plan, domain: str, now: dt.datetime) -> Kickoff:
    """What opening `plan` at `now` says; nothing is kept."""
    opened = was_opened(tx.decisions({plan.id}), plan)
    if opened is not None:
        return Kickoff(opened)
    subjects = _going_on(plan, files, actions_by_line(tx.actions(), files))
    by_unit: dict[str, list[Subject]] = defaultdict(list)
    for subject in subjects:
        for unit in subject.leads:
            by_unit[unit].append(subject)
    world = files.world
    told = [(_kept_under(s, d, files), d) for s in subjects for d in said_by_opening(s, world, now)]
    out = goes_out(files, now)
    opening = Opening(plan, files, people_of(world.directory.on(out.date())), out)
    return Kickoff(
        letters=tuple(letters_of(opening, by_unit, domain)),
        decisions=((plan.id, opened_once(plan, now)), *told),
        unled=tuple(subject.id for subject in subjects if not subject.leads),
    )


def open_plan(way: Way, post: Post, files: InForce, plan: Plan, now: dt.datetime) -> Kickoff:
    """Keep and enqueue what opening `plan` says, all or nothing; raises DeliveryFailure."""
    with way.store.begin() as tx:
        kickoff = kickoff_of(tx, files, plan, post.domain, now)
        tx.decide(kickoff.decisions)
        enqueue_written(tx, way, post, files, kickoff.letters, now)
    return kickoff


def enqueue_written(
    tx: Writer, way: Way, post: Post, files: InForce, letters: tuple[Letter, ...], now: dt.datetime
) -> None:
    """Their text is fixed now: it tells of the plan as it was opened, or closed."""
    for letter in letters:
        for channel in post.channels:
            message = Message(
                letter.message_id, channel, letter.address, letter.at, "plan", revision=files.revision
            )
            tx.enqueue((message,), (), now)
            tx.freeze([(letter.message_id, channel, way.notifiers[channel].render(letter))])


def goes_out(files: InForce, now: dt.datetime) -> dt.datetime:
    """The moment itself within the office's hours, else the next one in them."""
    local, window, calendar = now.astimezone(files.world.zone), SendWindow(), files.world.calendar
    return local if in_hours(local, window, calendar) else next_send(local, window, calendar)


def _going_on(plan: Plan, files: InForce, actions: Mapping[str, list[Action]]) -> list[Subject]:
    return [
        subject
        for subject in subjects_from(actions, files)
        if subject.deadline.task.plan.id == plan.id and subject.progress.cancelled_on is None
    ]


def _kept_under(subject: Subject, decision: Decision, files: InForce) -> str:
    base = base_of(subject.id, files)
    return base if decision.occurrence.rule else task_of(base)
