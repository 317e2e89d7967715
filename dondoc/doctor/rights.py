"""Whether secrets are readable, or files changeable, by people who have no business with them."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from dondoc.doctor.finding import Finding, Level, Patient, judged
from dondoc.envfile import NAME as ENV
from dondoc.envfile import read_env
from dondoc.settings import CREDENTIAL, PREFIX, Settings

PASSWORD_FILE = f"{PREFIX}SMTP_PASSWORD_FILE"
_IN_URL = re.compile(r"://[^/@]*:[^/@]+@")


def of_rights(patient: Patient) -> Iterator[Finding]:
    """What holds secrets is nobody else's to read, what steers the service nobody else's to write."""
    for path in secrets(patient.settings):
        open_to_all = bool(path.stat().st_mode & stat.S_IROTH)
        said = "ai trên máy cũng đọc được mật khẩu" if open_to_all else "người khác không đọc được"
        level: Level = "bad" if open_to_all else "good"
        yield judged(f"quyền tệp {path.name}", level, said, f"chạy: chmod o-rwx {path}")
    for path in steering(patient.settings):
        if path.stat().st_mode & stat.S_IWOTH:
            said = f"ai trên máy cũng sửa được {path}"
            yield Finding(f"quyền tệp {path.name}", "bad", said, f"chạy: chmod -R o-w {path}")


def secrets(settings: Settings) -> Iterator[Path]:
    """Files that hold a password."""
    root = settings.workspace
    own = read_env(root / ENV).values
    named = os.environ.get(PASSWORD_FILE) or own.get(PASSWORD_FILE)
    told = any("PASSWORD" in name and name != PASSWORD_FILE and value for name, value in own.items())
    paths = [root / ENV] if told or _IN_URL.search(own.get(f"{PREFIX}DATABASE_URL") or "") else []
    paths += [root / named] if named else []
    paths.append(root / CREDENTIAL)
    yield from (path for path in paths if path.is_file())


def steering(settings: Settings) -> Iterator[Path]:
    """Files and folders that say what the service does."""
    root = settings.workspace
    yield from (path for name in (ENV, "rules", "data", "templates") if (path := root / name).exists())
