"""Handing over: what an unsent mail still says, and when it may go."""

from __future__ import annotations

from notifiers.base import PermanentFailure, TemporaryFailure
from scheduler.deliver import LEASE
from tests.small import Office, Relay, action, at, files_of, in_force_from, office, rule, task

BEFORE_10_3 = "{kind: by, date: 2021-03-10, strict: true}"
LAST_DAY = "{id: hom, on: last-day, to: lead}"
BUSY = TemporaryFailure("rate-limited", "450 try again")
CLOSED = TemporaryFailure("connection", "refused")
LOST = TemporaryFailure("disconnected", "closed after DATA", unknown=True)
TWO = (task(BEFORE_10_3, key="I.1"), task(BEFORE_10_3, key="I.2"))


def on_the_last_day(
    relay: Relay, *tasks: str, rules: str = LAST_DAY, until: str = "2021-03-09T08:00"
) -> Office:
    """An office that has just made its first try of 09/3, or lived on until another moment."""
    place = office(rule(rules), *(tasks or (task(BEFORE_10_3),)), channel=relay)
    place.open("2021-03-08T07:00")
    place.live("2021-03-08T07:00", until)
    return place


def states(place: Office) -> list[str]:
    return [row.state for row in place.way.outbox.list()]


def test_an_unsent_mail_drops_what_lost_its_sense() -> None:
    relay = Relay(failures=[BUSY])
    place = on_the_last_day(relay, *TWO)
    place.report(action("done", "2021-03-09T08:00", "p/I.1/han"))
    place.live("2021-03-09T08:01", "2021-03-09T12:00")
    assert [[item.key for item in letter.items] for letter in relay.letters] == [["I.1", "I.2"], ["I.2"]]
    assert len(relay.accepted) == 1
    assert [line["task"] for line in place.lines()] == ["I.2"]


def test_an_unsent_mail_is_cancelled_when_nothing_is_left() -> None:
    relay = Relay(down=CLOSED)
    place = on_the_last_day(relay)
    place.report(action("done", "2021-03-09T08:00"))
    relay.down = None
    tally = place.tick("2021-03-09T08:01")
    assert (tally.delivered.cancelled, relay.tried, states(place)) == (1, [], ["cancelled"])


def test_a_reminder_before_the_last_day_is_not_sent_after_it() -> None:
    relay = Relay(down=CLOSED)
    place = on_the_last_day(relay, rules="{id: t1, before: 1wd, to: lead}", until="2021-03-09T16:00")
    relay.down = None
    place.live("2021-03-10T08:00", "2021-03-10T18:00")
    assert (relay.accepted, states(place)) == ([], ["cancelled"])


def test_a_finished_line_is_dropped_and_the_copy_to_the_office_is_not() -> None:
    relay = Relay(down=CLOSED)
    both = task(BEFORE_10_3, lead="[kt, xd]")
    place = on_the_last_day(relay, both, rules="{id: hom, on: last-day, to: lead, cc: office}")
    place.report(action("done", "2021-03-09T08:00", unit="kt"))
    relay.down = None
    place.live("2021-03-09T08:01", "2021-03-09T12:00")
    assert {parcel.address for parcel in relay.accepted} == {"binh@so.example", "theodoi@so.example"}


def test_an_extension_granted_meanwhile_takes_the_old_reminder_back() -> None:
    relay = Relay(down=CLOSED)
    place = on_the_last_day(relay)
    place.report(action("extend-grant", "2021-03-09T08:00", to="2021-04-15"))
    relay.down = None
    place.live("2021-03-09T08:01", "2021-03-31")
    assert relay.accepted == []


def test_a_plan_closed_meanwhile_takes_the_reminder_back() -> None:
    relay = Relay(down=CLOSED)
    place = on_the_last_day(relay)
    texts = files_of(rule(LAST_DAY), task(BEFORE_10_3))
    texts["data/plans/p.yaml"] = texts["data/plans/p.yaml"].replace(
        "number: null", "closed: true, number: null"
    )
    relay.down = None
    place.change(in_force_from(texts), "2021-03-09T08:00")
    place.live("2021-03-09T08:01", "2021-03-31")
    assert (relay.accepted, states(place)) == ([], ["cancelled"])


