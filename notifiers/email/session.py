"""One conversation with the relay: many mails, one recipient each, told apart by what the relay answered."""

from __future__ import annotations

import datetime as dt
import smtplib
import ssl
from contextlib import suppress

from notifiers.base import Parcel, PermanentFailure, TemporaryFailure
from notifiers.email import failures
from notifiers.email.settings import SmtpSettings
from notifiers.mime import BadAddress, wire_address

_GOING_AWAY = 421  # the relay closes: idle too long, or enough mails on this connection


class SmtpSession:
    """Sends parcels over one connection, opened again when the relay closed it between two mails."""

    def __init__(self, settings: SmtpSettings, sender: str, context: ssl.SSLContext | None) -> None:
        self._settings = settings
        self._sender = sender
        self._context = context
        self._relay: smtplib.SMTP | None = None

    def open(self) -> None:
        """Connect, secure and log in; raises TemporaryFailure."""
        try:
            self._relay = self._connected()
        except (*failures.BREAKS, UnicodeError) as error:  # the last one: a host name that is none
            raise failures.at_connect(error) from error

    def close(self) -> None:
        """Say goodbye. What was accepted stays accepted, however the goodbye ends."""
        relay, self._relay = self._relay, None
        if relay is not None:
            with suppress(*failures.BREAKS):
                relay.quit()
            relay.close()

    @property
    def certificate_ends(self) -> dt.datetime | None:
        """Until when the relay's certificate is good; None on an open line."""
        line = self._relay.sock if self._relay is not None else None
        shown = line.getpeercert() if isinstance(line, ssl.SSLSocket) else None
        ends = shown.get("notAfter") if shown else None
        if not isinstance(ends, str):
            return None
        return dt.datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), dt.UTC)

    def send(self, parcel: Parcel) -> None:
        """Hand over one parcel; raises a DeliveryFailure.

        A relay that has closed the connection between two mails is called once more.
        """
        try:
            recipient = wire_address(parcel.address)
        except BadAddress as error:
            raise PermanentFailure("recipient-refused", str(error)) from error
        fresh = self._relay is None
        if not self._announced(recipient, last_try=fresh):
            self._announced(recipient, last_try=True)
        self._hand_over(parcel.content)

    def _connected(self) -> smtplib.SMTP:
        settings = self._settings
        where = (settings.host, settings.port, settings.own_name)
        relay: smtplib.SMTP
        if settings.security == "tls":
            relay = smtplib.SMTP_SSL(*where, timeout=settings.timeout, context=self._context)
        else:
            relay = smtplib.SMTP(*where, timeout=settings.timeout)
        try:
            self._greet(relay)
        except BaseException:
            relay.close()
            raise
        return relay

    def _greet(self, relay: smtplib.SMTP) -> None:
        relay.ehlo_or_helo_if_needed()
        if self._settings.security == "starttls":
            _secure(relay, self._context)
        if self._settings.user is not None:
            _log_in(relay, self._settings.user, self._settings.password or "")

    def _announced(self, recipient: str, *, last_try: bool) -> bool:
        """The envelope is accepted; False when the connection was gone and another try makes sense."""
        if self._relay is None:
            self.open()
        relay = self._relay
        assert relay is not None  # noqa: S101  # open() set it or raised
        try:
            gone = self._envelope(relay, recipient)
        except failures.BREAKS as error:
            self._drop()
            if last_try:
                raise failures.at_break(error, unknown=False) from error
            return False
        if gone and last_try:
            raise TemporaryFailure("rate-limited", gone)
        return not gone

    def _envelope(self, relay: smtplib.SMTP, recipient: str) -> str:
        """Empty when the relay waits for the text; else what it said when closing the connection."""
        steps = (
            (("MAIL", f"FROM:<{self._sender}>"), (250,), failures.of_sender),
            (("RCPT", f"TO:<{recipient}>"), (250, 251, 252), failures.of_recipient),
            (("DATA", ""), (354,), failures.of_content),
        )
        for (command, argument), good, failure in steps:
            code, answer = relay.docmd(command, argument)
            if code == _GOING_AWAY:
                self._drop()
                return f"{code} {failures.words_of(answer)}"
            if code not in good:
                self._reset(relay)
                raise failure(code, answer)
        return ""

    def _hand_over(self, content: bytes) -> None:
        relay = self._relay
        assert relay is not None  # noqa: S101  # the envelope was accepted on it
        try:
            relay.send(_stuffed(content))
            code, answer = relay.getreply()
        except failures.BREAKS as error:
            self._drop()
            raise failures.at_break(error, unknown=True) from error
        if code == _GOING_AWAY:
            self._drop()
        if code != 250:
            raise failures.of_content(code, answer)

    def _reset(self, relay: smtplib.SMTP) -> None:
        """Forget the refused envelope; a connection that cannot is of no more use."""
        try:
            code, _ = relay.rset()
        except failures.BREAKS:
            self._drop()
            return
        if code != 250:
            self._drop()

    def _drop(self) -> None:
        relay, self._relay = self._relay, None
        if relay is not None:
            relay.close()


def _secure(relay: smtplib.SMTP, context: ssl.SSLContext | None) -> None:
    if not relay.has_extn("starttls"):
        # Never a fallback to plain: someone on the way may have cut the offer out.
        raise TemporaryFailure("tls", "máy chủ thư không cho mã hóa STARTTLS")
    code, answer = relay.starttls(context=context)
    if code != 220:
        raise TemporaryFailure("tls", f"máy chủ thư từ chối STARTTLS: {code} {failures.words_of(answer)}")
    relay.ehlo_or_helo_if_needed()


def _log_in(relay: smtplib.SMTP, user: str, password: str) -> None:
    try:
        relay.login(user, password)
    except (smtplib.SMTPResponseException, smtplib.SMTPServerDisconnected):
        raise  # the caller tells these
    except smtplib.SMTPException as error:
        raise TemporaryFailure("auth", f"máy chủ thư không cho đăng nhập: {error}") from error
    except UnicodeError as error:
        words = "tên đăng nhập hoặc mật khẩu có ký tự ngoài ASCII, máy chủ thư không nhận được"
        raise TemporaryFailure("auth", words) from error


def _stuffed(content: bytes) -> bytes:
    """The text on the wire: dots doubled at line starts, closed by a lone dot (RFC 5321, 4.5.2)."""
    body = content if content.endswith(b"\r\n") else content + b"\r\n"
    if body.startswith(b"."):
        body = b"." + body
    return body.replace(b"\r\n.", b"\r\n..") + b".\r\n"
