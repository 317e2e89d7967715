"""What the record of an organisation keeps, on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from data.sql.database import memory_database
from data.sql.outbox import Outbox
from data.sql.store import MessageGone, Node, Noted, Reader, Revision, Store, copy_state
from data.sql.tables import instant, microseconds
from rules.action import Action
from rules.notice import Notice, Settlement
from tests.data.records import (
    BASE,
    DAY,
    LEASE,
    MINUTE,
    MORNING,
    action,
    decision,
    digest,
    enqueue,
    message,
    notice,
    occurrence,
)


def send_all(outbox: Outbox, at: dt.datetime = MORNING) -> None:
    claimed = outbox.claim(at, "node", LEASE)
    outbox.settle([Settlement(c.message.id, c.message.channel, "sent", at) for c in claimed], "node")


# Schedule


def test_an_empty_record_has_nothing_to_say(store: Store) -> None:
    with store.read() as tx:
        assert tx.wake() is None
        assert tx.due(MORNING) == []
        assert tx.scheduled() == {}


def test_a_base_is_due_from_its_moment_on(store: Store) -> None:
    with store.begin() as tx:
        tx.reschedule({"b": MORNING + MINUTE, "a": MORNING})
    with store.read() as tx:
        assert tx.wake() == MORNING
        assert tx.due(MORNING - dt.timedelta(microseconds=1)) == []
        assert tx.due(MORNING) == ["a"]
        assert tx.due(MORNING + DAY) == ["a", "b"]


def test_rescheduling_moves_adds_and_removes(store: Store) -> None:
    with store.begin() as tx:
        tx.reschedule({"stays": MORNING, "moves": MORNING, "ends": MORNING})
    with store.begin() as tx:
        tx.reschedule({"moves": MORNING + DAY, "ends": None, "comes": MORNING, "was-never-there": None})
        assert tx.scheduled() == {"stays": MORNING, "moves": MORNING + DAY, "comes": MORNING}


def test_thousands_of_bases_are_read_and_written_whole(store: Store) -> None:
    bases = [f"plan/{number}" for number in range(2500)]
    with store.begin() as tx:
        tx.reschedule(dict.fromkeys(bases, MORNING))
        tx.bear([(base, base, 1) for base in bases], MORNING)
    with store.begin() as tx:
        assert len(tx.births(bases)) == 2500
        tx.reschedule(dict.fromkeys(bases[:2400]))
        assert len(tx.due(MORNING)) == 100


def test_a_report_makes_its_base_due_at_once_even_in_earlier_virtual_time(store: Store) -> None:
    with store.begin() as tx:
        tx.reschedule({BASE: MORNING + DAY})
        tx.record(action(at=MORNING), BASE)
    with store.read() as tx:
        assert tx.due(MORNING - 1000 * DAY) == [BASE]


# What is kept


def test_every_field_of_a_report_comes_back(store: Store) -> None:
    whole = Action(
        "extend-grant", BASE, "Lê Thị Ánh", MORNING, MORNING.date(), "van-phong", "12/BC-SCT", "2021-04-01",
        "chờ số liệu", True,
    )  # fmt: skip
    with store.begin() as tx:
        kept = tx.record(whole, BASE)
    with store.read() as tx:
        assert tx.actions() == [kept]
    assert kept == replace(whole, seq=kept.seq)


def test_reports_come_in_the_order_of_recording_whatever_their_time(store: Store) -> None:
    with store.begin() as tx:
        later = tx.record(action("a", MORNING + DAY), "a")
        earlier = tx.record(action("b", MORNING), "b")
    with store.read() as tx:
        assert tx.actions(["b", "a"]) == [later, earlier]
        assert tx.actions(["b"]) == [earlier]
    assert later.seq < earlier.seq


def test_a_birth_keeps_its_first_time(store: Store) -> None:
    with store.begin() as tx:
        tx.bear([(BASE, BASE, 1)], MORNING)
        tx.bear([(BASE, BASE, 1), (BASE, BASE, 2), ("other", "other/1", 1)], MORNING + DAY)
    with store.read() as tx:
        assert tx.births([BASE]) == {(BASE, 1): MORNING, (BASE, 2): MORNING + DAY}
        assert tx.births() == {(BASE, 1): MORNING, (BASE, 2): MORNING + DAY, ("other/1", 1): MORNING + DAY}


def test_a_decision_repeated_stays_as_it_was(store: Store) -> None:
    first = decision(occurrence())
    with store.begin() as tx:
        tx.decide([(BASE, first), (BASE, decision(occurrence(), "van-phong"))])
        tx.decide([(BASE, first._replace(status="passed", at=MORNING + DAY))])
    with store.read() as tx:
        assert sorted(tx.decisions([BASE]), key=lambda d: d.part) == [first, first._replace(part="van-phong")]
        assert tx.decisions(["other"]) == []


def test_every_field_of_a_notice_comes_back(store: Store) -> None:
    carrier = message("a")
    whole = notice(carrier, occurrence(number=3))._replace(
        role="owner", unit=None, copy=True, kind="escalation", late=True, ask="no-recipient",
        why="không có địa chỉ", number=2, total=5, moment=MORNING - DAY,
    )  # fmt: skip
    with store.begin() as tx:
        tx.enqueue([carrier], [(BASE, whole)], MORNING)
    with store.read() as tx:
        assert tx.notices() == [whole]


def test_every_field_of_a_message_comes_back(store: Store, outbox: Outbox) -> None:
    whole = replace(
        digest("w"), expires=MORNING + DAY, opens=dt.time(7, 30), closes=dt.time(17), channel="mailbox"
    )
    with store.begin() as tx:
        tx.enqueue([whole], (), MORNING)
    assert [claimed.message for claimed in outbox.claim(MORNING, "node", LEASE)] == [whole]


def test_a_notice_is_said_once_over_two_passes(store: Store, outbox: Outbox) -> None:
    first, again = message("first"), message("again", MORNING + MINUTE)
    said = notice(first, occurrence())
    with store.begin() as tx:
        assert tx.enqueue([first], [(BASE, said)], MORNING) == 1
    with store.begin() as tx:
        repeated = said._replace(message=again.id, at=again.at)
        assert tx.enqueue([again], [(BASE, repeated)], MORNING + MINUTE) == 0
        assert tx.notices() == [said]
    assert [row.id for row in outbox.list()] == [first.id]


def test_a_message_is_stored_when_one_of_its_notices_is_new(store: Store) -> None:
    first, second = message("first"), message("second")
    with store.begin() as tx:
        tx.enqueue([first], [(BASE, notice(first, occurrence()))], MORNING)
        pair = [(BASE, notice(second, occurrence())), (BASE, notice(second, occurrence(step="gap")))]
        assert tx.enqueue([second], pair, MORNING) == 1
        assert [n.message for n in tx.notices()] == [first.id, second.id]


def test_the_same_notice_over_another_channel_or_to_another_recipient_is_another(store: Store) -> None:
    mail, box = message("a"), message("a", channel="mailbox")
    said = [
        notice(mail, occurrence()),
        notice(box, occurrence()),
        notice(mail, occurrence(), "person:tran-b"),
    ]
    with store.begin() as tx:
        assert tx.enqueue([mail, box], [(BASE, each) for each in said], MORNING) == 2
        assert len(tx.notices()) == 3


def test_a_digest_needs_no_notice_and_is_stored_once(store: Store) -> None:
    with store.begin() as tx:
        assert tx.enqueue([digest("w")], (), MORNING) == 1
        assert tx.enqueue([digest("w")], (), MORNING) == 0


def test_a_pending_message_takes_a_new_notice(store: Store, outbox: Outbox) -> None:
    carrier = message("a")
    assert enqueue(store, carrier) == 1
    assert enqueue(store, carrier, step="gap") == 0
    claimed = outbox.claim(MORNING, "node", LEASE)
    assert len(outbox.notices_of(claimed)[carrier.id, "email"]) == 2


def test_a_message_that_is_gone_refuses_new_notices_and_nothing_is_kept(store: Store, outbox: Outbox) -> None:
    carrier = message("a")
    enqueue(store, carrier)
    send_all(outbox)
    with pytest.raises(MessageGone, match="<a@"):
        enqueue(store, carrier, step="gap")
    with store.read() as tx:
        assert len(tx.notices()) == 1


def test_a_frozen_message_refuses_new_notices(store: Store, outbox: Outbox) -> None:
    carrier = message("a")
    enqueue(store, carrier)
    outbox.claim(MORNING, "node", LEASE)
    outbox.freeze([(carrier.id, carrier.channel, b"text")])
    outbox.rescue(MORNING + LEASE)
    with pytest.raises(MessageGone):
        enqueue(store, carrier, step="gap")


def test_notices_are_found_by_base_and_by_time(store: Store) -> None:
    with store.begin() as tx:
        for day in range(4):
            carrier = message(f"d{day}", MORNING + day * DAY)
            said = notice(carrier, occurrence(step=f"s{day}"))
            tx.enqueue([carrier], [("even" if day % 2 == 0 else "odd", said)], carrier.at)

    def steps(found: list[Notice]) -> list[str]:
        return [each.occurrence.step for each in found]

    with store.read() as reader:
        assert steps(reader.notices()) == ["s0", "s1", "s2", "s3"]
        assert steps(reader.notices(["odd"])) == ["s1", "s3"]
        assert steps(reader.notices(since=MORNING + DAY, until=MORNING + 3 * DAY)) == ["s1", "s2"]
        assert steps(reader.notices(["even"], since=MORNING + DAY)) == ["s2"]
        assert steps(reader.notices(["none"])) == []


def test_a_week_has_one_digest(store: Store) -> None:
    with store.begin() as tx:
        assert tx.note_digest("tuan", "2021-W09", MORNING, '{"a": 1}')
        assert not tx.note_digest("tuan", "2021-W09", MORNING + DAY)
        assert tx.note_digest("tuan", "2021-W10", MORNING + 7 * DAY)
    with store.read() as tx:
        assert tx.digest_weeks("tuan") == {"2021-W09", "2021-W10"}
        assert tx.digest_weeks("other") == set()
        assert tx.digests()[0] == Noted("tuan", "2021-W09", MORNING, '{"a": 1}')


def test_the_newest_revision_has_its_files(store: Store) -> None:
    old = Revision("aa", MORNING, None, {"rules/10.yaml": "rules: []"})
    new = Revision("bb", MORNING + DAY, "đổi giờ gửi", {"rules/10.yaml": "send: “08:00”"})
    with store.begin() as tx:
        assert tx.revision() is None
        for each in (old, new, old):
            tx.set_revision(each)
    with store.read() as tx:
        assert tx.revision() == old
        assert [each.hash for each in tx.revisions()] == ["aa", "bb", "aa"]
        assert tx.revisions()[1] == replace(new, files={})


def test_a_node_is_seen_again_under_its_name(store: Store) -> None:
    first = Node("may-1", MORNING, MORNING)
    with store.begin() as tx:
        tx.beat(first)
        tx.beat(Node("may-0", MORNING, MORNING))
        tx.beat(replace(first, seen=MORNING + MINUTE, revision="aa", note="tệp quy tắc có lỗi"))
    with store.read() as tx:
        assert [node.name for node in tx.nodes()] == ["may-0", "may-1"]
        assert tx.nodes()[1] == Node("may-1", MORNING, MORNING + MINUTE, "aa", "tệp quy tắc có lỗi")


def test_the_first_start_is_remembered(store: Store) -> None:
    with store.read() as tx:
        assert tx.known_since() is None
    with store.begin() as tx:
        tx.start(MORNING)
    with store.begin() as tx:
        tx.start(MORNING + DAY)
        assert tx.known_since() == MORNING


# What was accepted


def test_only_accepted_mails_to_the_lead_unit_and_its_head_count(store: Store, outbox: Outbox) -> None:
    first, second = message("a"), message("b", address="head@example.gov.vn")
    said = [
        notice(first, occurrence()),
        notice(first, occurrence(step="gap")),
        notice(second, occurrence(), "person:p-cvp", "lead.head"),
        notice(second, occurrence(), "role:office", "office"),
    ]
    with store.begin() as tx:
        tx.enqueue([first, second], [(BASE, each) for each in said], MORNING)
        assert tx.accepted([BASE]) == {}
    send_all(outbox)
    with store.read() as tx:
        assert tx.accepted([BASE]) == {(BASE, 1, "van-phong"): 2}
        assert tx.accepted(["other"]) == {}


def test_a_mail_over_two_channels_counts_once_and_a_dropped_notice_not(store: Store, outbox: Outbox) -> None:
    mail, box, bare = message("a"), message("a", channel="mailbox"), message("b")
    said = [notice(each, occurrence(step=each.id)) for each in (mail, box, bare)]
    with store.begin() as tx:
        tx.enqueue([mail, box, bare], [(BASE, each) for each in said], MORNING)
    outbox.drop([(bare.id, "email", occurrence(step=bare.id), "person:nguyen-van-a")])
    send_all(outbox)
    with store.read() as tx:
        assert tx.accepted([BASE]) == {(BASE, 1, "van-phong"): 1}


def test_threads_hold_sent_mails_of_one_deadline_oldest_first(store: Store, outbox: Outbox) -> None:
    old, new, both, unsent = (message(name) for name in ("z-old", "a-new", "both", "unsent"))
    for number, carrier in enumerate((old, new)):
        with store.begin() as tx:
            tx.enqueue([carrier], [(BASE, notice(carrier, occurrence(number=number)))], MORNING)
        send_all(outbox, MORNING + number * DAY)
    with store.begin() as tx:
        pair = [notice(both, occurrence(step="s")), notice(both, occurrence("other", "s"))]
        tx.enqueue([both], [(BASE, each) for each in pair], MORNING)
    send_all(outbox)
    with store.begin() as tx:
        tx.enqueue([unsent], [(BASE, notice(unsent, occurrence(step="t")))], MORNING)
        assert tx.last_messages([BASE, "other"], old.address) == {BASE: [old.id, new.id]}
        assert tx.threads([BASE], ["tran@example.gov.vn", old.address]) == {
            (BASE, old.address): [old.id, new.id]
        }


# Transactions


def test_an_error_leaves_nothing(store: Store, outbox: Outbox) -> None:
    carrier = message("a")

    def fail() -> None:
        with store.begin() as tx:
            tx.reschedule({BASE: MORNING})
            tx.record(action(), BASE)
            tx.decide([(BASE, decision(occurrence()))])
            tx.enqueue([carrier], [(BASE, notice(carrier, occurrence()))], MORNING)
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    with store.read() as tx:
        assert (tx.scheduled(), tx.actions(), tx.decisions(), tx.notices()) == ({}, [], [], [])
    assert outbox.counts() == {}


def test_a_second_writer_waits_for_the_first(store: Store) -> None:
    entered, seen = threading.Event(), []

    def second() -> None:
        entered.set()
        with store.begin() as tx:
            seen.append(sorted(tx.scheduled()))

    with ThreadPoolExecutor() as pool:
        with store.begin() as tx:
            waiting = pool.submit(second)
            assert entered.wait(10)
            tx.reschedule({"a": MORNING})
            tx.reschedule({"b": MORNING})
            assert not seen
        waiting.result(20)
    assert seen == [["a", "b"]]


def test_writers_at_once_lose_no_update(store: Store) -> None:
    """Each adds a base that depends on what it read: one that read before another wrote would repeat it."""

    def add(_: int) -> None:
        with store.begin() as tx:
            tx.reschedule({f"{len(tx.scheduled()):02}": MORNING})

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(20)))
    with store.read() as tx:
        assert sorted(tx.scheduled()) == [f"{number:02}" for number in range(20)]


def test_a_reader_sees_one_state_and_locks_nobody_out(store: Store) -> None:
    with store.read() as before:
        assert before.scheduled() == {}
        with store.begin() as tx:
            tx.reschedule({BASE: MORNING})
        assert before.scheduled() == {}
    with store.read() as after:
        assert after.scheduled() == {BASE: MORNING}


def test_organisations_never_see_each_other(engine: Engine, store: Store, outbox: Outbox) -> None:
    fill(store)
    other, their_outbox = Store(engine, "khac"), Outbox(engine, "khac")
    with other.read() as tx:
        assert everything(tx) == nothing()
    assert (their_outbox.counts(), their_outbox.wake(), their_outbox.claim(MORNING + DAY, "n", LEASE)) == (
        {},
        None,
        [],
    )
    fill(other)
    send_all(their_outbox)
    with other.begin() as tx:
        tx.reschedule({BASE: None})
    with store.read() as tx:
        assert tx.due(MORNING) == [BASE]
        assert tx.accepted([BASE]) == {}
    assert outbox.counts() == {"pending": 2}


def test_copied_state_is_equal_and_apart(store: Store, outbox: Outbox) -> None:
    fill(store)
    send_all(outbox)
    copy = memory_database()
    target = Store(copy, "xem-truoc")
    with store.read() as source, target.begin() as tx:
        tx.start(MORNING + DAY)
        copy_state(source, tx)
        assert everything(tx) == everything(source)
        tx.record(action(), BASE)
    with store.read() as tx:
        assert len(tx.actions()) == 2
    with target.read() as tx:
        assert [each.seq for each in tx.actions()] == [1, 2, 3]
        assert tx.accepted([BASE]) == {(BASE, 1, "van-phong"): 1}
    assert Outbox(copy, "xem-truoc").counts() == {"sent": 2}
    copy.dispose()


def fill(store: Store) -> None:
    carrier = message("a")
    with store.begin() as tx:
        tx.start(MORNING)
        tx.record(action(), BASE)
        tx.record(action("cchc-2021/I.6/han"), "cchc-2021/I.6/han")
        tx.reschedule({BASE: MORNING, "cchc-2021/I.6/han": MORNING + DAY})
        tx.bear([(BASE, BASE, 1)], MORNING)
        tx.decide([(BASE, decision(occurrence()))])
        tx.enqueue([carrier, digest("w")], [(BASE, notice(carrier, occurrence()))], MORNING)
        tx.note_digest("tuan", "2021-W09", MORNING)
        tx.set_revision(Revision("aa", MORNING, None, {"a.yaml": "ă"}))


def everything(tx: Reader) -> list[object]:
    return [
        tx.scheduled(),
        [replace(each, seq=0) for each in tx.actions()],
        tx.births(),
        tx.decisions(),
        tx.notices(dropped=True),
        tx.digests(),
        tx.revision(),
        tx.known_since() and MORNING,
    ]


def nothing() -> list[object]:
    return [{}, [], {}, [], [], [], None, None]


# Values


@given(st.datetimes(timezones=st.timezones(), allow_imaginary=False))
def test_an_instant_comes_back_to_the_microsecond(moment: dt.datetime) -> None:
    assert instant(microseconds(moment)) == moment.astimezone(dt.UTC)


def test_a_naive_time_is_refused(store: Store) -> None:
    naive = MORNING.replace(tzinfo=None)
    with pytest.raises(Exception, match="naive"), store.begin() as tx:
        tx.reschedule({BASE: naive})
    with store.read() as tx:
        assert tx.scheduled() == {}


def test_text_of_any_length_and_script_is_kept(store: Store) -> None:
    note = "Đề nghị “gia hạn” — ộ́ 😀\n" * 500
    with store.begin() as tx:
        tx.record(replace(action(), note=note), BASE)
        assert tx.actions()[0].note == note
