"""Whether mails go anywhere, and whether the address they come from will be believed. Asks no name server."""

from __future__ import annotations

from collections.abc import Iterator

from dondoc.doctor.finding import Finding, Patient

_RESERVED = ("example", "test", "invalid", "localhost", "local", "internal", "lan", "home.arpa")
_SAMPLES = ("example.gov.vn", "example.com", "example.org", "example.net", "example.vn")
_SET = "đặt DONDOC_MAIL_FROM là địa chỉ thật của cơ quan, như nhacviec@ten-co-quan.gov.vn"


def of_channels(patient: Patient) -> Iterator[Finding]:
    """Whether one of them reaches people; a channel that is none is told among the settings."""
    given = patient.settings.notifiers
    if set(given) <= {"mailbox", "console"}:
        said = f"{', '.join(given)}: thư chỉ để xem tại chỗ, chưa đến ai"
        yield Finding("kênh gửi", "warning", said, "khi dùng thật: DONDOC_NOTIFIERS=email trong .env")
    else:
        yield Finding("kênh gửi", "good", ", ".join(given))


def of_sender(patient: Patient) -> Iterator[Finding]:
    """The domain of From, which is that of Message-IDs too."""
    settings = patient.settings
    if "email" not in settings.notifiers:
        return
    domain = settings.domain.casefold()
    if trouble := _trouble(domain):
        yield Finding("địa chỉ gửi", "bad", f"{settings.mail_from}: {trouble}", _SET)
    else:
        yield Finding("địa chỉ gửi", "good", settings.mail_from)
    account = (settings.smtp.user or "").rpartition("@")[2].casefold()
    if "@" in (settings.smtp.user or "") and account != domain:
        said = f"gửi từ {domain} bằng tài khoản của {account}: thư có thể bị từ chối (SPF, DMARC)"
        yield Finding("địa chỉ gửi", "warning", said, f"đặt DONDOC_MAIL_FROM là một địa chỉ @{account}")


def is_sample(domain: str) -> bool:
    """Whether a domain only stands in examples."""
    return any(f".{domain.casefold()}".endswith(f".{sample}") for sample in _SAMPLES)


def _trouble(domain: str) -> str | None:
    last = domain.rpartition(".")[2]
    if domain == "localhost":
        return "chưa đặt địa chỉ gửi (localhost)"
    if is_sample(domain):
        return f"{domain} là tên miền mẫu"
    if "." not in domain:
        return f"tên miền {domain} thiếu dấu chấm"
    if last in _RESERVED or domain.endswith(".home.arpa"):
        return f"tên miền {domain} không dùng được trên Internet"
    if last.isdigit() or domain.startswith("["):
        return "phần sau @ là địa chỉ IP, không phải tên miền"
    return None
