"""Telling the admin by mail, through the same outbox, that edited files cannot be used, or can again."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data.sql.refusals import Refusal, end_refusals, last_told, note_told, refuse
from data.sql.store import Writer
from rules.letter import Alert, Letter
from rules.notice import Message
from rules.problem import BadFiles
from rules.recipients import delivered, once_each, role_targets
from rules.rule import Recipient
from scheduler.deliver import Way
from scheduler.inforce import InForce
from scheduler.people import people_of
from scheduler.post import Post

SHOWN = 20  # problems; the rest are counted
PAUSE = dt.timedelta(minutes=30)  # between two mails on bad files, however often they are saved
REFUSED = (
    "Tệp quy tắc hoặc dữ liệu vừa sửa có lỗi nên chưa được dùng; dịch vụ vẫn chạy theo các tệp tốt gần nhất."
    " Đề nghị sửa các lỗi sau, rồi soát lại bằng lệnh “dondoc check”."
)
MENDED = "Các tệp quy tắc, dữ liệu đã hết lỗi và được đưa vào sử dụng:"


@dataclass(frozen=True, slots=True)
class FileAlarm:
    """The mails on edited files: one for each state of them, whichever node meets it first."""

    post: Post

    def refused(self, way: Way, files: InForce, error: BadFiles, now: dt.datetime) -> bool:
        """Keep that files were refused, and write to the admin once. False: to be tried again later."""
        local = now.astimezone(files.world.zone)
        errors = [str(problem) for problem in error.errors]
        hash = hashlib.sha256("\n".join(errors).encode()).hexdigest()
        with way.store.begin() as tx:
            standing = refuse(tx, Refusal(hash, local, len(errors), errors[0], way.worker))
            if any(one.hash == hash and one.told is not None for one in standing):
                return True
            last = last_told(tx)
            if last is not None and local - last < PAUSE:
                return False
            ids = self._write(tx, way, files, _refused(errors), local)
            note_told(tx, hash, local, ids)
        return True

    def mended(self, way: Way, files: InForce, now: dt.datetime) -> None:
        """Files are good: what was not sent yet has no sense any more, what was gets an answer."""
        with way.store.begin() as tx:
            ended = end_refusals(tx, now)
        alerts = [id for refusal in ended for id in refusal.alerts]
        went = [id for id in alerts if not way.outbox.drop_message(id)]
        if went:
            local = now.astimezone(files.world.zone)
            with way.store.begin() as tx:
                self._write(tx, way, files, _mended(files), local)

    def _write(self, tx: Writer, way: Way, files: InForce, alert: Alert, local: dt.datetime) -> Sequence[str]:
        """Enqueue a mail to each admin; the Message-IDs."""
        letters = list(_letters(files, alert, local, self.post.domain))
        for letter in letters:
            self._enqueue(tx, way, files, letter, local)
        return [letter.message_id for letter in letters]

    def _enqueue(self, tx: Writer, way: Way, files: InForce, letter: Letter, local: dt.datetime) -> None:
        """Its text is fixed now: later the files may be other ones, and it would say something else.

        It goes at once, on a day off too: who edits files in the evening wants to know in the evening.
        """
        for channel in self.post.channels:
            message = Message(
                letter.message_id, channel, letter.address, local, "alert", revision=files.revision
            )
            tx.enqueue((message,), (), local)
            content = way.notifiers[channel].render(letter)
            tx.freeze([(letter.message_id, channel, content)])


def _refused(errors: Sequence[str]) -> Alert:
    more = (f"… và {len(errors) - SHOWN} lỗi khác",) if len(errors) > SHOWN else ()
    return Alert(f"[Lỗi tệp] {len(errors)} lỗi, vẫn dùng bản cũ", REFUSED, (*errors[:SHOWN], *more))


def _mended(files: InForce) -> Alert:
    line = f"bản {files.revision[:12]}; xem thay đổi: dondoc revision show"
    return Alert("[Tệp đã tốt] Đã nhận các tệp vừa sửa", MENDED, (line,))


def _letters(files: InForce, alert: Alert, local: dt.datetime, domain: str) -> Iterator[Letter]:
    directory = files.world.directory
    people = people_of(directory.on(local.date()))
    targets = role_targets(directory, (Recipient("role", "admin"),), copy=False, day=local.date())
    moved = (delivered(target, directory, local.date()) for target in targets)
    for target in once_each(moved):
        seed = "\n".join((files.organization, target.address, local.isoformat(), alert.subject, *alert.lines))
        name, instead_of = people.addressed(target.recipient, target.address)
        yield Letter(
            message_id=f"<{hashlib.sha256(seed.encode()).hexdigest()[:32]}@{domain}>",
            organization=directory.name,
            address=target.address,
            addressee=name,
            at=local,
            reply_to=people.contact(),
            alert=alert,
            instead_of=instead_of,
        )
