"""`dondoc doctor`: whether this installation can work, each failing line with its remedy."""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from dondoc.app import state_folder
from dondoc.brakes import words_now
from dondoc.commands.check import problems_of
from dondoc.envfile import NAME as ENV
from dondoc.envfile import read_env
from dondoc.exits import GOOD, PROBLEMS
from dondoc.open import now_in, say_json, settings_of
from dondoc.settings import PREFIX, Settings

ROOM = 200 * 1024 * 1024  # bytes
HANOI = "Asia/Ho_Chi_Minh"
PASSWORD_FILE = f"{PREFIX}SMTP_PASSWORD_FILE"
_SECRET = re.compile(r"://[^/@]*:[^/@]+@")  # a password in a URL


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; a remedy goes with what is not good."""

    what: str
    good: bool
    said: str
    remedy: str | None = None


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Mỗi dòng một đối tượng JSON.")
@click.pass_obj
def command(workspace: Path, as_json: bool) -> int:
    """Kiểm tra cài đặt, nêu cách khắc phục."""
    settings = settings_of(workspace)
    bad = 0
    for look in LOOKS:
        for found in look(settings):
            bad += not found.good
            _tell(found, as_json)
    click.echo(f"{bad} điểm cần khắc phục." if bad else "Mọi thứ sẵn sàng.", err=True)
    return PROBLEMS if bad else GOOD


def _tell(found: Finding, as_json: bool) -> None:
    if as_json:
        say_json({"what": found.what, "good": found.good, "said": found.said, "remedy": found.remedy})
        return
    click.echo(f"{'tốt' if found.good else 'LỖI'}  {found.what}: {found.said}")
    if found.remedy:
        click.echo(f"     → {found.remedy}")


def _files(settings: Settings) -> Iterator[Finding]:
    errors = [problem for problem in problems_of(settings.workspace) if problem.level == "error"]
    if errors:
        yield Finding(
            "tệp", False, f"{len(errors)} lỗi trong quy tắc và dữ liệu", "xem từng lỗi: dondoc check"
        )
    else:
        yield Finding("tệp", True, "quy tắc và dữ liệu đọc được")


def _zone(settings: Settings) -> Iterator[Finding]:
    now = now_in(settings)
    same = now.utcoffset() == now.astimezone(ZoneInfo(HANOI)).utcoffset()
    said = f"{settings.zone.key}, bây giờ là {now:%H:%M} ngày {now:%d/%m/%Y}"
    remedy = None if same else f"giờ Việt Nam là {HANOI}: sửa DONDOC_TIMEZONE trong .env"
    yield Finding("múi giờ", same, said, remedy)


def _calendar(settings: Settings) -> Iterator[Finding]:
    from data.workspace import inspect

    workspace, _ = inspect(settings.workspace)
    if workspace is None:
        return
    this = now_in(settings).year
    years = sorted({this, *(plan.year for plan in workspace.plans if plan.year >= this)})
    for year in years:
        good = workspace.calendar.confirmed(year)
        said = "có thông báo chính thức" if good else "chưa có thông báo chính thức, tính theo thư viện"
        remedy = None if good else f"ghi thông báo lịch nghỉ năm {year} vào data/calendar.yaml"
        yield Finding(f"lịch năm {year}", good, said, remedy)


def _database(settings: Settings) -> Iterator[Finding]:
    from data.database import DatabaseTooNew, DatabaseUnavailable
    from dondoc.app import open_engine

    try:
        kind = open_engine(settings).dialect.name
    except (DatabaseUnavailable, DatabaseTooNew) as error:
        yield Finding("cơ sở dữ liệu", False, str(error), "kiểm tra DONDOC_DATABASE_URL và quyền truy cập")
    else:
        yield Finding("cơ sở dữ liệu", True, f"mở được ({kind})")


def _brakes(settings: Settings) -> Iterator[Finding]:
    """What holds all mails back or turns them aside: meant so, but not to be forgotten."""
    from data.workspace import inspect
    from scheduler.inforce import in_force

    workspace, _ = inspect(settings.workspace)
    words = words_now(settings, in_force(workspace, settings.zone)) if workspace is not None else ()
    yield Finding("gửi thư", True, "; ".join(words) or "gửi thật, không tạm dừng")


def _disk(settings: Settings) -> Iterator[Finding]:
    folder = state_folder(settings)
    there = folder if folder.is_dir() else settings.workspace
    free = shutil.disk_usage(there).free
    said = f"còn {free // (1024 * 1024)} MB"
    remedy = None if free >= ROOM else "dọn bớt ổ đĩa; dịch vụ cần ít nhất 200 MB"
    yield Finding("ổ đĩa", free >= ROOM, said, remedy)
    good = os.access(there, os.W_OK)
    remedy = None if good else f"cấp quyền ghi thư mục {there} cho người dùng chạy dịch vụ"
    yield Finding("thư mục trạng thái", good, "ghi được" if good else f"không ghi được {there}", remedy)


def _rights(settings: Settings) -> Iterator[Finding]:
    """What holds secrets is nobody else's to read."""
    for path in _secret_files(settings):
        if not path.is_file():
            continue
        open_to_all = bool(path.stat().st_mode & stat.S_IROTH)
        remedy = f"chạy: chmod o-rwx {path}" if open_to_all else None
        said = "ai cũng đọc được" if open_to_all else "người khác không đọc được"
        yield Finding(f"quyền tệp {path.name}", not open_to_all, said, remedy)


