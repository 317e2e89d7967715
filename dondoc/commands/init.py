"""`dondoc init`: a new workspace with commented files."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from data.schemas import NAMES as SCHEMAS
from dondoc.exits import COULD_NOT, WRONG_USE, Stop
from rules.systemwords import system_words

OWN = "workspace_files"
RENAMED = {"env.txt": ".env"}  # a package holds no hidden files


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path), metavar="THƯ_MỤC")
@click.option(
    "--from-plan", "plan", type=click.Path(path_type=Path), metavar="TỆP",
    help="Nhập luôn kế hoạch trong tệp (như lệnh import) và lập danh bạ từ tên đơn vị trong đó.",
)  # fmt: skip
@click.option(
    "--year", type=click.IntRange(1901, 2198), metavar="NĂM", help="Năm của kế hoạch; mặc định theo văn bản."
)
def command(folder: Path, plan: Path | None, year: int | None) -> None:
    """Tạo một thư mục làm việc mới, có tệp mẫu và chú thích."""
    if year is not None and plan is None:
        raise Stop("--year chỉ dùng cùng --from-plan", WRONG_USE)
    try:
        _refuse_used(folder)
        texts = workspace_texts()
        if plan is not None:
            from dondoc.planimport.newplan import plan_texts

            texts |= plan_texts(plan, year)
        for name, text in sorted(texts.items()):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Stop(f"Không tạo được {error.filename or folder}: {system_words(error)}", COULD_NOT) from error
    click.echo(f"Đã tạo thư mục làm việc {folder}.")
    if plan is None:
        click.echo("Việc tiếp theo: sửa data/units.yaml, thêm kế hoạch vào data/plans (mẫu: mau.yaml.txt),")
    else:
        click.echo(
            "Việc tiếp theo: điền địa chỉ, cán bộ vào data/units.yaml, xem các chỗ “CẦN XEM” của kế hoạch,"
        )
    click.echo(f"rồi chạy: dondoc -C {folder} check; dondoc -C {folder} preview")


def _refuse_used(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()):
        raise Stop(f"Thư mục {folder} đã có tệp; chỉ tạo trong thư mục mới hoặc thư mục trống.")
    if folder.exists() and not folder.is_dir():
        raise Stop(f"{folder} là một tệp, không phải thư mục.")


def workspace_texts() -> dict[str, str]:
    """Relative path -> text: the shipped rules, calendar and schemas, and over them what is for a new one."""
    shipped = {f"rules/{one.name}": one for one in files("rules").iterdir() if one.name.endswith(".yaml")}
    shipped["data/calendar.yaml"] = files("data").joinpath("calendar.yaml")
    for name in SCHEMAS:
        copy = f"schemas/{name}.schema.json"
        shipped[f"data/{copy}"] = files("data").joinpath(copy)
    own = dict(_below(files("dondoc").joinpath(OWN), ""))
    return {
        RENAMED.get(name, name): one.read_text(encoding="utf-8") for name, one in {**shipped, **own}.items()
    }


def _below(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for one in folder.iterdir():
        if one.is_dir():
            if one.name != "__pycache__":
                yield from _below(one, f"{prefix}{one.name}/")
        else:
            yield f"{prefix}{one.name}", one
