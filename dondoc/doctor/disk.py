"""Whether there is room where the service writes, and whether its user may write there."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
from collections.abc import Iterator
from pathlib import Path

from dondoc.app import state_folder
from dondoc.doctor.finding import Finding, Level, Patient, judged
from dondoc.doctor.unit import service_user
from dondoc.settings import Settings

MEGABYTE = 1024 * 1024
ROOM, LITTLE = 200 * MEGABYTE, 1024 * MEGABYTE


def of_disks(patient: Patient) -> Iterator[Finding]:
    """Each folder that is written to: database, mailbox, figures."""
    user = service_user()
    yield from _in_the_way(patient.settings)
    for what, folder in written_to(patient.settings).items():
        there = existing(folder)
        free = shutil.disk_usage(there).free
        level: Level = "bad" if free < ROOM else "warning" if free < LITTLE else "good"
        yield judged(
            f"ổ đĩa ({what})", level, f"còn {free // MEGABYTE} MB ở {there}", "dọn bớt ổ đĩa: df -h, du -sh"
        )
        if standing_in_the_way(folder) is not None:
            continue
        good = may_write(there, user)
        whom = f"người dùng {user}" if user else "người dùng đang chạy lệnh này"
        said = f"{whom} {'ghi được' if good else 'không ghi được'} {there}"
        owner = user or "dondoc"
        remedy = f"sudo install -d -m 750 -o {owner} -g {owner} {folder}"
        yield judged(f"thư mục ({what})", "good" if good else "bad", said, remedy)


def _in_the_way(settings: Settings) -> Iterator[Finding]:
    """A file where a folder should be made, a folder where a file should be written."""
    folders = {**written_to(settings), **_mailbox(settings)}
    for what, folder in folders.items():
        if (wall := standing_in_the_way(folder)) is not None:
            said = f"không tạo được {folder}: {wall} không phải là thư mục"
            yield Finding(f"thư mục ({what})", "bad", said, "sửa đường dẫn trong .env, hoặc dời tệp ấy đi")
    for what, file in (("cơ sở dữ liệu", settings.database_file), ("tệp số đo", settings.metrics_file)):
        if file is not None and file.is_dir():
            said = f"{file} là một thư mục, không phải tệp"
            yield Finding(f"tệp ({what})", "bad", said, "sửa đường dẫn trong .env, hoặc dời thư mục ấy đi")

    figures = settings.metrics_file
    if figures is not None and not figures.parent.is_dir():
        said = f"không có thư mục {figures.parent}, số đo không được ghi"
        yield Finding("thư mục (tệp số đo)", "bad", said, "tạo thư mục ấy, hoặc sửa DONDOC_METRICS_FILE")


def _mailbox(settings: Settings) -> dict[str, Path]:
    return {"hộp thư": settings.mailbox_dir} if "mailbox" in settings.notifiers else {}


def written_to(settings: Settings) -> dict[str, Path]:
    """The folders by what they hold, each once."""
    file = settings.database_file
    folders = {"cơ sở dữ liệu": file.parent} if file else {"var": state_folder(settings)}
    if settings.mailbox_dir.parent not in folders.values():
        folders |= _mailbox(settings)
    figures = settings.metrics_file
    if figures is not None and figures.parent.is_dir() and figures.parent not in folders.values():
        folders["tệp số đo"] = figures.parent
    return folders


def existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there: it will be made in that."""
    return next(path for path in (folder, *folder.absolute().parents) if path.is_dir())


def standing_in_the_way(folder: Path) -> Path | None:
    """What is there under the name of the folder, or of one above it, and is no folder."""
    paths = (folder, *folder.absolute().parents)
    return next((path for path in paths if os.path.lexists(path) and not path.is_dir()), None)


def may_write(folder: Path, user: str | None) -> bool:
    """Whether the user, or whoever asks, may make files in a folder."""
    if user is None or os.geteuid() != 0:
        return os.access(folder, os.W_OK | os.X_OK)
    try:
        account = pwd.getpwnam(user)
    except KeyError:
        return False
    groups = {account.pw_gid, *(group.gr_gid for group in grp.getgrall() if user in group.gr_mem)}
    status = folder.stat()
    shift = 6 if status.st_uid == account.pw_uid else 3 if status.st_gid in groups else 0
    return account.pw_uid == 0 or (status.st_mode >> shift) & 0o3 == 0o3