def _secret_files(settings: Settings) -> Iterator[Path]:
    root = settings.workspace
    own = read_env(root / ENV).values
    if _SECRET.search(own.get(f"{PREFIX}DATABASE_URL") or ""):
        yield root / ENV
    password = os.environ.get(PASSWORD_FILE) or own.get(PASSWORD_FILE)
    if password:
        yield root / password


def _channels(settings: Settings) -> Iterator[Finding]:
    from notifiers.registry import BrokenNotifier, names

    try:
        known = names()
    except BrokenNotifier as error:
        yield Finding("kênh gửi", False, str(error), "gỡ gói cài thêm có lỗi")
        return
    unknown = [name for name in settings.notifiers if name not in known]
    remedy = f"DONDOC_NOTIFIERS chỉ nhận: {', '.join(known)}" if unknown else None
    yield Finding("kênh gửi", not unknown, ", ".join(unknown or settings.notifiers), remedy)


REMEDIES = {
    "connection": "kiểm tra DONDOC_SMTP_HOST, DONDOC_SMTP_PORT và tường lửa",
    "timeout": "kiểm tra DONDOC_SMTP_HOST, DONDOC_SMTP_PORT và tường lửa",
    "tls": "kiểm tra DONDOC_SMTP_TLS và DONDOC_SMTP_CA_FILE",
    "auth": "kiểm tra DONDOC_SMTP_USER và tệp mật khẩu (DONDOC_SMTP_PASSWORD_FILE)",
}


def _relay(settings: Settings) -> Iterator[Finding]:
    """Connect, secure, log in; nothing is sent."""
    if "email" not in settings.notifiers:
        return
    from notifiers.base import DeliveryFailure
    from notifiers.email.channel import EmailChannel

    what, smtp = "máy chủ thư", settings.smtp
    try:
        with EmailChannel(smtp, settings.mail_from).session():
            pass
    except DeliveryFailure as failure:
        remedy = REMEDIES.get(failure.reason, "hỏi người quản trị máy chủ thư")
        yield Finding(what, False, failure.detail, remedy)
    except ValueError as error:
        yield Finding(what, False, str(error), "sửa DONDOC_MAIL_FROM thành một địa chỉ thư đúng")
    else:
        user = f", đăng nhập {smtp.user}" if smtp.user else ", không đăng nhập"
        yield Finding(what, True, f"{smtp.host}:{smtp.port} ({smtp.security}{user})")


LOOKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
    _files, _zone, _calendar, _database, _brakes, _disk, _rights, _channels, _relay,
)  # fmt: skip
