"""How the text of an admin's file is read: the words of YAML 1.2, places, and every refusal."""

from __future__ import annotations

import unicodedata

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rules.yaml.scan import BIGGEST, decode
from rules.yaml.text import parse


def told(text: str) -> list[tuple[int, int, str]]:
    return [(problem.line, problem.column, problem.code) for problem in parse("f.yaml", text).problems]


@pytest.mark.parametrize(
    "written, meant",
    [
        ("on", "on"),
        ("no", "no"),
        ("yes", "yes"),
        ("off", "off"),
        ("y", "y"),
        ("true", True),
        ("True", True),
        ("FALSE", False),
        ("tRue", "tRue"),
        ("17:00", "17:00"),
        ("010", 10),
        ("0o17", 15),
        ("0x1F", 31),
        ("1_000", "1_000"),
        ("-3", -3),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("2021-03-10", "2021-03-10"),
        ("~", None),
        ("null", None),
        ("", None),
        ("'10'", "10"),
        ('"true"', "true"),
        ("9" * 30, "9" * 30),
    ],
)
def test_plain_words_mean_what_yaml_1_2_says(written: str, meant: object) -> None:
    value = parse("f.yaml", f"a: {written}\n").value
    assert value == {"a": meant}
    assert isinstance(value, dict)
    assert isinstance(value["a"], bool) == isinstance(meant, bool)


def test_a_number_still_knows_how_it_was_written() -> None:
    value = parse("f.yaml", "[010, 1.10]").value
    assert isinstance(value, list)
    assert [str(number) for number in value] == ["010", "1.10"]


def test_keys_are_always_words() -> None:
    assert parse("f.yaml", "2021: a\ntrue: b\non: c\n").value == {"2021": "a", "true": "b", "on": "c"}


def test_a_value_and_a_key_know_their_place() -> None:
    document = parse("f.yaml", "rules:\n  - {id: x, to: [a, b]}\n")
    assert document.at(("rules", 0, "to", 1)) == (2, 21)
    assert document.key_at(("rules", 0, "to")) == (2, 13)
    assert document.at(("rules", 0, "cc", 4)) == (2, 5)
    assert document.key_at(("rules", 0, "cc")) == (2, 5)


def test_columns_count_characters() -> None:
    assert parse("f.yaml", "tên: [điều, hành]\n").at(("tên", 1)) == (1, 13)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("a: 1\nb: 2\na: 3\n", [(3, 1, "Y107")]),
        ("a: &x 1\nb: *x\n", [(1, 4, "Y106"), (2, 4, "Y106")]),
        ("a: !!int 3\n", [(1, 4, "Y108")]),
        ("a: !x {b: 1}\n", [(1, 4, "Y108")]),
        ("a: 1\n---\nb: 2\n", [(2, 1, "Y109")]),
        ("a:\n\t- b\n", [(2, 1, "Y104")]),
        ("a: b\x07\n", [(1, 5, "Y103")]),
        ("a: b\u2028c\n", [(1, 5, "Y103")]),
        ("a: [1, 2\n", [(1, 4, "Y105")]),
        ('a: "x\nb: 1\n', [(1, 4, "Y105")]),
        ("a: b: c\n", [(1, 5, "Y105")]),
        ("a: @b\n", [(1, 4, "Y105")]),
        ("? [x]\n: 1\n", [(1, 3, "Y111")]),
        ("{'': 1}\n", [(1, 2, "Y111")]),
        ("[" * 41 + "]" * 41, [(1, 41, "Y110")]),
    ],
)
def test_what_is_refused_is_said_at_its_place(text: str, expected: list[tuple[int, int, str]]) -> None:
    assert told(text) == expected


def test_all_refusals_of_a_file_come_at_once() -> None:
    text = "a: &x 1\na: 2\nb: !t 3\n\tc: 4\n"
    assert {"Y104", "Y106", "Y107", "Y108"} <= {code for _, _, code in told(text)}


def test_the_first_of_two_equal_keys_counts() -> None:
    assert parse("f.yaml", "a: 1\na: {b: [2]}\nc: 3\n").value == {"a": 1, "c": 3}


def test_forty_levels_are_allowed() -> None:
    assert told("[" * 40 + "]" * 40) == []


def test_a_tab_in_a_comment_is_allowed() -> None:
    assert told("# a\tb\na: 1\n") == []


@pytest.mark.parametrize("text", ["", "# chỉ có ghi chú\n", "---\n"])
def test_an_empty_file_has_no_value_and_no_problem(text: str) -> None:
    document = parse("f.yaml", text)
    assert (document.value, document.problems, document.broken) == (None, (), False)


