"""Decides how a letter becomes a mail: words from the views, form from the templates, bytes from `mime`."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

from notifiers.alertview import AlertView, alert_view
from notifiers.base import PermanentFailure
from notifiers.digestview import DigestView, digest_view
from notifiers.flowed import flowed
from notifiers.ics import calendar
from notifiers.mailview import MailView, mail_view
from notifiers.mime import BadAddress, BadMessageId, BadRecipient, Mail, to_bytes
from notifiers.tasklistview import TaskListView, task_list_view
from notifiers.templates import TROUBLES, Templates
from rules.letter import Letter

View: TypeAlias = MailView | DigestView | AlertView | TaskListView
KINDS: dict[type, str] = {MailView: "mail", DigestView: "digest", AlertView: "alert", TaskListView: "tasks"}


class Renderer:
    """The mails of one workspace: built-in templates, overridden by name by those of a folder."""

    def __init__(self, sender: str, overrides: Path | None = None) -> None:
        self._sender = sender
        self._templates = Templates(overrides)

    def render(self, letter: Letter) -> bytes:
        """The whole mail; raises PermanentFailure: "render", or "recipient-refused" for a bad address."""
        view = view_of(letter)
        mail = Mail(
            message_id=letter.message_id,
            at=letter.at,
            sender=self._sender,
            to_name=letter.to_name or letter.addressee.removeprefix("Đồng chí "),
            to_address=letter.address,
            reply_name=letter.reply_to.name,
            reply_address=letter.reply_to.address or None,
            subject=view.subject,
            text=self._fill("txt", view),
            html=self._fill("html", view),
            calendar=calendar(letter) if letter.calendar else None,
            references=letter.references,
            important=letter.important,
        )
        return _bytes(mail)

    def text(self, letter: Letter) -> str:
        """The plain-text part alone."""
        return self._fill("txt", view_of(letter))

    def html(self, letter: Letter) -> str:
        """The HTML part alone."""
        return self._fill("html", view_of(letter))

    def _fill(self, form: str, view: View) -> str:
        name = f"{KINDS[type(view)]}.{form}.j2"
        # A template is an admin's text: whatever it raises is the template's failure, told as such.
        try:
            filled = self._templates.text(name, view)
        except TROUBLES as error:
            raise PermanentFailure("render", f"{name}: {error}") from error
        return flowed(filled) if form == "txt" else filled


def view_of(letter: Letter) -> View:
    """The words of a letter, whichever it is."""
    if letter.alert is not None:
        return alert_view(letter, letter.alert)
    if letter.lists:
        return task_list_view(letter)
    return mail_view(letter) if letter.digest is None else digest_view(letter, letter.digest)


def _bytes(mail: Mail) -> bytes:
    try:
        return to_bytes(mail)
    except BadRecipient as error:
        raise PermanentFailure("recipient-refused", str(error)) from error
    except (BadAddress, BadMessageId) as error:
        raise PermanentFailure("render", str(error)) from error
