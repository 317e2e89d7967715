"""`dondoc report`: the plan's table with its column *Kết quả* filled in, to print and sign."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dondoc.commands.deadlines import subjects_on_day
from dondoc.exits import Stop
from dondoc.officefile import writing
from dondoc.open import last_good, settings_of, today
from dondoc.planediting import plan_called
from dondoc.types import DAY
from rules.plan import Plan
from rules.subject import of_rows
from scheduler.inforce import InForce

if TYPE_CHECKING:
    from dondoc.progress.table import Appendix

FORMATS = ("docx", "xlsx", "text")
_SUFFIXES = {".docx": "docx", ".xlsx": "xlsx"}


@click.command("report")
@click.option("--plan", "plan_id", metavar="KẾ_HOẠCH", help="Kế hoạch; cần khi có nhiều kế hoạch.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="Loại tệp; mặc định theo tên tệp, không có thì text."
)
@click.option("--at", "day", type=DAY, help="Tính đến hết ngày này; mặc định hôm nay.")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    metavar="TỆP",
    help="Tệp để ghi; text có thể in ra màn hình.",
)
@click.pass_obj
def command(
    workspace: Path, plan_id: str | None, form: str | None, day: dt.date | None, out: Path | None
) -> None:
    """Phụ lục kế hoạch với cột Kết quả, số liệu tổng hợp theo bốn loại; ra tệp Word, Excel hoặc văn bản."""
    from dondoc.progress.table import appendix_of

    chosen = _format(form, out)
    settings = settings_of(workspace)
    files = last_good(settings)
    plan = _plan(files, plan_id)
    day = day or today(settings)
    rows = of_rows(subjects_on_day(settings, files, day))
    subjects = [s for s in rows if s.deadline.task.plan.id == plan.id]
    _write(appendix_of(plan, subjects, files, day), chosen, out)


def _format(form: str | None, out: Path | None) -> str:
    named = _SUFFIXES.get(out.suffix.lower()) if out is not None else None
    chosen = form or named or "text"
    if chosen != "text" and out is None:
        raise click.UsageError(f"thiếu -o TỆP.{chosen}")
    if named is not None and named != chosen:
        raise click.UsageError(f"--format {chosen} không hợp với tên tệp {out}")
    return chosen


def _plan(files: InForce, id_: str | None) -> Plan:
    """The one plan of a workspace need not be named."""
    if id_ is not None:
        return plan_called(files, id_)
    plans = files.workspace.plans
    if len(plans) == 1:
        return plans[0]
    if not plans:
        raise Stop("Chưa có kế hoạch nào trong data/plans.")
    raise Stop(f"Có nhiều kế hoạch, ghi --plan: {', '.join(plan.id for plan in plans)}")


def _write(appendix: Appendix, form: str, out: Path | None) -> None:
    from dondoc.progress.plaintext import plain_text

    if out is None:
        click.echo(plain_text(appendix), nl=False)
        return
    with writing(out):
        if form == "docx":
            from dondoc.progress.docxfile import write_docx

            write_docx(out, appendix)
        elif form == "xlsx":
            from dondoc.progress.xlsxfile import write_xlsx

            write_xlsx(out, appendix)
        else:
            out.write_text(plain_text(appendix), encoding="utf-8")
    click.echo(f"Đã ghi {out}.", err=True)
