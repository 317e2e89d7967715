"""What waits is found, and taken back so that it can be said to others."""

from __future__ import annotations

from data.sql.outbox import Outbox
from data.sql.store import Store
from data.sql.waiting import take_back, unsent
from rules.notice import Decision
from tests.data.records import BASE, LEASE, MINUTE, MORNING, message, notice, occurrence


def enqueue(store: Store) -> None:
    """Two mails of one occurrence: one for the unit's own part, one for the rest."""
    one, two = message("mot"), message("hai", address="cvp@example.gov.vn")
    what = occurrence()
    with store.begin() as tx:
        tx.decide(
            (BASE, Decision(what, part, "said", MORNING, MORNING)) for part in ("van-phong", "", "khac")
        )
        carried = [(BASE, notice(one, what)), (BASE, notice(two, what, "person:cvp", "lead.head"))]
        tx.enqueue([one, two], carried, MORNING)


def test_only_what_could_go_now_is_found(store: Store) -> None:
    enqueue(store)
    with store.read() as tx:
        assert {n.recipient for _, n in unsent(tx, MORNING)} == {"person:nguyen-van-a", "person:cvp"}
        assert unsent(tx, MORNING - MINUTE) == []


def test_what_is_in_flight_is_left_alone(store: Store, outbox: Outbox) -> None:
    enqueue(store)
    outbox.claim(MORNING, "node", LEASE)
    with store.read() as tx:
        assert unsent(tx, MORNING) == []


def test_what_is_taken_back_is_decided_anew_and_the_other_notice_stays(store: Store) -> None:
    enqueue(store)
    with store.begin() as tx:
        take_back(tx, [one for one in unsent(tx, MORNING) if one[1].recipient == "person:nguyen-van-a"])
    with store.read() as tx:
        assert [notice.recipient for notice in tx.notices({BASE})] == ["person:cvp"]
        assert [decision.part for decision in tx.decisions({BASE})] == ["khac"]
        assert tx.due(MORNING) == [BASE]


def test_taking_nothing_back_changes_nothing(store: Store) -> None:
    enqueue(store)
    with store.begin() as tx:
        take_back(tx, [])
        assert len(unsent(tx, MORNING)) == 2
