"""How pages become pictures and sheets of paper: a headless Chromium, found by name."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

NAMES = ("chromium", "chromium-browser", "google-chrome")
TALLEST = 4000
COLOURS = 48  # flat pages need few


def browser() -> str:
    for name in NAMES:
        if found := shutil.which(name):
            return found
    sys.exit(f"None of {', '.join(NAMES)} is installed.")


def _run(page: Path, *options: str) -> None:
    words = [browser(), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", *options]
    subprocess.run([*words, page.as_uri()], check=True, capture_output=True, timeout=120)


def draw(page: str, picture: Path, width: int, tallest: int = TALLEST) -> None:
    """A page as a small PNG: the blank rest below its content cut off, few colours."""
    with tempfile.TemporaryDirectory() as folder:
        file, shot = Path(folder, "page.html"), Path(folder, "shot.png")
        file.write_text(page, encoding="utf-8")
        draw_file(file, shot, width)
        with Image.open(shot) as full:
            cut = full.convert("RGB").crop((0, 0, width, min(tallest, _bottom(full))))
    cut.quantize(COLOURS, dither=Image.Dither.NONE).save(picture, optimize=True)


def draw_file(page: Path, shot: Path, width: int) -> None:
    _run(page, f"--window-size={width},{TALLEST}", f"--screenshot={shot}")


def _bottom(shot: Image.Image) -> int:
    """The row below which nothing is but the colour of the last one, and a margin."""
    grey = shot.convert("L")
    blank = grey.getpixel((0, grey.height - 1))
    mask = grey.point([0 if value == blank else 255 for value in range(256)])
    box = mask.getbbox()
    return min(shot.height, (box[3] if box else 0) + 12)


def print_page(page: Path, pdf: Path) -> None:
    _run(page, "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
