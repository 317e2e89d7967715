"""A pause: nothing goes out, nothing is lost, and what follows is what an outage would leave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from data.sql import controls
from notifiers.base import Parcel, TemporaryFailure
from rules.standing import Control, Order
from tests.small import Office, Relay, action, at, office, rule, said, task

BEFORE_10_3 = "{kind: by, date: 2021-03-10, strict: true}"
STEPS = """
{id: gap, before: 3wd, to: [lead, lead.head]}
{id: hom, on: last-day, to: lead}
{id: moc, on: stated, to: lead}
{id: qua, after: 1wd, to: [lead, lead.head], cc: office}
"""
DIGEST = (
    "digests:\n  - {id: tuan, title: Tổng hợp tuần, every: monday, at: '07:30', to: leadership,"
    " sections: [summary, overdue]}\n"
)


def order(place: Office, do: Order, when: str) -> None:
    with place.way.store.begin() as tx:
        controls.note(tx, Control(do, "Lê IT", at(when), "nghỉ Tết"))


def working(relay: Relay | None = None) -> Office:
    place = office(
        rule(STEPS) + DIGEST, task(BEFORE_10_3), task("{kind: by, date: 2021-03-18}", key="I.2", lead="[xd]"),
        channel=relay,
    )  # fmt: skip
    place.open("2021-01-01")
    place.live("2021-01-01", "2021-03-04T07:00")
    return place


def everything(place: Office) -> object:
    with place.way.store.read() as tx:
        decided = sorted(map(str, tx.decisions()))
    return place.lines(), decided, sorted((row.id, row.state) for row in place.way.outbox.list())


def paused_from_4_to_15(place: Office) -> None:
    order(place, "pause", "2021-03-04T07:30")
    for day in (4, 5, 8, 9, 10, 11, 12):
        for hour in ("07:30", "08:00", "16:00"):
            tally = place.tick(f"2021-03-{day:02}T{hour}")
            assert "đang tạm dừng gửi thư" in (tally.still or "")
    order(place, "resume", "2021-03-15T09:00")


def test_after_a_pause_goes_out_exactly_what_an_outage_would_leave() -> None:
    paused, down = working(), working()
    paused_from_4_to_15(paused)
    for place in (paused, down):
        place.live("2021-03-15T09:20", "2021-12-31")
    assert everything(paused) == everything(down)
    assert len(said(paused.lines())) > 3


def test_during_a_pause_nothing_is_decided_made_or_sent() -> None:
    relay = Relay()
    place = working(relay)
    before, sent = everything(place), len(relay.accepted)
    paused_from_4_to_15(place)
    assert (everything(place), len(relay.accepted)) == (before, sent)


def test_mails_that_waited_at_the_pause_are_written_anew_after_it() -> None:
    relay = Relay()
    place = working(relay)
    relay.down = TemporaryFailure("connection", "refused")
    place.tick("2021-03-04T08:00")
    relay.down = None
    relay.accepted.clear()
    order(place, "pause", "2021-03-04T08:01")
    assert place.tick("2021-03-04T09:00").still
    place.report(action("done", "2021-03-08T10:00"))
    order(place, "resume", "2021-03-15T09:00")
    place.live("2021-03-15T09:20", "2021-03-15T12:00")
    assert not any(b"p/I.1/han" in parcel.content for parcel in relay.accepted)
    assert [row.state for row in place.way.outbox.list() if row.at == at("2021-03-04T08:00")] == [
        "cancelled", "cancelled",
    ]  # fmt: skip


def test_what_was_reported_during_a_pause_is_not_urged_after_it() -> None:
    place = working()
    order(place, "pause", "2021-03-04T07:30")
    place.report(action("done", "2021-03-08T10:00"))
    order(place, "resume", "2021-03-15T09:00")
    place.live("2021-03-15T09:20", "2021-12-31")
    assert {line["task"] for line in place.lines() if line["task"]} == {"I.2"}


@dataclass
class Interrupted(Relay):
    """A channel at which an admin pauses while a mail is under way."""

    pause: Callable[[], None] = lambda: None

    def send(self, parcel: Parcel) -> None:
        super().send(parcel)
        self.pause()


def test_a_pause_stops_between_two_mails_and_puts_the_rest_back() -> None:
    relay = Interrupted()
    place = working(relay)
    place.way = replace(place.way, obeys=True, settle_each=True)
    relay.accepted.clear()
    relay.pause = lambda: order(place, "pause", "2021-03-04T08:00")
    assert place.tick("2021-03-04T08:00").delivered.sent == 1
    states = sorted(row.state for row in place.way.outbox.list() if row.at == at("2021-03-04T08:00"))
    assert (len(relay.accepted), states) == (1, ["pending", "sent"])
    assert place.tick("2021-03-04T08:01").still
    relay.pause = lambda: None
    order(place, "resume", "2021-03-04T08:02")
    place.tick("2021-03-04T08:03")
    assert len({parcel.message_id for parcel in relay.accepted}) == len(relay.accepted) == 2
