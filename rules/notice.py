"""The record of what was decided and said: decisions, notices and messages, as the store keeps them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

NoticeKind: TypeAlias = Literal["reminder", "escalation", "waiting", "first", "digest"]
Status: TypeAlias = Literal["said", "superseded", "passed"]
MessageState: TypeAlias = Literal["held", "pending", "sending", "sent", "dead", "cancelled"]
# A hold tells of mails that wait for a word; a plan's mail lists its tasks when it is opened or closed.
MessageKind: TypeAlias = Literal["mail", "digest", "alert", "hold", "plan"]
FIXED: tuple[MessageKind, ...] = ("alert", "plan")  # their text is fixed when they are enqueued
Role: TypeAlias = Literal[
    "lead",
    "lead.head",
    "support",
    "support.head",
    "office",
    "office.head",
    "leadership",
    "owner",
    "other",
    "input",
]

ALL_PARTS = "*"


class Occurrence(NamedTuple):
    """The nth time of one step of one rule for one deadline in one term."""

    deadline: str
    term: int
    rule: str
    step: str
    number: int  # from 1


class Decision(NamedTuple):
    """An occurrence dealt with for one lead line (`part` = unit id), for the rest (""), or for all ("*")."""

    occurrence: Occurrence
    part: str
    status: Status
    moment: dt.datetime  # when it was meant
    at: dt.datetime  # when it was decided


class Notice(NamedTuple):
    """One occurrence said to one recipient over one channel: at most once."""

    occurrence: Occurrence
    recipient: str  # whom the rule meant, before delegation: "person:x", "unit:y" or an address
    channel: str
    message: str  # Message-ID
    address: str  # where it went, after delegation
    role: Role
    unit: str | None  # the lead or support unit it concerns
    copy: bool  # from cc
    kind: NoticeKind
    moment: dt.datetime
    at: dt.datetime
    late: bool
    ask: Literal["assign-officer", "assign-unit", "no-recipient"] | None = None
    why: str | None = None  # Vietnamese: why the owner gets it instead
    number: int = 1  # which reminder of the rule this is
    total: int | None = None  # of how many; None: without end
    told: dt.date | None = None  # the last day as this notice gives it


class Told(NamedTuple):
    """What of a notice later mails ask: light, since each mail looks at all that was said before it."""

    deadline: str
    term: int
    rule: str
    step: str
    number: int
    recipient: str
    address: str
    role: Role
    unit: str | None
    kind: NoticeKind
    at: dt.datetime
    told: dt.date | None


def to_beats_cc(notices: Sequence[Notice]) -> Iterator[Notice]:
    """No copy to an address that another part of the same occurrence speaks to."""
    spoken_to = {(n.occurrence, n.address.casefold()) for n in notices if not n.copy}
    for notice in notices:
        if not notice.copy or (notice.occurrence, notice.address.casefold()) not in spoken_to:
            yield notice


@dataclass(frozen=True, slots=True)
class Message:
    """One mail to one address at one moment over one channel."""

    id: str
    channel: str
    address: str
    at: dt.datetime
    kind: MessageKind
    digest: str | None = None  # the digest rule's id; of a hold the batch that waits for a word
    expires: dt.datetime | None = None  # after this there is no sense in sending it
    opens: dt.time | None = None  # local hours between which it may go, on working days
    closes: dt.time | None = None
    revision: str | None = None  # of the files it was decided by


class Claimed(NamedTuple):
    """A message taken out of the outbox by one worker until its lease ends."""

    message: Message
    attempts: int  # attempts made before this one
    frozen: bytes | None  # the text of an earlier attempt whose outcome is unknown


Result: TypeAlias = Literal["sent", "retry", "dead", "cancelled"]


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of a claimed message."""

    id: str
    channel: str
    result: Result
    at: dt.datetime
    next_try: dt.datetime | None = None  # retry
    reason: str | None = None  # from the closed list of failures
    detail: str | None = None  # what the relay said
    content: bytes | None = None  # sent: the text really sent; retry after an unknown outcome: frozen
