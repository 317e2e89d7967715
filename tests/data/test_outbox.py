"""How messages are handed over once, whoever fails meanwhile, on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest

from data.sql.outbox import Outbox
from data.sql.store import Store
from rules.notice import Claimed, Result, Settlement
from tests.data.crashing_node import FROZEN
from tests.data.records import (
    BASE,
    DAY,
    LEASE,
    MINUTE,
    MORNING,
    digest,
    enqueue,
    message,
    notice,
    occurrence,
    opened,
)

A = message("a")


def settled(claimed: Claimed, result: Result = "sent", *, content: bytes | None = None) -> Settlement:
    next_try = MORNING + 10 * MINUTE if result == "retry" else None
    reason = None if result == "sent" else "timeout"
    carried = claimed.message
    return Settlement(carried.id, carried.channel, result, MORNING, next_try, reason, "421 bận", content)


def ids(claimed: Sequence[Claimed]) -> list[str]:
    return [each.message.id for each in claimed]


def claim_in_a_process(url: str, worker: str) -> list[str]:
    with opened(url) as engine:
        return claim_everything(Outbox(engine, "sct"), worker)


def claim_everything(outbox: Outbox, worker: str) -> list[str]:
    mine: list[str] = []
    while claimed := outbox.claim(MORNING, worker, LEASE, 7):
        mine += ids(claimed)
    return mine


# Claiming


def test_what_is_due_is_claimed_oldest_first_up_to_the_limit(store: Store, outbox: Outbox) -> None:
    late, early, future = message("b", MORNING), message("c", MORNING - DAY), message("d", MORNING + MINUTE)
    enqueue(store, A, late, early, future)
    first = outbox.claim(MORNING, "node", LEASE, 2)
    assert first == [Claimed(early, 0, None), Claimed(A, 0, None)]
    assert ids(outbox.claim(MORNING, "node", LEASE)) == [late.id]
    assert outbox.claim(MORNING, "node", LEASE) == []


def test_two_workers_never_get_the_same_message(store: Store, outbox: Outbox) -> None:
    wanted = [message(f"{number:03}") for number in range(200)]
    enqueue(store, *wanted)
    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(lambda name: claim_everything(outbox, name), "abcd"))
    assert sorted(id for mine in taken for id in mine) == sorted(each.id for each in wanted)


@pytest.mark.slow
def test_two_processes_never_get_the_same_message(store: Store, database_url: str) -> None:
    wanted = [message(f"{number:03}") for number in range(200)]
    enqueue(store, *wanted)
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        taken = list(pool.map(claim_in_a_process, [database_url] * 2, "ab"))
    assert sorted(id for mine in taken for id in mine) == sorted(each.id for each in wanted)


def test_a_claim_does_not_wait_for_another_one_in_progress(postgres_url: str) -> None:
    """On PostgreSQL workers pass over what is locked; SQLite has one writer at a time anyway."""
    with opened(postgres_url) as engine:
        enqueue(Store(engine, "sct"), A, message("b"))
        with engine.begin() as other:
            other.exec_driver_sql(f"SELECT 1 FROM message WHERE id = '{A.id}' FOR UPDATE")
            assert ids(Outbox(engine, "sct").claim(MORNING, "node", LEASE)) == [message("b").id]


def test_claimed_messages_bring_their_notices_but_not_dropped_ones(store: Store, outbox: Outbox) -> None:
    mail, box = A, replace(A, channel="mailbox")
    kept, gone = notice(mail, occurrence()), notice(mail, occurrence(step="gap"))
    boxed = notice(box, occurrence())
    with store.begin() as tx:
        tx.enqueue([mail, box, digest("w")], [(BASE, each) for each in (kept, gone, boxed)], MORNING)
    outbox.drop([(A.id, "email", gone.occurrence, gone.recipient)])
    carried = outbox.notices_of(outbox.claim(MORNING, "node", LEASE))
    assert carried == {
        (A.id, "email"): [(BASE, kept)],
        (A.id, "mailbox"): [(BASE, boxed)],
        (digest("w").id, "email"): [],
    }
    with store.read() as tx:
        assert tx.notices() == [kept, boxed]
        assert len(tx.notices(dropped=True)) == 3


def test_a_text_fixed_when_it_is_enqueued_is_claimed_with_its_message(store: Store, outbox: Outbox) -> None:
    alert = replace(A, kind="alert")
    with store.begin() as tx:
        assert tx.enqueue([alert], (), MORNING) == 1
        tx.freeze([(alert.id, alert.channel, b"text")])
    assert outbox.claim(MORNING, "node", LEASE) == [Claimed(alert, 0, b"text")]


# Settling


def test_a_sent_message_is_final_and_keeps_its_text(store: Store, outbox: Outbox) -> None:
    enqueue(store, A)
    [claimed] = outbox.claim(MORNING, "node", LEASE)
    assert outbox.settle([settled(claimed, content=b"text")], "node") == 1
    [(row, text)] = outbox.show(A.id)
    assert (row.state, row.sent_at, text) == ("sent", MORNING, b"text")
    assert (row.worker, row.lease_until) == (None, None)
    assert outbox.claim(MORNING + DAY, "node", LEASE) == []


def test_a_text_frozen_before_sending_stays_for_the_record(store: Store, outbox: Outbox) -> None:
    enqueue(store, A)
    [claimed] = outbox.claim(MORNING, "node", LEASE)
    outbox.freeze([(A.id, "email", b"text")])
    outbox.settle([settled(claimed)], "node")
    assert outbox.show(A.id)[0][1] == b"text"


def test_a_retry_waits_for_its_moment_and_is_composed_anew(store: Store, outbox: Outbox) -> None:
    enqueue(store, A)
    [claimed] = outbox.claim(MORNING, "node", LEASE)
    outbox.freeze([(A.id, "email", b"text")])
    outbox.settle([settled(claimed, "retry")], "node")
    assert outbox.wake() == MORNING + 10 * MINUTE
    assert outbox.claim(MORNING + 9 * MINUTE, "node", LEASE) == []
    assert outbox.claim(MORNING + 10 * MINUTE, "node", LEASE) == [Claimed(A, 1, None)]
    assert outbox.show(A.id)[0][0].reason == "timeout"


def test_a_retry_of_unknown_outcome_repeats_its_text(store: Store, outbox: Outbox) -> None:
    enqueue(store, A)
    [claimed] = outbox.claim(MORNING, "node", LEASE)
    outbox.settle([settled(claimed, "retry", content=b"text")], "node")
    assert outbox.claim(MORNING + DAY, "node", LEASE) == [Claimed(A, 1, b"text")]


def test_a_retry_without_a_moment_is_refused(store: Store, outbox: Outbox) -> None:
    enqueue(store, A)
    [claimed] = outbox.claim(MORNING, "node", LEASE)
    with pytest.raises(ValueError, match="retry"):
        outbox.settle([replace(settled(claimed, "retry"), next_try=None)], "node")
    assert outbox.counts() == {"sending": 1}


@pytest.mark.parametrize("result", ["dead", "cancelled"])
def test_a_message_given_up_is_final(store: Store, outbox: Outbox, result: Result) -> None:
    enqueue(store, A)
    [claimed] = outbox.claim(MORNING, "node", LEASE)
    assert outbox.settle([settled(claimed, result)], "node") == 1
    assert outbox.claim(MORNING + DAY, "node", LEASE) == []
    assert (outbox.counts(), outbox.undelivered(MORNING)) == ({result: 1}, 0)


def test_a_batch_is_settled_each_its_own_way(store: Store, outbox: Outbox) -> None:
    many = [message(f"{number:04}") for number in range(1200)]
    enqueue(store, *many)
    claimed = outbox.claim(MORNING, "node", LEASE, 1200)
    results: list[Result] = ["sent", "retry", "dead", "cancelled"]
    assert outbox.settle([settled(c, results[i % 4]) for i, c in enumerate(claimed)], "node") == 1200
    assert outbox.counts() == {"sent": 300, "pending": 300, "dead": 300, "cancelled": 300}


def test_who_lost_the_lease_changes_nothing(store: Store, outbox: Outbox) -> None:
    enqueue(store, A)
    [claimed] = outbox.claim(MORNING, "slow", LEASE)
    outbox.rescue(MORNING + LEASE)
    outbox.claim(MORNING + LEASE, "quick", LEASE)
    assert outbox.settle([settled(claimed, content=b"other")], "slow") == 0
    [(row, text)] = outbox.show(A.id)
    assert (row.state, row.worker, text) == ("sending", "quick", None)


def test_settling_twice_or_what_is_unknown_changes_nothing(store: Store, outbox: Outbox) -> None:
    enqueue(store, A)
    [claimed] = outbox.claim(MORNING, "node", LEASE)
    outbox.settle([settled(claimed)], "node")
    unknown = replace(settled(claimed), id="<unknown@example.gov.vn>")
    assert outbox.settle([settled(claimed, "dead"), unknown], "node") == 0
    assert outbox.counts() == {"sent": 1}


# Failing nodes


def test_a_lease_protects_until_it_ends_then_the_message_comes_back_as_it_was(
    store: Store, outbox: Outbox
) -> None:
    enqueue(store, A)
    outbox.claim(MORNING, "lost", LEASE)
    outbox.freeze([(A.id, "email", b"text")])
    assert outbox.wake() == MORNING + LEASE
    assert outbox.rescue(MORNING + LEASE - MINUTE) == 0
    assert outbox.rescue(MORNING + LEASE) == 1
    assert outbox.claim(MORNING + LEASE, "other", LEASE) == [Claimed(A, 1, b"text")]


def test_the_first_frozen_text_stays(store: Store, outbox: Outbox) -> None:
    enqueue(store, A)
    outbox.claim(MORNING, "lost", LEASE)
    outbox.freeze([(A.id, "email", b"first")])
    outbox.freeze([(A.id, "email", b"second")])
    outbox.rescue(MORNING + LEASE)
    assert outbox.claim(MORNING + LEASE, "other", LEASE)[0].frozen == b"first"


@pytest.mark.slow
def test_a_text_frozen_for_one_channel_is_none_of_another(store: Store, outbox: Outbox) -> None:
    by_mail, in_a_box = A, replace(A, channel="mailbox")
    enqueue(store, by_mail, in_a_box)
    outbox.claim(MORNING, "node", LEASE)
    outbox.freeze([(A.id, "mailbox", b"for the box")])
    outbox.rescue(MORNING + LEASE)
    assert outbox.claim(MORNING + LEASE, "node", LEASE) == [
        Claimed(by_mail, 1, None),
        Claimed(in_a_box, 1, b"for the box"),
    ]


def test_a_node_killed_between_freezing_and_settling_loses_nothing(
    store: Store, outbox: Outbox, database_url: str
) -> None:
    enqueue(store, A, message("b"))
    command = [sys.executable, "-m", "tests.data.crashing_node", database_url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as node:
        assert node.stdout is not None
        assert node.stdout.readline() == b"frozen 2\n"
        node.kill()
    assert outbox.claim(MORNING, "other", LEASE) == []
    outbox.rescue(MORNING + LEASE)
    again = outbox.claim(MORNING + LEASE, "other", LEASE)
    assert again == [Claimed(A, 1, FROZEN), Claimed(message("b"), 1, FROZEN)]
    assert outbox.settle([settled(each) for each in again], "other") == 2


def test_a_worker_that_stops_gives_back_what_it_did_not_begin(store: Store, outbox: Outbox) -> None:
    enqueue(store, A, message("b"), message("c"))
    first, *_ = outbox.claim(MORNING, "stops", LEASE, 2)
    outbox.claim(MORNING, "goes-on", LEASE)
    outbox.settle([settled(first)], "stops")
    assert outbox.release("stops") == 1
    assert outbox.counts() == {"sent": 1, "pending": 1, "sending": 1}
    assert outbox.claim(MORNING, "goes-on", LEASE) == [Claimed(message("b"), 0, None)]


# What there is to do


def test_the_outbox_wakes_for_the_next_message_or_the_next_lease(store: Store, outbox: Outbox) -> None:
    assert outbox.wake() is None
    enqueue(store, A, message("later", MORNING + DAY))
    assert outbox.wake() == MORNING
    [claimed] = outbox.claim(MORNING, "node", LEASE)
    assert outbox.wake() == MORNING + LEASE
    outbox.settle([settled(claimed)], "node")
    assert outbox.wake() == MORNING + DAY


def test_undelivered_is_what_should_have_gone_and_has_not(store: Store, outbox: Outbox) -> None:
    enqueue(store, A, message("b"), message("c"), message("later", MORNING + DAY))
    assert outbox.undelivered(MORNING) == 3
    claimed = outbox.claim(MORNING, "node", LEASE)
    outbox.settle([settled(claimed[0]), settled(claimed[1], "retry")], "node")
    assert outbox.undelivered(MORNING) == 2
    assert outbox.undelivered(MORNING - DAY) == 0


# The admin


def test_the_list_shows_the_newest_first_by_state(store: Store, outbox: Outbox) -> None:
    enqueue(store, A, message("b", MORNING + MINUTE), message("c", MORNING - MINUTE))
    outbox.claim(MORNING - MINUTE, "node", LEASE)
    assert [row.id[1] for row in outbox.list()] == ["b", "a", "c"]
    assert [row.id[1] for row in outbox.list("pending")] == ["b", "a"]
    assert [row.id[1] for row in outbox.list(limit=1)] == ["b"]
    [row] = outbox.list("sending")
    assert (row.worker, row.lease_until, row.attempts) == ("node", MORNING - MINUTE + LEASE, 1)


def test_an_unknown_message_shows_nothing(outbox: Outbox) -> None:
    assert outbox.show("<none@example.gov.vn>") == []
    assert outbox.retry("<none@example.gov.vn>", MORNING) == 0
    assert outbox.drop_message("<none@example.gov.vn>") == 0


def test_a_dead_message_is_sent_again_with_the_waits_begun_anew(store: Store, outbox: Outbox) -> None:
    enqueue(store, A)
    [claimed] = outbox.claim(MORNING, "node", LEASE)
    outbox.settle([settled(claimed, "dead", content=b"text")], "node")
    assert outbox.retry(A.id, MORNING + DAY) == 1
    assert outbox.claim(MORNING + DAY, "node", LEASE) == [Claimed(A, 0, b"text")]
    assert outbox.retry(A.id, MORNING + DAY) == 0


def test_a_dropped_message_is_never_sent_but_one_being_sent_cannot_be_dropped(
    store: Store, outbox: Outbox
) -> None:
    enqueue(store, A, message("b"))
    outbox.claim(MORNING, "node", LEASE, 1)
    assert [outbox.drop_message(A.id), outbox.drop_message(message("b").id)] == [0, 1]
    assert outbox.counts() == {"sending": 1, "cancelled": 1}


def test_old_texts_of_finished_messages_are_forgotten(store: Store, outbox: Outbox) -> None:
    enqueue(store, A, message("b"))
    first, second = outbox.claim(MORNING, "node", LEASE)
    outbox.settle([settled(first, content=b"x"), settled(second, "retry", content=b"y")], "node")
    assert outbox.prune(MORNING) == 0
    assert outbox.prune(MORNING + dt.timedelta(microseconds=1)) == 1
    assert [outbox.show(each)[0][1] for each in (A.id, message("b").id)] == [None, b"y"]
    assert outbox.counts() == {"sent": 1, "pending": 1}
