"""What the environment and `.env` say: read once, typed, every problem at once."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, TypeAlias, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dondoc.envfile import ENVIRONMENT, NAME, read_env
from notifiers.email.settings import Security, SmtpSettings
from rules.pace import Pace
from rules.problem import Problem
from rules.systemwords import system_words

_UNKNOWN_SAID = 50  # names nobody knows
PREFIX = "DONDOC_"
NAMES = (
    "WORKSPACE", "DATABASE_URL", "NOTIFIERS", "MAILBOX_DIR", "SMTP_HOST", "SMTP_PORT", "SMTP_TLS",
    "SMTP_CA_FILE", "SMTP_USER", "SMTP_PASSWORD_FILE", "MAIL_FROM", "REPLY_TO", "TIMEZONE", "PUBLIC_URL",
    "LOG_FORMAT", "WATCH", "METRICS_FILE", "REDIRECT_TO", "SMTP_PER_MINUTE", "SMTP_PER_HOUR",
)  # fmt: skip
FOR_TESTS = frozenset({"TEST_PG_URL"})
CREDENTIAL = "smtp-password"  # of systemd's LoadCredential
LONGEST = 3600  # seconds
DEFAULT_PORTS = {"starttls": 587, "tls": 465, "none": 25}


class BadSettings(Exception):
    """Settings that cannot be used: every problem at its place; `rest`: with defaults for what is wrong."""

    def __init__(self, problems: Iterable[Problem], rest: Settings) -> None:
        self.problems = tuple(problems)
        self.rest = rest
        super().__init__("\n".join(map(str, self.problems)))


Faults: TypeAlias = list[tuple[str, str]]  # name without the prefix, what is wrong with it (Vietnamese)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment and `.env` set, with the defaults filled in."""

    workspace: Path
    database_url: str
    notifiers: tuple[str, ...]
    mailbox_dir: Path
    smtp: SmtpSettings
    mail_from: str  # the From header's value
    domain: str  # of Message-IDs
    zone: ZoneInfo
    reply_to: str | None = None
    public_url: str | None = None
    log_format: str = "plain"  # or json
    watch: float = 5  # seconds between looks at the files; 0: only when asked
    metrics_file: Path | None = None  # where the service writes its figures each minute
    redirect_to: str | None = None  # a trial run: every mail goes to this address
    pace: Pace = field(default_factory=Pace)  # of the mail account
    warnings: tuple[Problem, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)  # of `.env`, by name

    @property
    def database_file(self) -> Path | None:
        """The SQLite file, when the database is one."""
        prefix = "sqlite:///"
        return Path(self.database_url.removeprefix(prefix)) if self.database_url.startswith(prefix) else None


def read_settings(workspace: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """Settings of a workspace: the environment wins over its `.env`. Raises BadSettings."""
    outer = os.environ if environment is None else environment
    own = read_env(workspace / NAME)
    values = {
        name.removeprefix(PREFIX): value
        for name, value in {**own.values, **outer}.items()
        if name.startswith(PREFIX) and value
    }
    # What the environment sets too does not stand in the file.
    lines = {n.removeprefix(PREFIX): line for n, line in own.lines.items() if n not in outer}
    faults: Faults = []
    settings = _settings(workspace.absolute(), values, outer, faults)
    problems = [*own.problems, *(problem_at(lines, name, "V701", said) for name, said in faults)]
    unknown = tuple(problem_at(lines, name, "V751", said, "warning") for name, said in _unknown(values))
    settings = replace(settings, warnings=unknown, lines=lines)
    if problems:
        raise BadSettings(problems, settings)
    return settings


def problem_at(
    lines: Mapping[str, int], name: str, code: str, said: str, level: Literal["error", "warning"] = "error"
) -> Problem:
    """A problem of one setting, at its line of `.env`; without one it is the environment's, or a default."""
    file, line = (NAME, lines[name]) if name in lines else (ENVIRONMENT, 1)
    return Problem(file, line, 1, level, code, said)


def _settings(root: Path, values: Mapping[str, str], outer: Mapping[str, str], problems: Faults) -> Settings:
    sender = values.get("MAIL_FROM", "dondoc@localhost")
    return Settings(
        workspace=root,
        database_url=_database(root, values),
        notifiers=_list(values.get("NOTIFIERS", "mailbox")),
        mailbox_dir=root / values.get("MAILBOX_DIR", "var/Maildir"),
        smtp=_smtp(root, values, outer, problems),
        mail_from=sender,
        domain=sender.rsplit("@", 1)[-1].rstrip("> ") or "localhost",
        zone=_zone(values.get("TIMEZONE", "Asia/Ho_Chi_Minh"), problems),
        reply_to=values.get("REPLY_TO"),
        public_url=values.get("PUBLIC_URL"),
        metrics_file=root / values["METRICS_FILE"] if "METRICS_FILE" in values else None,
        watch=_seconds("WATCH", values.get("WATCH"), 5, problems),
        log_format=_one_of("LOG_FORMAT", values.get("LOG_FORMAT", "plain"), ("plain", "json"), problems),
        pace=Pace(_count("SMTP_PER_MINUTE", values, problems), _count("SMTP_PER_HOUR", values, problems)),
        redirect_to=_redirect(values.get("REDIRECT_TO"), problems),
    )


def _database(root: Path, values: Mapping[str, str]) -> str:
    url = values.get("DATABASE_URL", "sqlite:///var/dondoc.sqlite3")
    prefix = "sqlite:///"
    if url.startswith(prefix) and not url.startswith("sqlite:////"):
        return f"{prefix}{root / url.removeprefix(prefix)}"
    return url


def _list(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))


