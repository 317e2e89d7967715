"""Decides whether the files of a workspace can be used together, and builds the whole of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from data.files.adminfile import bytes_of, text_of
from data.files.calendarfile import years_of
from data.files.planfile import plan_of
from data.files.resolve import Lookup
from data.files.unitfile import directory_of, named_in
from data.files.warnings import Sources, all_warnings
from rules.days.calendar import OfficialYear, WorkCalendar
from rules.directory import Directory
from rules.plan import Plan, Task, told_apart
from rules.problem import BadFiles, Problem
from rules.rule import RuleSet
from rules.syntax.names import Names, names_used
from rules.syntax.rulefile import read_rules
from rules.systemwords import system_words
from rules.yaml.text import Document, parse

UNITS, CALENDAR, TEMPLATES = "data/units.yaml", "data/calendar.yaml", "templates"
Stamp: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Workspace:
    """Everything an admin's folder says, without an error in it."""

    root: Path
    directory: Directory
    plans: tuple[Plan, ...]
    tasks: tuple[Task, ...]  # of all plans, in order
    calendar: WorkCalendar = field(compare=False)
    rules: RuleSet
    warnings: tuple[Problem, ...]
    revision: str  # SHA-256 of all paths and texts, hexadecimal
    files: Mapping[str, str] = field(repr=False)  # relative path -> text


def load(root: Path) -> Workspace:
    """The workspace in a folder; raises BadFiles with every problem when there is an error."""
    workspace, problems = inspect(root)
    if workspace is None:
        raise BadFiles(problems)
    return workspace


def inspect(root: Path) -> tuple[Workspace | None, tuple[Problem, ...]]:
    """The workspace in a folder and its warnings, or None and every problem of every file."""
    files, unreadable = read_folder(root)
    workspace, problems = build(files, root, {problem.file for problem in unreadable})
    everything = tuple(sorted({*problems, *unreadable}))
    return (None if unreadable else workspace), everything


def read_folder(root: Path) -> tuple[dict[str, str], list[Problem]]:
    """The texts of a workspace's files by relative path, and what could not be read."""
    if not root.is_dir():
        return {}, [Problem(str(root), 1, 1, "error", "Y112", "không tìm thấy thư mục làm việc", _INIT)]
    files: dict[str, str] = {}
    problems: list[Problem] = []
    for path in _paths(root):
        name = path.relative_to(root).as_posix()
        text, found = _read_file(name, path)
        problems += found
        if text is not None:
            files[name] = text
    return files | _templates(root), problems


_INIT = "tạo thư mục làm việc mới bằng lệnh dondoc init"


def stamps_of(root: Path) -> dict[str, Stamp]:
    """Relative path -> what the file system says of each file: it changes whenever a file may have.

    Links are followed. The change time is there too: a right to read given back changes nothing else.
    """
    stamps: dict[str, Stamp] = {}
    for path in (*_paths(root), *_template_paths(root)):
        try:
            found = path.stat()
            stamp: Stamp = (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)
        except OSError as error:  # a link to nowhere is a state too
            stamp = (error.errno or 0,)
        stamps[path.relative_to(root).as_posix()] = stamp
    return stamps


