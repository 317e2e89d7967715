"""The three sheets for the office: their commands run in their order, and each fits on two pages."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.notifiers.relay import Relay, running
from tests.office.printing import DOCS, SHEETS
from tests.plans.papers import as_docx
from tests.service.places import Place, by_mail

MOST_WORDS = 1150  # in two printed pages with their pictures; see tests/office/printing.py
MOST_BYTES = 1_500_000  # of all pictures
SHOWN, DOMAIN = "example.gov.vn", "so-cong-thuong.gov.vn"  # doctor knows the first as nobody's
ROWS = (
    ("STT", "Nội dung nhiệm vụ", "Sản phẩm", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian"),
    ("I", "CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH", "", "", "", ""),
    ("1", "Tuyên truyền cải cách hành chính", "Kế hoạch", "Văn phòng Sở", "Thanh tra Sở", "Quý I"),
    ("2", "Báo cáo cải cách hành chính năm", "Báo cáo", "Văn phòng Sở", "", "Trước 05/12"),
)


def text_of(sheet: str) -> str:
    return (DOCS / sheet).read_text(encoding="utf-8")


def shell_lines(text: str) -> list[str]:
    """Every line of the shell blocks that is no comment."""
    blocks = re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL)
    lines = (line.strip() for block in blocks for line in block.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def commands(text: str) -> list[str]:
    """Every call of the program, in blocks and in sentences, in the order of the sheet."""
    found = re.findall(r"^dondoc .*$|(?<=`)dondoc [^`\n]+(?=`)", text, flags=re.MULTILINE)
    return [line.partition(" |")[0].strip() for line in found if "…" not in line]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Place]:
    """An installation after its first days: mails held, a trial begun, a relay that takes everything."""
    for name in ("rules", "data"):
        shutil.copytree(ROOT / name, tmp_path / "etc" / name)
    (tmp_path / "backups").mkdir()
    as_docx(tmp_path / "ke-hoach.docx", ROWS)
    with running(Relay()) as relay:
        office = Place(tmp_path / "etc", {**by_mail(relay), "MAIL_FROM": f"nhacviec@{DOMAIN}"})
        units = office.folder / "data/units.yaml"
        text = units.read_text(encoding="utf-8").replace(SHOWN, DOMAIN)
        units.write_text(
            text.replace("organization: {", "organization: {hold_above: 5, ", 1), encoding="utf-8"
        )
        assert "20210104-0800" in office.tick("2021-01-04T08:00").err
        trial = replace(office, settings={**office.settings, "REDIRECT_TO": f"quantri@{DOMAIN}"})
        trial.tick("2021-01-05T08:00")
        yield office


def at_desk(line: str, desk: Place) -> list[str]:
    """The words of a command, its folders and files at this desk."""
    base = desk.folder.parent
    places = {"/etc/dondoc": str(desk.folder), "/var/backups/dondoc": str(base / "backups"), SHOWN: DOMAIN}
    for shown, own in places.items():
        line = line.replace(shown, own)
    file = re.compile(r"[\w-]+\.(xlsx|docx|html)|ban-cu")
    return [str(base / word) if file.fullmatch(word) else word for word in shlex.split(line)[1:]]


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_commands_of_a_sheet_run_one_after_the_other(sheet: str, desk: Place) -> None:
    for line in commands(text_of(sheet)):
        answer = desk("", *at_desk(line, desk))
        allowed = (0, 1) if " doctor" in line else (0,)  # it may find something here
        assert answer.code in allowed, f"{line}: {answer.out[-500:]} {answer.err[-2000:]}"


def test_every_other_line_of_a_shell_block_stands_in_the_guide_of_the_service() -> None:
    guide = (ROOT / "deploy/README.md").read_text(encoding="utf-8")
    lines = [line for sheet in SHEETS for line in shell_lines(text_of(sheet))]
    others = [line for line in lines if not line.startswith("dondoc ")]
    assert others
    assert [line for line in others if line not in guide] == []


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_is_short_enough_for_two_pages(sheet: str) -> None:
    words = re.sub(r"<[^>]+>|[|`*#]", " ", text_of(sheet)).split()
    assert 300 < len(words) <= MOST_WORDS


def test_the_pictures_are_there_and_small() -> None:
    named = {name for sheet in SHEETS for name in re.findall(r'src="([^"]+)"', text_of(sheet))}
    assert len(named) >= 5
    assert [name for name in named if not (DOCS / name).is_file()] == []
    assert sum(path.stat().st_size for path in (DOCS / "images").iterdir()) < MOST_BYTES


def test_an_officer_needs_no_command() -> None:
    assert commands(text_of("NHAN-THU.md")) == []
