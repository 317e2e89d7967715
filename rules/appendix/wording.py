"""Decides how a cell's text is cleaned: one Unicode form, plain spaces, no tags, items on lines."""

from __future__ import annotations

import html
import re

from rules.composed import composed
from rules.phrases.lexer import folded

_ITEM = re.compile(r"<\s*li[^>]*>", re.IGNORECASE)
_BREAK = re.compile(r"<\s*(br|/p|/div|/li|/ul|/ol)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?\s*[a-zA-Z][a-zA-Z0-9]*(\s[^<>]*)?/?\s*>")
_BOLD = re.compile(r"<\s*(b|strong)\s*>|\*\*", re.IGNORECASE)
_MARKDOWN = re.compile(r"(\*\*|__|(?<![\w*])\*(?=\S[^*]*\S?\*))|(?<=\S)\*(?!\w)")
_STRUCK = re.compile(
    r"<!--.*?-->|~~(?P<words>[^~\n]+)~~|<(?P<tag>s|del|strike)(?:\s[^<>]*)?>(?P<tagged>.*?)</(?P=tag)>",
    re.IGNORECASE | re.DOTALL,
)
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_CODE = re.compile(r"`([^`]*)`")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"))
_SPACES = re.compile(r"[^\S\n]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


def cleaned(text: str) -> str:
    """The words of a cell, a line of the source a line: NFC, single spaces, no tags."""
    text = _BREAK.sub("\n", _ITEM.sub("\n- ", text)) if "<" in text else text
    text = _TAG.sub("", text) if "<" in text else text
    if "&" in text:
        text = html.unescape(text)
    text = composed(text.translate(_INVISIBLE))
    text = _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n"))
    lines = [line for line in (_SPACES.sub(" ", line).strip() for line in text.split("\n")) if line]
    if len(lines) > 1:
        lines = [line for line in lines if line not in {"-", "–", "+", "•"}]
    return "\n".join(map(_doubled_dash, lines))


def without_struck(text: str) -> tuple[str, list[str]]:
    """The text without comments and what is struck out, line for line, and the words that were."""
    struck: list[str] = []

    def dropped(match: re.Match[str]) -> str:
        if words := one_line(match["words"] or match["tagged"] or ""):
            struck.append(words)
        return "\n" * match[0].count("\n")

    return _STRUCK.sub(dropped, text), struck


def without_links(text: str) -> str:
    """Links and code of Markdown as their words."""
    return _CODE.sub(r"\1", _LINK.sub(r"\1", text))


def without_emphasis(text: str) -> tuple[str, bool]:
    """The text without Markdown's or HTML's emphasis, and whether all of it was bold."""
    bare = text.strip()
    bold = bool(_BOLD.match(bare))
    return _MARKDOWN.sub("", bare), bold


def _doubled_dash(line: str) -> str:
    """ "<li>- Văn bản" has its dash twice."""
    return re.sub(r"^- [-–] ?", "- ", line)


def one_line(text: str) -> str:
    """The words on one line."""
    return " ".join(text.split())


def bare(text: str) -> str:
    """Letters and digits without marks or case, for comparing headings and names."""
    return " ".join(re.sub(r"[^0-9a-z&]+", " ", folded(composed(text))).split())
