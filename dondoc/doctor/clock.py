"""Whether the clock and the time zone can be right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from dondoc.doctor.finding import Finding, Patient, judged
from dondoc.doctor.record import reading

HANOI = "Asia/Ho_Chi_Minh"
SLACK = dt.timedelta(minutes=5)
_SET = "đặt lại đồng hồ: timedatectl set-ntp true, rồi xem timedatectl"


def of_zone(patient: Patient) -> Iterator[Finding]:
    """The setting counts; the system's own zone does not."""
    same = patient.now.utcoffset() == patient.now.astimezone(ZoneInfo(HANOI)).utcoffset()
    said = f"{patient.settings.zone.key}, không phụ thuộc múi giờ của hệ thống"
    remedy = f"giờ Việt Nam là {HANOI}: sửa DONDOC_TIMEZONE trong .env"
    yield judged("múi giờ", "good" if same else "bad", said, remedy)


def of_clock(patient: Patient) -> Iterator[Finding]:
    """A clock that is behind what was written here before is wrong."""
    told = f"{patient.now:%H:%M} ngày {patient.now:%d/%m/%Y}"
    behind = [
        f"{what} lúc {moment.astimezone(patient.settings.zone):%H:%M ngày %d/%m/%Y}"
        for what, moment in _known(patient)
        if patient.now + SLACK < moment
    ]
    if behind:
        yield Finding("đồng hồ", "bad", f"{told}, chậm hơn {', '.join(behind)}", _SET)
    else:
        yield Finding("đồng hồ", "good", told)


def _known(patient: Patient) -> Iterator[tuple[str, dt.datetime]]:
    """Moments that have been."""
    installed = Path(__file__).stat().st_mtime
    yield "lần cài chương trình này", dt.datetime.fromtimestamp(installed, dt.UTC)
    with reading(patient) as record:
        if record is not None:
            revision = record.tx.revision()
            moments = [node.seen for node in record.tx.nodes()]
            moments += [revision.at] if revision else []
            if moments:
                yield "lần ghi cuối vào cơ sở dữ liệu", max(moments)
