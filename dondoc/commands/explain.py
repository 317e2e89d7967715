"""`dondoc explain`: why a deadline is due then, and what was, will be and was not said, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dondoc.app import has_record, rebuild
from dondoc.asof import effective, local, year_start
from dondoc.commands.deadlines import row_of, words_of
from dondoc.exits import Stop
from dondoc.open import last_good, now_in, record_of, say_json, settings_of
from dondoc.phrasing import long_day, plain, told_moment, told_reason
from dondoc.settings import Settings
from dondoc.types import MOMENT
from rules.action import Action
from rules.explain import VIETNAMESE, Explained, explain
from rules.lastday import reasons_for
from rules.plan import Reason
from rules.rule import Rule
from rules.subject import Subject
from rules.terms import terms_of
from rules.vietnam import spoken
from scheduler.inforce import InForce, task_of
from scheduler.known import actions_by_line
from scheduler.references import Unknown, line_named, subject_named

if TYPE_CHECKING:
    from scheduler.outlook import Outset

MORNING = dt.time(8)
ASSUMED = (
    "Chưa ghi nhận việc chạy dịch vụ: các lần nhắc dưới đây là giả định,"
    " như thể dịch vụ chạy lần đầu từ ngày {start} và không ai báo cáo gì thêm."
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that is told about one deadline."""

    subject: Subject
    reasons: tuple[Reason, ...]
    rules: tuple[Rule, ...]
    steps: tuple[Explained, ...]
    now: dt.datetime
    born: dt.datetime | None
    assumed: dt.datetime | None  # nothing is recorded: the first start that is assumed


@click.command("explain")
@click.argument("deadline", metavar="ID")
@click.option("--at", "moment", type=MOMENT, help="Tính đến thời điểm này; mặc định bây giờ.")
@click.option("--json", "as_json", is_flag=True, help="Một đối tượng JSON.")
@click.pass_obj
def command(workspace: Path, deadline: str, moment: dt.datetime | None, as_json: bool) -> None:
    """Giải thích một mốc thời hạn: vì sao ngày ấy, đã và sẽ nhắc gì, không nhắc gì."""
    settings = settings_of(workspace)
    files = last_good(settings)
    now = local(moment, settings) if moment else now_in(settings)
    try:
        found = _explained(settings, files, deadline, now)
    except Unknown as error:
        raise Stop(str(error)) from error
    if found.assumed:  # in the text it is the first line
        click.echo(ASSUMED.format(start=spoken(found.assumed.date())), err=as_json)
    if as_json:
        say_json(_json(found, files))
    else:
        _tell(found, files)


def _explained(settings: Settings, files: InForce, typed: str, now: dt.datetime) -> Explanation:
    from rules.engine import rules_of
    from scheduler.outlook import lived_on

    base, _ = line_named(typed, files)
    task, spec = files.lines[base]
    with _record(settings, files, base, now) as (outset, actions):
        subject = subject_named(typed, files, actions_by_line(actions, files))
        lived = lived_on(files, base, outset, lambda texts: rebuild(texts, settings.zone), now)
    terms = terms_of(task, spec, files.world.calendar, subject.id, actions)
    born = lived.births.get((subject.id, subject.term))
    return Explanation(
        subject,
        reasons_for(subject.deadline, files.world.calendar),
        rules_of(subject, files.world),
        explain(terms, lived, files.world, now),
        now,
        born if born is not None and born <= now else None,
        outset.start if lived.recorded is None else None,
    )


@contextmanager
def _record(
    settings: Settings, files: InForce, base: str, now: dt.datetime
) -> Iterator[tuple[Outset, list[Action]]]:
    """Where the steps are lived on from, and what had been reported about the line by `now`."""
    from scheduler.outlook import Outset

    task, _ = files.lines[base]
    start = min(year_start(task.plan.year, settings), now)
    if not has_record(settings):
        yield Outset(start), []
        return
    with record_of(settings, files) as store, store.read() as tx:
        since, present = tx.known_since(), now_in(settings)
        actions = effective(tx.actions({base, task_of(base)}), now.date())
        if since is None or since > now:
            yield Outset(start, script=[_as_of_its_day(action, start) for action in actions]), actions
        else:
            yield Outset(min(now, present), tx, cut=now < present), actions


def _as_of_its_day(action: Action, start: dt.datetime) -> Action:
    day = dt.datetime.combine(action.on, MORNING, start.tzinfo)
    return replace(action, at=max(day, start))


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
        "assumed": found.assumed is not None,
        "reasons": [plain(reason) for reason in found.reasons],
        "steps": [plain(step, files.world.zone) for step in found.steps],
    }


def _tell(found: Explanation, files: InForce) -> None:
    subject, last = found.subject, found.subject.deadline.last_day
    click.echo(f"{subject.id}: {words_of(row_of(subject, found.now.date(), files))}")
    click.echo(f"{subject.deadline.task.title}")
    click.echo(f"Kế hoạch ghi: “{subject.deadline.spec.text or subject.deadline.task.time}”")
    click.echo("\nNgày làm việc cuối cùng trong hạn: " + (long_day(last) if last else "chưa xác định"))
    for reason in found.reasons:
        click.echo(f"  {told_reason(reason)}")
    for term in range(1, subject.term + 1):
        _tell_term(found, files, term)


def _tell_term(found: Explanation, files: InForce, term: int) -> None:
    steps = [one for one in found.steps if one.term == term]
    if found.subject.term > 1 and steps:
        now = "hiện tại" if term == found.subject.term else "đã kết thúc"
        click.echo(f"\nKỳ hạn thứ {term} ({now}):")
    known = {rule.id: rule for rule in files.world.rules.rules}
    current = [rule.id for rule in found.rules] if term == found.subject.term else []
    for id_ in dict.fromkeys([*current, *(step.rule for step in steps)]):
        rule = known.get(id_)
        where = f"{rule.title}; {rule.file}:{rule.line}" if rule else "không còn trong các tệp quy tắc"
        click.echo(f"\nQuy tắc {id_} ({where})")
        for step in (one for one in steps if one.rule == id_):
            click.echo(f"  {_sentence(step, files)}")


def _sentence(step: Explained, files: InForce) -> str:
    number = f" lần {step.occurrence}" if step.occurrence > 1 else ""
    people = ", ".join(step.recipients) + (f"; đồng gửi {', '.join(step.cc)}" if step.cc else "")
    to = f" → {people}" if people else ""
    at = told_moment(step.at.astimezone(files.world.zone))
    words = "giả định nhắc" if step.assumed and step.status == "planned" else VIETNAMESE[step.status]
    return f"{at}  {words} [{step.step}{number}]{to} ({step.why})"
