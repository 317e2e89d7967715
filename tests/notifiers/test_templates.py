"""Templates of the workspace: they win by name, stay harmless, and their mistakes are told by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from notifiers import samples
from notifiers.base import PermanentFailure
from notifiers.renderer import Renderer, view_of
from notifiers.templatecheck import check_templates, known_names
from notifiers.templates import BUILT_IN, TROUBLES, Templates, bounded_range


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "templates").mkdir()
    return tmp_path / "templates"


def problems(folder: Path, text: str | bytes, name: str = "mail.txt.j2") -> list[tuple[str, int, int, str]]:
    data = text.encode() if isinstance(text, str) else text
    (folder / name).write_bytes(data)
    return [(p.file, p.line, p.column, p.code) for p in check_templates(folder)]


def test_a_template_of_the_workspace_wins_by_its_name(folder: Path) -> None:
    (folder / "mail.txt.j2").write_text("Gửi {{ v.addressee }}", "utf-8")
    writer = Renderer("a@b.vn", folder)
    assert writer.text(samples.one()) == "Gửi Đồng chí Chánh Văn phòng Sở"
    assert "Kính gửi:" in writer.html(samples.one())


def test_a_new_frame_goes_round_the_built_in_mail(folder: Path) -> None:
    (folder / "frame.html.j2").write_text("<body><h1>Sở</h1>{% block body %}{% endblock %}</body>", "utf-8")
    html = Renderer("a@b.vn", folder).html(samples.one())
    assert html.startswith("<body><h1>Sở</h1>")
    assert "Báo cáo CCHC quý I" in html


def test_the_built_in_templates_have_no_problem() -> None:
    assert [problem for home in BUILT_IN for problem in check_templates(home)] == []


def test_every_built_in_template_may_be_overridden(folder: Path) -> None:
    for home in BUILT_IN:
        for path in home.glob("*.j2"):
            (folder / path.name).write_bytes(path.read_bytes())
    assert check_templates(folder) == []
    assert sorted(path.name for path in folder.iterdir()) == list(known_names())


def test_no_folder_is_no_problem(tmp_path: Path) -> None:
    assert check_templates(tmp_path / "none") == []


@pytest.mark.parametrize(
    "text, code",
    [
        ("\n  {{ v.nope }}", "T620"),
        ("\n  {{ nope }}", "T620"),
        ("\n  {{ v.subject.nope }}", "T620"),
        ("\n  {{ 1 / 0 }}", "T620"),
        ('\n  {% include "none.j2" %}', "T620"),
        ("\n  {{ v.__class__ }}", "T630"),
        ("\n  {{ v.subject.__class__.__mro__ }}", "T630"),
        ('\n  {{ "a" * 10**9 }}', "T630"),
        ("\n  {{ 10 ** 9 ** 99 }}", "T630"),
        ('\n  {{ "%999999999d" % 1 }}', "T630"),
        ('\n  {{ "{:>999999999}".format(1) }}', "T630"),
        ('\n  {{ "a".ljust(999999999) }}', "T630"),
        ("\n  {% for i in range(10**9) %}{% endfor %}", "T630"),
        ("\n  {% for i in range(9999) %}{% for j in range(9999) %}{% endfor %}{% endfor %}", "T630"),
        ('\n  {% for i in "a" * 99999 %}{% for j in "a" * 99999 %}{% endfor %}{% endfor %}', "T630"),
        (
            "\n  {%- macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(40) }}",
            "T630",
        ),
        ("\n  {{ [].append(1) }}", "T630"),
    ],
)
def test_a_template_that_fails_is_told_at_its_line(folder: Path, text: str, code: str) -> None:
    assert problems(folder, text) == [("templates/mail.txt.j2", 2, 3, code)]


@pytest.mark.parametrize(
    "text, line",
    [("\n{% if x %}", 2), ("\n\n{% foo %}", 3), ("{{ 1 + }}", 1), ("\n{{ v.subject|center(9) }}", 2)],
)
def test_a_template_that_cannot_be_read_is_told_at_its_line(folder: Path, text: str, line: int) -> None:
    assert problems(folder, text) == [("templates/mail.txt.j2", line, 1, "T610")]


def test_one_that_stands_in_itself_is_told_once(folder: Path) -> None:
    text = '\n  {% include "mail.txt.j2" %}'
    assert problems(folder, text) == [("templates/mail.txt.j2", 2, 3, "T620")]


def test_a_loop_knows_its_length_and_turns_for_each_mail_anew(folder: Path) -> None:
    text = "{% for i in range(9000) %}{{ i if loop.last }}{% else %}{% endfor %}"
    (folder / "mail.txt.j2").write_text(text, "utf-8")
    own = Templates(folder)
    told = [own.text("mail.txt.j2", view_of(samples.one())) for _ in range(7)]
    assert told == ["8999"] * 7


def test_the_nearest_name_is_offered(folder: Path) -> None:
    (folder / "mail.txt.j2").write_text("{{ v.subjet }}", "utf-8")
    (problem,) = check_templates(folder)
    assert (problem.message, problem.hint) == ("mẫu thư dùng tên không có: “subjet”", "ý bạn là subject?")


def test_all_problems_come_at_once(folder: Path) -> None:
    (folder / "digest.txt.j2").write_text("{{ nope }}", "utf-8")
    assert [file for file, *_ in problems(folder, "{{ nope }}")] == [
        "templates/digest.txt.j2",
        "templates/mail.txt.j2",
    ]


def test_a_file_that_is_no_text_is_told_where(folder: Path) -> None:
    assert problems(folder, "a\nđ".encode() + b"\xff") == [("templates/mail.txt.j2", 2, 2, "T601")]


def test_a_name_that_no_channel_uses_is_a_warning(folder: Path) -> None:
    (folder / "mial.txt.j2").write_text("x", "utf-8")
    (problem,) = check_templates(folder)
    assert (problem.level, problem.code, problem.hint) == ("warning", "T602", "ý bạn là mail.txt.j2?")


@pytest.mark.parametrize("text", ["", "{# chưa viết gì #}", "Gửi {{ v.addressee }}"])
def test_a_mail_that_names_no_task_is_a_warning(folder: Path, text: str) -> None:
    assert problems(folder, text) == [("templates/mail.txt.j2", 1, 1, "T603")]


def test_a_frame_that_leaves_the_mail_out_is_a_warning(folder: Path) -> None:
    found = problems(folder, "<body>Sở Công Thương</body>", "frame.html.j2")
    assert found == [("templates/frame.html.j2", 1, 1, "T603")]


def test_a_template_that_is_too_large_is_refused(folder: Path) -> None:
    assert problems(folder, "x" * 200_001) == [("templates/mail.txt.j2", 1, 1, "T640")]


def test_a_failing_template_fails_the_mail_for_good_with_its_name(folder: Path) -> None:
    (folder / "mail.html.j2").write_text("{{ v.nope }}", "utf-8")
    with pytest.raises(PermanentFailure) as caught:
        Renderer("a@b.vn", folder).render(samples.one())
    assert caught.value.reason == "render"
    assert caught.value.detail.startswith("mail.html.j2: ")


def test_small_sums_and_ranges_are_free(folder: Path) -> None:
    text = "{% for i in range(1, 4) %}{{ i * 2 + 1 }},{% endfor %}{{ '-' * 5 }}{{ 7 % 4 }}{{ 2 ** 8 }}"
    assert [problem[3] for problem in problems(folder, text)] == ["T603"]
    assert Renderer("a@b.vn", folder).text(samples.one()) == "3,5,7,-----3256"
    assert list(bounded_range(3)) == [0, 1, 2]


@pytest.mark.parametrize(
    "text, words",
    [("{% if %}x{% endif %}", "chỗ kết thúc thẻ"), ("{{ 1 / 0 }}", "chia cho 0"),
     ("{{ v.subject", "chỗ kết thúc"), ("{{ 'a' - 1 }}", "dùng giá trị sai kiểu")],
)  # fmt: skip
def test_common_template_errors_are_told_without_english(folder: Path, text: str, words: str) -> None:
    (folder / "mail.txt.j2").write_text(text, encoding="utf-8")
    said = " ".join(problem.message for problem in check_templates(folder))
    assert words in said
    assert [english for english in ("statement block", "by zero", "end of") if english in said] == []


@pytest.mark.parametrize("others", [(), ("other.txt.j2",)], ids=["alone", "beside own templates"])
def test_a_built_in_template_fails_on_a_view_without_what_it_asks_for(
    folder: Path, others: tuple[str, ...]
) -> None:
    for name in others:
        (folder / name).write_text("", "utf-8")
    with pytest.raises(TROUBLES):
        Templates(folder).text("mail.txt.j2", object())
