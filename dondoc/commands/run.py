"""`dondoc run`: the service."""

from __future__ import annotations

import datetime as dt
import logging
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from data.workspace import stamps_of
from dondoc.exits import COULD_NOT, Stop
from dondoc.open import files_of, settings_of
from dondoc.settings import Settings

if TYPE_CHECKING:
    from dondoc.app import App
    from scheduler.inforce import InForce
    from scheduler.service import Service
    from scheduler.watch import Stamps


@click.command("run")
@click.pass_obj
def command(workspace: Path) -> None:
    """Chạy dịch vụ đến khi nhận SIGTERM; tự nhận tệp sửa, hoặc nạp lại ngay khi nhận SIGHUP."""
    from data.sql.database import DatabaseTooNew, DatabaseUnavailable
    from dondoc.app import open_app
    from dondoc.logs import log_to_stdout
    from notifiers.registry import BrokenNotifier, UnknownNotifier

    settings = settings_of(workspace)
    log_to_stdout(settings.log_format)
    stamps = stamps_of(settings.workspace)
    files = files_of(settings, templates=True)
    for warning in files.workspace.warnings:
        logging.getLogger("dondoc.files").warning("%s", warning)
    try:
        app = open_app(settings, files, f"{socket.gethostname()}-{os.getpid()}")
        serve(app, stamps).run()
    except (DatabaseUnavailable, DatabaseTooNew, UnknownNotifier, BrokenNotifier) as error:
        raise Stop(str(error), COULD_NOT) from error


def serve(app: App, stamps: Stamps) -> Service:
    """The service of one app, wired to the disk, the clock and the admin.

    `stamps`: of the files as they were read.
    """
    from dondoc.alarm import FileAlarm
    from dondoc.app import channels_of, load_files, rebuild
    from scheduler.clock import SystemClock
    from scheduler.service import Service
    from scheduler.watch import Watch

    settings: Settings = app.settings
    return Service(
        way=app.way,
        post=app.post,
        files=app.files,
        clock=SystemClock(),
        load=lambda: load_files(settings, templates=True),
        channels=lambda files: channels_of(settings, files),
        rebuild=lambda texts: rebuild(texts, settings.zone),
        alarm=FileAlarm(app.post),
        report=_report(app),
        watch=Watch(lambda: stamps_of(settings.workspace), settings.watch, stamps),
    )


def _report(app: App) -> Callable[[InForce, dt.datetime], None]:
    """What writes the figures of the service, if they are wanted."""
    path = app.settings.metrics_file
    if path is None:
        return lambda _files, _now: None
    from dondoc.metrics import Gauge

    gauge = Gauge(app.settings, app.store, app.way.outbox)
    return lambda files, now: gauge.write(path, files, now)
