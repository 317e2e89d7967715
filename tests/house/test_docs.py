"""The documents tell the truth: their commands run, their links lead somewhere, their lists are whole."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from data.workspace import build, read_folder
from dondoc.cli import COMMANDS
from tests.house.tree import PACKAGES

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    path
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("deploy/*.md"))
    if path.is_file()
)
PROGRAM = ".venv/bin/dondoc "


def commands(path: Path) -> list[str]:
    """The calls of the program itself in the shell blocks of one document, in order."""
    blocks = re.findall(r"```sh\n(.*?)```", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    lines = (line.split(" #")[0].strip() for block in blocks for line in block.splitlines())
    return [line.removeprefix(PROGRAM) for line in lines if line.startswith(PROGRAM)]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_the_commands_of_a_document_run(path: Path, tmp_path: Path) -> None:
    for command in commands(path):
        words = shlex.split(command.replace("my-office", str(tmp_path / "my-office")))
        done = subprocess.run(
            [sys.executable, "-m", "dondoc", *words], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}: {done.stderr[-2000:]}"
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_the_links_of_a_document_lead_to_files(path: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_readme_has_commands_to_try() -> None:
    assert len(commands(ROOT / "README.md")) >= 5


def test_every_module_that_architecture_names_exists() -> None:
    text = (ROOT / "docs/ARCHITECTURE.md").read_text(encoding="utf-8")
    named = re.findall(rf"`((?:{'|'.join(PACKAGES)})/[\w/]+\.py)`", text)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_changelog_names_every_command() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if not re.search(rf"\b{name}\b", text)] == []


def test_contributing_names_only_targets_that_exist() -> None:
    targets = set(
        re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    )
    for path in DOCUMENTS:
        named = set(re.findall(r"`make ([a-z-]+)`", path.read_text(encoding="utf-8")))
        assert named <= targets, path


def test_the_rules_that_the_guide_shows_are_good_rules() -> None:
    guide = (ROOT / "docs/QUY-TAC.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", guide, flags=re.DOTALL)
    files, _ = read_folder(ROOT)
    kept = {name: text for name, text in files.items() if not name.startswith("rules/") or "99" in name}
    shown = {f"rules/{number}0.yaml": block for number, block in enumerate(blocks, 1)}
    workspace, problems = build({**kept, **shown})
    assert workspace is not None, "\n".join(map(str, problems))
    assert {rule.id for rule in workspace.rules.rules} == {"bao-cao-dinh-ky", "mac-dinh"}
    assert [digest.id for digest in workspace.rules.digests] == ["tuan-lanh-dao", "bao-truoc"]


def test_the_page_of_codes_names_every_code_that_the_sources_write() -> None:
    """Mend: add the code to dondoc/codes.yaml and write the page with `python -m dondoc.codes`."""
    texts = [path.read_text(encoding="utf-8") for name in PACKAGES for path in (ROOT / name).rglob("*.py")]
    written = set(re.findall(r'"([YRUPCTVW]\d{3})"', "\n".join(texts)))
    explained = set(re.findall(r"^\| (\w+) \|", (ROOT / "docs/MA-LOI.md").read_text("utf-8"), re.MULTILINE))
    assert written - explained == set()
