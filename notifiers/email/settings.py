"""What an admin says about the mail relay."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

Security: TypeAlias = Literal["starttls", "tls", "none"]


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """The relay: where, how secured, and as whom."""

    host: str = "localhost"
    port: int = 587
    security: Security = "starttls"
    ca_file: Path | None = None  # trust this instead of the system's authorities
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout: float = 30.0  # seconds, for each answer
    own_name: str | None = None  # EHLO; None: this machine's name
