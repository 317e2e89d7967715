"""Whether a pass has too many mails to go without the admin's word, and what the admin is told of them."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from data.sql import controls
from data.sql.store import Reader, Store, Writer
from rules.days.vietnam import spoken
from rules.directory import Directory
from rules.letter import Alert
from rules.notice import Message, Notice
from rules.recipients import Target, delivered, once_each, role_targets
from rules.rule import Recipient
from rules.standing import Control
from scheduler.inforce import InForce
from scheduler.people import people_of
from scheduler.post import Post, message_id

SHOWN = 200  # readers in the mail; the rest are counted


def hold_if_many(tx: Writer, files: InForce, post: Post, messages: int, now: dt.datetime) -> str | None:
    """Hold all that the pass of `now` enqueued when it is more than the workspace allows; the batch's name.

    `messages` counts every channel. The admin is told in the same transaction.
    """
    mails = messages // max(len(post.channels), 1)
    if mails <= files.world.directory.hold_above:
        return None
    batch = f"{now.astimezone(files.world.zone):%Y%m%d-%H%M}"
    controls.hold(tx, batch, now)
    controls.note(tx, Control("hold", controls.ITSELF, now, batch, mails))
    tx.enqueue(_asking(files, post, batch, now), (), now)
    return batch


def _asking(files: InForce, post: Post, batch: str, now: dt.datetime) -> list[Message]:
    """One mail to each admin over each channel."""
    return [
        Message(
            message_id(files.organization, target.address, now, [f"hold {batch}"], post.domain),
            channel, target.address, now, "hold", digest=batch, revision=files.revision,
        )
        for target in admins(files.world.directory, now.astimezone(files.world.zone).date())
        for channel in post.channels
    ]  # fmt: skip


def admins(directory: Directory, day: dt.date) -> list[Target]:
    """Who is asked: the admin, else the tracking officer."""
    for role in ("admin", "office"):
        found = role_targets(directory, (Recipient("role", role),), copy=False, day=day)
        moved = once_each(delivered(target, directory, day) for target in found)
        if reached := [target for target in moved if target.address]:
            return reached
    return []


def asking(tx: Reader, files: InForce, batch: str) -> Alert | None:
    """What the admin is told of a batch; None when nobody's word is needed any more."""
    ids = controls.messages_held(tx, batch)
    if not ids:
        return None
    mails = len(ids)
    lines = list(_lines(tx, files, ids))
    more = (f"… và {len(lines) - SHOWN} nơi nhận khác",) if len(lines) > SHOWN else ()
    opening = (
        f"Lượt gửi {_told(batch)} dự kiến gửi {mails} thư, nhiều hơn mức"
        f" {files.world.directory.hold_above} thư một lượt (hold_above), nên đang giữ lại, cần xác nhận."
        f" Để gửi, chạy: dondoc outbox release {batch} --by TÊN. Để bỏ: dondoc outbox drop {batch} --by TÊN."
        " Các lượt gửi khác vẫn chạy bình thường. Danh sách người nhận:"
    )
    subject = f"[Chờ xác nhận] dự kiến gửi {mails} thư, đang giữ lại, cần xác nhận"
    return Alert(subject, opening, (*_by_rule(tx, files, ids), *lines[:SHOWN], *more))


def _told(batch: str) -> str:
    moment = dt.datetime.strptime(batch, "%Y%m%d-%H%M")  # noqa: DTZ007  # local, as the batch is named
    return f"{moment:%H:%M} ngày {spoken(moment.date())}"


def _by_rule(tx: Reader, files: InForce, ids: Collection[str]) -> Iterator[str]:
    titles = {rule.id: f"“{rule.title}” ({rule.id})" for rule in files.world.rules.rules if rule.title}
    counts = Counter(rule for rules in _rules(controls.notices_held(tx, ids)).values() for rule in rules)
    for rule, count in counts.most_common():
        yield f"Quy tắc {titles.get(rule, rule)}: {count} thư"


def _rules(notices: Iterable[Notice]) -> dict[str, list[str]]:
    """Message-ID -> the rules that made it."""
    found: dict[str, list[str]] = defaultdict(list)
    for notice in notices:
        if notice.occurrence.rule not in found[notice.message]:
            found[notice.message].append(notice.occurrence.rule)
    return found


def _lines(tx: Reader, files: InForce, ids: Collection[str]) -> Iterator[str]:
    """One line a reader: `Nguyễn Văn A <…>: 05 mốc thời hạn (bao-cao-dinh-ky)`, the most first."""
    notices = controls.notices_held(tx, ids)
    rules, people = _rules(notices), people_of(files.world.directory)
    by_message: dict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        by_message[notice.message].append(notice)
    for said in sorted(by_message.values(), key=lambda n: (-_deadlines(n), n[0].address)):
        first = said[0]
        name = people.called(first.recipient)
        yield f"{name} <{first.address}>: {_deadlines(said)} mốc thời hạn ({', '.join(rules[first.message])})"
    for address in controls.digests_held(tx, ids):
        yield f"{address}: bản tổng hợp"


def _deadlines(notices: Sequence[Notice]) -> int:
    return len({notice.occurrence.deadline for notice in notices})


class NoSuchBatch(LookupError):
    """Nothing is held under that name."""


def answer(store: Store, batch: str, by: str, now: dt.datetime, *, send: bool) -> int:
    """Let a held batch go or give it up, and keep who said so; returns how many mails. Raises NoSuchBatch."""
    with store.begin() as tx:
        ids = controls.messages_held(tx, batch)
        if not ids:
            raise NoSuchBatch(batch)
        if send:
            controls.let_go(tx, ids)
        else:
            controls.give_up(tx, ids, now)
        controls.note(tx, Control("release" if send else "drop", by, now, batch, len(ids)))
    return len(ids)
