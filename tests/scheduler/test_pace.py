"""A mail account with a limit a minute and an hour: what is over it waits, and nothing is lost."""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.sql.database import open_database
from data.sql.outbox import Outbox
from data.sql.store import Store
from rules.notice import Message, Settlement
from rules.pace import HOUR, MINUTE, Pace
from scheduler.deliver import LEASE
from scheduler.rehearsal import SILENT
from tests.small import Office, Relay, at, office, rule, task

LAST = "{id: hom, on: last-day, to: lead}"
DIGEST = (
    "digests:\n  - {id: tuan, title: Tổng hợp tuần, every: wednesday, at: '07:30', to: leadership,"
    " sections: [summary, overdue]}\n"
)
MORNING = at("2021-03-09T08:00")


def letters(count: int, when: dt.datetime = MORNING, kind: str = "alert") -> list[Message]:
    return [
        Message(f"<{when:%d%H%M}.{kind}.{n}@so.example>", SILENT, f"a{n}@so.example", when, kind)  # type: ignore[arg-type]
        for n in range(count)
    ]


def loaded(relay: Relay, pace: Pace, count: int) -> Office:
    """An office with that many texts waiting at 08:00 on a working day."""
    place = office(rule(LAST), task("{kind: by, date: 2021-12-10}"), channel=relay)
    place.open("2021-03-01T07:00")
    place.way = replace(place.way, paces={SILENT: pace}, settle_each=True)
    put(place, letters(count))
    return place


def put(place: Office, messages: list[Message]) -> None:
    with place.way.store.begin() as tx:
        tx.enqueue(messages, (), messages[0].at)
        tx.freeze([(one.id, SILENT, one.id.encode()) for one in messages])


def minutes(place: Office) -> dict[str, int]:
    """How many went in each minute."""
    sent = (row.sent_at for row in place.way.outbox.list() if row.sent_at)
    return dict(sorted(Counter(f"{moment.astimezone(MORNING.tzinfo):%H:%M}" for moment in sent).items()))


def test_no_minute_has_more_than_allowed_and_the_rest_goes_in_the_next_ones() -> None:
    place = loaded(Relay(), Pace(per_minute=30), 70)
    place.live("2021-03-09T08:00", "2021-03-09T09:00")
    assert minutes(place) == {"08:00": 30, "08:01": 30, "08:02": 10}


def test_no_hour_has_more_than_allowed() -> None:
    place = loaded(Relay(), Pace(per_hour=50), 120)
    place.live("2021-03-09T08:00", "2021-03-09T12:00")
    assert minutes(place) == {"08:00": 50, "09:00": 50, "10:00": 20}


def test_the_tighter_of_both_limits_rules() -> None:
    place = loaded(Relay(), Pace(per_minute=20, per_hour=50), 60)
    place.live("2021-03-09T08:00", "2021-03-09T12:00")
    assert minutes(place) == {"08:00": 20, "08:01": 20, "08:02": 10, "09:00": 10}


@given(st.integers(1, 9), st.integers(1, 30), st.integers(1, 40))
def test_in_any_span_no_more_goes_than_allowed_and_all_goes_in_the_end(
    per_minute: int, per_hour: int, count: int
) -> None:
    relay = Relay()
    place = loaded(relay, Pace(per_minute, per_hour), count)
    now = MORNING
    while place.way.outbox.undelivered(now):
        place.tick(f"{now:%FT%R}")
        now += dt.timedelta(minutes=10)
        if now.hour >= 17:
            now += dt.timedelta(hours=15)
    gone = sorted(row.sent_at for row in place.way.outbox.list() if row.sent_at)
    assert len(gone) == len(relay.accepted) == count
    for most, span in ((per_minute, MINUTE), (per_hour, HOUR)):
        assert all(later - first >= span for first, later in zip(gone, gone[most:], strict=False))


def test_what_waits_over_night_goes_in_the_morning() -> None:
    place = loaded(Relay(), Pace(per_hour=10), 105)
    place.live("2021-03-09T08:00", "2021-03-11T23:00")
    assert [row.state for row in place.way.outbox.list()] == ["sent"] * 105


def test_a_digest_does_not_wait_behind_a_backlog_of_reminders() -> None:
    relay = Relay()
    tasks = [task("{kind: by, date: 2021-03-09}", key=f"I.{n}") for n in range(1, 4)]
    everyone = "{id: hom, on: last-day, to: [lead, lead.head, support, office, leadership]}"
    place = office(rule(everyone) + DIGEST, *tasks, channel=relay)
    place.open("2021-03-01T07:00")
    place.live("2021-03-01T07:00", "2021-03-09T07:00")
    relay.accepted.clear()
    place.way = replace(place.way, paces={SILENT: Pace(per_hour=2)})
    place.live("2021-03-09T16:50", "2021-03-10T07:30")  # five readers, two went
    before = len(relay.accepted)
    assert 0 < before < 5
    digests = {row.id for row in place.way.outbox.list() if row.kind == "digest" and row.at > MORNING}
    assert digests & {parcel.message_id for parcel in relay.accepted}


def test_other_channels_are_not_slowed() -> None:
    relay, other = Relay(), Relay(name="other")
    place = loaded(relay, Pace(per_minute=1), 3)
    place.way = replace(place.way, notifiers={SILENT: relay, "other": other})
    more = [replace(one, channel="other") for one in letters(5)]
    with place.way.store.begin() as tx:
        tx.enqueue(more, (), MORNING)
        tx.freeze([(one.id, "other", b"x") for one in more])
    place.tick("2021-03-09T08:00")
    assert (len(relay.accepted), len(other.accepted)) == (1, 5)


@pytest.mark.parametrize("pace", [Pace(), Pace(per_minute=1000)])
def test_without_a_limit_that_matters_all_goes_at_once(pace: Pace) -> None:
    place = loaded(Relay(), pace, 45)
    assert place.tick("2021-03-09T08:00").delivered.sent == 45


def test_nodes_on_one_database_keep_the_pace_together(database_url: str) -> None:
    engine = open_database(database_url)
    box, store = Outbox(engine, "so"), Store(engine, "so")
    with store.begin() as tx:
        tx.enqueue(letters(100), (), MORNING)
    together, taken = threading.Barrier(4), []

    def node(name: str) -> None:
        together.wait(10)
        while claimed := box.claim_paced(MORNING, name, LEASE, 5, SILENT, Pace(per_minute=37)):
            done = [Settlement(c.message.id, SILENT, "sent", MORNING) for c in claimed]
            taken.extend(done)
            box.settle(done, name)

    threads = [threading.Thread(target=node, args=(f"n{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({one.id for one in taken}) == len(taken) == 37
    assert len(box.claim_paced(MORNING + MINUTE, "n", LEASE, 99, SILENT, Pace(per_minute=37))) == 37
    engine.dispose()
