"""The wheel, not the tree: it holds every file of the packages, and starts on its own."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.house.tree import PACKAGES, copy_project, project_files

pytestmark = pytest.mark.slow


def pip(*arguments: str | Path) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *map(str, arguments)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from what a fresh clone holds, with the pinned setuptools and no network."""
    tree, target = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("dist")
    copy_project(root, tree)
    pip("wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", target, tree)
    return next(target.glob("dondoc-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an environment of its own; only the libraries are borrowed from the one that tests.

    A path in a .pth file brings the libraries but not the editable install, whose own .pth is not read there.
    """
    home = tmp_path_factory.mktemp("clean")
    venv.create(home, with_pip=False)
    pip("--python", home / "bin" / "python", "install", "--no-deps", "--no-index", wheel)
    site = Path(sysconfig.get_path("purelib", vars={"base": str(home)}))
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return home / "bin"


def run(program: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    bare = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
    return subprocess.run(
        [program, *arguments], cwd=cwd, env=bare, capture_output=True, text=True, check=False
    )


def names(wheel: Path) -> set[str]:
    return set(zipfile.ZipFile(wheel).namelist())


def test_the_wheel_holds_every_file_of_the_packages(wheel: Path, root: Path) -> None:
    needed = {path.as_posix() for path in project_files(root) if path.parts[0] in PACKAGES}
    assert needed - names(wheel) == set()


def test_the_wheel_holds_templates_plans_and_migrations(wheel: Path) -> None:
    held = names(wheel)
    assert [name for name in held if name.startswith("notifiers/") and name.endswith(".j2")]
    assert [name for name in held if name.startswith("data/migrations/versions/")]
    assert {"data/plans/cchc-2021.yaml", "data/units.yaml", "data/calendar.yaml"} <= held


def test_the_wheel_brings_the_five_packages_and_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in names(wheel)}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_the_wheel_starts_in_an_environment_of_its_own(installed: Path, tmp_path: Path) -> None:
    answer = run(installed / "dondoc", "--version", cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert "0.1.0" in answer.stdout


def test_a_new_workspace_of_the_installed_wheel_passes_its_own_check(installed: Path, tmp_path: Path) -> None:
    made = run(installed / "dondoc", "init", str(tmp_path / "so"), cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    checked = run(installed / "dondoc", "-C", str(tmp_path / "so"), "check", cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_folders_of_an_admin_named_like_ours_do_not_hide_the_packages(
    installed: Path, tmp_path: Path
) -> None:
    for name in ("rules", "data"):
        (tmp_path / name).mkdir()
    program = "import data, rules; print(data.__file__, rules.__file__)"
    answer = run(installed / "python", "-c", program, cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert str(tmp_path) not in answer.stdout
