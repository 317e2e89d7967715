"""Decides which settings can be read but would stop the service at its start, or all of its mails."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic_core import PydanticCustomError

from dondoc.settings import PREFIX, Settings, meant, problem_at
from rules.problem import Problem
from rules.systemwords import system_words

_WITH_PORT = re.compile(r"[^:]*:\d+")  # an address of IPv6 holds more colons
_WEB = re.compile(r"https?://[^\s/?#@]+([/?#]\S*)?", re.IGNORECASE)


def unusable(settings: Settings) -> Iterator[Problem]:
    """Every such problem, at its line of `.env`."""
    faults = (
        _senders(settings), _channels(settings), _database(settings), _authorities(settings),
        _places(settings),
    )  # fmt: skip
    for of_one in faults:
        for name, said in of_one:
            yield problem_at(settings.lines, name, "V701", f"{PREFIX}{name}: {said}")


def _senders(settings: Settings) -> Iterator[tuple[str, str]]:
    from notifiers.mime import BadAddress, sender_address
    from rules.syntax.fields import read_address

    try:
        sender_address(settings.mail_from)
    except BadAddress:
        yield "MAIL_FROM", f"“{settings.mail_from}” không phải địa chỉ gửi thư; ví dụ: dondoc@example.gov.vn"
    if settings.reply_to is not None:
        try:
            read_address(settings.reply_to)
        except PydanticCustomError:
            yield "REPLY_TO", f"“{settings.reply_to}” không phải địa chỉ thư"


def _channels(settings: Settings) -> Iterator[tuple[str, str]]:
    from notifiers.registry import BrokenNotifier, names

    try:
        known = names()
    except BrokenNotifier as error:
        yield "NOTIFIERS", str(error)
        return
    if not settings.notifiers:
        yield "NOTIFIERS", f"chưa có kênh gửi nào; cho phép: {', '.join(known)}"
    for name in settings.notifiers:
        if name not in known:
            said = f"không có kênh gửi “{name}”; cho phép: {', '.join(known)}"
            yield "NOTIFIERS", said + meant(name, known)


def _database(settings: Settings) -> Iterator[tuple[str, str]]:
    from data.sql.database import DatabaseUnavailable, parse_url

    try:
        parse_url(settings.database_url)
    except DatabaseUnavailable as error:
        yield "DATABASE_URL", str(error)


def _places(settings: Settings) -> Iterator[tuple[str, str]]:
    """A relay's name that holds more than a name; a link in every mail that nobody can open."""
    host = settings.smtp.host
    if "/" in host or any(map(str.isspace, host)) or _WITH_PORT.fullmatch(host):
        said = f"“{host}” không phải tên máy chủ; chỉ ghi tên, như mail.example.gov.vn, cổng ghi ở SMTP_PORT"
        yield "SMTP_HOST", said
    url = settings.public_url
    if url is not None and not _WEB.fullmatch(url):
        said = f"“{url}” không phải địa chỉ trang web; viết đủ, như https://dondoc.example.gov.vn"
        yield "PUBLIC_URL", said


def _authorities(settings: Settings) -> Iterator[tuple[str, str]]:
    """The relay's authorities are read at each connection: no mail would go."""
    from data.files.adminfile import bytes_of

    path = settings.smtp.ca_file
    if path is None or "email" not in settings.notifiers:
        return
    try:
        bytes_of(path)
    except OSError as error:
        yield "SMTP_CA_FILE", f"không đọc được tệp chứng thư {path}: {system_words(error)}"
