"""The table of codes is whole: what the code can say is explained, and what is explained stays."""

from __future__ import annotations

import re
from pathlib import Path

from data.workspace import build, read_folder
from dondoc.codes import codes, page

# Stable for ever: a code may come, none may go or mean something else.
PINNED = """
Y101 Y102 Y103 Y104 Y105 Y106 Y107 Y108 Y109 Y110 Y111 Y112
R201 R202 R203 R204 R205 R207 R208 R209 R210 R211 R212 R213 R220 R221 R222 R223 R224 R225 R226 R228 R229 R230
R231 R232 R299
U300 U301 U302 U303 U305 U306 U308 U309 U310 U311 U313 U320 U321 U322 U323 U399
P401 P402 P403 P404 P405 P406 P407 P409 P410 P411 P413 P420 P421 P422 P423 P424 P499
C501 C502 C503 C505 C506 C509 C520 C521 C522 C599
T601 T602 T603 T610 T620 T630 T640
V701 V702 V703 V751
W901 W902 W903 W904 W905 W906 W907 W908 W909 W910 W911 W912 W913 W914 W915 W916 W917 W920 W921 W922 W923 W924
W930 W931 W932 W933 W934 W935 W936 W937 W938 W939 W940 W941 W942 W950
"""


def test_no_code_goes_away() -> None:
    assert set(PINNED.split()) - codes().keys() == set()


def test_every_code_of_a_broken_file_is_explained(root: Path) -> None:
    good, _ = read_folder(root / "tests/data/good")
    places = {"units": "data/units.yaml", "plan": "data/plans/x.yaml", "calendar": "data/calendar.yaml"}
    for path in (root / "tests/data/broken").glob("*.yaml"):
        place = places.get(path.stem.partition("-")[0], "rules/20.yaml")
        problems = build({**good, place: path.read_text(encoding="utf-8")})[1]
        assert {problem.code for problem in problems} <= codes().keys(), path.name


def test_every_entry_is_a_sentence_and_says_what_to_do() -> None:
    for one in codes().values():
        assert re.fullmatch(r"[A-ZĐ].*\.", one.means), one
        assert re.fullmatch(r"[A-ZĐa-z].*\.", one.mend), one
        assert "|" not in one.means + one.mend


def test_the_page_of_codes_is_the_written_one(root: Path) -> None:
    assert (root / "docs/MA-LOI.md").read_text(encoding="utf-8") == page()
