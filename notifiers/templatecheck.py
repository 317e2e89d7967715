"""Decides what is wrong with a workspace's own templates, by compiling and filling in each of them."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from notifiers import samples
from notifiers.mailbox.sample import index_view, page_view
from notifiers.renderer import KINDS, view_of
from notifiers.templates import BUILT_IN, TROUBLES, Templates
from notifiers.templatewords import FIELDS, failure_words, forbidden_words, syntax_words, undefined_name
from rules.letter import Item, Letter
from rules.problem import Problem
from rules.systemwords import system_words
from rules.yaml.scan import controls

LARGEST = 200_000  # bytes
WIDEST = 2_000_000  # characters of a filled-in sample

# T601 unreadable, T602 unused name, T603 names no task, T610 syntax, T620 fails on a sample, T630 forbidden,
# T640 too large


def check_templates(folder: Path, shown: str = "templates") -> list[Problem]:
    """Every problem of the templates in `folder`, told as of `shown`; none without the folder."""
    if not folder.is_dir():
        return []
    found: list[Problem] = []
    for path in sorted(folder.glob("*.j2")):
        found.extend(_unusable(path, f"{shown}/{path.name}"))
    if any(problem.level == "error" for problem in found):
        return found
    return sorted({*found, *_failing(folder, shown)})


def known_names() -> tuple[str, ...]:
    """The names a workspace may override."""
    return tuple(sorted(path.name for home in BUILT_IN for path in home.glob("*.j2")))


def _unusable(path: Path, shown: str) -> Iterator[Problem]:
    """What can be said of one file alone."""
    if path.name not in known_names():
        near = get_close_matches(path.name, known_names(), 1)
        hint = f"ý bạn là {near[0]}?" if near else f"các tên dùng được: {', '.join(known_names())}"
        yield Problem(shown, 1, 1, "warning", "T602", "mẫu thư này không kênh nào dùng", hint)
    if path.exists() and not path.is_file():
        yield Problem(
            shown, 1, 1, "error", "T601", "không đọc được mẫu thư: đây không phải là một tệp thường"
        )
        return
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        yield Problem(shown, 1, 1, "error", "T601", f"không đọc được mẫu thư: {system_words(error)}")
        return
    if len(data) > LARGEST:
        yield Problem(shown, 1, 1, "error", "T640", f"mẫu thư lớn hơn {LARGEST} byte")
        return
    yield from _unreadable(data, shown)


def _unreadable(data: bytes, shown: str) -> Iterator[Problem]:
    try:
        yield from controls(shown, data.decode("utf-8").removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        yield Problem(shown, line, column, "error", "T601", "mẫu thư không phải là văn bản UTF-8")


def _failing(folder: Path, shown: str) -> Iterator[Problem]:
    """What the overrides do to the samples; a built-in template that extends one shows it too."""
    templates, failed = Templates(folder), set()
    for name, view, items in _fillings():
        if name in failed:  # the others would fail alike, and some take long to fail
            continue
        try:
            filled = templates.text(name, view)
        except TROUBLES as error:
            failed.add(name)
            yield _told(error, folder, shown, name)
            continue
        if len(filled) > WIDEST:
            yield Problem(f"{shown}/{name}", 1, 1, "error", "T640", "mẫu thư sinh ra văn bản quá dài")
        elif items and not _names_one(items, filled):
            # A frame without its body empties the mails that stand in it.
            where = name if (folder / name).is_file() else "frame.html.j2"
            said = "thư điền thử theo mẫu này không nêu nhiệm vụ nào"
            hint = "thêm tên nhiệm vụ như ở mẫu có sẵn; khung chung cần có {% block body %}{% endblock %}"
            yield Problem(f"{shown}/{where}", 1, 1, "warning", "T603", said, hint)


def _names_one(items: tuple[Item, ...], filled: str) -> bool:
    text = " ".join(filled.split())
    return any(word in text for item in items for word in (item.title, item.product, item.deadline) if word)


def _fillings() -> Iterator[tuple[str, object, tuple[Item, ...]]]:
    """Each template's name, what it is filled in with, and the tasks that it is to tell of."""
    for letter in (*_letters(), samples.digest(), samples.quiet(), samples.alert(), samples.opened()):
        view = view_of(letter)
        kind = KINDS[type(view)]
        yield f"{kind}.txt.j2", view, letter.items
        yield f"{kind}.html.j2", view, letter.items
    yield "index.html.j2", index_view(), ()
    yield "page.html.j2", page_view(), ()


def _letters() -> Iterable[Letter]:
    many = samples.many()
    # Each kind of deadline alone too, as most mails have one.
    return (samples.one(), many, *(replace(many, items=(item,)) for item in many.items))


def _told(error: Exception, folder: Path, shown: str, name: str) -> Problem:
    if isinstance(error, TemplateSyntaxError):
        where = Path(error.filename or error.name or name).name
        words = f"sai cú pháp mẫu thư: {syntax_words(error.message or '')}"
        return Problem(f"{shown}/{where}", error.lineno, 1, "error", "T610", words)
    where, line = _place(error, folder, name)
    column = _first_column(folder / where, line)
    code, words, hint = _words(error)
    return Problem(f"{shown}/{where}", line, column, "error", code, words, hint)


def _words(error: Exception) -> tuple[str, str, str | None]:
    """The code, what is wrong, and a hint."""
    if isinstance(error, UndefinedError):
        unknown = undefined_name(error.message or "")
        near = get_close_matches(unknown, FIELDS, 1)
        return "T620", f"mẫu thư dùng tên không có: “{unknown}”", f"ý bạn là {near[0]}?" if near else None
    if isinstance(error, SecurityError):
        return "T630", f"mẫu thư làm điều không được phép: {forbidden_words(error.message or '')}", None
    if isinstance(error, TemplateNotFound):
        return "T620", f"không có mẫu “{error.name}”", f"các tên dùng được: {', '.join(known_names())}"
    return "T620", f"không dựng được mẫu thư: {failure_words(error)}", None


def _place(error: Exception, folder: Path, name: str) -> tuple[str, int]:
    """The innermost line of an override that Jinja's traceback names."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).parent == folder]
    return (Path(own[-1].filename).name, own[-1].lineno or 1) if own else (name, 1)


def _first_column(path: Path, line: int) -> int:
    if not path.is_file():
        return 1
    text = path.read_text("utf-8").split("\n")[line - 1 : line]
    return len(text[0]) - len(text[0].lstrip()) + 1 if text else 1
