"""The digests: once a week each, on their day or the next worked one, through the same outbox."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import NamedTuple

from data.sql.store import Reader, Store, Writer
from rules.action import Action
from rules.digest import WEEK, digest_day, facts_of, monday_of, week_name
from rules.engine import urged
from rules.letter import DigestFacts, Figures
from rules.moments import in_hours
from rules.notice import Message
from rules.recipients import Target, delivered, once_each, role_targets
from rules.rule import Digest, SendWindow
from rules.subject import Subject
from scheduler.foretelling import coming_of
from scheduler.inforce import InForce
from scheduler.known import actions_by_line, subjects_from
from scheduler.post import Post, message_id


class Issue(NamedTuple):
    """One digest of one week."""

    digest: Digest
    week: str  # "2021-W05"
    moment: dt.datetime


def window_of(digest: Digest) -> SendWindow:
    """A late digest goes out within the office's hours, or the digest's own where that is earlier.

    What foretells another goes out while it can still be answered.
    """
    usual = SendWindow()
    if digest.answer_by is not None:
        return SendWindow(digest.at, digest.at, digest.answer_by)
    return SendWindow(digest.at, min(digest.at, usual.opens), max(digest.at, usual.closes))


def issue_of(digest: Digest, day: dt.date, files: InForce) -> Issue | None:
    """The digest's issue of the week that holds `day`; None in a week without a working day for it."""
    monday = monday_of(day)
    on = digest_day(digest, monday, files.world.calendar)
    if on is None:
        return None
    return Issue(digest, week_name(monday), dt.datetime.combine(on, digest.at, files.world.zone))


def weekly_due(store: Store, files: InForce, post: Post, now: dt.datetime) -> int:
    """Enqueue the digests whose moment has come this week; returns the number of messages."""
    due = [issue for issue in _this_week(files, now) if issue.moment <= now and _open(issue, files, now)]
    due = [issue for issue in due if (issue.digest.id, issue.week) not in post.issued]
    if not due:
        return 0
    with store.begin() as tx:
        count = sum(_issue(tx, files, post, issue, now) for issue in due if _wanted(tx, issue))
    post.issued.update((issue.digest.id, issue.week) for issue in due)
    return count


def weekly_wake(store: Store, files: InForce, now: dt.datetime) -> dt.datetime | None:
    """When a digest has to be looked at next, strictly after `now`."""
    moments = [_next(store, digest, files, now) for digest in files.world.rules.digests]
    return min((moment for moment in moments if moment is not None), default=None)


def _this_week(files: InForce, now: dt.datetime) -> list[Issue]:
    day = now.astimezone(files.world.zone).date()
    found = (issue_of(digest, day, files) for digest in files.world.rules.digests)
    return [issue for issue in found if issue is not None]


def _open(issue: Issue, files: InForce, now: dt.datetime) -> bool:
    return in_hours(now.astimezone(files.world.zone), window_of(issue.digest), files.world.calendar)


def _wanted(tx: Reader, issue: Issue) -> bool:
    """Not made yet, and meant for a moment at which the service was known already."""
    since = tx.known_since()
    known = since is not None and since <= issue.moment
    return known and issue.week not in tx.digest_weeks(issue.digest.id)


def _next(store: Store, digest: Digest, files: InForce, now: dt.datetime) -> dt.datetime | None:
    local = now.astimezone(files.world.zone)
    this = issue_of(digest, local.date(), files)
    if this is not None and this.moment > now:
        return this.moment
    if this is not None and not _open(this, files, now) and _missed(store, this):
        later = _later_this_week(this, files, local)
        if later is not None:
            return later
    monday = monday_of(local.date())
    for weeks in range(1, 5):  # Tết never closes four weeks
        if following := issue_of(digest, monday + weeks * WEEK, files):
            return following.moment
    return None


def _missed(store: Store, issue: Issue) -> bool:
    with store.read() as tx:
        return _wanted(tx, issue)


