"""Opening a plan: what each lead unit is told of it once, in the place of first notices."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from data.sql.store import Reader, Writer
from rules.action import Action
from rules.letter import Letter
from rules.moments import in_hours, next_send
from rules.notice import Decision, Message
from rules.opening import Order, opened_once, said_by_opening, was_opened
from rules.plan import Plan
from rules.rule import SendWindow
from rules.subject import Subject
from scheduler.amending import done_before, keep_before
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
    finished: tuple[str, ...] = ()  # ids of deadlines taken for finished before
    unled: tuple[str, ...] = ()  # ids of deadlines that no unit leads yet


def kickoff_of(tx: Reader, files: InForce, order: Order, domain: str, now: dt.datetime) -> Kickoff:
    """What opening a plan at `now` says; nothing is kept."""
    plan, world = order.plan, files.world
    opened = was_opened(tx.decisions({plan.id}), plan)
    if opened is not None:
        return Kickoff(opened)
    finished = done_before(tx, files, plan.id, order.before) if order.before else []
    over = {subject.id for subject in finished}
    subjects = _going_on(plan, files, actions_by_line(tx.actions(), files))
    left = [subject for subject in subjects if subject.id not in over]
    by_unit: dict[str, list[Subject]] = defaultdict(list)
    for subject in left:
        for unit in subject.leads:
            by_unit[unit].append(subject)
    told = [(_kept_under(s, d, files), d) for s in left for d in said_by_opening(s, world, now)]
    out = goes_out(files, now)
    opening = Opening(plan, files, people_of(world.directory.on(out.date())), out)
    return Kickoff(
        letters=tuple(letters_of(opening, by_unit, domain)),
        decisions=((plan.id, opened_once(plan, now)), *told),
        unled=tuple(subject.id for subject in left if not subject.leads),
        finished=tuple(subject.id for subject in finished),
    )


def open_plan(way: Way, post: Post, files: InForce, order: Order, now: dt.datetime) -> Kickoff:
    """Keep and enqueue what opening a plan says, all or nothing; raises DeliveryFailure."""
    with way.store.begin() as tx:
        kickoff = kickoff_of(tx, files, order, post.domain, now)
        if order.before is not None and kickoff.opened is None:
            keep_before(tx, files, done_before(tx, files, order.plan.id, order.before), order.by, now)
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
        if subject.deadline.task.plan.id == plan.id
        and subject.progress.cancelled_on is None
        and subject.deadline.kind != "input"  # asked for in its time, and no task of the plan
    ]


def _kept_under(subject: Subject, decision: Decision, files: InForce) -> str:
    base = base_of(subject.id, files)
    return base if decision.occurrence.rule else task_of(base)
