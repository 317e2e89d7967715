"""Whatever bytes an admin's files hold, `check` answers: real places, one line each, no traceback.

More by hand: DONDOC_FUZZ=20000 pytest tests/dondoc/test_fuzz.py
"""

from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.workspace import build
from dondoc.commands.check import problems_of
from dondoc.commands.init import workspace_texts
from dondoc.planfile import CannotMark, marked
from rules.problem import BadFiles, Problem
from rules.yaml.text import parse
from scheduler.inforce import in_force
from scheduler.script import actions_from_script
from tests.dondoc.terminal import texts, write

SOME = int(os.environ.get("DONDOC_FUZZ", "300"))
TODAY = dt.date(2021, 3, 1)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NEW = {name: text for name, text in workspace_texts().items() if name.endswith((".yaml", ".env"))}
NEW["data/plans/mau.yaml"] = workspace_texts()["data/plans/mau.yaml.txt"]
TEMPLATE = "{{ title }}\n{% for item in items %}- {{ item.title }}\n{% endfor %}\n"
SCRIPT = """- {at: "2021-03-02T08:40", do: assign, deadline: p/I.1, unit: kt, person: an, by: an}
- {at: 2021-03-04, do: done, deadline: p/I.1, by: an, document: 05/BC-SCT, no_output: true}
- {at: 2021-03-05, do: extend, deadline: p/I.2, to: 2021-04-01, on: 2021-03-05, note: chờ}
- {at: 2021-03-06, do: event, deadline: p/I.3, on: 2021-03-05}
"""
_BUILT, _ = build(texts())
assert _BUILT is not None
FILES = in_force(_BUILT, ZONE)
TARGETS = [
    "rules/50-bao-cao.yaml", "rules/80-tong-hop.yaml", "data/units.yaml", "data/calendar.yaml",
    "data/plans/mau.yaml", ".env",
]  # fmt: skip
TOKENS = [
    b"\0", b"\t", b"\r", b"\r\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\x85", b"\xc2\x85", b"\xe2\x80\xa8",
    b"\xc2\xa0", b"\xe2\x80\x8b", b"\xed\xa0\x80", b"e\xcc\x81", b"&a ", b"*a", b"<<: ",
    b"!!python/object:os.system ", b"!x ", b"---\n", b"...\n", b"%YAML 1.1\n", b"? ", b": ", b"- ", b"# ",
    b"[", b"]", b"{", b"}", b"'", b'"', b"|\n", b">-\n", b"\\", b'"\\0"', b'"\\u0301"', b"~", b"null",
    b"true", b"1e999", b".inf", b".nan", b"0x1F", b"0o17", b"1_000", b"2021-13-45", b"2021-02-28T10:00:00Z",
    b"9" * 400, b"[" * 60, b"- " * 60, b"x" * 3000, b"a.b@" * 50, b"{{", b"{%", b"=", b"${X}", b"\n",
    b"\n\n", b"  ", b"@", b"`", b"%", b"\xf0\x9f\x98\x80", "đ".encode(), b"5wd", b"lead", b"/",
]  # fmt: skip


@st.composite
def spoiled(draw: st.DrawFn, raw: bytes) -> bytes:
    """A good file after one to six accidents."""
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(raw)))
        to = min(len(raw), at + draw(st.integers(0, 40)))
        new = draw(
            st.one_of(st.sampled_from(TOKENS), st.binary(max_size=4), st.just(b""), st.just(raw[at:to] * 2))
        )
        raw = raw[:at] + new + raw[draw(st.sampled_from([at, to])) :]
    return raw[: draw(st.integers(0, len(raw)))] if draw(st.integers(0, 9)) == 0 else raw


def judge(problems: tuple[Problem, ...] | list[Problem], name: str, raw: bytes) -> None:
    """Every problem can be found and read by a person."""
    lines = len(re.split(rb"\r\n|\r|\n", raw)) + 1
    for problem in problems:
        assert problem.column >= 1
        assert 1 <= problem.line <= (lines if problem.file == name else problem.line)
        assert re.fullmatch(r"[A-Z]\d{3}", problem.code)
        assert problem.message
        assert str(problem).isprintable()


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("fuzz"), NEW)


@pytest.mark.slow
@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=SOME, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_check_answers_whatever_a_file_holds(name: str, workspace: Path, data: st.DataObject) -> None:
    raw = data.draw(spoiled(NEW[name].encode()))
    (workspace / name).write_bytes(raw)
    try:
        judge(problems_of(workspace, TODAY), name, raw)
    finally:
        (workspace / name).write_text(NEW[name], encoding="utf-8")


@pytest.mark.slow
@settings(max_examples=max(40, SOME // 8), suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_check_answers_whatever_a_template_holds(workspace: Path, data: st.DataObject) -> None:
    raw = data.draw(spoiled(TEMPLATE.encode()))
    (workspace / "templates").mkdir(exist_ok=True)
    (workspace / "templates" / "mail.txt.j2").write_bytes(raw)
    try:
        judge(problems_of(workspace, TODAY), "templates/mail.txt.j2", raw)
    finally:
        (workspace / "templates" / "mail.txt.j2").unlink()


@pytest.mark.slow
@settings(max_examples=SOME)
@given(raw=spoiled(SCRIPT.encode()))
def test_a_script_is_read_or_refused_whatever_it_holds(raw: bytes) -> None:
    text = raw.decode("utf-8", "replace")
    problems: tuple[Problem, ...] = ()
    try:
        actions = actions_from_script(text, FILES, ZONE, "script")
    except BadFiles as error:
        actions, problems = [], error.problems
    judge(problems, "script", text.encode())
    assert all(action.deadline for action in actions)


@settings(max_examples=SOME)
@given(raw=spoiled(NEW["data/plans/mau.yaml"].encode()))
def test_closing_a_plan_changes_one_key_or_nothing(raw: bytes) -> None:
    text = raw.decode("utf-8", "replace")
    try:
        changed = marked("p.yaml", text, "closed", "ghi chú")
    except CannotMark:
        return
    before, after = parse("p.yaml", text).value, parse("p.yaml", changed).value
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    assert after == {**before, "plan": {**before["plan"], "closed": True}}
