"""A problem of a file an admin edits: where, what is wrong, what is allowed, and a hint."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One line of `dondoc check`; `line` and `column` count from 1, in characters."""

    file: str  # relative to the workspace
    line: int
    column: int
    level: Literal["error", "warning"]
    code: str  # stable: "E101"
    message: str  # Vietnamese: what is wrong, and what is allowed
    hint: str | None = field(default=None, compare=False)

    def __str__(self) -> str:
        word = "lỗi" if self.level == "error" else "cảnh báo"
        tail = f" ({self.hint})" if self.hint else ""
        return visible(f"{self.file}:{self.line}:{self.column}: {word} {self.code}: {self.message}{tail}")


def visible(text: str) -> str:
    """One line that names what cannot be seen: a quoted value may hold line breaks and hidden signs."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else f"⟨U+{ord(char):04X}⟩" for char in text)


MOST_SAID = 1000  # of one kind of check in one file


def most(problems: Iterable[Problem]) -> list[Problem]:
    """As many as a person can use: a file of a megabyte can hold a hundred thousand."""
    return list(islice(problems, MOST_SAID))


class BadFiles(Exception):
    """A workspace that cannot be used; carries every problem found, errors and warnings."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Without the warnings."""
        return tuple(problem for problem in self.problems if problem.level == "error")