def test_a_byte_order_mark_windows_lines_and_nfd_are_read_as_they_are_meant() -> None:
    text = "\ufeff" + unicodedata.normalize("NFD", "tên: Sở Công Thương\r\nb: 2\r\n")
    document = parse("f.yaml", text)
    assert document.value == {"tên": "Sở Công Thương", "b": 2}
    assert document.at(("b",)) == (2, 4)


@pytest.mark.parametrize(
    "raw, said",
    [
        ("tên: Sở\n".encode("utf-16"), "UTF-16"),
        ("a: 1\nb: S\xd2\n".encode("latin-1"), "Windows-1258"),
    ],
)
def test_a_file_that_is_not_utf_8_says_what_it_seems_to_be(raw: bytes, said: str) -> None:
    text, problems = decode("f.yaml", raw)
    assert text is None
    assert [problem.code for problem in problems] == ["Y101"]
    assert said in problems[0].message


def test_bytes_that_are_not_utf_8_are_found_at_their_place() -> None:
    _, problems = decode("f.yaml", "a: 1\ntên: S\xd2\n".encode("latin-1", "replace"))
    assert [(problem.line, problem.column) for problem in problems] == [(2, 2)]


def test_a_file_over_one_megabyte_is_refused_unread() -> None:
    assert told("[" * (BIGGEST + 1)) == [(1, 1, "Y102")]
    assert [problem.code for problem in decode("f.yaml", b"\xff" * (BIGGEST + 1))[1]] == ["Y102"]


@pytest.mark.parametrize("unit", ["[", "{", "- ", "? ", "{a: ", "&a [", "!a ["])
def test_nesting_without_end_neither_hangs_nor_crashes(unit: str) -> None:
    assert "Y110" in {code for _, _, code in told(unit * 100_000)}


@given(st.text(alphabet=st.sampled_from("ab:-[]{}&*!|>'\"#,?%@ \n\t\r\ufeffđ0.~<"), max_size=80))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    document = parse("f.yaml", text)
    assert document.broken <= bool(document.problems)
    assert all(problem.line >= 1 and problem.column >= 1 for problem in document.problems)


@given(st.text(max_size=200))
def test_no_characters_make_the_reader_raise(text: str) -> None:
    assert parse("f.yaml", text).file == "f.yaml"


@given(st.binary(max_size=200))
def test_no_bytes_make_the_decoder_raise(raw: bytes) -> None:
    text, problems = decode("f.yaml", raw)
    assert (text is None) == bool(problems)


_WORDS = st.text(alphabet="abcđ ố:'\"-1", max_size=8)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-999, 999) | _WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_WORDS.filter(bool), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(_WORDS.filter(bool), _VALUES, max_size=5))
def test_what_pyyaml_writes_is_read_back(value: dict[str, object]) -> None:
    text = yaml.safe_dump(value, allow_unicode=True)
    normal = yaml.safe_load(unicodedata.normalize("NFC", text))
    assert parse("f.yaml", text).value == normal


@pytest.mark.parametrize(
    "text, expected",
    [
        ('a: "x\\0y"\n', [(1, 4, "Y103")]),
        ('"a\\x07": 1\n', [(1, 1, "Y103")]),
        ('a: "x\\ry"\n', [(1, 4, "Y103")]),
        ("a:\u00a0b\n", [(1, 3, "Y103")]),
        ("a:\n\u00a0\u00a0- b\n", [(2, 1, "Y103")]),
        ("- \u200bb: 1\n", [(1, 3, "Y103")]),
    ],
)
def test_what_cannot_be_seen_is_refused_where_it_would_mislead(text: str, expected: object) -> None:
    assert told(text) == expected


def test_spaces_of_word_inside_a_text_are_kept() -> None:
    assert parse("f.yaml", "a: Quý\u00a0I: 5\u200b\n".replace("I: ", "I ")).value == {
        "a": "Quý\u00a0I 5\u200b"
    }


def test_escaped_letters_are_composed_too() -> None:
    assert parse("f.yaml", r'a: "e\u0301"').value == {"a": "é"}


def test_a_file_of_nothing_but_mistakes_is_given_up_early() -> None:
    codes = [code for _, _, code in told("a: 1\n" * 100_000)]
    assert codes == ["Y107"] * 200 + ["Y113"]


def test_more_values_than_any_plan_has_are_refused() -> None:
    assert [code for _, _, code in told("[" + "a," * 100_000 + "]")] == ["Y102"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_two_byte_text_is_named_as_such(encoding: str) -> None:
    text, (problem,) = decode("f.yaml", "rules: []\n".encode(encoding))
    assert text is None
    assert (problem.line, problem.column, problem.code) == (1, 1, "Y101")
    assert "UTF-16" in problem.message
