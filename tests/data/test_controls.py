"""What an admin ordered, and what it does to the messages, on both databases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from data.sql import controls
from data.sql.outbox import Outbox
from data.sql.store import Store
from rules.notice import Settlement
from rules.standing import Control
from tests.data.records import (
    BASE,
    DAY,
    LEASE,
    MINUTE,
    MORNING,
    decision,
    digest,
    message,
    notice,
    occurrence,
    opened,
)

BATCH = "20210301-0800"


@pytest.fixture
def both(database_url: str) -> Iterator[tuple[Store, Outbox]]:
    with opened(database_url) as engine:
        yield Store(engine, "sct"), Outbox(engine, "sct")


def enqueue(store: Store, name: str, at: dt.datetime = MORNING) -> None:
    """One mail with one notice and its decision, made by the pass of `at`."""
    mail = message(name, at)
    what = occurrence(f"{BASE}/{name}")
    with store.begin() as tx:
        tx.bear([(BASE, what.deadline, 1)], at)
        tx.decide([(BASE, decision(what)._replace(at=at))])
        tx.enqueue([mail], [(BASE, notice(mail, what)._replace(at=at))], at)


def send(box: Outbox, now: dt.datetime) -> list[str]:
    claimed = box.claim(now, "n", LEASE)
    box.freeze([(c.message.id, c.message.channel, b"x") for c in claimed])
    box.settle([Settlement(c.message.id, c.message.channel, "sent", now) for c in claimed], "n")
    return [c.message.id for c in claimed]


def states(box: Outbox) -> dict[str, str]:
    return {row.id.strip("<>").split("@")[0]: row.state for row in box.list()}


def order(store: Store, *orders: Control) -> None:
    with store.begin() as tx:
        for one in orders:
            controls.note(tx, one)


def test_orders_are_kept_in_their_order_and_the_last_of_a_sort_is_in_force(
    both: tuple[Store, Outbox], database_url: str
) -> None:
    store, _ = both
    given = [
        Control("pause", "An", MORNING, "nghỉ Tết"),
        Control("resume", "Bình", MORNING + DAY),
        Control("trial", "dondoc", MORNING + DAY, "a@b.vn"),
        Control("trial", "dondoc", MORNING + 2 * DAY, "c@d.vn"),
    ]
    order(store, *given)
    with store.read() as tx:
        assert controls.controls(tx) == given
        standing = controls.standing(tx)
        assert tx.wakes().controls is not None
    assert standing.pause is None
    assert standing.trial is not None
    assert (standing.trial.since, standing.trial.address) == (MORNING + DAY, "c@d.vn")
    with opened(database_url) as engine, Store(engine, "khac").read() as tx:
        assert (controls.controls(tx), tx.wakes().controls) == ([], None)


def test_a_held_pass_is_not_claimed_until_it_is_let_go(both: tuple[Store, Outbox]) -> None:
    store, box = both
    enqueue(store, "before", MORNING - MINUTE)
    enqueue(store, "one")
    with store.begin() as tx:
        tx.enqueue([digest("weekly")], (), MORNING)
        controls.hold(tx, BATCH, MORNING)
    assert states(box) == {"before": "pending", "one": "held", "weekly": "held"}
    assert send(box, MORNING) == ["<before@example.gov.vn>"]
    with store.begin() as tx:
        assert controls.held_batches(tx) == {BATCH: 2}
        ids = controls.messages_held(tx, BATCH)
        assert controls.digests_held(tx, ids) == ["anv@example.gov.vn"]
        assert [one.message for one in controls.notices_held(tx, ids)] == ["<one@example.gov.vn>"]
        controls.let_go(tx, ids)
        assert controls.held_batches(tx) == {}
    assert len(send(box, MORNING + MINUTE)) == 2


def test_a_batch_that_is_given_up_was_never_said(both: tuple[Store, Outbox]) -> None:
    store, box = both
    enqueue(store, "one")
    with store.begin() as tx:
        controls.hold(tx, BATCH, MORNING)
        controls.give_up(tx, controls.messages_held(tx, BATCH), MORNING)
        assert tx.notices() == []
        assert len(tx.decisions()) == 1  # and is not decided again
    assert (states(box), send(box, MORNING + DAY)) == ({"one": "cancelled"}, [])


def test_a_held_mail_counts_as_undelivered_and_can_be_dropped_alone(both: tuple[Store, Outbox]) -> None:
    store, box = both
    enqueue(store, "one")
    with store.begin() as tx:
        controls.hold(tx, BATCH, MORNING)
    assert box.undelivered(MORNING) == 1
    assert box.retry("<one@example.gov.vn>", MORNING) == 0
    assert box.drop_message("<one@example.gov.vn>") == 1
    with store.read() as tx:
        assert controls.held_batches(tx) == {}


def test_forgetting_takes_back_what_a_trial_made_and_sends_anew_what_it_turned_aside(
    both: tuple[Store, Outbox],
) -> None:
    store, box = both
    with store.begin() as tx:
        tx.start(MORNING - DAY)
    enqueue(store, "told", MORNING - DAY)
    send(box, MORNING - DAY)
    enqueue(store, "waited", MORNING - MINUTE)
    enqueue(store, "tried")
    with store.begin() as tx:
        tx.note_digest("tuan", "2021-W09", MORNING)
    assert len(send(box, MORNING)) == 2
    with store.begin() as tx:
        assert controls.sent_since(tx, MORNING) == 2
        controls.forget(tx, MORNING, MORNING + DAY)
    assert states(box) == {"told": "sent", "waited": "pending"}
    with store.read() as tx:
        assert {one.occurrence.deadline.rsplit("/")[-1] for one in tx.notices()} == {"told", "waited"}
        assert {one.occurrence.deadline.rsplit("/")[-1] for one in tx.decisions()} == {"told", "waited"}
        assert (tx.digest_weeks("tuan"), tx.known_since()) == (set(), MORNING - DAY)
    (claimed,) = box.claim(MORNING + DAY, "n", LEASE)
    assert (claimed.frozen, claimed.attempts) == (None, 0)


def test_a_record_that_began_with_the_trial_begins_anew_with_its_end(both: tuple[Store, Outbox]) -> None:
    store, _ = both
    with store.begin() as tx:
        tx.start(MORNING)
        controls.forget(tx, MORNING, MORNING + DAY)
        assert tx.known_since() == MORNING + DAY


def test_one_organisation_forgets_nothing_of_another(database_url: str) -> None:
    with opened(database_url) as engine:
        other = Store(engine, "khac")
        enqueue(other, "one")
        send(Outbox(engine, "khac"), MORNING)
        with Store(engine, "sct").begin() as tx:
            controls.forget(tx, MORNING - DAY, MORNING)
            controls.hold(tx, BATCH, MORNING)
        with other.read() as tx:
            assert len(tx.notices()) == len(tx.decisions()) == len(tx.births()) == 1
        assert states(Outbox(engine, "khac")) == {"one": "sent"}
        assert Outbox(engine, "khac").show("<one@example.gov.vn>")[0][1] == b"x"
