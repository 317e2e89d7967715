"""Small records for the tests of the store and the outbox."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from data.sql.database import open_database
from data.sql.store import Store
from rules.action import Action
from rules.notice import Decision, Message, Notice, Occurrence, Role

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING = dt.datetime(2021, 3, 1, 8, 0, tzinfo=HANOI)
MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
LEASE = 5 * MINUTE
BASE = "cchc-2021/I.5/bao-cao-quy-i"


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    engine = open_database(url)
    try:
        yield engine
    finally:
        engine.dispose()


def occurrence(deadline: str = BASE, step: str = "som", number: int = 1) -> Occurrence:
    return Occurrence(deadline, 1, "bao-cao-dinh-ky", step, number)


def decision(what: Occurrence, part: str = "*") -> Decision:
    return Decision(what, part, "said", MORNING, MORNING)


def message(
    name: str, at: dt.datetime = MORNING, channel: str = "email", address: str = "anv@example.gov.vn"
) -> Message:
    return Message(f"<{name}@example.gov.vn>", channel, address, at, "mail")


def digest(name: str, at: dt.datetime = MORNING) -> Message:
    return replace(message(name, at), kind="digest", digest="tuan-lanh-dao")


def notice(
    carrier: Message, what: Occurrence, recipient: str = "person:nguyen-van-a", role: Role = "lead"
) -> Notice:
    return Notice(
        what, recipient, carrier.channel, carrier.id, carrier.address, role, "van-phong", False, "reminder",
        carrier.at, carrier.at, False,
    )  # fmt: skip


def action(deadline: str = BASE, at: dt.datetime = MORNING) -> Action:
    return Action("ack", deadline, "Nguyễn Văn A", at, at.date())


def enqueue(store: Store, *messages: Message, step: str = "som") -> int:
    """Each message with one notice of its own deadline."""
    notices = [(BASE, notice(each, occurrence(f"{BASE}/{each.id}", step))) for each in messages]
    with store.begin() as tx:
        return tx.enqueue(messages, notices, MORNING)
