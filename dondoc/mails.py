"""Decides how one mail is shown: its text, its HTML, or the whole of it."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import TYPE_CHECKING, Literal, TypeAlias

from dondoc.exits import COULD_NOT, Stop
from dondoc.settings import Settings

if TYPE_CHECKING:
    from notifiers.renderer import Renderer
    from rules.letter import Letter

Form: TypeAlias = Literal["html", "text", "eml"]
SUBTYPES: dict[str, str] = {"html": "html", "text": "plain"}


def renderer_of(settings: Settings) -> Renderer:
    """The workspace's own templates over the built-in ones."""
    from notifiers.renderer import Renderer

    folder = settings.workspace / "templates"
    return Renderer(settings.mail_from, folder if folder.is_dir() else None)


def rendered_text(renderer: Renderer, letter: Letter) -> str:
    return rendered(renderer, letter, "text").decode("utf-8")


def rendered(renderer: Renderer, letter: Letter, form: Form) -> bytes:
    """A letter in one form; a template that fails is one line and exit 3."""
    from notifiers.base import DeliveryFailure

    try:
        if form == "eml":
            return renderer.render(letter)
        return (renderer.html(letter) if form == "html" else renderer.text(letter)).encode("utf-8")
    except DeliveryFailure as failure:
        raise Stop(f"Không kết xuất được thư: {failure.detail}", COULD_NOT) from failure


def part_of(mail: bytes, form: Form) -> bytes:
    """One form of a whole mail."""
    if form == "eml":
        return mail
    message: EmailMessage = BytesParser(policy=policy.default).parsebytes(mail)
    part = message.get_body(preferencelist=(SUBTYPES[form],))
    if part is None:
        raise Stop(f"Thư không có phần {form}.")
    return str(part.get_content()).encode("utf-8")
