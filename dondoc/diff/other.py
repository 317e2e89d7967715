"""Decides what OTHER of `diff` is: another folder, or a git revision of this one; read and found good."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from data.workspace import Workspace, build, inspect
from dondoc.app import replying_to
from dondoc.diff.gitfiles import NoRevision, read_revision
from dondoc.exits import COULD_NOT, PROBLEMS, Stop
from dondoc.settings import Settings
from rules.problem import BadFiles, Problem
from rules.yaml.scan import decode
from scheduler.inforce import InForce, in_force


@dataclass(frozen=True, slots=True)
class Other:
    """The other side, and what it is called."""

    called: str
    files: InForce


def read_other(settings: Settings, other: str) -> Other:
    """A folder by that name from where the command is typed, else a revision. Raises Stop."""
    folder = Path(other)
    if folder.is_dir():
        return Other(f"thư mục {other}", _good(*inspect(folder), f"{other.rstrip('/')}/", settings))
    if folder.exists():
        raise Stop(f"“{other}” là một tệp; cần một thư mục làm việc khác hoặc một bản git", COULD_NOT)
    try:
        revised = read_revision(settings.workspace, other)
    except NoRevision as error:
        raise Stop(f"“{other}” không phải thư mục, cũng không đọc được như một bản git: {error}",
                   COULD_NOT) from error  # fmt: skip
    files = _good(*_built(revised.files, revised.links), f"{other}:", settings)
    return Other(f"bản git {other} ({revised.commit[:12]})", files)


def _good(
    workspace: Workspace | None, problems: Iterable[Problem], before: str, settings: Settings
) -> InForce:
    """The files in force; what is wrong with them is told as `check` does, under the other's name."""
    if workspace is None:
        named = [replace(problem, file=f"{before}{problem.file}") for problem in problems]
        raise Stop(str(BadFiles(named)), PROBLEMS)
    return in_force(replying_to(workspace, settings.reply_to), settings.zone)


def _built(raw: Mapping[str, bytes], links: Iterable[str]) -> tuple[Workspace | None, tuple[Problem, ...]]:
    said, hint = "là liên kết tệp; một bản git chỉ giữ tên của tệp được trỏ tới", "lưu tệp thật vào kho git"
    unreadable = [Problem(name, 1, 1, "error", "Y112", said, hint) for name in links]
    texts: dict[str, str] = {}
    for name, bytes_ in raw.items():
        text, found = decode(name, bytes_)
        unreadable += found
        if text is not None:
            texts[name] = text
    workspace, problems = build(texts, Path(), {problem.file for problem in unreadable})
    return (None if unreadable else workspace), tuple(sorted({*problems, *unreadable}))
