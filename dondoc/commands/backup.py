"""`dondoc backup`: the record in one file, copied while the service works on."""

from __future__ import annotations

from pathlib import Path

import click

from dondoc.exits import COULD_NOT, Stop
from dondoc.open import settings_of

_KILO = 1024


@click.command("backup")
@click.option(
    "-o", "out", type=click.Path(path_type=Path), required=True, metavar="TỆP",
    help="Tệp sao lưu, ví dụ dondoc-2027-01-04.sqlite3.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Ghi đè tệp sao lưu đã có.")
@click.pass_obj
def command(workspace: Path, out: Path, force: bool) -> None:
    """Sao lưu cơ sở dữ liệu ra một tệp; dịch vụ vẫn chạy.

    Bản sao có mọi kết quả, thư, lịch sử và các tệp quy tắc, kế hoạch đã dùng; không có tệp .env và mật khẩu.
    Bản sao được đọc lại trọn vẹn trước khi thay tệp cũ.
    """
    from data.sql.backup import BackupFailed, NoDatabase, NotOurs, back_up
    from data.sql.database import DatabaseUnavailable

    settings = settings_of(workspace)
    if out.exists() and not force and out.is_file():
        raise Stop(f"Đã có {out}; muốn ghi đè, thêm --force.")
    try:
        size = back_up(settings.database_url, out)
    except NoDatabase as error:
        raise Stop("Chưa có gì để sao lưu: dịch vụ chưa chạy lần nào.", COULD_NOT) from error
    except NotOurs as error:
        raise Stop(
            "Cơ sở dữ liệu là PostgreSQL: sao lưu bằng công cụ của nó, ví dụ:"
            f" pg_dump --format=custom --file={out} TÊN_CƠ_SỞ_DỮ_LIỆU",
            COULD_NOT,
        ) from error
    except (BackupFailed, DatabaseUnavailable) as error:
        raise Stop(str(error), COULD_NOT) from error
    click.echo(f"Đã sao lưu cơ sở dữ liệu vào {out} ({_told(size)}); bản sao đã được đọc lại.")
    click.echo("Tệp .env và tệp mật khẩu thư không nằm trong bản sao, đề nghị chép riêng.", err=True)


def _told(size: int) -> str:
    kilo = -(-size // _KILO)
    return f"{kilo} kB" if kilo < _KILO else f"{kilo // _KILO} MB"
