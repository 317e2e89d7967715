"""Decides what the rule files of a workspace say: one rule set, and every problem of every file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rules.problem import Problem, most
from rules.rule import Digest, Match, Recipient, Rule, RuleSet, SendWindow, Step
from rules.syntax.names import Names
from rules.syntax.rulemodel import DigestShape, MatchShape, RuleFileShape, RuleShape, SendShape, StepShape
from rules.syntax.rulesense import of_digests, of_rules, over_all, rare_digests, unused_values
from rules.syntax.rulewords import DEFAULT_SECTIONS, place_of
from rules.syntax.shape import validate
from rules.yaml.text import Document, parse


def read_rules(files: Sequence[tuple[str, str]], names: Names) -> tuple[RuleSet, list[Problem]]:
    """The rules and digests of (path, text) pairs in name order; a file with an error adds none."""
    documents = [parse(file, text) for file, text in sorted(files)]
    problems: list[Problem] = []
    rules: list[Rule] = []
    digests: list[Digest] = []
    for document in documents:
        shape, found = _read_file(document, names)
        problems += found
        if shape is not None:
            rules += [_rule(document, index, rule) for index, rule in enumerate(shape.rules or ())]
            digests += [_digest(document, index, digest) for index, digest in enumerate(shape.digests or ())]
    problems += most(over_all(documents))
    return RuleSet(tuple(rules), tuple(digests)), problems


def _read_file(document: Document, names: Names) -> tuple[RuleFileShape | None, list[Problem]]:
    problems = list(document.problems)
    if document.broken:
        return None, problems
    if document.value is None:
        return RuleFileShape(), problems
    shape, found = validate(RuleFileShape, document, "R2", names)
    wrong = [*found, *most(of_rules(document)), *most(of_digests(document))]
    problems += [*wrong, *most(unused_values(document, names)), *most(rare_digests(document))]
    return None if wrong or document.problems else shape, problems


def _rule(document: Document, index: int, shape: RuleShape) -> Rule:
    pause = shape.on_acknowledge.pause if shape.on_acknowledge else None
    return Rule(
        id=shape.id,
        title=shape.title or shape.id,
        match=_match(shape.match),
        steps=tuple(map(_step, shape.steps)),
        owner=shape.owner or Recipient("office"),
        send=_window(shape.send),
        goes_on=bool(shape.goes_on),
        pause=pause,
        file=document.file,
        line=document.at(("rules", index))[0],
    )


def _match(shape: MatchShape) -> Match:
    return Match(
        plan=_accepted(shape.plan),
        group=_accepted(shape.group),
        task=_accepted(shape.task),
        tags=_accepted(shape.tags),
        kind=_accepted(shape.kind),
        lead=_expanded(shape.lead),
        support=_expanded(shape.support),
        deadline=_accepted(shape.deadline),
    )


def _accepted(values: Iterable[str] | None) -> frozenset[str] | None:
    return None if values is None else frozenset(values)


def _expanded(sets: Iterable[tuple[str, ...]] | None) -> frozenset[str] | None:
    return None if sets is None else frozenset(id for one in sets for id in one)


def _window(shape: SendShape | None) -> SendWindow:
    default = SendWindow()
    if shape is None:
        return default
    opens, closes = shape.within or (default.opens, default.closes)
    return SendWindow(shape.at or default.at, opens, closes)


def _step(shape: StepShape) -> Step:
    place, dates = place_of(shape.on) if shape.on else ("before" if shape.before else "after", ())
    return Step(
        id=shape.id,
        place=place,
        span=shape.before or shape.after,
        dates=dates,
        every=shape.every,
        limit=shape.limit,
        weekday=shape.weekday,
        to=tuple(dict.fromkeys(shape.to)),
        cc=tuple(dict.fromkeys(shape.cc)),
        unless=shape.unless,
        when=shape.when or (),
    )


def _digest(document: Document, index: int, shape: DigestShape) -> Digest:
    return Digest(
        id=shape.id,
        title=shape.title or shape.id,
        weekday=shape.every,
        at=shape.at,
        to=tuple(dict.fromkeys(shape.to)),
        cc=tuple(dict.fromkeys(shape.cc)),
        plans=_accepted(shape.plans),
        sections=shape.sections or DEFAULT_SECTIONS,
        of=shape.of,
        answer_by=shape.answer_by,
        file=document.file,
        line=document.at(("digests", index))[0],
    )
