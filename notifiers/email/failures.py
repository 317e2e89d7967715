"""Decides what an answer or a break of the relay means: temporary or permanent, and why (RFC 5321, 3463)."""

from __future__ import annotations

import smtplib
import socket
import ssl

from notifiers.base import DeliveryFailure, PermanentFailure, Reason, TemporaryFailure
from rules.systemwords import system_words

# Every error that smtplib and the socket below it can raise.
BREAKS = (smtplib.SMTPException, OSError)

_AUTH_CODES = frozenset((454, 530, 534, 535, 538))
_RATE_WORDS = ("too many", "rate limit", "ratelimit", "throttl", "quota", "slow down", "4.7.28")


def words_of(answer: bytes | str) -> str:
    """What the relay said, on one line."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(text.split())[:500]


def at_connect(error: Exception) -> TemporaryFailure:
    """Before any mail: always temporary, since a wrong setting must not kill mails."""
    # An SSLError is an OSError too, and its certificate errors are ValueErrors: asked first.
    if isinstance(error, ssl.SSLError):
        return TemporaryFailure("tls", f"không lập được kết nối TLS: {error}")
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return TemporaryFailure("auth", f"máy chủ thư từ chối đăng nhập: {_said(error)}")
    if is_timeout(error):
        return TemporaryFailure("timeout", "máy chủ thư không trả lời khi kết nối")
    if isinstance(error, smtplib.SMTPResponseException):
        return TemporaryFailure("connection", f"máy chủ thư không tiếp nhận kết nối: {_said(error)}")
    return TemporaryFailure("connection", f"không kết nối được máy chủ thư: {_broke(error)}")


def at_break(error: Exception, *, unknown: bool) -> TemporaryFailure:
    """The connection broke; `unknown` when the relay may hold the mail already."""
    if is_timeout(error):
        return TemporaryFailure("timeout", "máy chủ thư không trả lời đúng hạn", unknown=unknown)
    return TemporaryFailure("disconnected", f"mất kết nối máy chủ thư: {_broke(error)}", unknown=unknown)


def _broke(error: Exception) -> str:
    # Its numbers are not those of the system's other errors.
    if isinstance(error, socket.gaierror):
        return "không tìm thấy máy chủ có tên này"
    return system_words(error) if isinstance(error, OSError) and error.errno else str(error)


def is_timeout(error: BaseException) -> bool:
    """smtplib tells a silent relay as a disconnection; the cause says which it was."""
    return isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)


def of_sender(code: int, answer: bytes) -> DeliveryFailure:
    """A refused MAIL FROM. Temporary even when final: the sender is a setting, the same for every mail."""
    if code in _AUTH_CODES:
        return TemporaryFailure("auth", _told(code, answer))
    return TemporaryFailure(_limited(answer) or "sender-refused", _told(code, answer))


def of_recipient(code: int, answer: bytes) -> DeliveryFailure:
    """A refused RCPT TO."""
    if code in _AUTH_CODES:
        return TemporaryFailure("auth", _told(code, answer))
    if code >= 500:
        return PermanentFailure("recipient-refused", _told(code, answer))
    return TemporaryFailure(_limited(answer) or "recipient-refused", _told(code, answer))


def of_content(code: int, answer: bytes) -> DeliveryFailure:
    """A refused DATA command or text."""
    if code >= 500:
        return PermanentFailure("content-refused", _told(code, answer))
    return TemporaryFailure(_limited(answer) or "server", _told(code, answer))


def _limited(answer: bytes) -> Reason | None:
    text = words_of(answer).casefold()
    return "rate-limited" if any(word in text for word in _RATE_WORDS) else None


def _told(code: int, answer: bytes | str) -> str:
    return f"{code} {words_of(answer)}"


def _said(error: smtplib.SMTPResponseException) -> str:
    return _told(error.smtp_code, error.smtp_error)
