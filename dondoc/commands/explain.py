"""`dondoc explain`: why a deadline is due then, and what was, will be and was not said, and why."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from dondoc.asof import local
from dondoc.exits import Stop
from dondoc.open import last_good, now_in, say_json, settings_of
from dondoc.types import MOMENT
from scheduler.references import Unknown


@click.command("explain")
@click.argument("deadline", metavar="ID")
@click.option("--at", "moment", type=MOMENT, help="Tính đến thời điểm này; mặc định bây giờ.")
@click.option("--json", "as_json", is_flag=True, help="Một đối tượng JSON.")
@click.pass_obj
def command(workspace: Path, deadline: str, moment: dt.datetime | None, as_json: bool) -> None:
    """Giải thích một mốc thời hạn: vì sao ngày ấy, đã và sẽ nhắc gì, không nhắc gì."""
    from dondoc.explaining.deadline import as_json as told_as_json
    from dondoc.explaining.deadline import explained
    from dondoc.explaining.told import told

    settings = settings_of(workspace)
    files = last_good(settings)
    now = local(moment, settings) if moment else now_in(settings)
    try:
        found = explained(settings, files, deadline, now)
    except Unknown as error:
        raise Stop(str(error)) from error
    if as_json:
        if found.assumed:
            click.echo(found.assumed, err=True)
        say_json(told_as_json(found, files))
        return
    for line in told(found, files):
        click.echo(line)
