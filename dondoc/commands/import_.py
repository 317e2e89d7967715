"""`dondoc import`: a document's appendix becomes a plan file and a list of what needs a person."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dondoc.exits import COULD_NOT, GOOD, PROBLEMS, Stop
from dondoc.open import say_json
from rules.systemwords import system_words

if TYPE_CHECKING:
    from rules.appendix.reading import PlanReading


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="TỆP")
@click.option(
    "--year", type=click.IntRange(1901, 2198), metavar="NĂM", help="Năm của kế hoạch; mặc định theo văn bản."
)
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), metavar="TỆP",
    help="Tệp kế hoạch để ghi (data/plans/….yaml); đã có thì gộp, giữ chỗ đã sửa. Mặc định in ra màn hình.",
)  # fmt: skip
@click.option(
    "--id", "id", metavar="MÃ", help="Mã kế hoạch; mặc định là tên tệp ghi, hoặc lấy từ tên kế hoạch."
)
@click.option(
    "--json", "as_json", is_flag=True, help="In bản đọc, mỗi nhiệm vụ một đối tượng JSON; không ghi gì."
)
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    metavar="TỆP.html",
    help="Ghi trang đối chiếu bảng gốc và bản đọc.",
)
@click.option("--force", is_flag=True, help="Ghi đè tệp đã có, bỏ mọi chỗ đã sửa tay.")
@click.pass_obj
def command(
    workspace: Path, file: Path, year: int | None, out: Path | None, id: str | None, as_json: bool,
    report: Path | None, force: bool,
) -> int:  # fmt: skip
    """Nhập kế hoạch từ tệp Word, Excel, CSV, Markdown, văn bản hoặc PDF."""
    from dondoc.planimport.source import directory_of_workspace, document_of, id_of, reading_of
    from dondoc.planimport.telling import row_json, tell

    document = document_of(file)
    reading = reading_of(document, year, directory_of_workspace(workspace))
    tell(reading)
    if report is not None:
        from dondoc.planimport.report import report_html

        _write(report, report_html(reading, document))
    if as_json:
        for row in reading.rows:
            say_json(row_json(row))
        return GOOD
    name = id or (_stem(out) if out is not None else id_of(reading))
    return _plan_file(workspace, out, name, reading, force=force)


def _stem(out: Path) -> str:
    from data.files.plansense import slug_of

    return slug_of(out.stem)


def _plan_file(workspace: Path, out: Path | None, id: str, reading: PlanReading, *, force: bool) -> int:
    from data.files.planfile import read_plan
    from data.files.planwriting import plan_text
    from dondoc.planimport.source import directory_of_workspace

    text = plan_text(reading, id)
    if out is None:
        click.echo(text, nl=False)
    else:
        text = _written(workspace, out, text, reading, force=force)
    _, problems = read_plan(out.name if out else f"{id}.yaml", text, directory_of_workspace(workspace))
    errors = [problem for problem in problems if problem.level == "error"]
    for problem in errors:
        click.echo(str(problem), err=True)
    return PROBLEMS if errors else GOOD


def _written(workspace: Path, out: Path, text: str, reading: PlanReading, *, force: bool) -> str:
    """Writes the file; one that is there keeps what people wrote."""
    from data.files.planmerge import CannotMerge, merged, summary

    if not out.exists() or force:
        _write(out, text)
        click.echo(f"Đã ghi {out}. Xem các chỗ “CẦN XEM”, rồi chạy: dondoc check", err=True)
        if out.resolve().parent != (workspace / "data" / "plans").resolve():
            said = f"{out} không nằm trong data/plans của thư mục làm việc: dondoc chưa dùng kế hoạch này."
            click.echo(said, err=True)
        return text
    try:
        old = out.read_text(encoding="utf-8")
        found = merged(str(out), old, reading)
    except (CannotMerge, UnicodeDecodeError) as error:
        raise Stop(f"Không gộp được vào {out}: {error}", PROBLEMS) from error
    except OSError as error:
        raise Stop(f"Không đọc được {out}: {system_words(error)}", COULD_NOT) from error
    if found.text != old:
        _write(out, found.text)
    for line in summary(found):
        click.echo(line, err=True)
    click.echo(f"{out}: {'đã gộp' if found.text != old else 'không có gì mới'}.", err=True)
    return found.text


def _write(path: Path, text: str) -> None:
    try:
        if not path.parent.exists():
            path.parent.mkdir(parents=True)
            click.echo(f"Đã tạo thư mục {path.parent}.", err=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Stop(f"Không ghi được {path}: {system_words(error)}", COULD_NOT) from error
