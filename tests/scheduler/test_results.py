"""Sheets of results: whatever is claimed, a second look records nothing, and one bad row stops all."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from data.sql.database import memory_database
from data.sql.store import Store
from rules.action import Action
from rules.results.claims import Reporter
from rules.results.entries import Claim, Entry
from scheduler.inforce import InForce
from scheduler.results import Weighed, keep_results
from tests.dondoc.terminal import texts
from tests.small import ZONE, in_force_from

LINES = (
    ("p/I.1/han", None), ("p/I.2/han", "kt"), ("p/I.2/han", "Phòng Xây dựng"), ("p/I.5/han", "VP"),
    ("p/I.6", None), ("p/I.7/han", None), ("p/I.8/a", None), ("p/I.8/b", None), ("p/I.3/han", None),
)  # fmt: skip
NOW = dt.datetime(2021, 6, 1, 9, tzinfo=ZONE)
DAYS = st.none() | st.dates(dt.date(2021, 1, 1), dt.date(2021, 6, 1))
WORDS = st.none() | st.sampled_from(["18/BC", "Chờ số liệu", "đã gửi"])
CLAIMS = st.builds(Claim, DAYS, WORDS, DAYS, WORDS, st.none() | st.booleans(), WORDS)


def entries(claims: list[tuple[tuple[str, str | None], Claim]]) -> list[Entry]:
    filled = [(line, claim) for line, claim in claims if not claim.empty]
    return [Entry("s", row, key, unit, claim) for row, ((key, unit), claim) in enumerate(filled, 5)]


def look(store: Store, files: InForce, sheet: list[Entry], day: int = 0) -> Weighed:
    return keep_results(store, files, sheet, Reporter("an", NOW + dt.timedelta(days=day)))


def recorded(store: Store) -> list[Action]:
    with store.read() as tx:
        return list(tx.actions())


@given(st.lists(st.tuples(st.sampled_from(LINES), CLAIMS), max_size=6, unique_by=lambda each: each[0]))
def test_a_second_look_the_next_day_records_nothing_more(
    claims: list[tuple[tuple[str, str | None], Claim]],
) -> None:
    files = in_force_from(texts())
    sheet = entries(claims)
    store = Store(memory_database(), files.organization)
    first = look(store, files, sheet)
    known = recorded(store)
    assert len(known) == (0 if first.faults else len(first.actions))
    again = look(store, files, sheet, day=1)
    assert bool(again.faults) == bool(first.faults)
    assert first.faults or not again.actions
    assert recorded(store) == known
