"""Several nodes on one database: each mail goes once, whoever works; organisations do not see each other."""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.sql.database import open_database
from data.sql.outbox import Outbox
from data.sql.store import Node, Store
from notifiers.base import Parcel
from scheduler.deliver import Way
from scheduler.load import bring_into_force
from scheduler.passes import one_pass
from scheduler.post import Post
from scheduler.rehearsal import SILENT
from tests.notifiers.relay import Relay, running
from tests.service.places import Nursery, Place, by_mail, message_id, new_nursery, nursery, place
from tests.small import UNITS, at, files_of, in_force_from, rule, task
from tests.small import Relay as Counting

ROUNDS = 20
STEPS = "{id: nhac, before: 310d, every: 1wd, to: [lead, lead.head]}"
DIGEST = (
    "digests:\n  - {id: tuan, title: Tổng hợp tuần, every: monday, at: '07:30', to: leadership,"
    " sections: [summary, overdue]}\n"
)
BY = "{kind: by, date: 2021-12-31}"
FILES = files_of(
    rule(STEPS) + DIGEST, task(BY), task(BY, key="I.2", lead="[xd]"), task(BY, key="I.3", lead="[kt, xd, vp]")
)
DAILY = {f"{name}@so.example" for name in ("an", "tpkt", "binh", "tpxd", "theodoi", "cvp")}
LEADERS = {"gd@so.example", "pgd@so.example"}
DAYS = [
    day
    for n in range(60)
    if (day := dt.date(2021, 3, 1) + dt.timedelta(days=n)).isoweekday() < 6 and f"{day:%d/%m}" != "21/04"
][:ROUNDS]


@pytest.fixture(scope="module")
def pair() -> Iterator[tuple[Nursery, Nursery]]:
    other = new_nursery()
    yield nursery(), other
    other.process.communicate()


def readers_of(day: dt.date) -> Counter[str]:
    return Counter(DAILY | (LEADERS if day.isoweekday() == 1 else set()))


def test_two_processes_that_tick_at_once_send_each_mail_once(
    tmp_path: Path, database_url: str, pair: tuple[Nursery, Nursery]
) -> None:
    ids: list[str] = []
    with running(Relay()) as relay:
        office = place(tmp_path, FILES, **by_mail(relay), DATABASE_URL=database_url)
        first = office.together("tick --at 2021-02-22T08:00", nurseries=pair)  # schema, files, births
        assert [answer.code for answer in first] == [0, 0], first
        for day in DAYS[: 8 if database_url.startswith("sqlite") else ROUNDS]:
            relay.mails.clear()
            answers = office.together(f"tick --at {day}T08:00", nurseries=pair)
            # One may meet what the other is sending.
            assert {answer.code for answer in answers} <= {0, 3}, answers
            assert Counter(recipient for _, recipient, _ in relay.mails) == readers_of(day)
            ids += [message_id(text) for _, _, text in relay.mails]
        assert len(ids) == len(set(ids))
        assert {row["state"] for row in office.outbox()} == {"sent"}


def test_two_nodes_that_first_start_at_once_say_the_first_notices_once(
    tmp_path: Path, database_url: str, pair: tuple[Nursery, Nursery]
) -> None:
    with running(Relay()) as relay:
        office = place(tmp_path, FILES, **by_mail(relay), DATABASE_URL=database_url)
        answers = office.together("tick --at 2021-03-02T08:30", nurseries=pair)
        assert {answer.code for answer in answers} <= {0, 3}, answers
        assert Counter(recipient for _, recipient, _ in relay.mails) == Counter(DAILY)