def _one_of(name: str, value: str, allowed: tuple[str, ...], problems: Faults) -> str:
    if value not in allowed:
        said = f"{PREFIX}{name}: “{value}” không hợp lệ; cho phép: {', '.join(allowed)}"
        problems.append((name, said + meant(value, allowed)))
    return value


def _zone(name: str, problems: Faults) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a folder of zones is none
        said = f"{PREFIX}TIMEZONE: không có múi giờ “{name}”; ví dụ Asia/Ho_Chi_Minh"
        problems.append(("TIMEZONE", said))
        return ZoneInfo("UTC")


def _count(name: str, values: Mapping[str, str], problems: Faults) -> int | None:
    text = values.get(name)
    if text is None:
        return None
    if not text.isdecimal() or int(text) == 0:
        said = f"{PREFIX}{name}: “{text}” không phải số thư; viết một số nguyên từ 1"
        problems.append((name, said))
        return None
    return int(text)


def _redirect(text: str | None, problems: Faults) -> str | None:
    """An address that is none stops everything: mails of a trial must never go to their true readers."""
    if text is None:
        return None
    from notifiers.mime import BadAddress, wire_address

    try:
        wire_address(text.strip())
    except BadAddress:
        said = f"{PREFIX}REDIRECT_TO: “{text}” không phải một địa chỉ thư; ví dụ: quantri@example.gov.vn"
        problems.append(("REDIRECT_TO", said))
    return text.strip()


def _smtp(root: Path, values: Mapping[str, str], outer: Mapping[str, str], problems: Faults) -> SmtpSettings:
    security = _one_of("SMTP_TLS", values.get("SMTP_TLS", "starttls"), tuple(DEFAULT_PORTS), problems)
    ca_file = values.get("SMTP_CA_FILE")
    return SmtpSettings(
        host=values.get("SMTP_HOST", "localhost"),
        port=_port(values.get("SMTP_PORT"), DEFAULT_PORTS.get(security, 587), problems),
        security=cast("Security", security),
        ca_file=root / ca_file if ca_file else None,
        user=values.get("SMTP_USER"),
        password=_password(root, values, outer, problems),
    )


def _port(text: str | None, default: int, problems: Faults) -> int:
    if text is None:
        return default
    if not text.isdecimal() or len(text) > 5 or not 0 < int(text) < 65536:
        problems.append(("SMTP_PORT", f"{PREFIX}SMTP_PORT: “{text}” không phải số cổng từ 1 đến 65535"))
        return default
    return int(text)


def _seconds(name: str, text: str | None, default: float, problems: Faults) -> float:
    if text is None:
        return default
    try:
        found = float(text)
    except ValueError:
        found = -1
    if not 0 <= found <= LONGEST:  # nan is none of them
        said = f"{PREFIX}{name}: “{text}” không phải số giây từ 0 đến {LONGEST}; 0 là tắt"
        problems.append((name, said))
        return default
    return found


def _password(
    root: Path, values: Mapping[str, str], outer: Mapping[str, str], problems: Faults
) -> str | None:
    """From the named file, else the systemd credential; a blank one is none."""
    named = values.get("SMTP_PASSWORD_FILE")
    folder = outer.get("CREDENTIALS_DIRECTORY")
    path = root / named if named else Path(folder) / CREDENTIAL if folder else None
    if path is None or (not named and not path.exists()):
        return None
    from data.files.adminfile import bytes_of

    try:
        return bytes_of(path).decode("utf-8").strip() or None
    except (OSError, UnicodeDecodeError) as error:
        why = system_words(error) if isinstance(error, OSError) else "tệp không phải UTF-8"
        said = f"{PREFIX}SMTP_PASSWORD_FILE: không đọc được tệp mật khẩu {path}: {why}"
        problems.append(("SMTP_PASSWORD_FILE", said))
        return None


def _unknown(values: Mapping[str, str]) -> Faults:
    found: Faults = []
    for name in sorted(values.keys() - set(NAMES) - FOR_TESTS)[:_UNKNOWN_SAID]:
        found.append((name, f"không có thiết lập tên {PREFIX}{name}{meant(name, NAMES, PREFIX)}"))
    return found


def meant(word: str, known: Iterable[str], prefix: str = "") -> str:
    """The end of a sentence that names the known word most like this one."""
    near = difflib.get_close_matches(word, tuple(known), 1, 0.5)
    return f"; ý bạn là {prefix}{near[0]}?" if near else ""
