"""What a claimed message says now: items that lost their sense are dropped, the rest become a letter."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from data.sql.store import Reader
from rules.action import Action
from rules.engine import urged
from rules.letter import Alert, DigestFacts, Item, Letter
from rules.notice import Claimed, Message, Notice, Told
from rules.progress import WHOLE
from rules.recipients import reached
from rules.rule import Digest
from rules.standing import turned_aside
from rules.subject import Subject
from scheduler.also import named
from scheduler.foretelling import Coming, coming_of
from scheduler.holding import asking
from scheduler.inforce import InForce, kept_under
from scheduler.inputs import beside, lines_beside
from scheduler.items import Heard, item_of, main_of, order
from scheduler.known import actions_by_line, subjects_from, subjects_on
from scheduler.people import People, people_of
from scheduler.weekly import facts_for

OWN_LINE = frozenset({"lead", "lead.head", "leadership", "input"})
TOLD_THE_NUMBER = frozenset({"office", "office.head", "leadership"})  # of reminders that were accepted


class Composed(NamedTuple):
    """One claimed message: its letter (None: nothing is left to say) and the notices it drops."""

    claimed: Claimed
    letter: Letter | None
    dropped: tuple[Notice, ...] = ()


@dataclass(slots=True)
class Composer:
    """Writes letters for one batch out of one read of the store."""

    files: InForce
    now: dt.datetime
    board: str | None = None
    redirect_to: str | None = None  # of a trial run
    people: People = field(init=False)
    subjects: dict[tuple[str, int], Subject] = field(default_factory=dict)
    actions: dict[str, list[Action]] = field(default_factory=dict)  # by line
    said: dict[str, list[Told]] = field(default_factory=dict)  # deadline -> what was said of it, by `at`
    accepted: Mapping[tuple[str, int, str], int] = field(default_factory=dict)
    threads: Mapping[tuple[str, str], Sequence[str]] = field(default_factory=dict)
    coming: dict[str, Coming | None] = field(default_factory=dict)  # by what foretells it
    digests: dict[tuple[str, dt.date], DigestFacts] = field(default_factory=dict)  # one for all its readers

    def __post_init__(self) -> None:
        self.people = people_of(self.files.workspace.directory.on(self.day))

    @property
    def day(self) -> dt.date:
        return self.now.astimezone(self.files.world.zone).date()

    def read(self, tx: Reader, carried: Mapping[tuple[str, str], Sequence[tuple[str, Notice]]]) -> None:
        """Gather what the letters of these messages need."""
        bases = {base for items in carried.values() for base, _ in items}
        if not bases:
            return
        looked = bases | lines_beside(bases, self.files)
        self.actions = actions_by_line(tx.actions(kept_under(looked)), self.files)
        for base in bases:
            for subject in subjects_on(base, self.actions, self.files):
                self.subjects[subject.id, subject.term] = subject
        said: dict[str, list[Told]] = defaultdict(list)
        for told in tx.told(bases):
            said[told.deadline].append(told)
        self.said = said
        self.accepted = tx.accepted(
            {base for items in carried.values() for base, notice in items if notice.role in TOLD_THE_NUMBER}
        )
        single = [items[0][1] for items in carried.values() if _deadlines(n for _, n in items) == 1]
        self.threads = tx.threads({n.occurrence.deadline for n in single}, {n.address for n in single})

    def compose(self, claimed: Claimed, notices: Sequence[Notice]) -> Composed:
        """The letter of one reminder mail."""
        live = [notice for notice in notices if self._makes_sense(notice)]
        dropped = tuple(notice for notice in notices if notice not in live)
        letter = self._letter(claimed.message, live) if live else None
        return Composed(claimed, letter, dropped)

    def _makes_sense(self, notice: Notice) -> bool:
        """Whether a notice decided earlier should still be said."""
        if not reached(notice, self.people.directory):
            return False
        key = notice.occurrence
        subject = self.subjects.get((key.deadline, key.term))
        if subject is None or subject.progress.closed or not urged(subject.deadline.task, self.day):
            return False
        if notice.role in OWN_LINE and _finished(subject, notice.unit):
            return False
        return not (self._was_before(notice) and self._last_day_is_over(subject))

    def _was_before(self, notice: Notice) -> bool:
        key = notice.occurrence
        return any(
            step.id == key.step and step.place == "before"
            for rule in self.files.world.rules.rules
            if rule.id == key.rule
            for step in rule.steps
        )

    def _last_day_is_over(self, subject: Subject) -> bool:
        last = subject.deadline.last_day
        return last is not None and self.day > last

    def _items(self, live: Sequence[Notice]) -> tuple[Item, ...]:
        by_deadline: dict[tuple[str, int], list[Notice]] = defaultdict(list)
        for notice in live:
            by_deadline[notice.occurrence.deadline, notice.occurrence.term].append(notice)
        return tuple(sorted((self._item(key, said) for key, said in by_deadline.items()), key=order))

    def _item(self, key: tuple[str, int], notices: Sequence[Notice]) -> Item:
        main, subject = main_of(notices), self.subjects[key]
        heard = self._heard(key, main)
        item = item_of(subject, notices, heard, self.files, self.people, self.day)
        return beside(item, subject, main.unit, self._on, self.files, self.people)

    def _on(self, base: str) -> tuple[Subject, ...]:
        return subjects_on(base, self.actions, self.files)

    def _letter(self, message: Message, live: Sequence[Notice]) -> Letter:
        items = self._items(live)
        main = min(live, key=lambda n: n.copy)
        addressee, instead_of = self.people.addressed(main.recipient, message.address)
        also, more = self._also(message, live)
        return Letter(
            message_id=message.id,
            organization=self.files.workspace.directory.name,
            address=message.address,
            addressee=addressee,
            at=self.now.astimezone(self.files.world.zone),
            reply_to=self.people.contact(),
            items=items,
            also=also,
            also_more=more,
            to_name=self.people.to_name(main.recipient, message.address),
            instead_of=instead_of,
            references=self._thread(message, items),
            calendar=self._news(live) or any(item.moved for item in items),
            important=any(item.state == "overdue" and not item.copy for item in items),
            plans=tuple(dict.fromkeys(item.plan for item in items)),
            board=self.board,
        )

    def _thread(self, message: Message, items: Sequence[Item]) -> tuple[str, ...]:
        if len(items) != 1:
            return ()
        earlier = self.threads.get((items[0].deadline, message.address), ())
        return tuple(id for id in earlier if id != message.id)[-10:]

    def _also(self, message: Message, live: Sequence[Notice]) -> tuple[tuple[str, ...], int]:
        """Who else was told at the same moment, each on a mail of their own, and how many more."""
        deadlines = {notice.occurrence.deadline for notice in live}
        others = [
            other
            for deadline in sorted(deadlines)
            for other in self.said.get(deadline, ())
            if other.at == message.at and other.address != message.address
        ]
        return named(others, {notice.unit for notice in live if notice.unit}, self.people)

    def _heard(self, key: tuple[str, int], notice: Notice) -> Heard:
        """What this address heard of a deadline before, and how many mails its role and its unit got."""
        earlier = self._earlier(notice)
        told = earlier[-1].told if earlier else None
        return Heard(told, self.accepted.get((*key, notice.unit or "")), self._nth(notice))

    def _earlier(self, notice: Notice) -> list[Told]:
        """What this address was told of the deadline before, in whichever term."""
        return [
            other
            for other in self.said.get(notice.occurrence.deadline, ())
            if other.address == notice.address and other.at < notice.at
        ]

    def _nth(self, notice: Notice) -> int:
        """How many reminders of its rule the reader's role had in this term, this one included."""
        key = notice.occurrence
        return len(
            {
                (other.step, other.number)
                for other in self.said.get(key.deadline, ())
                if (other.term, other.rule) == (key.term, key.rule)
                and (other.role, other.unit) == (notice.role, notice.unit)
                and other.kind != "first"
                and other.at <= notice.at
            }
        )

    def _news(self, live: Sequence[Notice]) -> bool:
        """Whether this address hears of one of these terms for the first time."""
        return any(all(earlier.term != n.occurrence.term for earlier in self._earlier(n)) for n in live)

    def hold(self, claimed: Claimed, tx: Reader) -> Composed:
        """What the admin is asked about a held batch; nothing once that is answered."""
        alert = asking(tx, self.files, claimed.message.digest or "")
        return Composed(claimed, self._alert(claimed.message, alert) if alert else None)

    def _alert(self, message: Message, alert: Alert) -> Letter:
        recipient = self._recipient(message.address)
        return Letter(
            message_id=message.id,
            organization=self.files.workspace.directory.name,
            address=message.address,
            addressee=self.people.addressed(recipient, message.address)[0],
            to_name=self.people.to_name(recipient, message.address),
            at=self.now.astimezone(self.files.world.zone),
            reply_to=self.people.contact(),
            alert=alert,
        )

    def _recipient(self, address: str) -> str:
        person = self.people.by_address.get(address.casefold())
        return f"person:{person.id}" if person else address

    def digest(self, claimed: Claimed, tx: Reader) -> Composed:
        """The letter of a digest; one whose rule is gone has nothing left to say."""
        message = claimed.message
        rule = next((d for d in self.files.world.rules.digests if d.id == message.digest), None)
        there = message.address.casefold() not in self.people.directory.gone
        if rule is None or not there:
            return Composed(claimed, None)
        facts = self._told(message, rule, tx)
        return Composed(claimed, self._digest(message, facts) if facts else None)

    def _told(self, message: Message, rule: Digest, tx: Reader) -> DigestFacts | None:
        """What this reader is told; what foretells a digest tells each head of his own units."""
        day = message.at.astimezone(self.files.world.zone).date()
        if rule.of is None:
            return self._facts(rule, day, tx)
        if rule.id not in self.coming:
            subjects = list(subjects_from(actions_by_line(tx.actions(), self.files), self.files))
            self.coming[rule.id] = coming_of(rule, subjects, self.files, day)
        coming = self.coming[rule.id]
        return coming.facts_for(message.address) if coming else None

    def _digest(self, message: Message, facts: DigestFacts) -> Letter:
        directory, zone = self.files.workspace.directory, self.files.world.zone
        recipient = self._recipient(message.address)
        return Letter(
            message_id=message.id,
            organization=directory.name,
            address=message.address,
            addressee=self.people.addressed(recipient, message.address)[0],
            to_name=self.people.to_name(recipient, message.address),
            at=self.now.astimezone(zone),
            reply_to=self.people.contact(),
            digest=facts,
            plans=facts.plans,
            board=self.board,
            standing=(turned_aside(self.redirect_to),) if self.redirect_to else (),
        )

    def _facts(self, rule: Digest, day: dt.date, tx: Reader) -> DigestFacts:
        if (rule.id, day) not in self.digests:
            self.digests[rule.id, day] = facts_for(rule, tx, self.files, day)
        return self.digests[rule.id, day]


def _finished(subject: Subject, unit: str | None) -> bool:
    line = subject.progress.lines.get(unit or WHOLE)
    return line is not None and line.done_on is not None


def _deadlines(notices: Iterable[Notice]) -> int:
    return len({notice.occurrence.deadline for notice in notices})
