"""Whether the database can serve, and what it tells of mails that are stuck and of the service."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dondoc.brakes import brakes_of, standing_words
from dondoc.doctor.finding import Finding, Patient
from dondoc.lastgood import organization_of
from dondoc.phrasing import told_moment
from rules.standing import Standing

if TYPE_CHECKING:
    from data.sql.health import Health
    from data.sql.outbox import Outbox
    from data.sql.reading import Reader

OLD = dt.timedelta(days=1)
SILENT = dt.timedelta(minutes=3)  # a service that lives is heard of every minute
WHAT = "cơ sở dữ liệu"
_REACH = "kiểm tra DONDOC_DATABASE_URL, máy chủ và quyền truy cập"
_REPLACE = "dừng dịch vụ, dời tệp ấy đi, chép bản sao lưu gần nhất (dondoc backup) vào chỗ ấy rồi chạy lại"


def of_database(patient: Patient) -> Iterator[Finding]:
    """Reachable, of this program's schema, writable."""
    from data.sql.database import DatabaseUnavailable
    from data.sql.health import damage, examine

    file = patient.settings.database_file
    if file is not None and file.is_file() and (why := damage(file)) is not None:
        yield Finding(WHAT, "bad", f"{file}: {why}", _REPLACE)
        return
    try:
        health = examine(patient.settings.database_url)
    except DatabaseUnavailable as error:
        yield Finding(WHAT, "bad", str(error), _REACH)
        return
    yield _of_schema(health)
    if health.unwritable is not None:
        owner = f"chown dondoc: {health.file}; " if health.file else ""
        remedy = f"{owner}xem quyền ghi, chỗ trống và tiến trình khác đang giữ"
        yield Finding(WHAT, "bad", f"không ghi được: {health.unwritable}", remedy)


def _of_schema(health: Health) -> Finding:
    if not health.made:
        return Finding(WHAT, "good", f"chưa có ({health.kind}); lần chạy đầu tiên sẽ tạo")
    if health.newer:
        said = f"do phiên bản dondoc mới hơn tạo ra (lược đồ {health.schema})"
        return Finding(WHAT, "bad", said, "cài phiên bản dondoc mới hơn")
    if not health.current:
        said = f"lược đồ {health.schema or 'trống'}, cũ hơn phiên bản này"
        return Finding(WHAT, "warning", said, "khởi động lại để nâng cấp: systemctl restart dondoc")
    return Finding(WHAT, "good", f"mở được ({health.kind}), lược đồ {health.schema}")


@dataclass(frozen=True, slots=True)
class Record:
    """The record of this workspace's organisation."""

    tx: Reader
    outbox: Outbox


@contextmanager
def reading(patient: Patient) -> Iterator[Record | None]:
    """The record; None where there is none yet, or none of this version. Raises DatabaseUnavailable."""
    from data.sql.database import open_database
    from data.sql.health import examine
    from data.sql.outbox import Outbox
    from data.sql.store import Store

    organization = organization_of(patient.settings.workspace)
    health = examine(patient.settings.database_url)
    if organization is None or not health.current or health.unwritable is not None:
        yield None
        return
    engine = open_database(patient.settings.database_url)
    try:
        with Store(engine, organization).read() as tx:
            yield Record(tx, Outbox(engine, organization))
    finally:
        engine.dispose()


def of_outbox(patient: Patient) -> Iterator[Finding]:
    """Mails that somebody has to look at."""
    with reading(patient) as record:
        if record is None:
            return
        stuck = list(_stuck(record.outbox, patient.now))
        yield from stuck or [Finding("hàng đợi", "good", "không có thư kẹt, thư hỏng")]


def _stuck(outbox: Outbox, now: dt.datetime) -> Iterator[Finding]:
    lost = [row for row in outbox.list("sending") if row.lease_until and row.lease_until < now]
    old = [row for row in outbox.list("pending") if row.at < now - OLD]
    dead = outbox.list("dead")
    if dead:
        said = f"{len(dead)} thư không gửi được, đã thôi thử; gần nhất: {dead[0].address}: {dead[0].detail}"
        remedy = (
            "xem: dondoc outbox list --state dead; gửi lại: dondoc outbox retry MÃ; bỏ: dondoc outbox drop MÃ"
        )
        yield Finding("hàng đợi", "bad", said, remedy)
    if lost:
        said = f"{len(lost)} thư đang gửi dở đã quá thời gian giữ; tiến trình gửi có thể đã dừng"
        yield Finding("hàng đợi", "bad", said, "khởi động lại để gửi tiếp: systemctl restart dondoc")
    if old:
        said = f"{len(old)} thư chờ gửi đã hơn một ngày; lần thử cuối: {old[0].detail or 'chưa thử'}"
        yield Finding(
            "hàng đợi", "bad", said, "xem: dondoc outbox list --state pending; xem máy chủ thư dưới đây"
        )


def of_brakes(patient: Patient) -> Iterator[Finding]:
    """What holds mails back or turns them aside: meant so, but not to be forgotten."""
    with reading(patient) as record:
        if record is None:
            words, held = list(standing_words(Standing(), patient.settings)), {}
        else:
            brakes = brakes_of(record.tx, patient.settings)
            words, held = [*brakes["standing"], brakes["still"]], brakes["held"]
    told = list(dict.fromkeys(filter(None, words)))
    if told:
        remedy = "hết việc thì: dondoc resume; thử xong thì: dondoc trial end, bỏ DONDOC_REDIRECT_TO"
        yield Finding("gửi thư", "warning", "; ".join(told), remedy)
    for batch, mails in held.items():
        said = f"đang giữ lại {mails} thư của đợt {batch}, cần xác nhận"
        yield Finding("gửi thư", "warning", said, f"dondoc outbox release {batch} --by AI (hoặc drop để bỏ)")
    if not told and not held:
        yield Finding("gửi thư", "good", "gửi thật, không tạm dừng, không giữ lại")


def of_service(patient: Patient) -> Iterator[Finding]:
    """Who serves, and when it was last heard of."""
    with reading(patient) as record:
        if record is None:
            yield Finding("dịch vụ", "warning", "chưa chạy lần nào", _START)
            return
        nodes = record.tx.nodes()
    if not nodes:
        yield Finding("dịch vụ", "warning", "hiện không chạy (bỏ qua nếu dùng dondoc tick bằng cron)", _START)
    for node in nodes:
        seen = told_moment(node.seen.astimezone(patient.settings.zone))
        if patient.now - node.seen > SILENT:
            said = f"{node.name} không trả lời từ {seen}"
            yield Finding(
                "dịch vụ", "bad", said, "xem: journalctl -u dondoc -n 50; rồi systemctl restart dondoc"
            )
        elif node.note:
            yield Finding(
                "dịch vụ", "warning", f"{node.name}: {node.note}", "xem: dondoc status, dondoc check"
            )
        else:
            yield Finding("dịch vụ", "good", f"{node.name} đang chạy, lần cuối lúc {seen}")


_START = "chạy: systemctl enable --now dondoc"
