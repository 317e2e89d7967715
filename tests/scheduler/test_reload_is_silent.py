"""A change of any file sends nothing by itself, on either database; what it puts in the past is kept so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pytest

from data.sql.database import open_database
from data.sql.outbox import Outbox
from data.sql.store import Revision, Store
from scheduler.deliver import Way
from scheduler.load import bring_into_force
from scheduler.passes import one_pass
from scheduler.post import Post
from scheduler.rehearsal import SILENT
from tests.small import CALENDAR, UNITS, Relay, at, files_of, in_force_from, rule, task

STEPS = "{id: gap, before: 3wd, to: lead}\n{id: hom, on: last-day, to: lead}"
OWED = task("{kind: by, date: 2021-03-10}")  # its steps: 05/3 and 10/3
FILES = files_of(rule(STEPS), OWED)
MORE = "\n{id: them, before: 6wd, to: [lead, lead.head, office]}"
AHEAD = "  - {id: rieng, title: Riêng, match: {task: I.1}, steps: [{id: xa, before: 8wd, to: lead}]}\n"
NOW, CHANGED, MINUTE_LATER = "2021-03-08T10:00", "2021-03-08T10:05", "2021-03-08T10:06"


def edited(name: str, change: Callable[[str], str]) -> dict[str, str]:
    return {**FILES, name: change(FILES.get(name, ""))}


CHANGES = {
    "a rule edited": ({**FILES, "rules/10.yaml": rule(STEPS + MORE)}, 1, "đổi 1 quy tắc"),
    "a rule added": (
        edited("rules/10.yaml", lambda text: text.replace("rules:\n", "rules:\n" + AHEAD)), 1,
        "thêm 1 quy tắc",
    ),
    "a plan edited": (
        edited("data/plans/p.yaml", lambda text: text.replace("2021-03-10", "2021-03-08")), 1,
        "đổi 1 nhiệm vụ; 1 mốc đổi ngày",
    ),
    "a unit changed": (
        {**FILES, "data/units.yaml": UNITS.replace("officers: [an]", "officers: [an, binh]")}, 0,
        "đổi 1 đơn vị",
    ),
    "an address changed": (
        {**FILES, "data/units.yaml": UNITS.replace("an@so", "nguyenan@so")}, 0, "đổi 1 cán bộ",
    ),
    "the calendar changed": (
        {**FILES, "data/calendar.yaml": CALENDAR.replace("2021-04-21", "2021-03-09, 2021-03-10, 2021-04-21")},
        1, "đổi 1 tệp lịch; 1 mốc đổi ngày",
    ),
    "a template changed": ({**FILES, "templates/mail.txt.j2": "x"}, 0, "thêm 1 mẫu thư"),
    "a comment": (edited("rules/10.yaml", lambda text: "# chú thích\n" + text), 0, "chỉ đổi chú thích"),
}  # fmt: skip


@pytest.fixture
def store(database_url: str) -> Iterator[tuple[Way, Relay]]:
    """At work from 01/3 to the morning of 08/3."""
    engine, channel = open_database(database_url), Relay()
    store, outbox = Store(engine, "so"), Outbox(engine, "so")
    way = Way(store, outbox, {SILENT: channel}, "nut-1")
    for moment in ("2021-03-01T08:00", "2021-03-05T08:00", NOW):
        passed(way, FILES, moment)
    assert [parcel.address for parcel in channel.accepted] == ["an@so.example"]
    yield way, channel
    engine.dispose()


def passed(way: Way, files: Mapping[str, str], moment: str) -> Revision | None:
    """One pass by these files; the revision that they made, if they are new."""
    used = in_force_from(files)
    taken = bring_into_force(way.store, used, in_force_from, at(moment), way.worker)
    one_pass(way, Post((SILENT,), "so.example"), used, at(moment))
    return taken


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_sends_nothing_by_itself_and_tells_what_it_passed_over(
    store: tuple[Way, Relay], change: str
) -> None:
    way, channel = store
    files, steps, told = CHANGES[change]
    taken = passed(way, files, CHANGED)
    passed(way, files, MINUTE_LATER)
    assert len(channel.accepted) == 1
    assert taken is not None
    assert (taken.passed, taken.node) == (steps, "nut-1")
    assert taken.summary is not None
    assert taken.summary.startswith(told)
    assert ("được bỏ qua" in taken.summary) is bool(steps)
    with way.store.read() as tx:
        over = [one for one in tx.decisions() if one.status == "passed" and one.at == at(CHANGED)]
        assert len({one.occurrence for one in over}) == steps
        assert tx.revision() == taken


def test_a_message_knows_the_files_it_was_decided_by(store: tuple[Way, Relay]) -> None:
    way, _ = store
    taken = passed(way, CHANGES["a rule edited"][0], CHANGED)
    passed(way, CHANGES["a rule edited"][0], "2021-03-10T08:00")
    assert taken is not None
    rows = sorted(way.outbox.list(), key=lambda row: row.at)
    assert [row.revision for row in rows] == [in_force_from(FILES).revision, taken.hash]


def test_files_brought_in_twice_are_one_revision(store: tuple[Way, Relay]) -> None:
    way, _ = store
    files = CHANGES["a rule edited"][0]
    assert passed(way, files, CHANGED) is not None
    assert passed(way, files, CHANGED) is None
    with way.store.read() as tx:
        assert len(tx.revisions()) == 2


def test_another_node_that_was_faster_makes_no_second_revision(store: tuple[Way, Relay]) -> None:
    way, _ = store
    files = in_force_from(CHANGES["a rule edited"][0])

    def overtaken(texts: Mapping[str, str]) -> object:
        bring_into_force(way.store, files, in_force_from, at(CHANGED), "nut-2")
        return in_force_from(texts)

    taken = bring_into_force(way.store, files, overtaken, at(CHANGED), "nut-1")  # type: ignore[arg-type]
    assert taken is None
    with way.store.read() as tx:
        assert [revision.node for revision in tx.revisions()] == ["nut-1", "nut-2"]


def test_each_text_is_kept_once_and_every_revision_can_be_had_again(store: tuple[Way, Relay]) -> None:
    way, _ = store
    changed = CHANGES["a rule edited"][0]
    passed(way, changed, CHANGED)
    passed(way, FILES, MINUTE_LATER)
    with way.store.read() as tx:
        assert [dict(tx.with_files(one).files) for one in tx.revisions()] == [FILES, changed, FILES]
        kept = tx.connection.exec_driver_sql("SELECT count(*) FROM kept_text").scalar()
    assert kept == len(FILES) + 1
