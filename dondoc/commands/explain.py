"""`dondoc explain`: why a deadline is due then, and what was, will be and was not said, and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dondoc.asof import effective, known_to, local
from dondoc.commands.deadlines import row_of
from dondoc.exits import Stop
from dondoc.open import files_of, now_in, say_json, settings_of
from dondoc.phrasing import long_day, plain, told_moment, told_reason
from dondoc.settings import Settings
from dondoc.types import MOMENT
from rules.explain import VIETNAMESE, Explained, explain, past_of
from rules.lastday import reasons_for
from rules.plan import Reason
from rules.rule import Rule
from rules.state import VIETNAMESE as STATES
from rules.state import State
from rules.subject import Record, Subject
from scheduler.inforce import InForce, task_of
from scheduler.references import Unknown, line_named, subject_named

if TYPE_CHECKING:
    from data.store import Reader


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that is told about one deadline."""

    subject: Subject
    reasons: tuple[Reason, ...]
    rules: tuple[Rule, ...]
    steps: tuple[Explained, ...]
    now: dt.datetime
    born: dt.datetime | None


@click.command("explain")
@click.argument("deadline", metavar="ID")
@click.option("--at", "moment", type=MOMENT, help="Tính đến thời điểm này; mặc định bây giờ.")
@click.option("--json", "as_json", is_flag=True, help="Một đối tượng JSON.")
@click.pass_obj
def command(workspace: Path, deadline: str, moment: dt.datetime | None, as_json: bool) -> None:
    """Giải thích một mốc thời hạn: vì sao ngày ấy, đã và sẽ nhắc gì, không nhắc gì."""
    settings = settings_of(workspace)
    files = files_of(settings)
    now = local(moment, settings) if moment else now_in(settings)
    try:
        found = _explained(settings, files, deadline, now)
    except Unknown as error:
        raise Stop(str(error)) from error
    if as_json:
        say_json(_json(found, files))
    else:
        _tell(found, files)


def _explained(settings: Settings, files: InForce, typed: str, now: dt.datetime) -> Explanation:
    base, _ = line_named(typed, files)
    task, _ = files.lines[base]
    with known_to(settings, files, task.plan.year, now) as tx:
        return _of_record(tx, files, typed, base, now)


def _of_record(tx: Reader, files: InForce, typed: str, base: str, now: dt.datetime) -> Explanation:
    """What the record said by `now`; later entries are left out."""
    from rules.engine import rules_of
    from scheduler.known import actions_by_line

    actions = effective(tx.actions({base, task_of(base)}), now.date())
    subject = subject_named(typed, files, actions_by_line(actions, files))
    decisions = [d for d in tx.decisions({base}) if d.occurrence.deadline == subject.id and d.at <= now]
    notices = [n for n in tx.notices({base}) if n.occurrence.deadline == subject.id and n.at <= now]
    born = tx.births({base}).get((subject.id, subject.term))
    accepted = {
        unit: count
        for (deadline, term, unit), count in tx.accepted({base}).items()
        if (deadline, term) == (subject.id, subject.term)
    }
    record = Record(born=born if born is not None and born <= now else None, accepted=accepted)
    steps = explain(subject, record, past_of(decisions, notices), files.world, now)
    reasons = reasons_for(subject.deadline, files.world.calendar)
    return Explanation(subject, reasons, rules_of(subject, files.world), steps, now, record.born)


def _json(found: Explanation, files: InForce) -> dict[str, Any]:
    deadline = found.subject.deadline
    row = row_of(found.subject, found.now.date(), files)
    return {
        "deadline": found.subject.id,
        "last_day": plain(deadline.last_day),
        "rule": found.rules[-1].id if found.rules else None,
        "rules": [rule.id for rule in found.rules],
        "stated": row["stated"],
        "state": row["state"],
        "term": row["term"],
        "born": plain(found.born, files.world.zone),
        "reasons": [plain(reason) for reason in found.reasons],
        "steps": [plain(step, files.world.zone) for step in found.steps],
    }


def _tell(found: Explanation, files: InForce) -> None:
    subject, last = found.subject, found.subject.deadline.last_day
    state: State = row_of(subject, found.now.date(), files)["state"]
    click.echo(f"{subject.id}: {STATES[state]}")
    click.echo(f"{subject.deadline.task.title}")
    click.echo(f"Kế hoạch ghi: “{subject.deadline.spec.text or subject.deadline.task.time}”")
    click.echo("\nNgày làm việc cuối cùng trong hạn: " + (long_day(last) if last else "chưa xác định"))
    for reason in found.reasons:
        click.echo(f"  {told_reason(reason)}")
    for rule in found.rules:
        click.echo(f"\nQuy tắc {rule.id} ({rule.title}; {rule.file}:{rule.line})")
        for step in (one for one in found.steps if one.rule == rule.id):
            click.echo(f"  {_sentence(step, files)}")


def _sentence(step: Explained, files: InForce) -> str:
    number = f" lần {step.occurrence}" if step.occurrence > 1 else ""
    people = ", ".join(step.recipients) + (f"; đồng gửi {', '.join(step.cc)}" if step.cc else "")
    to = f" → {people}" if people else ""
    at = told_moment(step.at.astimezone(files.world.zone))
    return f"{at}  {VIETNAMESE[step.status]} [{step.step}{number}]{to} ({step.why})"
