"""Decides which unit or group of the directory a name means: by alias, short form or a small typo."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from rules.appendix.wording import bare
from rules.directory import Directory, Group, Unit
from rules.syntax.fields import nearest, plain

_SHORT_FORMS = (
    (r"\bd vi\b", "don vi"), (r"\b(tt|ttam|t tam)\b", "trung tam"), (r"\bp\b", "phong"),
    (r"\bvp\b", "van phong"), (r"&", " va "), (r"\bcn\b", "chi nhanh"),
    (r"\b0(\d)\b", r"\1"), (r"\bcc\b", "chi cuc"),
)  # fmt: skip
_TAILS = ("so", "thuoc so", "tinh", "cua so", "cua tinh", "xa", "huyen", "thanh pho")
_SMALLEST = 4  # letters of a word that may hold a typo
_ALIKE = 0.72


@dataclass(frozen=True, slots=True)
class Match:
    """The unit or group a name means; `exact` when it is written so in the directory."""

    id: str
    exact: bool
    name: str


@dataclass(slots=True)
class Names:
    """The names of a directory; without one nothing is known."""

    directory: Directory | None = None
    _plain: dict[str, set[str]] = field(default_factory=dict)
    _loose: dict[str, set[str]] = field(default_factory=dict)
    _words: list[str] = field(default_factory=list)
    _shown: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.directory is None:
            return
        owners: list[Unit | Group] = [*self.directory.units.values(), *self.directory.groups.values()]
        for one in owners:
            self._plain.setdefault(plain(one.id), set()).add(one.id)
            self._shown[one.id] = one.name
            for name in (one.name, *one.aliases):
                self._words.append(name)
                self._plain.setdefault(plain(name), set()).add(one.id)
                self._loose.setdefault(_loosened(name), set()).add(one.id)

    def knows(self, name: str) -> bool:
        """Whether the whole of the words is a name."""
        return len(self._plain.get(plain(name), ())) == 1 or len(self._loose.get(_loosened(name), ())) == 1

    def match(self, name: str) -> Match | None:
        """None for a name that is not known, or that two units share."""
        found = self._plain.get(plain(name), set())
        if len(found) == 1:
            return self._made(found, exact=True)
        for form in _forms(name, self._organization()):
            if len(self._loose.get(form, ())) == 1:
                return self._made(self._loose[form], exact=False)
        alike = {id for form, ids in self._loose.items() if _typo(_loosened(name), form) for id in ids}
        return self._made(alike, exact=False) if len(alike) == 1 else None

    def nearest(self, name: str) -> str | None:
        """The known name most like this one."""
        hint = nearest(name, self._words)
        return hint.removeprefix("ý bạn là “").removesuffix("”?") if hint else None

    def _organization(self) -> str:
        return _loosened(self.directory.name) if self.directory is not None else ""

    def _made(self, ids: Iterable[str], *, exact: bool) -> Match:
        id = next(iter(ids))
        return Match(id, exact, self._shown[id])


def _loosened(name: str) -> str:
    words = bare(name)
    for short, full in _SHORT_FORMS:
        words = re.sub(short, full, words)
    return " ".join(words.split())


def _forms(name: str, organization: str) -> list[str]:
    """The name, without what stands in brackets, and without whose it is."""
    found = [_loosened(name), _loosened(re.sub(r"\([^)]*\)", " ", name))]
    for form in tuple(found):
        tails = [f" {tail}" for tail in (organization, *_TAILS) if tail]
        found += [form.removesuffix(tail) for tail in tails if form.endswith(tail)]
        found.append(f"{form} so")
    return found


def _typo(written: str, known: str) -> bool:
    """Whether two names differ by a slip in one long word, or by a space."""
    if written.replace(" ", "") == known.replace(" ", ""):
        return True
    ours, theirs = written.split(), known.split()
    if len(ours) != len(theirs) or len(ours) < 2:
        return False
    unlike = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    if len(unlike) != 1:
        return False
    a, b = unlike[0]
    long = min(len(a), len(b)) >= _SMALLEST and not (any(map(str.isdecimal, a + b)))
    vowels = bool(re.search(r"[aeiouy]", a)) and bool(re.search(r"[aeiouy]", b))
    return long and vowels and difflib.SequenceMatcher(None, a, b).ratio() >= _ALIKE


def stem(name: str) -> str:
    """What two ways of writing one unit have in common: no brackets, no "Sở" at the end."""
    words = _loosened(re.sub(r"\([^)]*\)", " ", name))
    for tail in _TAILS:
        words = words.removesuffix(f" {tail}")
    return words
