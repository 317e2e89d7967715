"""Decides what a new reading changes in a plan file that people edited: their text stays."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from data.files.planwriting import LOOK, one_comment, plan_text, quoted, task_lines, word
from rules.appendix.reading import PlanReading
from rules.syntax.listed import items
from rules.yaml.text import Document, parse

# What the document says itself, and what follows from it.
_SOURCES = {
    "title": (), "products": ("shown_products", "unit_products"), "lead_text": ("lead",),
    "support_text": ("support",), "time": ("deadlines",),
}  # fmt: skip
_UNSAID = frozenset({"warnings", "key"})
_ALIKE = 0.6
_LONGEST = 400  # characters of a quoted value in a comment


class CannotMerge(Exception):
    """The file cannot be edited safely; the message is Vietnamese."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The text to write, and in Vietnamese what was kept, what the document changed, what is new or gone."""

    text: str
    kept: tuple[str, ...]
    changed: tuple[str, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]


def merged(file: str, old: str, reading: PlanReading) -> Merged:
    """The old file with the new reading's changes as comments and its new tasks added. Raises CannotMerge."""
    before, after = parse(file, old), parse(file, plan_text(reading, "id"))
    if before.broken or not isinstance(before.value, dict) or not list(items(before.value, "tasks")):
        raise CannotMerge(
            f"{file}: tệp đang có không đọc được nên không gộp được; sửa lỗi hoặc dùng --force để ghi đè"
        )
    merging = _Merging(before, old, reading, [task for _, task in items(after.value, "tasks")])
    return merging.done()


class _Merging:
    """Collects lines to insert into the old text, by the line they go before (from 1)."""

    def __init__(
        self, document: Document, old: str, reading: PlanReading, fresh: list[Mapping[str, object]]
    ) -> None:
        self.document, self.lines, self.reading, self.fresh = document, old.split("\n"), reading, fresh
        self.inserted: dict[int, list[str]] = {}
        self.kept: list[str] = []
        self.changed: list[str] = []
        self.tasks = list(items(document.value, "tasks"))

    def done(self) -> Merged:
        pairs = _matched([task for _, task in self.tasks], self.fresh)
        for place, fresh in pairs.items():
            self._compare(self.tasks[place][0], self.tasks[place][1], self.fresh[fresh])
        gone = [str(task.get("key")) for place, (_, task) in enumerate(self.tasks) if place not in pairs]
        for place, (index, _) in enumerate(self.tasks):
            if place not in pairs:
                self._say(("tasks", index), "không còn trong văn bản vừa nhập")
        new = self._add_new([place for place in range(len(self.fresh)) if place not in pairs.values()])
        return Merged(self._text(), tuple(self.kept), tuple(self.changed), tuple(new), tuple(gone))

    def _compare(self, index: int, old: Mapping[str, object], new: Mapping[str, object]) -> None:
        follows: set[str] = set()
        for name, derived in _SOURCES.items():
            if _plain(old.get(name)) != _plain(new.get(name)):
                follows |= {name, *derived}
        for name in dict.fromkeys([*new, *old]):
            if name in _UNSAID or _same(old.get(name), new.get(name)):
                continue
            if name in follows:
                self.changed.append(f"{old.get('key')} {name}")
                self._say(("tasks", index, name), f"văn bản nay ghi {name}: {_shown(new.get(name))}")
            else:
                self.kept.append(f"{old.get('key')} {name}")

    def _say(self, path: Sequence[str | int], words: str) -> None:
        line = self.document.key_at(path)[0] if isinstance(path[-1], str) else self.document.at(path)[0]
        written = self.lines[line - 1]
        indent = " " * (len(written) - len(written.lstrip(" ")))
        comment = f"{indent}{LOOK} {one_comment(words)}"
        nearby = [one.strip() for one in self.lines[max(line - 8, 0) : line - 1]]
        if comment.strip() not in nearby:
            self.inserted.setdefault(line, []).append(comment)

    def _add_new(self, places: list[int]) -> list[str]:
        if not places:
            return []
        line, column = self.document.at(("tasks", self.tasks[0][0]))
        written = self.lines[line - 1]
        if not written[: column - 1].rstrip().endswith("-"):
            raise CannotMerge(
                "tệp đang có viết danh sách tasks trên một dòng nên không thêm được; dùng --force"
            )
        indent = written[: len(written) - len(written.lstrip(" "))]
        used = {str(task.get("key")) for _, task in self.tasks}
        added: list[str] = []
        block: list[str] = []
        for place in places:
            key, lines = self._fresh_lines(place, used, indent)
            added.append(key)
            block += [f"{indent}# mới có trong văn bản vừa nhập", *lines, ""]
        self.inserted.setdefault(self._end_of_tasks(), []).extend(["", *block[:-1]])
        self._add_groups([key.partition(".")[0] for key in added])
        return added

    def _fresh_lines(self, place: int, used: set[str], indent: str) -> tuple[str, list[str]]:
        row = self.reading.rows[place]
        key, count = row.key, 2
        while key in used:
            key, count = f"{row.key}-{count}", count + 1
        used.add(key)
        lines = task_lines(row, indent)
        return key, [line.replace(f"- key: {word(row.key)}", f"- key: {word(key)}", 1) for line in lines]

    def _end_of_tasks(self) -> int:
        """The line that the next task would begin on."""
        start = self.document.key_at(("tasks",))[0]
        names = self.document.value if isinstance(self.document.value, dict) else {}
        later = [line for name in names if (line := self.document.key_at((name,))[0]) > start]
        end = min(later, default=len(self.lines) + 1)
        while end > start + 1 and not self.lines[end - 2].strip():
            end -= 1
        return end

    def _add_groups(self, wanted: list[str]) -> None:
        value = self.document.value
        groups = value.get("groups") if isinstance(value, dict) else None
        if not isinstance(groups, dict) or not groups:
            return
        last = list(groups)[-1]
        line, column = self.document.key_at(("groups", last))
        if self.lines[line - 1][: column - 1].strip():
            return  # written on one line: `check` names the group that has no title
        titles = dict(self.reading.groups)
        for group in dict.fromkeys(wanted):
            if group not in groups and group in titles:
                text = f"{' ' * (column - 1)}{word(group)}: {quoted(titles[group])}"
                self.inserted.setdefault(line + 1, []).append(text)

    def _text(self) -> str:
        lines: list[str] = []
        for number, line in enumerate(self.lines, start=1):
            lines += [*self.inserted.get(number, ()), line]
        lines += self.inserted.get(len(self.lines) + 1, [])
        return "\n".join(lines).rstrip("\n") + "\n"


