"""Closing a plan: what stays open in it, where that went on, and the one mail to the office that says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from data.sql.store import Reader
from rules.called import full_title
from rules.days.vietnam import spoken
from rules.letter import Alert, Letter
from rules.notice import ALL_PARTS, Decision, Occurrence
from rules.plan import Plan
from rules.recipients import Target, delivered, once_each, role_targets
from rules.rule import Recipient
from rules.state import VIETNAMESE
from rules.subject import Subject, of_rows, state_of
from scheduler.deliver import Way
from scheduler.inforce import InForce
from scheduler.kickoff import enqueue_written, goes_out
from scheduler.known import actions_by_line, subjects_from
from scheduler.people import people_of
from scheduler.post import Post, message_id

CLOSING = "ket-thuc-ke-hoach"  # the pseudo-step that records that the office was told
OFFICE = "cán bộ theo dõi, đôn đốc"


@dataclass(frozen=True, slots=True)
class Left:
    """A deadline that a closed plan leaves open."""

    subject: Subject
    state: str  # Vietnamese
    moved_to: str | None  # the task of next year's plan that goes on with it


@dataclass(frozen=True, slots=True)
class Closing:
    """What a plan leaves open, and whether the office was told of it before."""

    left: tuple[Left, ...]
    told_before: bool


def closing_of(tx: Reader, files: InForce, plan: Plan, now: dt.datetime) -> Closing:
    """What closing `plan` would say; nothing is kept."""
    day = now.astimezone(files.world.zone).date()
    kept = {task.id for task in files.workspace.tasks}
    left = tuple(
        Left(
            subject, VIETNAMESE[state_of(subject, day, files.world.calendar)], _moved_to(subject, plan, kept)
        )
        for subject in of_rows(subjects_from(actions_by_line(tx.actions(), files), files))
        if subject.deadline.task.plan.id == plan.id and not subject.progress.closed
    )
    told = any(decision.occurrence.step == CLOSING for decision in tx.decisions({plan.id}))
    return Closing(left, told)


def _moved_to(subject: Subject, plan: Plan, tasks: set[str]) -> str | None:
    """A rollover keeps the key and gives the plan's id the new year."""
    following = plan.id.replace(str(plan.year), str(plan.year + 1))
    task = f"{following}/{subject.deadline.task.key}"
    return task if following != plan.id and task in tasks else None


def close_plan(way: Way, post: Post, files: InForce, plan: Plan, by: str, now: dt.datetime) -> Closing:
    """Tell the office once what the plan leaves open, all or nothing; raises DeliveryFailure."""
    with way.store.begin() as tx:
        closing = closing_of(tx, files, plan, now)
        if not closing.told_before:
            key = Occurrence(plan.id, 0, "", CLOSING, 1)
            tx.decide([(plan.id, Decision(key, ALL_PARTS, "said", now, now))])
            letters = tuple(_letters(files, plan, _alert(files, plan, closing, by), post.domain, now))
            enqueue_written(tx, way, post, files, letters, now)
    return closing


def _alert(files: InForce, plan: Plan, closing: Closing, by: str) -> Alert:
    count = len(closing.left)
    opening = f"Đã kết thúc đôn đốc “{plan.called}” theo quyết định của {by}."
    if count:
        opening += f" Còn {count:02} mốc thời hạn chưa xong, từ nay không được nhắc theo kế hoạch này:"
    else:
        opening += " Không còn mốc thời hạn nào chưa xong."
    subject = f"[Kết thúc kế hoạch] {plan.called}: còn {count:02} mốc chưa xong"
    return Alert(subject, opening, tuple(told_left(closing, files)), OFFICE)


def told_left(closing: Closing, files: InForce) -> Iterator[str]:
    """`Báo cáo quý IV (Văn phòng Sở; quá hạn, hạn 10/12/2026): chuyển sang cchc-2027/I.5`"""
    people = people_of(files.world.directory)
    for one in closing.left:
        deadline = one.subject.deadline
        units = ", ".join(people.names(one.subject.progress.open_units)) or "chưa phân công"
        until = f", hạn {spoken(deadline.stated)}" if deadline.stated else ""
        where = f"chuyển sang {one.moved_to}" if one.moved_to else "chưa chuyển sang kế hoạch nào"
        yield f"{full_title(deadline)} ({deadline.id}; {units}; {one.state}{until}): {where}"


def _letters(files: InForce, plan: Plan, alert: Alert, domain: str, now: dt.datetime) -> Iterator[Letter]:
    at = goes_out(files, now)
    directory = files.world.directory.on(at.date())
    people = people_of(directory)
    for target in _readers(files, at.date()):
        name, instead_of = people.addressed(target.recipient, target.address)
        yield Letter(
            message_id=message_id(files.organization, target.address, at, [f"close {plan.id}"], domain),
            organization=directory.name,
            address=target.address,
            addressee=name,
            at=at,
            reply_to=people.contact(),
            alert=alert,
            to_name=people.to_name(target.recipient, target.address),
            instead_of=instead_of,
        )


def _readers(files: InForce, day: dt.date) -> list[Target]:
    directory = files.world.directory.on(day)
    found = role_targets(directory, (Recipient("office"),), copy=False, day=day)
    return once_each(delivered(target, directory, day) for target in found)
