"""`dondoc digest`: the weekly digest as of a moment, and its figures."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from dondoc.asof import local, reported_by
from dondoc.brakes import words_now
from dondoc.mails import rendered_text, renderer_of
from dondoc.open import last_good, now_in, say_json, settings_of
from dondoc.phrasing import plain
from dondoc.types import MOMENT
from rules.digest import week_name
from rules.letter import DigestFacts


@click.command("digest")
@click.option("--at", "moment", type=MOMENT, help="Tính đến thời điểm này; mặc định bây giờ.")
@click.option("--id", "id_", metavar="ID", help="Bản tổng hợp nào; mặc định bản đầu tiên.")
@click.option("--json", "as_json", is_flag=True, help="Một đối tượng JSON.")
@click.pass_obj
def command(workspace: Path, moment: dt.datetime | None, id_: str | None, as_json: bool) -> None:
    """Xem bản tổng hợp tuần và số liệu."""
    from dondoc.digestletter import facts_at, letter_of, rule_named

    settings = settings_of(workspace)
    files = last_good(settings)
    now = local(moment, settings) if moment else now_in(settings)
    rule = rule_named(files, id_)
    facts = facts_at(rule, files, reported_by(settings, files, now.date()), now.date())
    if as_json:
        say_json(_json(facts, now) | {"standing": list(words_now(settings, files))})
    else:
        click.echo(rendered_text(renderer_of(settings), letter_of(rule, facts, files, settings, now)))


def _json(facts: DigestFacts, now: dt.datetime) -> dict[str, Any]:
    return {
        "at": now.isoformat(),
        "id": facts.id,
        "title": facts.title,
        "week": week_name(facts.monday),
        "monday": str(facts.monday),
        "sunday": str(facts.sunday),
        "plans": list(facts.plans),
        "figures": plain(facts.figures),
        "sections": [plain(section) for section in facts.sections],
    }
