"""Decides what a close look works on: the workspace, its parsed files, and the deadlines of each rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from data.workspace import Workspace
from rules.inputs import with_inputs
from rules.matching import matches
from rules.plan import Deadline
from rules.problem import Problem
from rules.rule import Match, Rule
from rules.subject import subjects_of
from rules.syntax.listed import items
from rules.yaml.text import Document, Path, parse


@dataclass(frozen=True, slots=True)
class RuleSeen:
    """A rule, where it stands, and the deadlines it meets."""

    rule: Rule
    document: Document
    path: Path
    wanted: tuple[Deadline, ...]  # those its `match` holds for
    own: tuple[Deadline, ...]  # those of them that no earlier rule keeps for itself
    before: tuple[Rule, ...]  # earlier rules that keep some of them

    @property
    def takes_all(self) -> bool:
        return self.rule.match == Match()


@dataclass(frozen=True, slots=True)
class Seen:
    """A workspace and what a close look needs of it."""

    workspace: Workspace
    documents: Mapping[str, Document]
    rules: tuple[RuleSeen, ...]


def seen_in(workspace: Workspace) -> Seen:
    """The workspace's files parsed once more, for the places of warnings."""
    documents = {name: parse(name, text) for name, text in workspace.files.items()}
    return Seen(workspace, documents, tuple(_rules(workspace, documents)))


def warn(document: Document, path: Path, code: str, message: str, hint: str | None = None) -> Problem:
    return document.problem(path, code, message, hint, level="warning")


def _rules(workspace: Workspace, documents: Mapping[str, Document]) -> Iterator[RuleSeen]:
    places = {
        str(rule["id"]).strip(): (document, ("rules", index))
        for document in documents.values()
        for index, rule in items(document.value, "rules")
        if document.file.startswith("rules/")
    }
    deadlines = tuple(_deadlines(workspace))
    kept: dict[str, Rule] = {}  # deadline -> the rule that keeps it
    for rule in workspace.rules.rules:
        wanted = tuple(one for one in deadlines if matches(rule.match, one, one.task.leads))
        own = tuple(one for one in wanted if one.id not in kept)
        before = tuple(dict.fromkeys(kept[one.id] for one in wanted if one.id in kept))
        document, path = places[rule.id]
        yield RuleSeen(rule, document, path, wanted, own, before)
        if not rule.goes_on:
            kept |= dict.fromkeys((one.id for one in own), rule)


def _deadlines(workspace: Workspace) -> Iterator[Deadline]:
    """Every deadline of every plan while nothing has been reported."""
    for task in workspace.tasks:
        for own, spec in with_inputs(task):
            found = subjects_of(own, spec, workspace.calendar, (), workspace.directory)
            yield from (subject.deadline for subject in found)
