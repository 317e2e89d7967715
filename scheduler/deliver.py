"""Handing over: claim a batch, compose it, fix its text, send with no transaction open, settle."""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple

from data.sql.controls import standing
from data.sql.outbox import Outbox
from data.sql.store import Store
from notifiers.base import DeliveryFailure, Notifier, Parcel, PermanentFailure, Reason, Session
from rules.moments import in_hours, next_send
from rules.notice import FIXED, Claimed, Message, Result, Settlement
from rules.pace import Pace
from rules.retry import next_try
from rules.rule import SendWindow
from scheduler.compose import Composed, Composer
from scheduler.inforce import InForce

log = logging.getLogger("dondoc.deliver")
LEASE = dt.timedelta(minutes=5)  # what a killed node had in hand comes back after this
BATCH = 20
# When the way itself is closed the rest of the batch need not try it.
CLOSED: frozenset[Reason] = frozenset({"connection", "timeout", "tls", "auth"})


class Delivered(NamedTuple):
    """What became of the messages of one delivery."""

    sent: int = 0
    retried: int = 0
    dead: int = 0
    cancelled: int = 0

    def plus(self, settlements: Sequence[Settlement]) -> Delivered:
        count = defaultdict(int, {"sent": 0})
        for settlement in settlements:
            count[settlement.result] += 1
        return Delivered(
            self.sent + count["sent"],
            self.retried + count["retry"],
            self.dead + count["dead"],
            self.cancelled + count["cancelled"],
        )


@dataclass(frozen=True, slots=True)
class Way:
    """Everything a delivery needs besides the files in force."""

    store: Store
    outbox: Outbox
    notifiers: Mapping[str, Notifier]
    worker: str
    board: str | None = None
    settle_each: bool = True  # after every mail, so that a crash repeats one at the most
    stopping: Callable[[], bool] = lambda: False  # asked between mails
    redirect_to: str | None = None  # where the notifiers send all mails of a trial run
    paces: Mapping[str, Pace] = field(default_factory=dict)  # of channels that may not send all at once
    obeys: bool = False  # an admin's order to pause is looked for between mails too


def deliver(way: Way, files: InForce, now: dt.datetime) -> Delivered:
    """Hand over all that is due at `now`. Returns when nothing claimable is left."""
    total = Delivered()
    for claim in _claims(way, now):
        while not halted(way) and (claimed := claim()):
            total = total.plus(_deliver_batch(way, files, claimed, now))
            if len(claimed) < BATCH and not way.paces:
                break
    if halted(way):
        way.outbox.release(way.worker)
    return total


def _claims(way: Way, now: dt.datetime) -> Iterator[Callable[[], Sequence[Claimed]]]:
    """How to take the next batch: of all channels without a limit at once, then of each one with a limit."""
    yield lambda: way.outbox.claim(now, way.worker, LEASE, BATCH, way.paces.keys())
    for channel, pace in way.paces.items():
        yield partial(way.outbox.claim_paced, now, way.worker, LEASE, BATCH, channel, pace)


def halted(way: Way) -> bool:
    """Whether this process is told to stop, or all of them to pause."""
    if way.stopping() or not way.obeys:
        return way.stopping()
    with way.store.read() as tx:
        return standing(tx).pause is not None


def _deliver_batch(
    way: Way, files: InForce, claimed: Sequence[Claimed], now: dt.datetime
) -> list[Settlement]:
    early = [_postponed(c, files, now) for c in claimed]
    done = [settlement for settlement in early if settlement]
    way.outbox.settle(done, way.worker)
    ready = [c for c, settlement in zip(claimed, early, strict=True) if not settlement]
    by_channel: dict[str, list[Composed]] = defaultdict(list)
    gone = files.world.directory.on(now.astimezone(files.world.zone).date()).gone
    for composed in _compose(way, files, ready, now):
        if (dropped := _dropped(composed, gone, now)) is not None:
            done.append(dropped)
            way.outbox.settle(done[-1:], way.worker)
        else:
            by_channel[composed.claimed.message.channel].append(composed)
    for channel, batch in by_channel.items():
        done += _hand_over(way, channel, batch, now)
    return done


def _dropped(composed: Composed, gone: frozenset[str], now: dt.datetime) -> Settlement | None:
    """What has nothing left to say is cancelled, and a fixed text for somebody who is there no more."""
    message = composed.claimed.message
    if message.kind not in FIXED:
        return None if composed.letter else _settled(message, "cancelled", now)
    if message.address.casefold() not in gone:
        return None
    return replace(_settled(message, "cancelled", now), reason="gone", detail="người nhận không còn công tác")


def _settled(message: Message, result: Result, now: dt.datetime) -> Settlement:
    return Settlement(message.id, message.channel, result, now)


def _postponed(claimed: Claimed, files: InForce, now: dt.datetime) -> Settlement | None:
    """A message past its time dies; one out of hours waits for the next opening, but for an alert."""
    message = claimed.message
    if message.expires is not None and now >= message.expires:
        dead = _settled(message, "dead", now)
        return replace(dead, reason="expired", detail="hết thời gian còn ý nghĩa")
    local = now.astimezone(files.world.zone)
    window = _window(message)
    if message.kind == "alert" or in_hours(local, window, files.world.calendar):
        return None
    later = _opening(local, window, files)
    return replace(_settled(message, "retry", now), next_try=later, content=claimed.frozen)


def _window(message: Message) -> SendWindow:
    usual = SendWindow()
    opens = message.opens or usual.opens
    return SendWindow(opens, opens, message.closes or usual.closes)


def _opening(local: dt.datetime, window: SendWindow, files: InForce) -> dt.datetime:
    return next_send(local, window, files.world.calendar)


