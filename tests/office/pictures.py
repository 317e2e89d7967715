"""The pictures of the documents, from real commands and real mails of the shipped plan.

`python -m tests.office.pictures` draws them anew into docs/images; look at each before you commit it.
"""

from __future__ import annotations

import datetime as dt
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html import escape
from pathlib import Path

import openpyxl
import pdfplumber
from PIL import Image

from tests.office.chromium import draw

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs/images"
MAIL, SCREEN, YEAR = 632, 900, 980  # widths
DAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
HEAD = (
    '<div style="font:15px Noto Sans,Arial,sans-serif;padding:14px 18px 2px;color:#202124">'
    '<div style="font-size:19px;font-weight:bold;padding-bottom:6px">{badge}{subject}</div>'
    '<span style="color:#5f6368">Từ:</span> {sender} &nbsp; <span style="color:#5f6368">Gửi:</span> {to}'
    ' &nbsp; <span style="color:#5f6368">{when}</span></div>'
)
BADGE = (
    '<span style="display:inline-block;min-width:20px;margin-right:6px;border-radius:10px;background:#c5221f;'
    'color:#fff;font:bold 14px/20px Arial;text-align:center">{number}</span>'
)
TERMINAL = (
    '<body style="margin:0;background:#fff"><pre style="margin:0;padding:12px 16px;background:#f2f4f6;'
    'color:#202124;font:14px/20px DejaVu Sans Mono,monospace;white-space:pre-wrap;border-radius:6px">{}</pre>'
)
COMMAND = '<span style="color:#1a5fa8">$ {}</span>\n'