def _matched(old: Sequence[Mapping[str, object]], new: Sequence[Mapping[str, object]]) -> dict[int, int]:
    """Old task -> new one: the same key and like words, else the same words under another key."""
    keys = {str(task.get("key")): place for place, task in enumerate(new)}
    found: dict[int, int] = {}
    for place, task in enumerate(old):
        other = keys.get(str(task.get("key")))
        if other is not None and _alike(task, new[other]):
            found[place] = other
    taken = set(found.values())
    for place, task in enumerate(old):
        if place in found:
            continue
        title = _plain(task.get("title"))
        other = next(
            (n for n, one in enumerate(new) if n not in taken and _plain(one.get("title")) == title), None
        )
        if other is not None:
            found[place] = other
            taken.add(other)
    return found


def _alike(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    ours, theirs = str(_plain(one.get("title"))), str(_plain(other.get("title")))
    return difflib.SequenceMatcher(None, ours, theirs).ratio() >= _ALIKE


def _plain(value: object) -> object:
    """A value without differences of spacing, of blank and missing, of one and a list of one."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items() if one not in (None, False)}
    return " ".join(str(value).split()) if value is not None else ""


def _same(old: object, new: object) -> bool:
    if _plain(old) == _plain(new) or (not old and not new):
        return True
    if not (isinstance(old, list) and isinstance(new, list)):
        return False
    return _words(old) is not None and _words(old) == _words(new)


def _words(values: list[object]) -> list[str] | None:
    """The words of a list whose order says nothing; None for a list of anything else."""
    return sorted(map(str, values)) if all(isinstance(one, str) for one in values) else None


def _shown(value: object) -> str:
    text = "(trống)" if value in (None, "", []) else _written(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _written(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_written(one)}' for key, one in value.items())}}}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return quoted(value) if isinstance(value, str) and not value.isalnum() else str(value)


def summary(found: Merged) -> Iterator[str]:
    """What happened, for the person at the terminal."""
    for words, listed in (
        ("giữ chỗ đã sửa tay", found.kept),
        ("văn bản đã đổi, ghi chú đề xuất cạnh chỗ cũ", found.changed),
        ("nhiệm vụ mới, đã thêm", found.new),
        ("không còn trong văn bản, đã ghi chú", found.gone),
    ):
        if listed:
            yield f"{words}: {', '.join(listed)}"
