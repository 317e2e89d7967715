"""Decides how templates are found, compiled once, and kept harmless: a workspace's own win by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    FunctionLoader,
    StrictUndefined,
    Template,
    TemplateError,
    nodes,
)
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from notifiers import turns
from notifiers.compiled import BuiltInLoader

BUILT_IN = (Path(__file__).parent / "email" / "templates", Path(__file__).parent / "mailbox" / "templates")
LONGEST = 100_000  # characters or elements a single operation may make
WIDEST_RANGE = 10_000
_MISSING = object()

# Whatever an admin's template can raise while it is compiled or filled in.
TROUBLES = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)

_FILTERS = frozenset(
    "abs capitalize default d e escape first float forceescape groupby int items join last length count list "
    "lower map max min reject rejectattr replace reverse round select selectattr sort string striptags sum "
    "title trim truncate unique upper urlencode wordcount".split()
)
# These make text of any length from a number.
_WIDENING_METHODS = frozenset(("center", "expandtabs", "format", "format_map", "ljust", "rjust", "zfill"))


class SafeEnvironment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, with the operations shut that make much out of little."""

    intercepted_binops = frozenset(("*", "**", "%", "+"))

    def __init__(self, overrides: Path | None = None) -> None:
        own = [_as_they_are(overrides)] if overrides is not None else []
        form = Path(__file__).read_text("utf-8")  # the options below, and what they stand on
        super().__init__(
            loader=ChoiceLoader([*own, *(BuiltInLoader(folder, form) for folder in BUILT_IN)]),
            undefined=StrictUndefined,
            autoescape=_is_html,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
        )
        self.filters = {name: made for name, made in self.filters.items() if name in _FILTERS}
        self.filters[turns.COUNTING] = turns.counted
        self._overrides = overrides
        self._counts_calls = _any(overrides)
        self.globals = {"range": bounded_range, "dict": dict}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed = super()._parse(source, name, filename)
        own = filename is not None and Path(filename).parent == self._overrides
        return turns.count_loops(parsed) if own else parsed

    def call(self, context: Context, called: Any, /, *args: Any, **named: Any) -> Any:  # noqa: ANN401
        """Macros may call themselves: each call is a turn."""
        if self._counts_calls:
            turns.spend()
        return super().call(context, called, *args, **named)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401
        """Refuse what could take all memory or all day; else what Python does."""
        _refuse_bombs(operator, left, right)
        return super().call_binop(context, operator, left, right)

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401
        """Our own views hold words and further views, nothing to guard: the costly checks are left out."""
        if _is_ours(type(obj).__module__) and attribute[:1] != "_":
            found = getattr(obj, attribute, _MISSING)
            if found is not _MISSING:
                return found
        return super().getattr(obj, attribute)

    def wrap_str_format(self, value: Any) -> None:  # noqa: ANN401, ARG002
        """`format` is shut like the other widening methods: the sandbox's own still takes any width."""
        return

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401
        """No private names, and no methods that widen text at will."""
        if attr in _WIDENING_METHODS and isinstance(obj, (str, bytes)):
            return False
        return super().is_safe_attribute(obj, attr, value)


class OwnEnvironment(SafeEnvironment):
    """Of the built-in templates alone: they ask for what our views have, and there is nothing to guard."""

    getattr = staticmethod(getattr)  # type: ignore[assignment]


@cache
def _is_ours(module: str) -> bool:
    """Whether the types of a module are our views."""
    return module.startswith("notifiers.")


def _is_html(name: str | None) -> bool:
    return name is None or name.endswith(".html.j2")


def bounded_range(*bounds: int) -> range:
    """Like `range`, for at most WIDEST_RANGE turns."""
    made = range(*bounds)
    if len(made) > WIDEST_RANGE:
        raise SecurityError(f"range không được dài quá {WIDEST_RANGE}")
    return made


def _refuse_bombs(operator: str, left: object, right: object) -> None:
    check = _CHECKS[operator]
    if check(left, right):
        raise SecurityError(f"phép tính {operator} quá lớn")


def _too_long_product(left: object, right: object) -> bool:
    for text, times in ((left, right), (right, left)):
        if isinstance(text, (str, bytes, list, tuple)):
            return not isinstance(times, int) or len(text) * times > LONGEST
    return _big(left) or _big(right)


def _too_big_power(left: object, right: object) -> bool:
    return _big(left) or not isinstance(right, (int, float)) or abs(right) > 64


def _formats(left: object, _right: object) -> bool:
    return isinstance(left, (str, bytes))


def _too_long_sum(left: object, right: object) -> bool:
    if isinstance(left, (str, bytes, list, tuple)) and isinstance(right, (str, bytes, list, tuple)):
        return len(left) + len(right) > LONGEST
    return False


def _big(value: object) -> bool:
    return isinstance(value, int) and value.bit_length() > 256


_CHECKS: dict[str, Callable[[object, object], bool]] = {
    "*": _too_long_product,
    "**": _too_big_power,
    "%": _formats,
    "+": _too_long_sum,
}


def _any(overrides: Path | None) -> bool:
    """Whether a workspace has templates of its own."""
    return overrides is not None and any(overrides.glob("*.j2"))


def _as_they_are(folder: Path) -> BaseLoader:
    """The texts of a folder as they are now: what is edited later waits until it is checked and loaded."""
    texts = {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.j2"))}

    def found(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        return (texts[name], str(folder / name), lambda: True) if name in texts else None

    return FunctionLoader(found)


class Templates:
    """The compiled templates of one workspace."""

    def __init__(self, overrides: Path | None = None) -> None:
        self._environment = SafeEnvironment(overrides) if _any(overrides) else OwnEnvironment()
        self._get = lru_cache(maxsize=None)(self._environment.get_template)

    def get(self, name: str) -> Template:
        """The workspace's template of that name, else the built-in one; compiled on first use."""
        return self._get(name)

    def text(self, name: str, view: object) -> str:
        """The template filled in with `v`; raises what Jinja raises."""
        turns.start()
        return self._get(name).render(v=view)
