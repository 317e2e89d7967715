"""Telling the admin by mail, through the same outbox, that edited files cannot be used."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable

from dondoc.app import App
from rules.letter import Alert, Letter
from rules.moments import in_hours, next_send
from rules.notice import Message
from rules.problem import BadFiles
from rules.recipients import delivered, once_each, role_targets
from rules.rule import Recipient, SendWindow
from scheduler.inforce import InForce
from scheduler.people import People, people_of

SHOWN = 20  # problems; the rest are counted
OPENING = (
    "Tệp quy tắc hoặc dữ liệu vừa sửa có lỗi nên chưa được dùng; dịch vụ vẫn chạy theo các tệp tốt gần nhất."
    " Đề nghị sửa các lỗi sau, chạy “dondoc check” rồi nạp lại."
)


def alarm_for(app: App) -> Callable[[InForce, BadFiles, dt.datetime], None]:
    """What the service calls when a reload is refused."""

    def alarm(files: InForce, error: BadFiles, now: dt.datetime) -> None:
        people = people_of(files.world.directory)
        local = now.astimezone(files.world.zone)
        targets = role_targets(files.world.directory, (Recipient("role", "admin"),), copy=False)
        moved = (delivered(target, files.world.directory, local.date()) for target in targets)
        for target in once_each(moved):
            letter = _letter(files, people, target.recipient, target.address, error, local, app.post.domain)
            _enqueue(app, files, letter, local)

    return alarm


def _letter(
    files: InForce,
    people: People,
    recipient: str,
    address: str,
    error: BadFiles,
    local: dt.datetime,
    domain: str,
) -> Letter:
    errors = [str(problem) for problem in error.problems if problem.level == "error"]
    more = (f"… và {len(errors) - SHOWN} lỗi khác",) if len(errors) > SHOWN else ()
    seed = "\n".join((files.organization, address, local.isoformat(), *errors))
    name, instead_of = people.addressed(recipient, address)
    return Letter(
        message_id=f"<{hashlib.sha256(seed.encode()).hexdigest()[:32]}@{domain}>",
        organization=files.world.directory.name,
        address=address,
        addressee=name,
        at=local,
        reply_to=people.contact(),
        alert=Alert(f"[Lỗi tệp] {len(errors)} lỗi, vẫn dùng bản cũ", OPENING, (*errors[:SHOWN], *more)),
        instead_of=instead_of,
    )


def _enqueue(app: App, files: InForce, letter: Letter, local: dt.datetime) -> None:
    """Its text is fixed now: later the files may be good again, and it would say something else."""
    window, calendar = SendWindow(), files.world.calendar
    at = local if in_hours(local, window, calendar) else next_send(local, window, calendar)
    with app.store.begin() as tx:
        for channel in app.post.channels:
            message = Message(letter.message_id, channel, letter.address, at, "alert")
            tx.enqueue((message,), (), at)
            content = app.way.notifiers[channel].render(letter)
            tx.freeze([(letter.message_id, channel, content)])
