"""Decides which files a git revision of a workspace holds; nothing is checked out."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from data.workspace import is_file_of_workspace

LINK = "120000"  # the mode of a symbolic link


class NoRevision(Exception):
    """The revision cannot be read; the message (Vietnamese) says why."""


@dataclass(frozen=True, slots=True)
class Revised:
    """The workspace's files as one commit holds them."""

    commit: str
    files: Mapping[str, bytes]  # relative to the workspace
    links: tuple[str, ...]  # symbolic links: their target is no file of the commit


def read_revision(workspace: Path, revision: str) -> Revised:
    """The files of the workspace at a revision of the repository it stands in. Raises NoRevision."""
    prefix = _git(workspace, "rev-parse", "--show-prefix", said=_NO_REPOSITORY).decode().rstrip("\n")
    commit = _commit(workspace, revision)
    entries = list(_entries(workspace, commit, prefix))
    if not entries:
        raise NoRevision("bản ấy không có tệp nào của thư mục làm việc này")
    links = tuple(name for mode, name, _ in entries if mode == LINK)
    blobs = {name: blob for mode, name, blob in entries if mode != LINK}
    return Revised(commit, dict(zip(blobs, _contents(workspace, blobs.values()), strict=True)), links)


_NO_REPOSITORY = "thư mục làm việc không nằm trong kho git nào"


def _commit(workspace: Path, revision: str) -> str:
    named = f"{revision}^{{commit}}"
    said = f"kho git không có bản “{revision}”"
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", named)
    return _git(workspace, *words, said=said).decode().strip()


def _entries(workspace: Path, commit: str, prefix: str) -> Iterator[tuple[str, str, str]]:
    """(mode, path relative to the workspace, blob) of the files that a workspace reads."""
    listed = _git(workspace, "ls-tree", "-r", "-z", "--full-tree", commit, "--", prefix or ".")
    for line in listed.split(b"\0")[:-1]:
        facts, _, path = line.partition(b"\t")
        mode, kind, blob = facts.decode().split()
        name = path.decode("utf-8", "surrogateescape").removeprefix(prefix)
        if kind == "blob" and is_file_of_workspace(name):
            yield mode, name, blob


def _contents(workspace: Path, blobs: Iterable[str]) -> Iterator[bytes]:
    asked = "".join(f"{blob}\n" for blob in blobs)
    answer = _git(workspace, "cat-file", "--batch", asked=asked.encode())
    while answer:
        head, _, rest = answer.partition(b"\n")
        size = int(head.split()[-1])
        yield rest[:size]
        answer = rest[size + 1 :]


def _git(workspace: Path, *words: str, asked: bytes = b"", said: str = "git không đọc được") -> bytes:
    git = shutil.which("git")
    if git is None:
        raise NoRevision("máy này không có lệnh git để đọc bản đã lưu")
    done = subprocess.run([git, "-C", str(workspace), *words], input=asked, capture_output=True, check=False)
    if done.returncode:
        answer = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise NoRevision(f"{said} (git: {answer[0]})" if answer else said)
    return done.stdout
