"""The gate, broken on purpose: each mutant is its source with one small edit, and must be caught.

`DANGEROUS` are edits somebody could make, each named for what it would mean. `every_small_edit` is complete:
each comparison inverted, each `and` made `or`, each choice swapped, each step left out, each step moved.
"""

from __future__ import annotations

import ast
import copy
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType

from giuloi.core.gate.condition import Condition
from giuloi.core.gate.request import Decision

DECIDE, MANY, CONDITION = (f"giuloi.core.gate.{name}" for name in ("decide", "decide_many", "condition"))

# What it would mean: the module, then each piece of its source with what it becomes.
DANGEROUS: dict[str, tuple[str, dict[str, str]]] = {
    "prohibitions are asked last": (
        DECIDE,
        {
            "    prohibited,\n    not_held,": "    not_held,",
            "    permitted,\n": "    prohibited,\n    permitted,\n",
        },
    ),
    "only the first prohibition counts": (
        DECIDE,
        {"in use.policy.prohibitions:": "in use.policy.prohibitions[:1]:"},
    ),
    "a prohibition beyond a purpose touches it all the same": (
        DECIDE,
        {"        and request.purpose not in prohibition.beyond\n": ""},
    ),
    "consent to the purpose is taken for consent to the recipient": (
        DECIDE,
        {"use.facts.to_recipient == ": "use.facts.to_purpose == "},
    ),
    "consent to nobody in particular counts": (
        DECIDE,
        {"return bool(use.request.recipient) and ": "return "},
    ),
    "having been asked is taken for consent": (
        DECIDE,
        {"use.facts.to_purpose == ConsentState.GIVEN": "use.facts.to_purpose is not None"},
    ),
    "a withdrawn consent still counts": (
        DECIDE,
        {"to_purpose == ConsentState.GIVEN": "to_purpose in (ConsentState.GIVEN, ConsentState.WITHDRAWN)"},
    ),
    "all states must hold for a prohibition": (
        DECIDE,
        {"bool(prohibition.states & facts.states)": "prohibition.states in facts.states"},
    ),
    "a prohibition needs all of its fields": (
        DECIDE,
        {"bool(prohibition.fields & request.fields)": "not prohibition.fields & ~request.fields"},
    ),
    "one known field is enough": (
        DECIDE,
        {"use.request.fields & ~use.rule.fields": "not use.request.fields & use.rule.fields"},
    ),
    "any case will do": (DECIDE, {"use.facts.case == needs": "use.facts.case is not None"}),
    "a permit covers more fields than it says": (DECIDE, {" and not request.fields & ~permit.fields": ""}),
    "the last permit counts": (DECIDE, {"in policy.permits:": "in reversed(policy.permits):"}),
    "a recipient without a relation is nobody": (DECIDE, {' or request.recipient != ""': ""}),
    "whoever asks holds the purpose": (DECIDE, {"if use.request.held:": "if use.request.role:"}),
    "the memory forgets whom it was about": (DECIDE, {"(policy), request, facts": "(policy), request, None"}),
    "the memory forgets the version": (DECIDE, {"id(policy), request, facts": "0, request, facts"}),
    "many: a person judged by an unknown version is allowed": (
        MANY,
        {"append(VersionIs(version))": "append(ALWAYS)"},
    ),
    "many: guests are judged as members": (
        MANY,
        {"_permission(policy, standing, request)": "_permission(policy, Standing.MEMBER, request)"},
    ),
    "many: prohibitions are forgotten": (MANY, {"in policy.prohibitions)": "in policy.prohibitions[:0])"}),
    "many: what lifts a prohibition is forgotten": (MANY, {"negation(excused)": "ALWAYS"}),
    "many: consent is looked for under another key": (
        MANY,
        {'(request.purpose, request.channel, "")': '(request.purpose, request.channel, "x")'},
    ),
    "many: no case is needed": (MANY, {"if rule.needs else ALWAYS": "if False else ALWAYS"}),
    "condition: a mask keeps only the states in common": (CONDITION, {"mask |= part": "mask &= part"}),
    "condition: the stricter absorbs the laxer": (CONDITION, {"_factors(q) < _f": "_factors(q) > _f"}),
}


@dataclass(frozen=True)
class Gate:
    """The three functions under test, of which one may come from broken source."""

    name: str
    decide: Callable[..., Decision]
    decide_many: Callable[..., Condition]
    holds: Callable[..., bool]


