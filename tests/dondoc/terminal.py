"""A workspace on disk and a terminal to type commands at, for tests of the commands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from dondoc.cli import run
from tests.answers import Answer
from tests.small import files_of, rule, task

STEPS = """
{id: som, before: 3wd, to: lead}
{id: hom-nay, on: last-day, to: lead}
{id: qua-han, after: 1wd, to: [lead, lead.head], cc: office}
"""
DIGEST = (
    "digests:\n  - {id: tuan, title: Tổng hợp tuần, every: monday, at: '07:30', to: leadership,"
    " sections: [summary, overdue, {due_within: 10wd}]}\n"
)
BY = "{kind: by, date: 2021-03-10, strict: true}"
EVENT = "{kind: after_event, n: 5, unit: working_day, event: ngày nhận công văn}"
EXTERNAL = "{kind: external, by: UBND tỉnh, set_by: tinh}"


def texts() -> dict[str, str]:
    """I.1 one lead; I.2 two leads; I.3 from an event; I.4 from above; I.5 of the office; I.6, I.7 twins."""
    return files_of(
        rule(STEPS) + DIGEST,
        task(BY),
        task(BY, key="I.2", lead="[kt, xd]"),
        task(EVENT, key="I.3"),
        task(EXTERNAL, key="I.4", lead="[xd]"),
        task(BY, key="I.5", lead="[vp]"),
        task(BY, key="I.6"),
        task(BY, key="I.7", more="same_product_as: I.6,"),
        task("{slug: a, label: Quý I, kind: by, date: 2021-03-10}, {slug: b, kind: continuous}", key="I.8"),
    )


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@dataclass
class Terminal:
    """Types commands in one workspace."""

    workspace: Path
    capture: pytest.CaptureFixture[str]

    def __call__(self, line: str, *more: str) -> Answer:
        """The words of `line`, then `more` as they are."""
        code = run(["-C", str(self.workspace), *line.split(), *more])
        said = self.capture.readouterr()
        return Answer(code, said.out, said.err)


def terminal(
    folder: Path, capture: pytest.CaptureFixture[str], files: dict[str, str] | None = None
) -> Terminal:
    return Terminal(write(folder, texts() if files is None else files), capture)
