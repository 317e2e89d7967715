"""Decides how a file that an admin wrote is read: only a plain file, and no more than it may hold."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from rules.problem import Problem
from rules.yaml.scan import BIGGEST, decode, too_big


def text_of(name: str, path: Path) -> tuple[str | None, tuple[Problem, ...]]:
    """The file's text, or None and the reason, told of it as `name`; raises OSError."""
    with _opened(path) as file:
        if (size := os.fstat(file.fileno()).st_size) > BIGGEST:
            return None, (too_big(name, size),)
        return decode(name, file.read(BIGGEST + 1))


def bytes_of(path: Path) -> bytes:
    """The file's first megabyte, which is more than it may hold; raises OSError."""
    with _opened(path) as file:
        return file.read(BIGGEST + 1)


def _opened(path: Path) -> BinaryIO:
    # A pipe would be waited for, a device has no end.
    file = open(path, "rb", opener=_at_once)  # noqa: SIM115
    if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        return file
    file.close()
    raise OSError(errno.ENODEV, os.strerror(errno.ENODEV), str(path))


def _at_once(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK)
