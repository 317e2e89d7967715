"""Decides what a digest says as of a moment, as a letter to its first reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from dondoc.brakes import words_now
from dondoc.exits import Stop
from dondoc.settings import Settings
from rules.action import Action
from rules.days.vietnam import spoken
from rules.digest import facts_of
from rules.engine import urged
from rules.letter import DigestFacts, Letter
from rules.recipients import role_targets
from rules.rule import Digest
from scheduler.inforce import InForce

PREVIEW = "xem-truoc"


def rule_named(files: InForce, id_: str | None) -> Digest:
    """The digest of that id, else the first one; raises Stop."""
    digests = files.world.rules.digests
    if not digests:
        raise Stop("Không có bản tổng hợp nào trong các tệp quy tắc (khóa digests).")
    if id_ is None:
        return digests[0]
    for digest in digests:
        if digest.id == id_:
            return digest
    raise Stop(f"Không có bản tổng hợp “{id_}”; hiện có: {', '.join(d.id for d in digests)}")


def facts_at(rule: Digest, files: InForce, actions: Iterable[Action], day: dt.date) -> DigestFacts:
    """What the digest says on a day, given what had been reported."""
    from scheduler.known import actions_by_line, subjects_from

    if rule.of is not None:
        return _foretold(rule, files, actions, day)
    subjects = [
        subject
        for subject in subjects_from(actions_by_line(actions, files), files)
        if urged(subject.deadline.task, day)
        and (rule.plans is None or subject.deadline.task.plan.id in rule.plans)
    ]
    return facts_of(rule, subjects, files.world.directory, day, files.world.calendar)


def _foretold(rule: Digest, files: InForce, actions: Iterable[Action], day: dt.date) -> DigestFacts:
    """The draft of the digest that is foretold on that day."""
    from scheduler.foretelling import coming_of
    from scheduler.known import actions_by_line, subjects_from

    subjects = list(subjects_from(actions_by_line(actions, files), files))
    coming = coming_of(rule, subjects, files, day)
    if coming is None:
        raise Stop(f"Sau ngày {spoken(day)} không có kỳ tổng hợp “{rule.of}” nào để báo trước.")
    return coming.facts()


def letter_of(
    rule: Digest, facts: DigestFacts, files: InForce, settings: Settings, now: dt.datetime
) -> Letter:
    """The digest's mail to its first reader, or to the organization when nobody is named."""
    from scheduler.people import people_of

    day = now.astimezone(files.world.zone).date()
    directory = files.world.directory.on(day)
    people = people_of(directory)
    reader = next((t for t in role_targets(directory, rule.to, False, day) if t.address), None)
    return Letter(
        message_id=f"<{PREVIEW}.{rule.id}@{settings.domain}>",
        organization=directory.name,
        address=reader.address if reader else f"{PREVIEW}@{settings.domain}",
        addressee=people.addressed(reader.recipient, reader.address)[0] if reader else directory.name,
        at=now,
        reply_to=people.contact(),
        digest=facts,
        plans=facts.plans,
        board=settings.public_url,
        standing=words_now(settings, files),
    )
