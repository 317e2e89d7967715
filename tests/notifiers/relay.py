"""Real SMTP servers for the tests: aiosmtpd with certificates, logins and bad habits."""

from __future__ import annotations

import asyncio
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "nhacviec", "matkhau-2021"


@dataclass
class Relay:
    """What a server was given, and how it answers.

    `answers`: what it says to a command, in turn; the last stays. "drop" cuts the line, "hang" is silence.
    """

    answers: dict[str, list[str]] = field(default_factory=dict)
    per_connection: int | None = None  # mails, before it says 421
    mails: list[tuple[str, str, bytes]] = field(default_factory=list)  # sender, recipient, content
    connections: int = 0
    encrypted: list[bool] = field(default_factory=list)  # for each mail
    port: int = 0
    host: str = "127.0.0.1"

    async def _answer(self, command: str, server: SMTP) -> str:
        queue = self.answers.get(command, ["250 OK"])
        answer = queue.pop(0) if len(queue) > 1 else queue[0]
        if answer == "hang":
            await asyncio.Event().wait()
        if answer == "drop":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return answer

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.per_connection is not None and session.__dict__.get("sent", 0) >= self.per_connection:
            return "421 4.7.0 too many messages on this connection"
        envelope.mail_from = address
        return await self._answer("MAIL", server)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = await self._answer("RCPT", server)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = await self._answer("DATA", server)
        if answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.mails.append((envelope.mail_from or "", envelope.rcpt_tos[0], envelope.content))
            self.encrypted.append(_is_encrypted(server))
            session.__dict__["sent"] = session.__dict__.get("sent", 0) + 1
        return answer


def _is_encrypted(server: SMTP) -> bool:
    assert server.transport is not None
    return server.transport.get_extra_info("ssl_object") is not None


class _Server(Controller):
    """aiosmtpd's controller on a port that the system chooses."""

    handler: Relay

    def factory(self) -> SMTP:
        self.handler.connections += 1
        return SMTP(self.handler, **self.SMTP_kwargs)

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def running(
    relay: Relay,
    *,
    starttls: ssl.SSLContext | None = None,
    tls: ssl.SSLContext | None = None,
    login: bool = False,
) -> Iterator[Relay]:
    """The relay, listening; with STARTTLS, with TLS from the first byte, or plain."""
    server = _Server(
        relay,
        hostname=relay.host,
        port=0,
        server_hostname="relay.test",
        ssl_context=tls,
        tls_context=starttls,
        require_starttls=starttls is not None,
        authenticator=_checked if login else None,
        auth_required=login,
        auth_require_tls=tls is None,
        enable_SMTPUTF8=False,
    )
    server.start()
    relay.port, relay.connections = server.port, 0
    try:
        yield relay
    finally:
        server.stop()


def _checked(_server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: object) -> AuthResult:
    right = data == LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)


@dataclass(frozen=True)
class Certificates:
    """A private authority and the server certificate it signed."""

    server: ssl.SSLContext
    ca_file: Path


def certificates(folder: Path, host: str = "127.0.0.1") -> Certificates:
    """A new authority whose certificate names `host`."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host).configure_cert(context)
    ca_file = folder / f"ca-{host}.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    return Certificates(context, ca_file)


@contextmanager
def saying(greeting: bytes) -> Iterator[int]:
    """A server that says one thing to everybody and hangs up; yields its port."""

    class Rude(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.sendall(greeting)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Rude) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()
