"""What the service tells systemd (sd_notify(3)): ready, alive, reloading, stopping, and how it stands."""

from __future__ import annotations

import os
import socket
import time


def notify(*states: str) -> None:
    """Send `READY=1` and the like; without NOTIFY_SOCKET nobody listens."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as way:
        way.connect("\0" + address[1:] if address.startswith("@") else address)
        way.sendall("\n".join(states).encode())


def reloading() -> str:
    """The reload notice wants the moment it began, in microseconds of the monotonic clock."""
    return f"RELOADING=1\nMONOTONIC_USEC={time.monotonic_ns() // 1000}"


def watchdog_interval() -> float | None:
    """Seconds between signs of life, half of what systemd allows; None: nobody watches this process."""
    usec, pid = os.environ.get("WATCHDOG_USEC", ""), os.environ.get("WATCHDOG_PID")
    if not usec.isdecimal() or (pid and pid != str(os.getpid())):
        return None
    return int(usec) / 2_000_000
