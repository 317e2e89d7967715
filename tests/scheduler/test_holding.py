"""A pass with too many mails waits for the admin's word; nothing else waits with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.sql import controls
from notifiers.base import TemporaryFailure
from scheduler.holding import NoSuchBatch, answer
from tests.small import UNITS, Office, Relay, action, at, office, rule, task

LAST = "{id: hom, on: last-day, to: [lead, lead.head]}"
ON_9 = "{kind: by, date: 2021-03-10, strict: true}"
ON_11 = "{kind: by, date: 2021-03-11}"
DIGEST = (
    "digests:\n  - {id: tuan, title: Tổng hợp tuần, every: tuesday, at: '07:30', to: leadership,"
    " sections: [summary, overdue]}\n"
)
BATCH = "20210309-0800"


def strict(most: int) -> str:
    return UNITS.replace(
        "{id: so, name: Sở Thử nghiệm}", f"{{id: so, name: Sở Thử nghiệm, hold_above: {most}}}"
    )


def careful(relay: Relay, most: int = 3, rules: str = rule(LAST)) -> Office:
    """Four readers on 09/3, two on 11/3, and no more than `most` mails at once."""
    place = office(
        rules, task(ON_9), task(ON_9, key="I.2", lead="[xd]"), task(ON_11, key="I.3"),
        channel=relay, units=strict(most),
    )  # fmt: skip
    place.post = replace(place.post, holds=True)
    place.open("2021-03-01T07:00")
    return place


def held(place: Office) -> dict[str, int]:
    with place.way.store.read() as tx:
        return controls.held_batches(tx)


def readers(relay: Relay) -> list[str]:
    return sorted(parcel.address.removesuffix("@so.example") for parcel in relay.accepted)


def test_a_pass_of_as_many_mails_as_allowed_goes() -> None:
    relay = Relay()
    careful(relay, most=4).tick("2021-03-09T08:00")
    assert readers(relay) == ["an", "binh", "tpkt", "tpxd"]


def test_a_pass_of_more_is_held_whole_and_the_admin_is_asked_once() -> None:
    relay = Relay()
    place = careful(relay)
    assert place.tick("2021-03-09T08:00").decided.held == BATCH
    for minute in ("08:01", "08:02", "16:00"):
        assert place.tick(f"2021-03-09T{minute}").decided.held is None
    assert readers(relay) == ["theodoi"]  # the only admin
    assert held(place) == {BATCH: 4}


def test_the_admin_reads_who_would_get_what_by_which_rule_and_what_to_type() -> None:
    relay = Relay()
    careful(relay).tick("2021-03-09T08:00")
    (letter,) = relay.letters
    assert letter.alert is not None
    assert letter.alert.subject == "[Chờ xác nhận] dự kiến gửi 4 thư, đang giữ lại, cần xác nhận"
    assert f"dondoc outbox release {BATCH}" in letter.alert.opening
    assert letter.alert.lines[0] == "Quy tắc “Quy tắc” (r): 4 thư"
    assert "Nguyễn An, Chuyên viên <an@so.example>: 1 mốc thời hạn (r)" in letter.alert.lines


def test_other_passes_go_on_meanwhile_and_take_nothing_of_the_held_one_along() -> None:
    relay = Relay()
    place = careful(relay)
    place.live("2021-03-09T08:00", "2021-03-11T12:00")
    assert readers(relay) == ["an", "theodoi", "tpkt"]
    assert all(b"p/I.3" in p.content for p in relay.accepted if b"p/I." in p.content)


def test_a_second_large_pass_is_held_apart() -> None:
    relay = Relay()
    place = careful(relay, most=1)
    place.live("2021-03-09T08:00", "2021-03-11T12:00")
    assert held(place) == {BATCH: 4, "20210311-0800": 2}
    assert readers(relay) == ["theodoi", "theodoi"]


def test_released_mails_go_with_the_next_pass_written_as_things_stand_then() -> None:
    relay = Relay()
    place = careful(relay)
    place.tick("2021-03-09T08:00")
    place.report(action("done", "2021-03-09T09:00", "p/I.2/han"))
    assert answer(place.way.store, BATCH, "Lê IT", at("2021-03-09T10:00"), send=True) == 4
    relay.accepted.clear()
    place.live("2021-03-09T10:01", "2021-03-09T12:00")
    assert readers(relay) == ["an", "tpkt"]
    assert held(place) == {}


def test_dropped_mails_never_go_and_count_as_unsaid() -> None:
    relay = Relay()
    place = careful(relay)
    place.tick("2021-03-09T08:00")
    assert answer(place.way.store, BATCH, "Lê IT", at("2021-03-09T10:00"), send=False) == 4
    relay.accepted.clear()
    place.live("2021-03-09T10:01", "2021-03-10T12:00")
    assert (readers(relay), place.lines()) == ([], [])
    assert {row.state for row in place.way.outbox.list() if row.kind == "mail"} == {"cancelled"}


def test_who_decided_is_kept_for_ever() -> None:
    place = careful(Relay(), most=1)
    place.live("2021-03-09T08:00", "2021-03-11T12:00")
    answer(place.way.store, BATCH, "Lê IT", at("2021-03-09T10:00"), send=True)
    answer(place.way.store, "20210311-0800", "Chánh Văn phòng", at("2021-03-11T10:00"), send=False)
    with place.way.store.read() as tx:
        orders = [(one.do, one.by, one.note, one.mails) for one in controls.controls(tx)]
    assert orders[2:] == [("release", "Lê IT", BATCH, 4), ("drop", "Chánh Văn phòng", "20210311-0800", 2)]
    assert [one[:2] for one in orders[:2]] == [("hold", "dondoc")] * 2


def test_a_batch_is_answered_once() -> None:
    place = careful(Relay())
    place.tick("2021-03-09T08:00")
    answer(place.way.store, BATCH, "Lê IT", at("2021-03-09T10:00"), send=True)
    with pytest.raises(NoSuchBatch):
        answer(place.way.store, BATCH, "Lê IT", at("2021-03-09T10:00"), send=False)


def test_a_question_that_was_answered_before_it_could_be_asked_is_not_asked() -> None:
    relay = Relay(down=TemporaryFailure("connection", "refused"))
    place = careful(relay)
    place.tick("2021-03-09T08:00")
    answer(place.way.store, BATCH, "Lê IT", at("2021-03-09T08:01"), send=False)
    relay.down = None
    place.live("2021-03-09T08:02", "2021-03-09T12:00")
    assert relay.accepted == []


def test_a_digest_of_the_same_pass_counts_and_is_held_too() -> None:
    relay = Relay()
    place = careful(relay, most=5, rules=rule(LAST) + DIGEST)
    place.tick("2021-03-05T08:00")
    relay.accepted.clear()
    place.tick("2021-03-09T08:00")  # nobody was awake at half past seven
    assert (readers(relay), held(place)) == (["theodoi"], {BATCH: 6})


def test_a_digest_before_a_large_pass_goes() -> None:
    relay = Relay()
    place = careful(relay, rules=rule(LAST) + DIGEST)
    place.tick("2021-03-05T08:00")
    relay.accepted.clear()
    place.live("2021-03-09T07:30", "2021-03-09T08:00")
    assert (readers(relay), held(place)) == (["gd", "pgd", "theodoi"], {BATCH: 4})


def test_a_held_reminder_justifies_no_escalation() -> None:
    relay = Relay()
    steps = LAST + '\n{id: len, after: 1wd, to: leadership.in-charge, when: "reminders >= 1"}'
    place = careful(relay, rules=rule(steps))
    place.live("2021-03-09T08:00", "2021-03-16T12:00")
    assert not any("len" in p.content.decode() and b"p/I.1/" in p.content for p in relay.accepted)


def test_without_an_admin_the_tracking_officer_is_asked() -> None:
    relay = Relay()
    units = strict(3).replace("admin: [theo-doi]", "admin: []").replace("office: [theo-doi]", "office: [cvp]")
    place = office(rule(LAST), task(ON_9), task(ON_9, key="I.2", lead="[xd]"), channel=relay, units=units)
    place.post = replace(place.post, holds=True)
    place.open("2021-03-01T07:00")
    place.tick("2021-03-09T08:00")
    assert readers(relay) == ["cvp"]
