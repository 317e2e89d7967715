"""`dondoc explain`: why a deadline is due then, and what was, will be and was not said, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import click

from dondoc.asof import local
from dondoc.exits import Stop
from dondoc.open import last_good, now_in, say_json, settings_of, today
from dondoc.settings import Settings
from dondoc.types import DAY, MOMENT
from scheduler.inforce import InForce
from scheduler.references import Unknown

Told: TypeAlias = tuple[dict[str, Any], Iterator[str], str | None]  # JSON, lines, what is assumed


@click.command("explain")
@click.argument("deadline", metavar="[ID]", required=False)
@click.option("--at", "moment", type=MOMENT, help="Tính đến thời điểm này; mặc định bây giờ.")
@click.option(
    "--person", metavar="ĐỊA_CHỈ", help="Vì sao địa chỉ (hoặc mã cán bộ, đơn vị) này có thư hay không."
)
@click.option("--on", "day", type=DAY, help="Cùng --person: trong ngày này; mặc định hôm nay.")
@click.option("--json", "as_json", is_flag=True, help="Một đối tượng JSON.")
@click.pass_obj
def command(
    workspace: Path, deadline: str | None, moment: dt.datetime | None, person: str | None,
    day: dt.date | None, as_json: bool,
) -> None:  # fmt: skip
    """Giải thích một mốc thời hạn: vì sao ngày ấy, đã và sẽ nhắc gì, không nhắc gì.

    Hoặc với --person: vì sao một người có thư, hay không có thư, trong một ngày. Ngày đã qua lấy theo sổ ghi,
    ngày sắp tới là dự kiến khi không ai báo cáo gì thêm.
    """
    _check_words(deadline, moment, person, day)
    settings = settings_of(workspace)
    files = last_good(settings)
    try:
        if person is not None:
            found, lines, assumed = _of_person(settings, files, person, day or today(settings))
        else:
            found, lines, assumed = _of_deadline(settings, files, deadline or "", moment)
    except Unknown as error:
        raise Stop(str(error)) from error
    if as_json:
        if assumed:
            click.echo(assumed, err=True)
        say_json(found)
        return
    for line in lines:
        click.echo(line)


def _check_words(
    deadline: str | None, moment: dt.datetime | None, person: str | None, day: dt.date | None
) -> None:
    if (deadline is None) == (person is None):
        raise click.UsageError("cần mã một thời hạn, hoặc --person; không dùng cả hai")
    if person is not None and moment is not None:
        raise click.UsageError("--at đi với mã thời hạn; với --person dùng --on")
    if person is None and day is not None:
        raise click.UsageError("--on đi với --person; với mã thời hạn dùng --at")


def _of_deadline(settings: Settings, files: InForce, typed: str, moment: dt.datetime | None) -> Told:
    from dondoc.explaining.deadline import as_json, explained
    from dondoc.explaining.told import told

    now = local(moment, settings) if moment else now_in(settings)
    found = explained(settings, files, typed, now)
    return as_json(found, files), told(found, files), found.assumed


def _of_person(settings: Settings, files: InForce, typed: str, day: dt.date) -> Told:
    from dondoc.explaining.person import person_day
    from dondoc.explaining.somebody import is_known, somebody, unknown_address
    from dondoc.explaining.toldperson import day_as_json, told_day

    who = somebody(typed, files)
    found = person_day(settings, files, who, day)
    if not found.mails and not is_known(who, files):
        raise unknown_address(who, files)
    return day_as_json(found, files), told_day(found, files), found.assumed
