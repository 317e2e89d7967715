"""The year 2021 as a text a person can read: each mail, its reader and what it speaks of.

`python -m tests.golden.year_2021` writes the text anew; read the difference before you commit it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from data.workspace import load
from rules.action import Action
from rules.days.vietnam import WEEKDAYS
from scheduler.inforce import InForce, in_force
from scheduler.ledger import Line
from scheduler.rehearsal import lines_of, rehearse
from scheduler.script import actions_from_script
from tests.small import ZONE, at

ROOT = Path(__file__).parents[2]
TEXTS = {
    "nobody-answers": ROOT / "tests/golden/year-2021-nobody-answers.txt",
    "story": ROOT / "tests/golden/year-2021-story.txt",
}


def shipped() -> InForce:
    return in_force(load(ROOT), ZONE)


def story(files: InForce) -> list[Action]:
    return actions_from_script((ROOT / "data/stories/2021.yaml").read_text(encoding="utf-8"), files, ZONE)


def ledger_of_2021(files: InForce, script: Sequence[Action] = ()) -> list[Line]:
    start, end = at("2021-01-01"), at("2022-01-01")
    way = rehearse(
        files, "so.example", start, end - dt.timedelta(microseconds=1), lambda _: None, script=script
    )
    return lines_of(way, files, start, end)


def told(lines: Sequence[Line]) -> str:
    """One paragraph for each moment, one line for each mail."""
    return "\n".join(_moments(lines)) + "\n"


def _moments(lines: Sequence[Line]) -> Iterator[str]:
    for moment, group in groupby(lines, key=lambda line: str(line["at"])):
        when = dt.datetime.fromisoformat(moment)
        yield f"{WEEKDAYS[when.weekday()]}, {when:%d/%m/%Y %H:%M}"
        said: dict[str, list[str]] = {}
        for line in group:
            for address in sorted(line["messages"]):
                said.setdefault(address, []).append(_what(line, address))
        for address, items in sorted(said.items()):
            yield f"  {address.partition('@')[0]:<14} {'; '.join(items)}"


def _what(line: Line, address: str) -> str:
    if line["kind"] == "digest":
        figures = line["figures"]
        done = figures["done_on_time"] + figures["done_late"]
        return f"[{line['rule']}] quá hạn {figures['overdue']}, xong {done}"
    task = str(line["deadline"]).removeprefix("cchc-2021/").removesuffix("/han")
    copy = " (để biết)" if address in line["cc"] else ""
    return f"{task} {line['step']}{copy}"


def texts() -> dict[str, str]:
    files = shipped()
    return {
        "nobody-answers": told(ledger_of_2021(files)),
        "story": told(ledger_of_2021(files, story(files))),
    }


if __name__ == "__main__":
    for name, text in texts().items():
        TEXTS[name].write_text(text, encoding="utf-8")
