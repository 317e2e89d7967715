"""`dondoc tick`: one pass as of one moment, for cron or a test."""

from __future__ import annotations

import datetime as dt
import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dondoc.exits import COULD_NOT, GOOD, Stop
from dondoc.open import files_of, now_in, settings_of
from dondoc.settings import Settings
from dondoc.types import MOMENT
from rules.standing import turned_aside

if TYPE_CHECKING:
    from dondoc.app import App
    from scheduler.inforce import InForce
    from scheduler.passes import Tally


@click.command("tick")
@click.option("--at", "moment", type=MOMENT, help="Thời điểm của lượt này; mặc định bây giờ.")
@click.pass_obj
def command(workspace: Path, moment: dt.datetime | None) -> int:
    """Chạy một lượt tại một thời điểm: quyết định, soạn, gửi."""
    settings = settings_of(workspace)
    files = files_of(settings, templates=True)
    now = _on_the_minute(moment or now_in(settings), settings)
    tally, left, waits = _tick(settings, files, now)
    if settings.redirect_to is not None:
        click.echo(f"Hệ thống {turned_aside(settings.redirect_to)}.", err=True)
    _tell(tally, left)
    return COULD_NOT if left or waits else GOOD


def _on_the_minute(moment: dt.datetime, settings: Settings) -> dt.datetime:
    local = moment if moment.tzinfo else moment.replace(tzinfo=settings.zone)
    return local.astimezone(settings.zone).replace(second=0, microsecond=0)


def _tick(settings: Settings, files: InForce, now: dt.datetime) -> tuple[Tally, int, bool]:
    """What a pass did, how many mails it left, and whether lines that are due had to wait."""
    from data.sql.database import DatabaseTooNew, DatabaseUnavailable
    from dondoc.app import open_app, rebuild
    from notifiers.registry import BrokenNotifier, UnknownNotifier
    from scheduler.load import bring_into_force
    from scheduler.passes import one_pass
    from scheduler.trial import begin_trial

    try:
        app = open_app(settings, files, f"tick-{socket.gethostname()}-{os.getpid()}")
        bring_into_force(app.store, files, lambda texts: rebuild(texts, settings.zone), now, app.way.worker)
        begin_trial(app.store, settings.redirect_to, now)
        tally = one_pass(app.way, app.post, files, now)
        return tally, app.way.outbox.undelivered(now), bool(tally.still) and _waits(app, now)
    except (DatabaseUnavailable, DatabaseTooNew, UnknownNotifier, BrokenNotifier) as error:
        raise Stop(str(error), COULD_NOT) from error


def _waits(app: App, now: dt.datetime) -> bool:
    """Whether a pass that did nothing left something due; a pause on purpose alone is no failure."""
    from data.sql.controls import standing
    from scheduler.passes import wakes_of

    with app.store.read() as tx:
        paused = standing(tx).pause is not None
    wake = wakes_of(app.way).lines
    return not paused or (wake is not None and wake <= now)


def _tell(tally: Tally, left: int) -> None:
    decided, delivered = tally.decided, tally.delivered
    if tally.still:
        click.echo(f"Lượt này không làm gì: hệ thống {tally.still}.", err=True)
    if decided.held:
        click.echo(
            "Lượt này có quá nhiều thư nên đang giữ lại, chờ xác nhận:"
            f" dondoc outbox release {decided.held} --by AI (hoặc drop để bỏ).",
            err=True,
        )
    click.echo(
        f"quyết định {decided.notices} lời nhắc trong {decided.messages} thư,"
        f" {tally.digests} thư tổng hợp; đã gửi {delivered.sent},"
        f" hẹn gửi lại {delivered.retried}, không gửi được {delivered.dead}, hủy {delivered.cancelled};"
        f" còn {left} thư đến hạn chưa gửi."
    )
