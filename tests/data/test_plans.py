"""What a pass reads: what it looks for by name or by time, never a whole table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest
from sqlalchemy import Engine

from data.sql.database import memory_database
from data.sql.outbox import Outbox
from data.sql.prepared import driver_of
from data.sql.store import Store
from rules.notice import Settlement
from tests.data.records import BASE, LEASE, MORNING, action, decision, message, notice, occurrence

A, B = message("a"), message("b")
Steps: TypeAlias = Callable[[], list[str]]


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = memory_database()
    yield engine
    engine.dispose()


@pytest.fixture
def steps(engine: Engine) -> Steps:
    """Tells the steps of SQLite's plans for all that was asked since the test began."""
    asked: list[str] = []
    with engine.connect() as connection:
        driver = driver_of(connection)
    driver.set_trace_callback(asked.append)

    def found() -> list[str]:
        driver.set_trace_callback(None)
        looked = [sql for sql in asked if sql.split(maxsplit=1)[0] in {"SELECT", "UPDATE", "DELETE", "WITH"}]
        plans = [driver.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall() for sql in looked]
        assert plans, "nothing was asked"
        return [step for plan in plans for _, _, _, step in plan]

    return found


def walks(step: str) -> bool:
    """A search that uses no more than the organisation reads all there is as well."""
    through = step.startswith("SCAN ") and step.split()[1] not in {"json_each", "CONSTANT", "picked"}
    return through or ("(organization=?)" in step and "SEARCH schedule" not in step)


def test_a_plan_that_walks_through_a_table_is_noticed(engine: Engine, steps: Steps) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("SELECT * FROM message WHERE address = ?", ("x",))
    assert list(filter(walks, steps())) == ["SCAN message"]


def test_deciding_reads_only_what_concerns_the_bases(engine: Engine, steps: Steps) -> None:
    with Store(engine, "sct").begin() as tx:
        tx.start(MORNING)
        tx.record(action(), BASE)
        tx.wake()
        bases = tx.due(MORNING)
        tx.actions(bases)
        tx.births(bases)
        tx.decisions(bases)
        tx.accepted(bases)
        tx.notices(bases)
        tx.notices(since=MORNING)
        tx.threads([BASE], ["anv@example.gov.vn"])
        tx.decide([(BASE, decision(occurrence()))])
        said = [(BASE, notice(each, occurrence(step=each.id))) for each in (A, B)]
        assert tx.enqueue([A, B], said, MORNING) == 2
        assert tx.enqueue([A, B], said, MORNING) == 0
        tx.reschedule(dict.fromkeys(bases))
    assert list(filter(walks, steps())) == []


def test_counting_accepted_mails_begins_with_the_notices_of_the_bases(engine: Engine, steps: Steps) -> None:
    with Store(engine, "sct").read() as tx:
        tx.accepted([BASE])
        tx.threads([BASE], ["anv@example.gov.vn"])
    reached = [step for step in steps() if step.startswith("SEARCH message")]
    assert len(reached) == 2
    assert all("USING PRIMARY KEY" in step for step in reached)


def test_delivering_reads_only_what_is_claimed(engine: Engine, steps: Steps) -> None:
    outbox = Outbox(engine, "sct")
    with Store(engine, "sct").begin() as tx:
        tx.enqueue([A], [(BASE, notice(A, occurrence()))], MORNING)
    outbox.wake()
    outbox.undelivered(MORNING)
    outbox.rescue(MORNING)
    claimed = outbox.claim(MORNING, "node", LEASE)
    outbox.notices_of(claimed)
    outbox.freeze([(A.id, A.channel, b"text")])
    outbox.drop([(A.id, A.channel, occurrence(), "person:nguyen-van-a")])
    assert outbox.settle([Settlement(A.id, A.channel, "dead", MORNING)], "node") == 1
    outbox.show(A.id)
    outbox.retry(A.id, MORNING)
    outbox.release("node")
    assert list(filter(walks, steps())) == []
