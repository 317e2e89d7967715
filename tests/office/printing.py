"""The sheets on A4, as an office prints them.

`python -m tests.office.printing FOLDER` writes each sheet as a PDF and says how many pages it has.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from markdown_it import MarkdownIt

from tests.office.chromium import print_page

DOCS = Path(__file__).parents[2] / "docs"
SHEETS = ("NHAN-THU.md", "THEO-DOI.md", "QUAN-TRI.md")
STYLE = """
@page { size: A4; margin: 14mm 15mm 13mm 18mm }
body { font: 12.4px/1.36 "Noto Sans", Arial, sans-serif; color: #202124; margin: 0 }
h1 { font-size: 21px; margin: 0 0 4px } h2 { font-size: 15px; margin: 9px 0 3px; color: #1a5fa8 }
p, ul, ol { margin: 3px 0 } ul, ol { padding-left: 18px }
table { border-collapse: collapse; width: 100%; margin: 3px 0 } tr { page-break-inside: avoid }
th, td { border: 1px solid #dde1e5; padding: 2px 6px; text-align: left; vertical-align: top }
thead:not(:has(th:not(:empty))) { display: none }
pre { background: #f2f4f6; padding: 4px 8px; margin: 3px 0; white-space: pre-wrap; page-break-inside: avoid }
code { font: 10.4px "DejaVu Sans Mono", monospace } h2 { page-break-after: avoid }
img { max-width: 100% } td img { max-width: none; height: auto } td:has(img) { width: 1% }
h2 + p { page-break-after: avoid }
"""


def html_of(sheet: Path) -> str:
    made = MarkdownIt("commonmark", {"html": True}).enable("table").render(sheet.read_text(encoding="utf-8"))
    made = made.replace('src="images/', f'src="{(DOCS / "images").as_uri()}/')
    head = f'<!DOCTYPE html><html lang="vi"><meta charset="utf-8"><style>{STYLE}</style>'
    return f"{head}<body>{made}</body></html>"


def print_sheet(sheet: Path, folder: Path) -> int:
    """The number of pages it takes."""
    page, pdf = folder / f"{sheet.stem}.html", folder / f"{sheet.stem}.pdf"
    page.write_text(html_of(sheet), encoding="utf-8")
    print_page(page, pdf)
    return len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes()))


if __name__ == "__main__":
    place = Path(sys.argv[1]).resolve()
    place.mkdir(parents=True, exist_ok=True)
    for name in SHEETS:
        sys.stdout.write(f"{name}: {print_sheet(DOCS / name, place)} pages\n")
