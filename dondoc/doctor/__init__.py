"""Decides what is looked at in an installation, each look bounded in time and none hiding the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from queue import SimpleQueue
from threading import Thread
from typing import TypeAlias

from dondoc.doctor import channels, clock, disk, files, record, relay, rights, unit
from dondoc.doctor.finding import Finding, Patient

_FIRST = "sửa cơ sở dữ liệu theo dòng ở trên, rồi chạy lại dondoc doctor"
LONGEST = 45.0  # seconds for one look

Look: TypeAlias = Callable[[Patient], Iterable[Finding]]

LOOKS: dict[str, Look] = {
    "tệp": files.of_files,
    "thiết lập": files.of_settings,
    "danh bạ": files.of_people,
    "lịch nghỉ": files.of_calendar,
    "múi giờ": clock.of_zone,
    "cơ sở dữ liệu": record.of_database,
    "đồng hồ": clock.of_clock,
    "hàng đợi": record.of_outbox,
    "gửi thư": record.of_brakes,
    "dịch vụ": record.of_service,
    "tệp dịch vụ": unit.of_unit,
    "ổ đĩa": disk.of_disks,
    "quyền tệp": rights.of_rights,
    "kênh gửi": channels.of_channels,
    "địa chỉ gửi": channels.of_sender,
    "máy chủ thư": relay.of_relay,
}


def examined(
    patient: Patient, looks: dict[str, Look] | None = None, longest: float = LONGEST
) -> Iterator[Finding]:
    """Every finding, look after look."""
    for what, look in (LOOKS if looks is None else looks).items():
        yield from _bounded(what, look, patient, longest)


def _bounded(what: str, look: Look, patient: Patient, longest: float) -> list[Finding]:
    answers: SimpleQueue[list[Finding]] = SimpleQueue()
    # A daemon: one that hangs for ever must not keep the command from ending.
    worker = Thread(target=lambda: answers.put(_sound(what, look, patient)), daemon=True)
    worker.start()
    worker.join(longest)
    if worker.is_alive():
        remedy = "thử lại; vẫn vậy thì xem mạng, ổ đĩa, máy chủ mà phép kiểm tra này hỏi tới"
        return [Finding(what, "bad", f"không có trả lời trong {longest:.0f} giây", remedy)]
    return answers.get()


def _sound(what: str, look: Look, patient: Patient) -> list[Finding]:
    from data.sql.database import DatabaseUnavailable

    found: list[Finding] = []
    try:
        found.extend(look(patient))
    except DatabaseUnavailable:  # said by `of_database`; nothing is claimed of what could not be read
        found.append(Finding(what, "warning", "chưa xem được: cơ sở dữ liệu không đọc được", _FIRST))
    # Whatever one look meets is told as its finding: the others still have to be heard.
    except Exception as error:
        said = f"không kiểm tra được: {type(error).__name__}: {error}"
        found.append(Finding(what, "bad", said, "báo người phát triển kèm dòng này"))
    return found