def gate() -> Gate:
    """The gate as it is."""
    return _assembled("the gate itself", {})


def dangerous(name: str) -> Gate:
    """One named edit; a piece that is no longer in the source is an error, not a mutant caught."""
    module, edits = DANGEROUS[name]
    source = _source(module)
    for old, new in edits.items():
        if old not in source:
            raise LookupError(f"the mutant {name!r} no longer fits {module}: there is no {old!r}")
        source = source.replace(old, new)
    return _assembled(name, {module: source})


def every_small_edit(module: str, leave: frozenset[str] = frozenset()) -> Iterator[Gate]:
    """One mutant for each place in the module's functions (but those named in `leave`) where an edit fits."""
    tree = ast.parse(_source(module))
    bodies = [
        n for n in tree.body if isinstance(n, ast.FunctionDef | ast.AnnAssign) and _called(n) not in leave
    ]
    places = [(_called(body), node) for body in bodies for part in _runs(body) for node in ast.walk(part)]
    for owner, node in places:
        for edit in _edits(node):
            kept = dict(vars(node))
            name = f"{owner}: {ast.unparse(node)[:60]!r}"
            vars(node).update(vars(edit))
            yield _assembled(f"{name} became {ast.unparse(node)[:60]!r}", {module: ast.unparse(tree)})
            vars(node).update(kept)


_OPPOSITE = {ast.Is: ast.IsNot, ast.Eq: ast.NotEq, ast.In: ast.NotIn, ast.Lt: ast.GtE, ast.LtE: ast.Gt}
_OPPOSITE |= {opposite: op for op, opposite in _OPPOSITE.items()} | {ast.And: ast.Or, ast.Or: ast.And}
_OPPOSITE |= {ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd}


def _edits(node: ast.AST) -> Iterator[ast.AST]:
    """The small edits that fit one node, as a node whose parts replace its own."""
    edit = copy.copy(node)
    match node:
        case ast.Compare(ops=[op]):
            edit.ops = [_OPPOSITE[type(op)]()]
        case ast.BoolOp(op=op) | ast.BinOp(op=ast.BitAnd() | ast.BitOr() as op):
            edit.op = _OPPOSITE[type(op)]()
        case ast.If(test=test) | ast.IfExp(test=test):
            edit.test = ast.UnaryOp(ast.Not(), test)
        case ast.Tuple(elts=steps) if len(steps) > 5:
            yield from _reordered(node, steps)
            return
        case _:
            return
    yield edit


def _reordered(node: ast.Tuple, steps: list[ast.expr]) -> Iterator[ast.AST]:
    """Each step left out, and each moved behind the next."""
    for at in range(len(steps) - 1):
        for elts in (steps[:at] + steps[at + 1 :], [*steps[:at], steps[at + 1], steps[at], *steps[at + 2 :]]):
            edit = copy.copy(node)
            edit.elts = elts
            yield edit


def _called(node: ast.FunctionDef | ast.AnnAssign) -> str:
    return node.name if isinstance(node, ast.FunctionDef) else ast.unparse(node.target)


def _runs(node: ast.FunctionDef | ast.AnnAssign) -> list[ast.AST]:
    """What of it runs: not the annotations, whose `|` means something else."""
    return node.body if isinstance(node, ast.FunctionDef) else [node.value]


def _source(module: str) -> str:
    return Path(import_module(module).__file__).read_text()


def _assembled(name: str, edited: dict[str, str]) -> Gate:
    """The three modules run afresh, in the order they need each other, some from edited source."""
    with _own_modules():
        made = {
            module: _run(module, edited.get(module) or _source(module))
            for module in (CONDITION, MANY, DECIDE)
        }
    return Gate(name, made[DECIDE].decide, made[MANY].decide_many, made[CONDITION].holds)


def _run(module: str, source: str) -> ModuleType:
    fresh = ModuleType(module)
    sys.modules[module] = fresh
    exec(compile(source, module, "exec"), fresh.__dict__)  # noqa: S102 - our own source, edited by this file
    return fresh


@contextmanager
def _own_modules() -> Iterator[None]:
    """While mutants are imported by one another the real modules step aside, and come back."""
    real = {name: import_module(name) for name in (CONDITION, MANY, DECIDE)}
    try:
        yield
    finally:
        sys.modules.update(real)