def test_tries_are_repeated_with_growing_waits() -> None:
    relay = Relay(failures=[BUSY] * 6)
    place = on_the_last_day(relay, until="2021-03-09T12:00")
    tried = [f"{letter.at:%H:%M}" for letter in relay.letters]
    # After 1, 2, 5, 10, 20 and 40 minutes.
    assert tried == ["08:00", "08:01", "08:03", "08:08", "08:18", "08:38", "09:18"]
    assert len({parcel.message_id for parcel in relay.tried}) == len(relay.accepted) == 1
    assert states(place) == ["sent"]


def test_a_permanent_failure_is_the_end_at_once() -> None:
    relay = Relay(failures=[PermanentFailure("recipient-refused", "550 no such user")])
    place = on_the_last_day(relay, until="2021-03-31T23:00")
    (row,) = place.way.outbox.list()
    assert (row.state, row.reason, len(relay.tried)) == ("dead", "recipient-refused", 1)


def test_one_refused_address_does_not_keep_the_others_waiting() -> None:
    relay = Relay(failures=[PermanentFailure("recipient-refused", "550 no such user")])
    on_the_last_day(relay, rules="{id: hom, on: last-day, to: [lead, lead.head], cc: office}")
    assert len(relay.accepted) == 2


def test_a_mail_that_never_gets_through_is_given_up_after_days() -> None:
    relay = Relay(down=CLOSED)
    place = on_the_last_day(relay, until="2021-03-31T23:00")
    (row,) = place.way.outbox.list()
    assert (row.state, row.reason) == ("dead", "connection")


def test_after_an_unknown_outcome_the_same_text_is_repeated_byte_for_byte() -> None:
    relay = Relay(failures=[LOST, LOST])
    place = on_the_last_day(relay, *TWO)
    place.report(action("done", "2021-03-09T08:00", "p/I.1/han"))
    place.live("2021-03-09T08:01", "2021-03-09T12:00")
    first, second, third = relay.tried
    assert first.content == second.content == third.content
    assert first.message_id == third.message_id
    assert [parcel.content for parcel in relay.accepted] == [first.content]


def test_a_known_failure_after_an_unknown_one_keeps_the_text() -> None:
    relay = Relay(failures=[LOST, BUSY])
    place = on_the_last_day(relay, *TWO)
    place.report(action("done", "2021-03-09T08:00", "p/I.1/han"))
    place.live("2021-03-09T08:01", "2021-03-09T12:00")
    assert len({parcel.content for parcel in relay.tried}) == 1


def test_a_message_that_missed_its_hours_waits_for_the_next_working_day() -> None:
    relay = Relay(failures=[BUSY])
    # Friday 05/3 at 17:00, the last minute of the window.
    place = office(rule("{id: s, before: 2wd, to: lead}", more="    send: {at: 17:00}\n"), task(BEFORE_10_3),
                   channel=relay)  # fmt: skip
    place.open("2021-03-05T10:00")
    place.live("2021-03-05T10:00", "2021-03-09T23:00")
    assert [f"{letter.at:%d %H:%M}" for letter in relay.letters] == ["05 17:00", "08 07:30"]
    assert states(place) == ["sent"]


def test_what_a_lost_worker_held_is_sent_after_its_lease_with_the_same_message_id() -> None:
    relay = Relay(down=CLOSED)
    place = on_the_last_day(relay)
    (held,) = place.way.outbox.claim(at("2021-03-09T08:01"), "gone", LEASE)
    relay.down = None
    assert place.tick("2021-03-09T08:05").delivered.sent == 0
    assert place.tick("2021-03-09T08:12").delivered.sent == 1
    assert [parcel.message_id for parcel in relay.accepted] == [held.message.id]


def test_a_bug_in_one_mail_does_not_stop_the_others() -> None:
    relay = Relay(failures=[ValueError("poison")])
    place = on_the_last_day(relay, rules="{id: hom, on: last-day, to: [lead, lead.head]}")
    assert len(relay.accepted) == 1
    assert sorted(states(place)) == ["pending", "sent"]


def test_a_closed_way_is_tried_once_for_a_whole_batch() -> None:
    relay = Relay(failures=[CLOSED])
    place = on_the_last_day(relay, rules="{id: hom, on: last-day, to: [lead, lead.head], cc: office}")
    assert len(relay.tried) == 1
    assert states(place) == ["pending"] * 3


def test_nothing_is_sent_twice_by_further_passes() -> None:
    relay = Relay()
    place = on_the_last_day(relay)
    for minute in ("08:00", "08:01", "09:00", "17:00"):
        place.tick(f"2021-03-09T{minute}")
    assert len(relay.accepted) == 1
