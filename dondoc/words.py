"""Decides in which language the command line library speaks: Vietnamese, whatever the machine's locale."""

from __future__ import annotations

import gettext
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click

LANGUAGE = "vi"
DOMAIN = "messages"
LOCALE = Path(__file__).parent / "locale"
CATALOGUE = LOCALE / LANGUAGE / "LC_MESSAGES" / f"{DOMAIN}.mo"
OPTIONS = "[TÙY CHỌN]"
SUBCOMMAND = "LỆNH [ĐỐI SỐ]..."


def speak_vietnamese() -> None:
    """click looks its sentences up in gettext's own domain each time, in the language of LANGUAGE."""
    os.environ["LANGUAGE"] = LANGUAGE
    gettext.bindtextdomain(DOMAIN, str(LOCALE))


def named_in_vietnamese(command: click.Command) -> click.Command:
    """The same command, its usage line in Vietnamese: click does not look these words up."""
    import click

    command.options_metavar = OPTIONS
    if isinstance(command, click.Group):
        command.subcommand_metavar = SUBCOMMAND
        for below in command.commands.values():
            named_in_vietnamese(below)
    return command