def _templates(root: Path) -> dict[str, str]:
    """The texts of the workspace's own templates; what is wrong with one is told by who fills it in."""
    texts: dict[str, str] = {}
    for path in _template_paths(root):
        try:
            text = bytes_of(path).decode("utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        if "\0" not in text:  # no database keeps it
            texts[path.relative_to(root).as_posix()] = text
    return texts


def _template_paths(root: Path) -> list[Path]:
    return sorted(p for p in (root / TEMPLATES).glob("*.j2") if _is_template(f"{TEMPLATES}/{p.name}"))


def _paths(root: Path) -> list[Path]:
    single = [path for name in (UNITS, CALENDAR) if (path := root / name).exists() or path.is_symlink()]
    listed = [*_yaml_in(root, "rules"), *_yaml_in(root, "data/plans")]
    return [*listed, *single]


def _yaml_in(root: Path, at: str) -> list[Path]:
    return sorted(path for path in (root / at).glob("*.y*ml") if is_file_of_workspace(f"{at}/{path.name}"))


def _read_file(name: str, path: Path) -> tuple[str | None, tuple[Problem, ...]]:
    if not name.isprintable():
        said = "tên tệp có ký tự không đọc được (không phải UTF-8, hoặc ký tự điều khiển)"
        shown = name.encode("unicode_escape", "backslashreplace").decode()
        return None, (Problem(shown, 1, 1, "error", "Y112", said, "đổi tên tệp"),)
    try:
        return text_of(name, path)
    except OSError as error:
        said = f"không đọc được tệp: {system_words(error)}"
        return None, (Problem(name, 1, 1, "error", "Y112", said, "xem lại quyền đọc của tệp"),)


def build(
    files: Mapping[str, str], root: Path = Path(), unreadable: Iterable[str] = ()
) -> tuple[Workspace | None, tuple[Problem, ...]]:
    """The workspace that texts make (relative path -> text) and its warnings, or None and every problem.

    Pure, so that a revision of yesterday or of git is built the same way. Files named as `unreadable` exist
    but have no text: what would depend on them is not judged.
    """
    lost = frozenset(unreadable)
    files = {name: files[name] for name in sorted(files) if is_file_of_workspace(name)}
    data = {name: text for name, text in files.items() if not (_is_rules(name) or _is_template(name))}
    parsed = {name: parse(name, text) for name, text in data.items()}
    directory, known, problems = _directory(parsed, lost)
    plans, tasks, found = _plans(parsed, Lookup(known))
    problems += found
    whole = not any(problem.level == "error" for problem in found) and not any(map(_is_plan, lost))
    used = names_used(tasks, (plan.id for plan in plans)) if whole and plans else None
    rules, found = _rules(files, lost, Names(known, used))
    problems += found
    years, found = _years(parsed, lost)
    problems += found
    if directory is None or any(problem.level == "error" for problem in problems):
        return None, tuple(sorted(set(problems)))
    calendar = WorkCalendar(years)
    problems += all_warnings(Sources(parsed, directory, plans, tasks, calendar))
    warnings = tuple(sorted(set(problems)))
    revision = revision_of(files)
    return Workspace(
        root, directory, plans, tasks, calendar, rules, warnings, revision, dict(files)
    ), warnings


def revision_of(files: Mapping[str, str]) -> str:
    """SHA-256 of all paths and texts; the order in which they were read does not matter."""
    digest = hashlib.sha256()
    for name in sorted(files):
        text = files[name].encode("utf-8", "surrogatepass")
        digest.update(f"{name}\0{len(text)}\0".encode())
        digest.update(text)
    return digest.hexdigest()


def _directory(
    parsed: Mapping[str, Document], lost: frozenset[str]
) -> tuple[Directory | None, Directory | None, list[Problem]]:
    """The directory, the directory to check references against, and the problems."""
    document = parsed.get(UNITS)
    if document is None:
        missing = Problem(UNITS, 1, 1, "error", "U300", "thiếu tệp khai báo đơn vị, cán bộ", _INIT)
        return None, None, [] if UNITS in lost else [missing]
    directory, problems = directory_of(document)
    return directory, directory or named_in(document), problems


def _plans(
    parsed: Mapping[str, Document], lookup: Lookup
) -> tuple[tuple[Plan, ...], tuple[Task, ...], list[Problem]]:
    plans: list[Plan] = []
    tasks: list[Task] = []
    problems: list[Problem] = []
    files: dict[str, str] = {}
    for name, document in parsed.items():
        if not _is_plan(name):
            continue
        read, found = plan_of(document, lookup)
        problems += found
        if read is not None:
            plans.append(read[0])
            tasks += read[1]
            problems += _same_id(document, read[0], files)
    apart = {plan.id: plan for plan in told_apart(plans) if plan.apart}
    told = (replace(task, plan=apart[task.plan.id]) if task.plan.id in apart else task for task in tasks)
    return tuple(apart.get(plan.id, plan) for plan in plans), tuple(told), problems


def _same_id(document: Document, plan: Plan, files: dict[str, str]) -> list[Problem]:
    first = files.setdefault(plan.id, document.file)
    if first == document.file:
        return []
    said = f"mã kế hoạch “{plan.id}” bị trùng"
    return [document.problem(("plan", "id"), "P409", said, f"đã có ở {first}")]


def is_file_of_workspace(name: str) -> bool:
    """Whether a relative path is one of the files that make a revision; all others are passed over."""
    return name in (UNITS, CALENDAR) or _is_plan(name) or _is_rules(name) or _is_template(name)


def _is_plan(name: str) -> bool:
    return _is_yaml_in("data/plans", name)


def _is_rules(name: str) -> bool:
    return _is_yaml_in("rules", name)


def _is_template(name: str) -> bool:
    path = PurePosixPath(name)
    return str(path.parent) == TEMPLATES and path.suffix == ".j2" and not path.name.startswith(".")


def _is_yaml_in(folder: str, name: str) -> bool:
    path = PurePosixPath(name)
    # Editors leave hidden copies (.#x.yaml, ._x.yaml) beside a file.
    return str(path.parent) == folder and path.suffix in (".yaml", ".yml") and not path.name.startswith(".")


def _rules(files: Mapping[str, str], lost: frozenset[str], names: Names) -> tuple[RuleSet, list[Problem]]:
    texts = [(name, text) for name, text in files.items() if _is_rules(name)]
    rules, problems = read_rules(texts, names)
    if any(map(_is_rules, lost)):
        # The rule that takes everything may stand in the file that could not be read.
        problems = [problem for problem in problems if problem.code != "R228"]
    return rules, problems


def _years(
    parsed: Mapping[str, Document], lost: frozenset[str]
) -> tuple[tuple[OfficialYear, ...], list[Problem]]:
    document = parsed.get(CALENDAR)
    if document is None:
        said = "thiếu tệp lịch nghỉ; ngày nghỉ lấy theo thư viện, có thể sai ở các năm có hoán đổi"
        missing = Problem(CALENDAR, 1, 1, "warning", "W920", said, _INIT)
        return (), [] if CALENDAR in lost else [missing]
    years, problems = years_of(document)
    return years or (), problems
