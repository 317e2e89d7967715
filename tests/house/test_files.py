"""What no file may hold: the name of a package host, a folder of somebody's machine, text that is not NFC."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from tests.house.tree import project_files

# Put together here, so that this file does not hold them itself.
HOSTS = [
    "py" + "pi.org",
    "python" + "hosted",
    "ana" + "conda",
    "npm" + "js",
    "unp" + "kg",
    "jsd" + "elivr",
    "deb." + "debian",
]
FOLDERS = ["work", "home", "root", "Users", "mnt", "data"]
MACHINE_PATH = re.compile(r"(?<![\w.~})$/*-])/(?:" + "|".join(FOLDERS) + r")/[\w.]")
BYTES = {".mo", ".png", ".ico", ".jpg", ".gif", ".woff2", ".docx", ".xlsx", ".gz"}


@pytest.fixture(scope="module")
def texts(root: Path) -> dict[Path, str]:
    """Every text of the project; reading it proves that it is UTF-8."""
    files = [path for path in project_files(root) if path.suffix not in BYTES]
    return {path: (root / path).read_bytes().decode("utf-8") for path in files}


def test_no_file_names_a_package_host(texts: dict[Path, str]) -> None:
    assert {path for path, text in texts.items() if any(host in text.lower() for host in HOSTS)} == set()


def test_no_file_names_a_folder_of_somebodys_machine(texts: dict[Path, str], root: Path) -> None:
    found = {path: MACHINE_PATH.findall(text) for path, text in texts.items() if MACHINE_PATH.search(text)}
    assert found == {}
    assert {path for path, text in texts.items() if str(root) in text} == set()


def test_a_machine_path_would_be_seen() -> None:
    assert MACHINE_PATH.search("see " + "/home" + "/anna/x")
    assert not MACHINE_PATH.search("see ../root/x, https://example.gov.vn/home/x and {base}/data/x")


def test_texts_are_written_in_composed_letters(texts: dict[Path, str]) -> None:
    """NFC; the tests may hold other forms, since they feed them in."""
    ours = {path: text for path, text in texts.items() if path.parts[0] != "tests"}
    assert {path for path, text in ours.items() if not unicodedata.is_normalized("NFC", text)} == set()


def test_no_file_has_windows_line_ends(texts: dict[Path, str]) -> None:
    ours = {path: text for path, text in texts.items() if path.parts[0] != "tests"}
    assert {path for path, text in ours.items() if "\r" in text} == set()
