"""`dondoc run`: the service."""

from __future__ import annotations

import logging
import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dondoc.exits import COULD_NOT, Stop
from dondoc.open import files_of, settings_of
from dondoc.settings import Settings

if TYPE_CHECKING:
    from dondoc.app import App
    from scheduler.service import Service


@click.command("run")
@click.pass_obj
def command(workspace: Path) -> None:
    """Chạy dịch vụ đến khi nhận SIGTERM; SIGHUP để nạp lại tệp."""
    from data.database import DatabaseTooNew, DatabaseUnavailable
    from dondoc.app import open_app
    from dondoc.logs import log_to_stdout
    from notifiers.registry import BrokenNotifier, UnknownNotifier

    settings = settings_of(workspace)
    log_to_stdout(settings.log_format)
    files = files_of(settings, templates=True)
    for warning in files.workspace.warnings:
        logging.getLogger("dondoc.files").warning("%s", warning)
    try:
        app = open_app(settings, files, f"{socket.gethostname()}-{os.getpid()}")
        serve(app).run()
    except (DatabaseUnavailable, DatabaseTooNew, UnknownNotifier, BrokenNotifier) as error:
        raise Stop(str(error), COULD_NOT) from error


def serve(app: App) -> Service:
    """The service of one app, wired to the disk, the clock and the admin."""
    from dondoc.alarm import alarm_for
    from dondoc.app import channels_of, load_files, rebuild
    from scheduler.clock import SystemClock
    from scheduler.service import Service

    settings: Settings = app.settings
    return Service(
        way=app.way,
        post=app.post,
        files=app.files,
        clock=SystemClock(),
        load=lambda: load_files(settings, templates=True),
        channels=lambda files: channels_of(settings, files),
        rebuild=lambda texts: rebuild(texts, settings.zone),
        alarm=alarm_for(app),
    )
