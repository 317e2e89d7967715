"""`dondoc render`: one mail or digest as HTML, text or .eml."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from dondoc.asof import local, reported_by, year_start
from dondoc.exits import COULD_NOT, Stop
from dondoc.mails import Form, part_of, rendered, renderer_of
from dondoc.open import files_of, now_in, record_of, settings_of
from dondoc.settings import Settings
from dondoc.types import MOMENT
from rules.letter import Letter
from rules.systemwords import system_words
from scheduler.inforce import InForce

if TYPE_CHECKING:
    from data.sql.store import Reader
    from notifiers.base import Parcel, Session

NAME = "render"


@click.command("render")
@click.argument("message_id", metavar="[MESSAGE_ID]", required=False)
@click.option("--to", "address", metavar="ĐỊA_CHỈ", help="Thư sẽ gửi đến địa chỉ này lúc --at.")
@click.option("--digest", "digest", metavar="ID", help="Bản tổng hợp này, tính đến --at.")
@click.option("--at", "moment", type=MOMENT, help="Thời điểm; mặc định bây giờ.")
@click.option(
    "--format", "form", type=click.Choice(["html", "text", "eml"]), default="text", help="Mặc định: text."
)
@click.option("-o", "out", type=click.Path(dir_okay=False, path_type=Path), metavar="TỆP", help="Ghi ra tệp.")
@click.pass_obj
def command(
    workspace: Path,
    message_id: str | None,
    address: str | None,
    digest: str | None,
    moment: dt.datetime | None,
    form: str,
    out: Path | None,
) -> None:
    """Kết xuất một thư hoặc bản tổng hợp ra HTML, văn bản hoặc .eml."""
    if sum(one is not None for one in (message_id, address, digest)) != 1:
        raise click.UsageError("ghi đúng một trong: MESSAGE_ID, --to ĐỊA_CHỈ, --digest ID")
    settings = settings_of(workspace)
    files = files_of(settings)
    now = local(moment, settings) if moment else now_in(settings)
    shape = cast("Form", form)
    if message_id is not None:
        found = _stored(settings, files, message_id, shape)
    elif digest is not None:
        found = _digest(settings, files, digest, now, shape)
    else:
        found = _foreseen(settings, files, address or "", now, shape)
    _put(found, out)


def _put(content: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.buffer.write(content)
        return
    try:
        out.write_bytes(content)
    except OSError as error:
        raise Stop(f"Không ghi được {out}: {system_words(error)}", COULD_NOT) from error
    click.echo(f"Đã ghi {out}.", err=True)


def _stored(settings: Settings, files: InForce, message_id: str, form: Form) -> bytes:
    """The text that was really handed over, as long as it is kept."""
    from data.sql.database import DatabaseTooNew, DatabaseUnavailable
    from data.sql.outbox import Outbox
    from dondoc.app import open_engine

    id_ = f"<{message_id.strip('<>')}>"
    try:
        found = Outbox(open_engine(settings), files.organization).show(id_)
    except (DatabaseUnavailable, DatabaseTooNew) as error:
        raise Stop(str(error), COULD_NOT) from error
    if not found:
        raise Stop(f"Không có thư {id_} trong hàng đợi.")
    text = next((content for _, content in found if content), None)
    if text is None:
        raise Stop(f"Thư {id_} chưa soạn, hoặc nguyên văn không còn lưu.")
    return part_of(text, form)


def _digest(settings: Settings, files: InForce, id_: str, now: dt.datetime, form: Form) -> bytes:
    from dondoc.digestletter import facts_at, letter_of, rule_named

    rule = rule_named(files, id_)
    facts = facts_at(rule, files, reported_by(settings, files, now.date()), now.date())
    return rendered(renderer_of(settings), letter_of(rule, facts, files, settings, now), form)


@dataclass(slots=True)
class _Catching:
    """A channel that keeps the letters to one address at one moment, and tells nobody."""

    address: str
    moment: dt.datetime
    name: str = NAME
    caught: list[Letter] = field(default_factory=list)
    moments: list[dt.datetime] = field(default_factory=list)  # of all letters to the address

    def render(self, letter: Letter) -> bytes:
        if letter.address.casefold() == self.address.casefold():
            self.moments.append(letter.at)
            if letter.at == self.moment:
                self.caught.append(letter)
        return b""

    @contextmanager
    def session(self) -> Iterator[Session]:
        yield self

    def send(self, parcel: Parcel) -> None:
        """Nothing: nobody is told."""


def _foreseen(settings: Settings, files: InForce, address: str, now: dt.datetime, form: Form) -> bytes:
    """The mail as `preview` computes it, lived through to that moment."""
    from dondoc.app import rebuild
    from scheduler.rehearsal import rehearse

    channel = _Catching(address, now)
    with _source(settings, files, now) as (source, start):
        rehearse(
            files, settings.domain, start, now, lambda texts: rebuild(texts, settings.zone), source,
            {NAME: channel},
        )  # fmt: skip
    if not channel.caught:
        raise Stop(_nothing(channel))
    # A reminder before a digest of the same moment.
    letter = min(channel.caught, key=lambda letter: letter.digest is not None)
    return rendered(renderer_of(settings), letter, form)


@contextmanager
def _source(
    settings: Settings, files: InForce, now: dt.datetime
) -> Iterator[tuple[Reader | None, dt.datetime]]:
    """The recorded state and the present; for a past moment a first start on 1 January of its year."""
    from dondoc.app import has_record

    present = now_in(settings)
    if now >= present and has_record(settings):
        with record_of(settings, files) as store, store.read() as tx:
            if tx.known_since() is not None:
                yield tx, present
                return
    first = dt.datetime.combine(present.date(), dt.time(0), settings.zone)
    yield None, first if now >= first else year_start(now.year, settings)


def _nothing(channel: _Catching) -> str:
    near = sorted(channel.moments)[-1:]
    hint = f"; thư gần nhất lúc {near[0]:%Y-%m-%dT%H:%M}" if near else ""
    return f"Không có thư nào gửi đến {channel.address} lúc {channel.moment:%Y-%m-%dT%H:%M}{hint}."
