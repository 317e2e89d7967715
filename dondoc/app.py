"""The composition root: settings and files become one working service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from data.workspace import Workspace, build, inspect
from dondoc.settings import Settings
from rules.pace import Pace
from rules.problem import BadFiles, Problem
from scheduler.inforce import InForce, in_force

if TYPE_CHECKING:  # SQLAlchemy costs a third of a second: only commands that need the record pay it
    from data.sql.database import Database
    from data.sql.store import Store
    from notifiers.base import Notifier
    from scheduler.deliver import Way
    from scheduler.post import Post


class App(NamedTuple):
    """A workspace with its record and its channels, ready to run."""

    settings: Settings
    files: InForce
    store: Store
    way: Way
    post: Post


def load_files(settings: Settings, *, templates: bool = False) -> InForce:
    """The workspace as it is on disk now; raises BadFiles. `templates`: its mails' texts are tried too."""
    workspace, problems = inspect(settings.workspace)
    tried = template_problems(settings.workspace) if templates else ()
    if workspace is None or any(problem.level == "error" for problem in tried):
        raise BadFiles((*problems, *tried))
    return in_force(replying_to(workspace, settings.reply_to), settings.zone)


def template_problems(workspace: Path) -> Sequence[Problem]:
    """What is wrong with a workspace's own templates."""
    folder = workspace / "templates"
    if not folder.is_dir() or not any(folder.iterdir()):
        return ()
    from notifiers.templatecheck import check_templates

    return check_templates(folder)


def rebuild(texts: Mapping[str, str], zone: ZoneInfo) -> InForce | None:
    """An earlier workspace from its texts; None when today's reader refuses it."""
    workspace, _ = build(texts)
    return in_force(workspace, zone) if workspace is not None else None


def replying_to(workspace: Workspace, address: str | None) -> Workspace:
    """REPLY_TO names the human by address; a person of the directory is shown by name."""
    if address is None:
        return workspace
    known = [p for p in workspace.directory.people.values() if (p.address or "") == address]
    chosen = known[0].id if known else address
    return replace(workspace, directory=replace(workspace.directory, reply_to=chosen))


def open_engine(settings: Settings) -> Database:
    """The database, brought up to date; raises DatabaseUnavailable or DatabaseTooNew."""
    from data.sql.database import open_database

    return open_database(settings.database_url)


def open_app(settings: Settings, files: InForce, worker: str) -> App:
    """Everything the service needs; raises UnknownNotifier, BrokenNotifier, DatabaseUnavailable."""
    return assemble(settings, files, open_engine(settings), worker)


def assemble(
    settings: Settings, files: InForce, engine: Database, worker: str, *, settle_each: bool = True
) -> App:
    from data.sql.outbox import Outbox
    from data.sql.store import Store
    from scheduler.deliver import Way
    from scheduler.post import Post

    store = Store(engine, files.organization)
    outbox = Outbox(engine, files.organization)
    way = Way(
        store, outbox, channels_of(settings, files), worker, settings.public_url, settle_each,
        redirect_to=settings.redirect_to, paces=paces_of(settings), obeys=True,
    )  # fmt: skip
    return App(settings, files, store, way, Post(settings.notifiers, settings.domain, holds=True))


def paces_of(settings: Settings) -> dict[str, Pace]:
    """How fast each channel may send, for those that have a limit."""
    return {"email": settings.pace} if settings.pace != Pace() else {}


def channels_of(settings: Settings, files: InForce) -> dict[str, Notifier]:
    """The channels by name, with the templates as they are now; raises UnknownNotifier, BrokenNotifier."""
    from notifiers.registry import ChannelConfig
    from notifiers.registry import build as build_notifier

    templates = settings.workspace / "templates"
    config = ChannelConfig(
        sender=sender_of(settings, files),
        mailbox_dir=settings.mailbox_dir,
        smtp=settings.smtp,
        templates=templates if templates.is_dir() else None,
        index_dir=settings.mailbox_dir.parent if settings.mailbox_dir.name == "Maildir" else None,
        title=f"Hộp thư nhắc việc - {files.workspace.directory.name}",
    )
    channels = {name: build_notifier(name, config) for name in settings.notifiers}
    if settings.redirect_to is None:
        return channels
    from notifiers.trial import Redirected  # the library that reads mails is slow to import

    return {name: Redirected(channel, settings.redirect_to) for name, channel in channels.items()}


def sender_of(settings: Settings, files: InForce) -> str:
    """The From header's value; a bare address speaks in the organization's name."""
    if "<" in settings.mail_from:
        return settings.mail_from
    name = files.workspace.directory.name.replace('"', "")
    return f'"{name}" <{settings.mail_from}>'


def has_record(settings: Settings) -> bool:
    """Whether there can be recorded state: a SQLite file that is not there has none."""
    file = settings.database_file
    return file is None or file.exists()


def state_folder(settings: Settings) -> Path:
    return settings.workspace / "var"
