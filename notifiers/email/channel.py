"""The email channel as the scheduler sees it: renders mails, opens connections to the relay."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from notifiers.base import TemporaryFailure
from notifiers.email.session import SmtpSession
from notifiers.email.settings import SmtpSettings
from notifiers.mime import sender_address
from notifiers.renderer import Renderer
from rules.letter import Letter


class EmailChannel:
    """Mail over one relay; one connection serves a whole session."""

    name = "email"

    def __init__(self, settings: SmtpSettings, sender: str, templates: Path | None = None) -> None:
        """`sender` is the From header's value; raises ValueError when it holds no address."""
        self._settings = settings
        self._envelope_sender = sender_address(sender)
        self._renderer = Renderer(sender, templates)

    def render(self, letter: Letter) -> bytes:
        """The whole mail; raises PermanentFailure."""
        return self._renderer.render(letter)

    @contextmanager
    def session(self) -> Iterator[SmtpSession]:
        """An open connection; raises a TemporaryFailure when there is none."""
        session = SmtpSession(self._settings, self._envelope_sender, self._tls_context())
        session.open()
        try:
            yield session
        finally:
            session.close()

    def _tls_context(self) -> ssl.SSLContext | None:
        if self._settings.security == "none":
            return None
        try:
            return self._context
        except (OSError, ssl.SSLError) as error:
            where = self._settings.ca_file
            raise TemporaryFailure("tls", f"không đọc được tệp chứng thư {where}: {error}") from error

    @cached_property
    def _context(self) -> ssl.SSLContext:
        # Built once: loading the system's authorities takes 28 ms.
        ca_file = self._settings.ca_file
        return ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
