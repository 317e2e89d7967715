"""Decides where compiled templates are kept: the built-in ones beside their sources, as modules are."""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import MutableMapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from types import CodeType
from typing import Any, cast

import jinja2
from jinja2 import Environment, FileSystemLoader, Template

KEPT = f"__pycache__/{{}}.{sys.implementation.cache_tag}"
STAMP = 32  # bytes of a digest of all that the code was made from


class BuiltInLoader(FileSystemLoader):
    """The templates of one of our folders. A workspace's own are never kept: their folder is the admin's."""

    def __init__(self, folder: Path, form: str) -> None:
        """`form`: how templates are compiled; whatever changes it makes kept code void."""
        super().__init__(folder)
        self._folder = folder
        self._form = form

    def load(
        self, environment: Environment, name: str, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        """The template, compiled before or now."""
        source, filename, _ = self.get_source(environment, name)
        path = self._folder / KEPT.format(name)
        made_from = (jinja2.__version__, self._form, filename, source)
        stamp = sha256("\0".join(made_from).encode()).digest()
        code = kept(path, stamp)
        if code is None:
            code = environment.compile(source, name, filename)
            keep(path, stamp, code)
        return environment.template_class.from_code(environment, code, globals or {}, None)


def kept(path: Path, stamp: bytes) -> CodeType | None:
    """The code, if it was made from just the same."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return cast("CodeType", marshal.loads(data[STAMP:])) if data[:STAMP] == stamp else None  # noqa: S302


def keep(path: Path, stamp: bytes, code: CodeType) -> None:
    """For the next start; where the folder may not be written each start compiles anew, as Python does."""
    if sys.dont_write_bytecode:
        return
    new = path.with_name(f"{path.name}.{os.getpid()}")
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        new.write_bytes(stamp + marshal.dumps(code))
        new.replace(path)
