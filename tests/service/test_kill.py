"""`kill -9` at every moment: nothing is lost, at most the mail in flight comes twice, unchanged."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP

from tests.notifiers.relay import Relay, running
from tests.service.places import PATIENCE, by_mail, message_id, place, until
from tests.small import files_of, rule, task

KILLED = -9
DAILY = rule("{id: nhac, before: 310d, every: 1wd, to: lead}")
DIGEST = (
    "digests:\n  - {id: tuan, title: Tổng hợp tuần, every: monday, at: '07:30', to: leadership,"
    " sections: [summary, overdue]}\n"
)
FILES = files_of(
    DAILY + DIGEST,
    task("{kind: by, date: 2021-12-31}"),
    task("{kind: by, date: 2021-12-31}", key="I.2", lead="[xd]"),
)
READERS = {"an@so.example", "binh@so.example"}
LEADERS = {"gd@so.example", "pgd@so.example"}
DAYS_OFF = {"2021-04-21", "2021-04-30", "2021-05-03"}
KNOWN = "2021-02-01T08:00"  # before the first step
START = dt.date(2021, 3, 1)  # a Monday: digests too


def working_days(first: dt.date) -> Iterator[dt.date]:
    day = first
    while True:
        if day.isoweekday() < 6 and day.isoformat() not in DAYS_OFF:
            yield day
        day += dt.timedelta(days=1)


def assert_all_came(relay: Relay, expected: set[str], repeats: int) -> None:
    """Everybody got one mail, and at most so many repeats came: of the same text, byte for byte."""
    texts: dict[str, list[bytes]] = {}
    for _, _, content in relay.mails:
        texts.setdefault(message_id(content), []).append(content)
    addresses = Counter(recipient for _, recipient, _ in relay.mails)
    assert set(addresses) == expected
    assert len(texts) == len(expected)
    assert all(len(set(same)) == 1 for same in texts.values())
    assert len(relay.mails) - len(expected) <= repeats
    relay.mails.clear()


def test_a_tick_killed_between_any_two_transactions_loses_and_doubles_nothing(
    tmp_path: Path, database_url: str
) -> None:
    with running(Relay()) as relay:
        office = place(tmp_path, FILES, **by_mail(relay), DATABASE_URL=database_url)
        assert office.tick(KNOWN).code == 0
        relay.mails.clear()
        stride = 2 if database_url.startswith("sqlite") else 4  # other moments meet other days
        for moment, day in zip(count(1, stride), working_days(START), strict=False):
            survived = office.tick(f"{day}T08:00", die_at=moment)
            assert office.tick(f"{day}T08:11").code == 0
            readers = READERS | LEADERS if day.isoweekday() == 1 else READERS
            assert_all_came(relay, readers, repeats=0 if survived.code == 0 else 1)
            if survived.code == 0 and day.isoweekday() != 1:
                assert moment > 20  # claim, freeze, two settlements: all were died in
                break
            assert survived.code in (0, KILLED)
        assert {row["state"] for row in office.outbox()} == {"sent"}


def test_a_tick_killed_again_while_it_repairs_repeats_one_mail_for_each_death(tmp_path: Path) -> None:
    with running(Relay()) as relay:
        office = place(tmp_path, FILES, **by_mail(relay))
        assert office.tick(KNOWN).code == 0
        relay.mails.clear()
        days = working_days(START)
        for first, second in ((8, 10), (12, 6), (14, 14), (17, 9), (19, 16), (22, 13)):
            day = next(days)
            codes = [
                office.tick(f"{day}T08:00", die_at=first).code,
                office.tick(f"{day}T08:11", die_at=second).code,
            ]
            assert KILLED in codes
            assert office.tick(f"{day}T08:22").code == 0
            readers = READERS | LEADERS if day.isoweekday() == 1 else READERS
            assert_all_came(relay, readers, repeats=codes.count(KILLED))


def test_a_first_start_killed_anywhere_can_be_started_again(tmp_path: Path) -> None:
    with running(Relay()) as relay:
        for moment in range(1, 100, 3):
            office = place(tmp_path / str(moment), FILES, **by_mail(relay))
            survived = office.tick(f"{START}T08:00", die_at=moment).code == 0
            assert office.tick(f"{START}T08:11").code == 0
            assert_all_came(relay, READERS, repeats=0 if survived else 1)
            if survived:
                break
        assert moment > 10


@dataclass
class Deadly(Relay):
    """Kills the sender in the middle of its `times`-th command of a kind, before it hears the answer."""

    command: str = "DATA"
    times: int = 1
    victim: subprocess.Popen[str] | None = None

    async def _answer(self, command: str, server: SMTP) -> str:
        if command == self.command and self.victim is not None:
            self.times -= 1
            if self.times == 0:
                self.victim.kill()
                self.victim.wait(PATIENCE)
        return await super()._answer(command, server)


@pytest.mark.parametrize(
    "command, times, repeats", [("MAIL", 1, 0), ("RCPT", 3, 0), ("DATA", 1, 1), ("DATA", 4, 1)]
)
def test_a_sender_killed_after_so_many_mails_repeats_only_the_one_in_flight(
    tmp_path: Path, command: str, times: int, repeats: int
) -> None:
    with running(relay := Deadly(command=command, times=times)):
        office = place(tmp_path, FILES, **by_mail(relay))
        assert office.tick(KNOWN).code == 0
        relay.mails.clear()
        with office.running("tick", "--at", f"{START}T08:00") as process:
            relay.victim = process
            assert process.wait(PATIENCE) == KILLED
        relay.victim = None
        taken = times if command == "DATA" else times - 1
        until(lambda: len(relay.mails) == taken, "the relay to put down what it took")
        early = office.tick(f"{START}T08:04")
        assert (early.code, len(relay.mails)) == (3, taken)  # the dead sender's lease runs
        assert office.tick(f"{START}T08:11").code == 0
        assert len(relay.mails) == 4 + repeats
        assert_all_came(relay, READERS | LEADERS, repeats)
        again = office.tick(f"{START}T08:30")
        assert (again.code, relay.mails) == (0, [])