def _later_this_week(issue: Issue, files: InForce, local: dt.datetime) -> dt.datetime | None:
    """The next opening of the week for an issue whose moment was missed."""
    window, calendar = window_of(issue.digest), files.world.calendar
    day = local.date() if local.time() < window.opens else local.date() + dt.timedelta(days=1)
    day = calendar.on_or_after(day)
    if week_name(day) != issue.week:
        return None
    return dt.datetime.combine(day, window.opens, files.world.zone)


def facts_for(digest: Digest, tx: Reader, files: InForce, day: dt.date) -> DigestFacts:
    """What a digest of `day` says; its readers' mails are written from the facts that made it due."""
    asked = (day, tx.actions())
    known = files.summed.get(digest.id)
    if known is None or known[0] != asked:
        subjects, world = _subjects(digest, asked[1], files, day), files.world
        facts = facts_of(digest, subjects, world.directory, day, world.calendar)
        known = files.summed[digest.id] = (asked, facts)
    return known[1]


def _subjects(digest: Digest, actions: Iterable[Action], files: InForce, day: dt.date) -> list[Subject]:
    """The deadlines of the digest's plans that are urged on that day."""
    known = actions_by_line(actions, files)
    return [
        subject
        for subject in subjects_from(known, files)
        if urged(subject.deadline.task, day)
        and (digest.plans is None or subject.deadline.task.plan.id in digest.plans)
    ]


def _issue(tx: Writer, files: InForce, post: Post, issue: Issue, now: dt.datetime) -> int:
    day = now.astimezone(files.world.zone).date()
    figures, targets = _told(issue.digest, tx, files, day)
    ids = {t.address: _id(files, issue, t, now, post) for t in targets}
    if not tx.note_digest(issue.digest.id, issue.week, now, _noted(issue, targets, ids, figures)):
        return 0
    window = window_of(issue.digest)
    messages = [
        Message(
            ids[target.address], channel, target.address, now, "digest", issue.digest.id,
            expires=_end_of(issue.digest, now, files), opens=window.opens, closes=window.closes,
            revision=files.revision,
        )
        for target in targets
        for channel in post.channels
    ]  # fmt: skip
    return tx.enqueue(messages, (), now)


def _told(digest: Digest, tx: Reader, files: InForce, day: dt.date) -> tuple[Figures, list[Target]]:
    """The numbers of a digest and its readers; what foretells one has none when no unit is named."""
    if digest.of is None:
        figures = facts_for(digest, tx, files, day).figures
        return figures, readers_of(digest, files, day) if figures.deadlines else []
    known = actions_by_line(tx.actions(), files)
    coming = coming_of(digest, list(subjects_from(known, files)), files, day)
    if coming is None:
        return Figures(), []
    return coming.facts().figures, coming.readers() if coming.named else []


def readers_of(digest: Digest, files: InForce, day: dt.date) -> list[Target]:
    """Who gets a digest on that day, delegates in place."""
    directory = files.world.directory
    return once_each(
        delivered(target, directory, day)
        for copy, recipients in ((False, digest.to), (True, digest.cc))
        for target in role_targets(directory, recipients, copy, day)
    )


def _id(files: InForce, issue: Issue, target: Target, now: dt.datetime, post: Post) -> str:
    keys = [f"digest {issue.digest.id} {issue.week}"]
    return message_id(files.organization, target.address, now, keys, post.domain)


def _noted(issue: Issue, targets: Iterable[Target], ids: dict[str, str], figures: Figures) -> str:
    """What the ledger tells of this issue, as JSON."""
    people: Sequence[Target] = list(targets)
    return json.dumps(
        {
            "moment": issue.moment.isoformat(),
            "recipients": [t.address for t in people if not t.copy],
            "cc": [t.address for t in people if t.copy],
            "readers": {t.address: t.recipient for t in people},
            "messages": ids,
            "figures": asdict(figures),
        }
    )


def _end_of(digest: Digest, now: dt.datetime, files: InForce) -> dt.datetime:
    """When it is too late to say it: the week is over, or the time to answer."""
    if digest.answer_by is not None:
        day = now.astimezone(files.world.zone).date()
        return dt.datetime.combine(day, digest.answer_by, files.world.zone)
    monday = monday_of(now.astimezone(files.world.zone).date())
    return dt.datetime.combine(monday + WEEK, dt.time(0), files.world.zone)
