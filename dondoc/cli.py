"""The list of commands: each is imported only when it is run."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import cast

import click

from dondoc import __version__
from dondoc.exits import COULD_NOT, GOOD, WRONG_USE, Stop
from dondoc.words import named_in_vietnamese, speak_vietnamese

# name -> (module, what it does). The order is the order of use.
COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("init", "Tạo một thư mục làm việc mới, có tệp mẫu và chú thích."),
    "check": ("check", "Soát mọi tệp quy tắc và dữ liệu, liệt kê mọi lỗi cùng lúc."),
    "schema": ("schema", "In JSON Schema của một loại tệp cho trình soạn thảo."),
    "deadlines": ("deadlines", "Liệt kê các mốc thời hạn, trạng thái và ngày cuối cùng trong hạn."),
    "workdays": ("workdays", "Tính ngày làm việc, có giải thích."),
    "read": ("read", "Đọc một cụm từ thời hạn."),
    "import": ("import_", "Nhập kế hoạch từ tệp Word, Excel, CSV, Markdown, văn bản hoặc PDF."),
    "plan": ("plan", "Xem, mở, kết thúc, lưu trữ một kế hoạch; lập dự thảo kế hoạch năm sau."),
    "preview": ("preview", "Xem trước thư sẽ gửi, cho ai, vì sao; không gửi gì."),
    "diff": ("diff", "So thư sẽ gửi với một thư mục làm việc khác hoặc một bản git."),
    "explain": ("explain", "Giải thích một mốc thời hạn: vì sao ngày ấy, đã và sẽ nhắc gì."),
    "render": ("render", "Kết xuất một thư hoặc bản tổng hợp ra HTML, văn bản hoặc .eml."),
    "ack": ("report:ack", "Ghi nhận đơn vị đã tiếp nhận."),
    "submit": ("report:submit", "Ghi nhận đã trình ký."),
    "block": ("report:block", "Ghi nhận vướng mắc."),
    "done": ("report:done", "Ghi nhận hoàn thành."),
    "cancel": ("report:cancel", "Dừng thực hiện một mốc thời hạn."),
    "reopen": ("report:reopen", "Mở lại một mốc thời hạn đã kết thúc."),
    "extend": ("report:extend", "Xin gia hạn, đồng ý hoặc không đồng ý gia hạn."),
    "event": ("report:event", "Ghi nhận văn bản đến làm bắt đầu một thời hạn."),
    "assign": ("report:assign", "Phân công đơn vị chủ trì, chuyên viên thực hiện."),
    "results": ("results", "Xuất bảng Excel cho các đơn vị ghi kết quả, và nhập từ bảng ấy."),
    "task": ("task", "Bổ sung nhiệm vụ phát sinh; chuyển đơn vị, điều chỉnh thời hạn theo văn bản."),
    "text": ("text", "Tóm tắt không quá mười dòng để dán vào nhóm chat."),
    "digest": ("digest", "Xem bản tổng hợp tuần và số liệu."),
    "report": ("summary", "Phụ lục kế hoạch với cột Kết quả và số liệu tổng hợp: Word, Excel, văn bản."),
    "run": ("run", "Chạy dịch vụ."),
    "reload": ("reload", "Soát tệp rồi yêu cầu dịch vụ nạp lại ngay; hoặc xem trước sẽ đổi những thư nào."),
    "revision": ("revision", "Xem các bản tệp đã từng dùng, khôi phục một bản ra thư mục khác."),
    "tick": ("tick", "Chạy một lượt tại một thời điểm: quyết định, soạn, gửi."),
    "replay": ("replay", "Chạy lại dịch vụ trong một khoảng thời gian ảo, vào một hộp thư."),
    "outbox": ("outbox", "Xem và xử lý hàng đợi gửi."),
    "pause": ("brake:pause", "Tạm dừng: không thư nào được gửi."),
    "resume": ("brake:resume", "Chạy lại sau khi tạm dừng."),
    "trial": ("trial", "Kết thúc chạy thử để bắt đầu gửi thật."),
    "backup": ("backup", "Sao lưu cơ sở dữ liệu ra một tệp, dịch vụ vẫn chạy."),
    "status": ("status", "Tình hình dịch vụ, tệp đang dùng, hàng đợi."),
    "doctor": ("doctor", "Kiểm tra cài đặt, nêu cách khắc phục."),
}


class Lazy(click.Group):
    """A group whose commands are modules, known by name and one line until they are run."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[name][0].partition(":")
        found = getattr(import_module(f"dondoc.commands.{module}"), attribute or "command")
        return named_in_vietnamese(cast("click.Command", found))

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Các lệnh"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-C", "workspace", type=click.Path(path_type=Path), envvar="DONDOC_WORKSPACE", default=Path(),
    metavar="THƯ_MỤC", help="Thư mục làm việc; mặc định là DONDOC_WORKSPACE, hoặc thư mục hiện tại.",
)  # fmt: skip
@click.version_option(__version__, prog_name="dondoc", message="%(prog)s %(version)s", help="In phiên bản.")
@click.pass_context
def dondoc(ctx: click.Context, workspace: Path) -> None:
    """Đôn đốc: nhắc việc theo kế hoạch năm, đúng ngày làm việc, đúng người."""
    ctx.obj = workspace


def run(arguments: Sequence[str]) -> int:
    """Run one command; returns its exit code. Known failures become one clear line on stderr."""
    speak_vietnamese()
    try:
        result = named_in_vietnamese(dondoc).main(list(arguments), prog_name="dondoc", standalone_mode=False)
    except Stop as stop:
        click.echo(str(stop), err=True)
        return stop.code
    except click.ClickException as error:  # wrong words on the command line
        error.show()
        return WRONG_USE
    except (click.Abort, KeyboardInterrupt):
        click.echo("Đã dừng.", err=True)
        return COULD_NOT
    except BrokenPipeError:
        sys.stderr.close()  # the reader went away: nothing more can be said
        return GOOD
    except click.exceptions.Exit as stop:
        return stop.exit_code
    return result if isinstance(result, int) else GOOD
