"""`dondoc schema`: what an editor is told of a kind of file."""

from __future__ import annotations

import click

from data.schemas import NAMES, written


@click.command("schema")
@click.argument("name", type=click.Choice(NAMES), metavar="TÊN")
def command(name: str) -> None:
    """In JSON Schema của một loại tệp, để trình soạn thảo gợi ý và báo lỗi khi gõ.

    TÊN là rules, units, calendar hoặc plan.
    """
    click.echo(written(name), nl=False)
