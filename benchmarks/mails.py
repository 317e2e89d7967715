"""Measures writing a mail against plain Jinja2 and the standard library's EmailMessage."""

from __future__ import annotations

from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import cycle
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, select_autoescape

from benchmarks.letters import SENDER, digests, mails
from benchmarks.measuring import AtMost, Line, ratio_line, time_ratios
from notifiers.email.channel import EmailChannel
from notifiers.email.settings import SmtpSettings
from notifiers.mime import Mail, to_bytes
from notifiers.renderer import view_of
from notifiers.templates import BUILT_IN
from rules.letter import Letter


def lines(rounds: int, folder: Path) -> list[Line]:
    """The bytes alone, then words, templates and bytes together."""
    del folder
    return [mime_line(rounds), render_line(rounds)]


def mime_line(rounds: int) -> Line:
    unlike = mails()
    assert read(to_bytes(unlike[0])) == read(standard_bytes(unlike[0]))
    ours, theirs = cycle(unlike), cycle(unlike)
    times = time_ratios(lambda: to_bytes(next(ours)), lambda: standard_bytes(next(theirs)), rounds)
    return ratio_line("MIME step, text + HTML + .ics: time", "`EmailMessage`", times, AtMost(0.03))


def render_line(rounds: int) -> Line:
    channel, plain = EmailChannel(SmtpSettings(), SENDER), plain_renderer()
    letters = digests()
    assert read(channel.render(letters[0])) == read(plain(letters[0]))
    ours, theirs = cycle(letters), cycle(letters)
    times = time_ratios(lambda: channel.render(next(ours)), lambda: plain(next(theirs)), rounds)
    what, against = "`EmailChannel.render`, 20-row digest: time", "same templates, Jinja2 + `EmailMessage`"
    return ratio_line(what, against, times, AtMost(0.15))


def plain_renderer() -> Callable[[Letter], bytes]:
    """The same words and templates, compiled once, through Jinja2 as it comes and EmailMessage."""
    environment = Environment(
        loader=FileSystemLoader(BUILT_IN), autoescape=select_autoescape(["html.j2"]),
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    html, text = environment.get_template("digest.html.j2"), environment.get_template("digest.txt.j2")

    def render(letter: Letter) -> bytes:
        view = view_of(letter)
        return standard_bytes(Mail(
            letter.message_id, letter.at, SENDER, letter.addressee, letter.address, letter.reply_to.name,
            letter.reply_to.address, view.subject, text.render(v=view), html.render(v=view),
        ))  # fmt: skip

    return render


def standard_bytes(mail: Mail) -> bytes:
    """The same headers and parts by the standard library."""
    made = EmailMessage(policy=policy.SMTP)
    for name, value in headers_of(mail).items():
        made[name] = value
    made["Date"] = mail.at
    made.set_content(mail.text)
    made.add_alternative(mail.html, subtype="html")
    if mail.calendar is not None:
        made.add_attachment(
            mail.calendar.encode(), maintype="text", subtype="calendar", filename="thoi-han.ics",
            params={"charset": "utf-8", "method": "PUBLISH"},
        )  # fmt: skip
    return made.as_bytes()


def headers_of(mail: Mail) -> dict[str, str]:
    return {
        "From": mail.sender,
        "To": f'"{mail.to_name}" <{mail.to_address}>',
        "Reply-To": f'"{mail.reply_name}" <{mail.reply_address}>',
        "Message-ID": mail.message_id,
        "Subject": mail.subject,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": "vi",
    }


def read(mail: bytes) -> tuple[str, str, list[str]]:
    """What a reader gets: subject, address, and the words of each part.

    Without the subject's spaces: EmailMessage of Python 3.11 loses some beside encoded words.
    """
    parsed = message_from_bytes(mail, policy=policy.default)
    parts = [part.get_content() for part in parsed.walk() if part.get_content_maintype() == "text"]
    words = [" ".join((part.decode() if isinstance(part, bytes) else part).split()) for part in parts]
    return "".join(str(parsed["subject"]).split()), parsed["to"].addresses[0].addr_spec, words
