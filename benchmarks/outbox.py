"""Measures the whole life of messages in the outbox against raw sqlite3 and against single commits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TypeAlias

from benchmarks.measuring import AtLeast, Line, ratio_line, ratios, seconds
from benchmarks.rawoutbox import RawOutbox, Rows, rows_of
from data.sql.database import open_database
from data.sql.outbox import Outbox
from data.sql.rows import message_row, notice_row
from data.sql.store import Store
from rules.notice import Message, Notice, Occurrence, Settlement

ORGANIZATION = "sct"
NOW = dt.datetime(2021, 3, 1, 1, 0, tzinfo=dt.UTC)
LEASE = dt.timedelta(minutes=10)
TEXT = b"x" * 10_000  # bytes of a mail of middling length
BATCH = 100
MANY, FEW = 500, 50  # messages of a sample in batches, of one by one
BASE = "cchc-2021/I.5/han"
Batch: TypeAlias = tuple[list[Message], list[tuple[str, Notice]]]


@dataclass(slots=True)
class Lives:
    """One SQLite file, used as the service uses it, and what went through it."""

    store: Store
    outbox: Outbox
    numbers: Iterator[int] = field(default_factory=count)

    def live(self, batches: list[Batch]) -> None:
        """All are enqueued, then all are handed over."""
        for messages, notices in batches:
            with self.store.begin() as tx:
                tx.enqueue(messages, notices, NOW)
        for messages, _ in batches:
            self.hand_over(len(messages))

    def hand_over(self, batch: int) -> None:
        taken = [each.message for each in self.outbox.claim(NOW, "a", LEASE, batch)]
        self.outbox.freeze([(each.id, each.channel, TEXT) for each in taken])
        done = [Settlement(each.id, each.channel, "sent", NOW) for each in taken]
        assert self.outbox.settle(done, "a") == batch

    def seconds_per_message(self, many: int, batch: int) -> float:
        batches = made(self.numbers, many, batch)
        return seconds(lambda: self.live(batches)) / many


def lines(rounds: int, folder: Path) -> list[Line]:
    """SQLite with every commit on disk (synchronous=FULL); messages of 10 kB, one notice each."""
    with lives(folder / "ours.sqlite3") as ours, lives(folder / "single.sqlite3") as single:
        return [raw_line(ours, folder / "raw.sqlite3", rounds), single_line(ours, single, rounds)]


@contextmanager
def lives(file: Path) -> Iterator[Lives]:
    engine = open_database(f"sqlite:///{file}")
    try:
        yield Lives(Store(engine, ORGANIZATION), Outbox(engine, ORGANIZATION))
    finally:
        engine.dispose()


def raw_line(ours: Lives, file: Path, rounds: int) -> Line:
    open_database(f"sqlite:///{file}").dispose()
    raw, numbers = RawOutbox(file, ORGANIZATION, NOW), count()
    speeds = ratios(lambda: raw_seconds(raw, numbers), lambda: ours.seconds_per_message(MANY, BATCH), rounds)
    raw.close()
    what, against = "outbox, whole life in batches of 100: speed", "raw `sqlite3`, the same rows ready-made"
    return ratio_line(what, against, speeds, AtLeast(0.7))


def single_line(ours: Lives, single: Lives, rounds: int) -> Line:
    speeds = ratios(
        lambda: single.seconds_per_message(FEW, 1), lambda: ours.seconds_per_message(MANY, BATCH), rounds
    )
    what, against = "outbox, whole life in batches of 100: speed", "a commit for each step of each message"
    return ratio_line(what, against, speeds)


def raw_seconds(raw: RawOutbox, numbers: Iterator[int]) -> float:
    batches = [raw_rows(*batch) for batch in made(numbers, MANY, BATCH)]
    return seconds(lambda: raw_life(raw, batches)) / MANY


def raw_life(raw: RawOutbox, batches: list[tuple[Rows, Rows]]) -> None:
    for batch in batches:
        raw.enqueue(*batch)
    for _ in batches:
        keys = raw.claim(BATCH)
        assert len(keys) == BATCH
        raw.freeze(keys, TEXT)
        raw.settle(keys)


def raw_rows(messages: list[Message], notices: list[tuple[str, Notice]]) -> tuple[Rows, Rows]:
    said = [notice_row(ORGANIZATION, base, each) for base, each in notices]
    sent = [message_row(ORGANIZATION, each, NOW) for each in messages]
    return rows_of("notice", said, "ON CONFLICT DO NOTHING"), rows_of("message", sent)


def made(numbers: Iterator[int], many: int, batch: int) -> list[Batch]:
    """New messages, each with the one thing it says."""
    messages = [message(next(numbers)) for _ in range(many)]
    parts = [messages[start : start + batch] for start in range(0, many, batch)]
    return [(part, [(BASE, notice(each)) for each in part]) for part in parts]


def message(number: int) -> Message:
    address = f"can-bo-{number % 50}@example.gov.vn"
    return Message(f"<{number:032x}@example.gov.vn>", "email", address, NOW, "mail")


def notice(carrier: Message) -> Notice:
    what = Occurrence(f"{BASE}/{carrier.id}", 1, "bao-cao-dinh-ky", "som", 1)
    return Notice(
        what, "person:nguyen-van-a", carrier.channel, carrier.id, carrier.address, "lead", "van-phong", False,
        "reminder", carrier.at, carrier.at, False,
    )  # fmt: skip