def live(url: str, name: str, channel: Counting, barrier: threading.Barrier) -> None:
    """One node in a thread of its own, with its own connections, in step with the other."""
    files = in_force_from(FILES)
    engine = open_database(url)
    store, outbox = Store(engine, files.organization), Outbox(engine, files.organization)
    way = Way(store, outbox, {SILENT: channel}, name)
    for moment in ("2021-02-22T08:00", *(f"{day}T08:00" for day in DAYS)):
        barrier.wait(60)
        bring_into_force(store, files, lambda _: None, at(moment))
        one_pass(way, Post((SILENT,), "so.example"), files, at(moment))
    engine.dispose()


def test_two_threads_on_sqlite_send_each_mail_once(tmp_path: Path) -> None:
    channel, barrier = Counting(), threading.Barrier(2)
    url = f"sqlite:///{tmp_path / 'chung.sqlite3'}"
    nodes = [threading.Thread(target=live, args=(url, name, channel, barrier)) for name in ("mot", "hai")]
    for node in nodes:
        node.start()
    for node in nodes:
        node.join()
    assert not barrier.broken
    said = Counter((parcel.address, parcel.at.date()) for parcel in channel.accepted)
    expected = Counter((address, day) for day in DAYS for address in readers_of(day))
    assert said == expected
    assert len(set(map(id_of, channel.accepted))) == len(channel.accepted)


def id_of(parcel: Parcel) -> str:
    return parcel.message_id


def organisation(folder: Path, id_: str, relay: Relay, url: str) -> Place:
    """An organisation with its own addresses; plan, tasks, rules and units are called as everywhere."""
    units = UNITS.replace("{id: so,", f"{{id: {id_},").replace("@so.example", f"@{id_}.example")
    files = FILES | {"data/units.yaml": units}
    return place(folder, files, **by_mail(relay), DATABASE_URL=url)


def domains(relay: Relay) -> set[str]:
    return {recipient.split("@")[1] for _, recipient, _ in relay.mails}


def test_two_organisations_on_one_database_do_not_see_each_other(tmp_path: Path, database_url: str) -> None:
    with running(Relay()) as here, running(Relay()) as there:
        one = organisation(tmp_path / "mot", "mot", here, database_url)
        two = organisation(tmp_path / "hai", "hai", there, database_url)
        for office in (one, two):
            assert office.tick("2021-02-22T08:00").code == 0
        assert one.tick("2021-03-01T08:00").code == 0
        assert (len(here.mails), there.mails, two.outbox()) == (8, [], [])
        assert one("done p/I.1/han --by an --on 2021-03-01").code == 0
        assert two("cancel p/I.2/han --by gd --on 2021-03-01").code == 0
        assert two.tick("2021-03-02T08:00").code == 0
        assert (domains(here), domains(there)) == ({"mot.example"}, {"hai.example"})
        assert len(there.mails) == 8  # the digest of a Monday on which nobody worked comes late
        assert states(one) == {"p/I.1/han": "done", "p/I.2/han": "open", "p/I.3/han": "open"}
        assert states(two) == {"p/I.1/han": "open", "p/I.2/han": "cancelled", "p/I.3/han": "open"}
        statuses = [office("status --json").object for office in (one, two)]
        assert [status["outbox"]["sent"] for status in statuses] == [8, len(there.mails)]
        assert [status["organization"] for status in statuses] == ["mot", "hai"]


def states(office: Place) -> dict[str, str]:
    rows = office("deadlines --at 2021-03-02 --json").objects
    return {row["id"]: row["state"].replace("due-soon", "open") for row in rows}


def test_a_node_that_leaves_takes_those_with_it_that_died_long_ago(database_url: str) -> None:
    engine = open_database(database_url)
    store = Store(engine, "so")
    seen = {"ra-di": "2021-03-10", "con-day": "2021-03-09", "chet-lau": "2021-03-01"}
    with store.begin() as tx:
        for name, day in seen.items():
            tx.beat(Node(name, at(day), at(day), "ban", None))
    with store.begin() as tx:
        tx.leave("ra-di", at("2021-03-03"))
    with store.read() as tx:
        assert [node.name for node in tx.nodes()] == ["con-day"]
    engine.dispose()