def office(folder: Path) -> Path:
    """A workspace of one's own: the shipped files, no settings."""
    for name in ("rules", "data"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    return folder


def told(folder: Path, *words: str, **settings: str) -> str:
    """What a command prints, talk included, as on a screen."""
    own = {f"DONDOC_{name}": value for name, value in settings.items()}
    done = subprocess.run(
        [sys.executable, "-m", "dondoc", "-C", str(folder), *words], cwd=ROOT, text=True, check=False,
        env={**os.environ, "COLUMNS": "104", **own}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    return done.stdout.strip()


def mail(maildir: Path, day: str, to: str, subject: str) -> EmailMessage:
    """The first mail of that day to that address; an empty word is any."""
    files = sorted(
        path for path in maildir.rglob("*") if path.is_file() and path.parent.name in {"new", "cur"}
    )
    for path in files:
        found = message_from_bytes(path.read_bytes(), policy=default)
        if day in found["Date"].datetime.isoformat() and to in found["To"] and subject in found["Subject"]:
            return found
    raise LookupError(f"{day} {to} {subject}")


def page_of(message: EmailMessage, *marks: str) -> str:
    """The mail as its reader sees it; each mark, words of the mail, gets its number."""
    body = message.get_body(("html",))
    assert body is not None
    html = str(body.get_content())
    when, to = message["Date"].datetime, message["To"].addresses[0]
    head = HEAD.format(
        badge=BADGE.format(number=1) if marks else "", subject=escape(str(message["Subject"])),
        sender=escape(message["From"].addresses[0].display_name),
        to=escape(" ".join((to.display_name or to.addr_spec).split())),
        when=f"{DAYS[when.weekday()]}, {when:%d/%m/%Y, %H:%M}",
    )  # fmt: skip
    for number, words in enumerate(marks, 2):
        assert words in html, words
        html = html.replace(words, BADGE.format(number=number) + words, 1)
    start = html.index(">", html.index("<body")) + 1
    return html[:start] + head + html[start:]


def screen(*shown: tuple[str, str], longest: int = 40) -> str:
    """Commands and what they answered."""
    parts = []
    for command, answer in shown:
        lines = answer.splitlines()
        kept = lines[:longest] + (["…"] if len(lines) > longest else [])
        parts.append(COMMAND.format(escape(command)) + escape("\n".join(kept)))
    return TERMINAL.format("\n\n".join(parts))


def draw_year(folder: Path) -> None:
    out, here = folder / "year", office(folder / "shipped")
    told(here, "replay", "--from", "2021-01-01", "--to", "2021-12-31", "--script",
         str(ROOT / "data/stories/2021.yaml"), "--out", str(out))  # fmt: skip
    draw((out / "index.html").read_text(encoding="utf-8"), IMAGES / "year.png", YEAR, 1270)
    box = out / "Maildir"
    reminder = mail(box, "2021-03-04", "anv.sct", "quý I")
    draw(page_of(reminder), IMAGES / "mail.png", MAIL)
    marked = page_of(
        reminder, "Còn 03 ngày làm việc</span>", "Ngày làm việc cuối cùng", "“trước ngày 10/3”",
        "Nếu đã hoàn thành", "Lý do nhận thư",
    )  # fmt: skip
    draw(marked, IMAGES / "thu-nhac.png", MAIL)
    draw(page_of(mail(box, "2021-12-01", "anv.sct", "quá hạn")), IMAGES / "thu-nhieu-viec.png", MAIL, 700)
    draw(page_of(mail(box, "2021-12-06", "giamdoc.sct", "Tổng hợp")), IMAGES / "tong-hop-tuan.png", MAIL, 520)


def draw_trial(folder: Path) -> None:
    here = office(folder / "trial")
    told(here, "tick", "--at", "2021-01-04T08:00", REDIRECT_TO="quantri.sct@example.gov.vn")
    told(here, "tick", "--at", "2021-01-14T08:00", REDIRECT_TO="quantri.sct@example.gov.vn")
    found = mail(here / "var/Maildir", "2021-01-14", "quantri", "hôm nay")
    draw(page_of(found), IMAGES / "chay-thu.png", MAIL, 460)


def draw_held(folder: Path) -> None:
    here = office(folder / "held")
    units = here / "data/units.yaml"
    text = units.read_text(encoding="utf-8")
    units.write_text(text.replace("organization: {", "organization: {hold_above: 5, ", 1), encoding="utf-8")
    told(here, "tick", "--at", "2021-01-04T08:00")
    found = mail(here / "var/Maildir", "2021-01-04", "cntt", "Chờ xác nhận")
    draw(page_of(found), IMAGES / "giu-lai.png", MAIL, 460)


def draw_screens(folder: Path) -> None:
    here = office(folder / "screens")
    told(here, "tick", "--at", "2021-03-01T08:00")
    draw(_answers(here, RECORDED), IMAGES / "ghi-ket-qua.png", SCREEN)


def draw_results(folder: Path) -> None:
    """The plan of next year, so that nothing in it is late yet; LibreOffice prints the filled table."""
    here, sheet = office(folder / "results"), folder / "ket-qua.xlsx"
    plans = here / "data/plans"
    told(here, "plan", "rollover", "cchc-2021", "--year", "2027", "-o", str(plans / "cchc-2027.yaml"))
    (plans / "cchc-2021.yaml").unlink()
    told(here, "results", "export", "-o", str(sheet), "--unit", "Phòng KHTC-TH")
    book = openpyxl.load_workbook(sheet)
    for row, values in FILLED.items():
        for column, value in values.items():
            book["Kết quả"][f"{column}{row}"] = value
    book.save(sheet)
    words = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    words += ["--convert-to", "pdf", "--outdir", str(folder), str(sheet)]
    subprocess.run(words, check=True, capture_output=True)
    with pdfplumber.open(sheet.with_suffix(".pdf")) as document:
        page = document.pages[0].to_image(resolution=115, antialias=True).original
    wide = page.width
    cut = page.convert("RGB").crop(
        (int(wide * 0.035), int(wide * 0.035), int(wide * 0.965), int(wide * 0.258))
    )
    cut.quantize(32, dither=Image.Dither.NONE).save(IMAGES / "bang-ket-qua.png", optimize=True)


FILLED: dict[int, dict[str, str | dt.date]] = {
    5: {"F": dt.date(2027, 3, 8), "G": "18/BC-SCT"},
    6: {"H": dt.date(2027, 3, 5)},
    7: {"J": "x"},
    8: {"I": "Chờ ý kiến Sở Nội vụ"},
}
RECORDED = (
    'done cchc-2021/I.5/bao-cao-quy-i --document 18/BC-SCT --on 08/3/2021 --by "Nguyễn Văn A"',
    'block cchc-2021/V.30/han --on 24/3/2021 --by VP --note "Chờ ý kiến Sở Nội vụ"',
)


def _answers(here: Path, commands: tuple[str, ...]) -> str:
    return screen(*((f"dondoc {line}", told(here, *shlex.split(line))) for line in commands))


DRAWERS: tuple[Callable[[Path], None], ...] = (draw_year, draw_trial, draw_held, draw_screens, draw_results)

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        for drawer in DRAWERS:
            drawer(Path(place))
