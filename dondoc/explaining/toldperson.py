"""Decides how somebody's day of mails is told: to a person at a terminal, and as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from dondoc.commands.outbox import KINDS as MAILS
from dondoc.commands.preview import KINDS
from dondoc.explaining.delivery import told_delivery
from dondoc.explaining.person import Absence, DayMail, PersonDay
from dondoc.explaining.silence import NOT_DUE, Silence
from dondoc.phrasing import long_day, plain, told_moment
from rules.days.vietnam import spoken
from rules.notice import Notice, Role
from scheduler.inforce import InForce
from scheduler.people import people_of

ROLES: dict[Role, str] = {
    "lead": "chủ trì",
    "lead.head": "người đứng đầu đơn vị chủ trì",
    "input": "đơn vị gửi số liệu để làm báo cáo",
    "support": "phối hợp",
    "support.head": "người đứng đầu đơn vị phối hợp",
    "office": "theo dõi",
    "office.head": "lãnh đạo Văn phòng",
    "leadership": "lãnh đạo phụ trách",
    "owner": "nhận thay khi chưa có người nhận",
    "other": "được quy tắc nêu tên",
}


def told_day(found: PersonDay, files: InForce) -> Iterator[str]:
    """The lines: the day, its mails, and why the rest said nothing."""
    yield f"{_called(found, files)}: {long_day(found.on)}"
    if found.assumed:
        yield found.assumed
    if found.day_off:
        basis = f" ({found.day_off.basis})" if found.day_off.basis else ""
        yield f"Ngày nghỉ: {found.day_off.text}{basis}; không gửi thư."
    if found.absence:
        yield _told_absence(found.absence)
    yield from (f"{words[0].upper()}{words[1:]}." for words in found.standing)
    yield "\nThư trong ngày:" if found.mails else "\nTrong ngày không có thư nào."
    for mail in found.mails:
        yield from _told_mail(mail, found, files)
    yield from _told_notices("\nĐã chuyển cho người khác nhận thay:", found.forwarded, found, files)
    yield from _told_notices(
        "\nĐã bỏ khỏi thư trước khi gửi, vì khi ấy không còn phải nhắc:", found.dropped, found, files
    )
    yield from _told_silences(found.silences, files)


def _called(found: PersonDay, files: InForce) -> str:
    known = [one for one in sorted(found.who.recipients) if ":" in one]
    names = people_of(files.workspace.directory)
    return f"{names.called(known[0])} ({found.who.address})" if known else found.who.address


def _told_absence(absence: Absence) -> str:
    leave = absence.leave
    away = f"Đang nghỉ từ ngày {spoken(leave.start)} đến hết ngày {spoken(leave.end)}"
    if absence.delegate is None:
        return f"{away}, chưa có người nhận thay có địa chỉ: thư vẫn gửi đến địa chỉ này."
    return f"{away}; thư chuyển cho {absence.delegate.name} ({absence.delegate.address})."


def _told_mail(mail: DayMail, found: PersonDay, files: InForce) -> Iterator[str]:
    zone = files.world.zone
    word = "giả định gửi" if found.assumed else "sẽ gửi"
    what = f"thư {MAILS[mail.kind]}{f' ({mail.digest})' if mail.digest else ''}"
    yield f"  {told_moment(mail.at.astimezone(zone))}  {what}{'' if mail.deliveries else f': {word}'}"
    for one in mail.deliveries:
        yield f"    {told_delivery(one, zone)} [{one.channel}] {one.message}"
    yield from (f"    {_told_notice(one, found, files)}" for one in mail.items)


def _told_notices(heading: str, notices: Iterable[Notice], found: PersonDay, files: InForce) -> Iterator[str]:
    for number, one in enumerate(notices):
        if not number:
            yield heading
        moment = told_moment(one.at.astimezone(files.world.zone))
        to = "" if found.who.reads(one.address) else f" → {one.address}"
        yield f"  {moment}  {_told_notice(one, found, files)}{to}"


def _told_notice(one: Notice, found: PersonDay, files: InForce) -> str:
    key = one.occurrence
    step = f"{key.rule}/{key.step}{f' lần {key.number}' if key.number > 1 else ''}"
    return f"{key.deadline}: {KINDS[one.kind]} [{step}] ({', '.join(_about(one, found, files))})"


def _about(one: Notice, found: PersonDay, files: InForce) -> Iterator[str]:
    """As what the reader gets it, and why."""
    yield ROLES[one.role]
    if one.copy:
        yield "để biết"
    if one.recipient not in found.who.recipients:
        yield f"nhận thay {people_of(files.workspace.directory).called(one.recipient)}"
    if one.late:
        yield f"gửi muộn, lẽ ra {told_moment(one.moment.astimezone(files.world.zone))}"
    if one.why:
        yield one.why


def _told_silences(silences: Iterable[Silence], files: InForce) -> Iterator[str]:
    """First what has a reason of its own, then what is just not due, the soonest first."""
    of_its_own = [one for one in silences if one.why != NOT_DUE]
    later = sorted((one for one in silences if one.why == NOT_DUE and one.next), key=_coming)
    if of_its_own:
        yield "\nKhông nhắc trong ngày:"
    yield from (f"  {_told_silence(one, files)}" for one in of_its_own)
    if later:
        yield "\nChưa đến lần nhắc:"
    yield from (f"  {_told_silence(one, files)}" for one in later)


def _coming(one: Silence) -> dt.datetime:
    return one.next.at if one.next else dt.datetime.max.replace(tzinfo=dt.UTC)


def _told_silence(one: Silence, files: InForce) -> str:
    roles = ", ".join(ROLES[role] for role in one.concern.roles)
    said = [] if one.why == NOT_DUE else [one.why]
    if one.next is not None:
        said.append(f"lần tới {told_moment(one.next.at.astimezone(files.world.zone))} [{one.next.step}]")
    return f"{one.deadline} ({roles}): {'; '.join(said)}"


def day_as_json(found: PersonDay, files: InForce) -> dict[str, Any]:
    """The object of `--json`."""
    zone = files.world.zone
    return {
        "person": found.who.address,
        "on": found.on.isoformat(),
        "assumed": found.assumed is not None,
        "day_off": plain(found.day_off),
        "absence": _absence(found.absence),
        "standing": list(found.standing),
        "mails": [
            {
                "at": plain(mail.at, zone),
                "kind": mail.kind,
                "digest": mail.digest,
                "message": mail.message,
                "deliveries": plain(mail.deliveries, zone),
                "items": [_item(one, zone) for one in mail.items],
            }
            for mail in found.mails
        ],
        "forwarded": [_item(one, zone) for one in found.forwarded],
        "dropped": [_item(one, zone) for one in found.dropped],
        "silent": [_silent(one, zone) for one in found.silences],
    }


def _absence(absence: Absence | None) -> dict[str, Any] | None:
    if absence is None:
        return None
    leave, delegate = absence.leave, absence.delegate
    told = {"from": plain(leave.start), "to": plain(leave.end)}
    return told | {"delegate": delegate.address if delegate else None}


def _item(one: Notice, zone: dt.tzinfo) -> dict[str, Any]:
    key = one.occurrence
    return {
        "deadline": key.deadline, "term": key.term, "rule": key.rule, "step": key.step,
        "occurrence": key.number, "kind": one.kind, "role": one.role, "copy": one.copy, "late": one.late,
        "at": plain(one.at, zone), "recipient": one.recipient, "address": one.address, "why": one.why,
    }  # fmt: skip


def _silent(one: Silence, zone: dt.tzinfo) -> dict[str, Any]:
    coming = one.next
    return {
        "deadline": one.deadline,
        "roles": list(one.concern.roles),
        "why": one.why,
        "next": {"at": plain(coming.at, zone), "rule": coming.rule, "step": coming.step} if coming else None,
    }