def _compose(way: Way, files: InForce, claimed: Sequence[Claimed], now: dt.datetime) -> Iterator[Composed]:
    composer = Composer(files, now, way.board, way.redirect_to)
    mails = [c for c in claimed if c.message.kind == "mail"]
    carried = way.outbox.notices_of(mails)
    composed: list[Composed] = []
    with way.store.read() as tx:
        composer.read(tx, carried)
        for one in claimed:
            if one.message.kind in FIXED:
                composed.append(Composed(one, None))
            elif one.message.kind == "digest":
                composed.append(composer.digest(one, tx))
            elif one.message.kind == "hold":
                composed.append(composer.hold(one, tx))
            else:
                key = (one.message.id, one.message.channel)
                composed.append(composer.compose(one, [notice for _, notice in carried.get(key, ())]))
    way.outbox.drop(
        (c.claimed.message.id, c.claimed.message.channel, n.occurrence, n.recipient)
        for c in composed
        for n in c.dropped
    )
    yield from composed


def _hand_over(way: Way, channel: str, batch: Sequence[Composed], now: dt.datetime) -> list[Settlement]:
    """Render and fix the texts of one channel's batch, then send them over one session."""
    notifier = way.notifiers.get(channel)
    if notifier is None:
        failure = DeliveryFailure("bug", f"kênh “{channel}” không được cấu hình")
        done = [_failed(c.claimed, failure, now) for c in batch]
        way.outbox.settle(done, way.worker)
        return done
    parcels, done = _rendered(notifier, batch, now)
    way.outbox.settle(done, way.worker)
    way.outbox.freeze([(p.message_id, channel, p.content) for _, p in parcels])
    return done + _send_all(way, notifier, parcels, now)


def _rendered(
    notifier: Notifier, batch: Sequence[Composed], now: dt.datetime
) -> tuple[list[tuple[Claimed, Parcel]], list[Settlement]]:
    parcels: list[tuple[Claimed, Parcel]] = []
    failed: list[Settlement] = []
    for composed in batch:
        claimed, message = composed.claimed, composed.claimed.message
        try:
            content = claimed.frozen or _text(notifier, composed)
        except DeliveryFailure as failure:
            failed.append(_failed(claimed, failure, now))
        except Exception as bug:  # one poisoned letter must not stop the others
            log.exception("rendering %s failed", message.id)
            failed.append(_failed(claimed, DeliveryFailure("bug", repr(bug)), now))
        else:
            parcels.append((claimed, Parcel(message.id, message.address, message.at, content)))
    return parcels, failed


def _text(notifier: Notifier, composed: Composed) -> bytes:
    if composed.letter is None:
        raise PermanentFailure("render", "không còn nội dung")
    return notifier.render(composed.letter)


def _send_all(
    way: Way, notifier: Notifier, parcels: Sequence[tuple[Claimed, Parcel]], now: dt.datetime
) -> list[Settlement]:
    if not parcels:
        return []
    done: list[Settlement] = []
    unsettled: list[Settlement] = []
    for settlement in _sent(way, notifier, parcels, now):
        done.append(settlement)
        unsettled.append(settlement)
        if way.settle_each:
            way.outbox.settle(unsettled, way.worker)
            unsettled = []
    way.outbox.settle(unsettled, way.worker)
    return done


def _sent(
    way: Way, notifier: Notifier, parcels: Sequence[tuple[Claimed, Parcel]], now: dt.datetime
) -> Iterator[Settlement]:
    """One settlement for each parcel, each as soon as it is known; none for those left at a stop."""
    rest = iter(parcels)
    try:
        with notifier.session() as session:
            for claimed, parcel in rest:
                yield (settlement := _send(session, claimed, parcel, now))
                if settlement.reason in CLOSED and settlement.result == "retry":
                    break
                if halted(way):
                    _put_down(way, [c for c, _ in rest if c.frozen is None])
                    return
    except DeliveryFailure as failure:
        log.warning("%s: %s (%s)", notifier.name, failure.detail, failure.reason)
        closed = failure
    else:
        closed = DeliveryFailure("connection", "đường gửi đóng giữa chừng")
    for claimed, _ in rest:
        yield _failed(claimed, closed, now)


def _put_down(way: Way, untried: Sequence[Claimed]) -> None:
    """Forget the texts of what was surely not handed over: what is done meanwhile must not be urged."""
    for channel in {c.message.channel for c in untried}:
        way.outbox.thaw([c.message.id for c in untried if c.message.channel == channel], channel)


def _send(session: Session, claimed: Claimed, parcel: Parcel, now: dt.datetime) -> Settlement:
    try:
        session.send(parcel)
    except DeliveryFailure as failure:
        log.warning("%s to %s: %s (%s)", parcel.message_id, parcel.address, failure.detail, failure.reason)
        return _failed(claimed, failure, now, parcel.content)
    except Exception as bug:  # one poisoned parcel must not stop the others
        log.exception("sending %s failed", parcel.message_id)
        return _failed(claimed, DeliveryFailure("bug", repr(bug), unknown=True), now, parcel.content)
    return _settled(claimed.message, "sent", now)


def _failed(
    claimed: Claimed, failure: DeliveryFailure, now: dt.datetime, content: bytes | None = None
) -> Settlement:
    """Tried again later, or dead; a text whose outcome is unknown stays as it is."""
    message = claimed.message
    again = None
    if not isinstance(failure, PermanentFailure) or failure.reason == "render":
        again = next_try(claimed.attempts + 1, message.at, now)
    base = _settled(message, "retry" if again else "dead", now)
    kept = content if failure.unknown else claimed.frozen
    return replace(base, next_try=again, content=kept, reason=failure.reason, detail=failure.detail)
