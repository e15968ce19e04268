"""Any text at all is read: it gives a policy or diagnostics, never an exception, and in bounded time."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giuloi.core.policy.compiler import Compiled
from giuloi.core.policy.vocabulary import FRONT, KINDS
from tests.core.policy.corpus import FOLDER, SHIPPED, compiled, text_of

LINES = [
    line
    for path in (SHIPPED / "shop.vi.md", *sorted((FOLDER / "bad").glob("*.md")))
    for line in text_of(path).split("\n")
]
ANY_TEXT = st.text(st.characters(codec=None), max_size=300)

TOML = st.recursive(
    st.sampled_from(
        ['"name"', '"90d"', '"care"', "true", "-1", "1e9", "2024-01-01", '""', "0xffffffffffffffff"]
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        inner.map(lambda item: f"{{ guest = {item} }}"),
    ),
    max_leaves=4,
)
KEYS = sorted({key for kind in (*KINDS.values(), FRONT) for key in (*kind.must, *kind.may, "keeper")})
BLOCKS = st.builds(
    lambda kind, name, pairs: "\n".join(
        [f"[{kind}.{name}]" if name else f"[{kind}]", *(f"{k} = {v}" for k, v in pairs)]
    ),
    st.sampled_from(sorted(KINDS)),
    st.sampled_from(["", "care", "supply", "email", "name", "answer"]),
    st.lists(st.tuples(st.sampled_from(KEYS), TOML), max_size=6, unique_by=lambda pair: pair[0]),
)


def holds(result: Compiled) -> None:
    """A policy exactly when there is no error; every diagnostic is a whole sentence at a real line."""
    fatal = any(found.severity == "error" for found in result.diagnostics)
    assert (result.policy is None) == fatal
    for found in result.diagnostics:
        assert found.line >= 1
        assert "{" not in found.code
        assert len(found.vi) + len(found.en) < 4000


@given(ANY_TEXT)
@settings(max_examples=200, deadline=None)
def test_any_text_is_read(text: str) -> None:
    """Also control characters, half surrogates, unclosed everything."""
    holds(compiled(text))


@given(st.lists(st.one_of(st.sampled_from(LINES), ANY_TEXT), max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_heap_of_lines_is_read(lines: list[str]) -> None:
    """Lines of real policies in any order, mixed with anything."""
    holds(compiled({"a.vi.md": "\n".join(lines), "a.en.md": "\n".join(lines[::-1])}))


@given(st.lists(BLOCKS, max_size=8), st.lists(st.tuples(st.sampled_from(KEYS), TOML), max_size=3))
@settings(max_examples=200, deadline=None)
def test_any_block_of_any_values_is_read(blocks: list[str], front: list[tuple[str, str]]) -> None:
    """Every key with every type of value, in every kind of block."""
    head = "\n".join(["---", *(f"{key} = {value}" for key, value in front), "---"])
    body = "\n\n".join(blocks)
    holds(compiled(f"{head}\n### A.1\nMột câu.\n```rule\n{body}\n```\n"))


@pytest.mark.parametrize(
    "line",
    [
        "x = " + "[" * 2_000,
        "x = " + "[" * 900 + "]" * 900,
        "a" + ".a" * 900 + " = 1",
        "a" + ".a" * 100_000 + " = 1",
        "x = 1" + "0" * 1_900,
        "x = 0x1" + "f" * 1_900,
        "[" + " " * 200_000,
        "x = " + "{ a = " * 300,
        "# " + "`" * 200_000,
    ],
    ids=lambda line: line[:12],
)
def test_depth_and_size_are_bounded(line: str) -> None:
    """What is nested or stretched beyond any policy costs its own table, and no time."""
    holds(compiled(f"### A.1\nMột câu.\n```rule\n[require.locks]\n{line}\n```\n"))
    holds(compiled(f"---\n{line}\n---\n### A.1\n{line}\n"))


@pytest.mark.parametrize("unit", ["# ", "` ", "<!-- ", "--> ", "#\t", "```` `", "I.", " \t"])
def test_long_lines_take_no_more_than_one_pass(unit: str) -> None:
    """No pattern backtracks over a line of a hundred thousand characters."""
    long = unit * (100_000 // len(unit))
    holds(compiled("\n".join([long, "#" + long, "```" + long, "### " + long])[:399_000]))


def test_a_thousand_mistakes_are_cut_off() -> None:
    """The first two hundred are enough to begin with."""
    blocks = "\n".join(f"[purpose.p{n}]" for n in range(1_000))
    assert len(compiled(f"### A.1\nCâu.\n```rule\n{blocks}\n```\n").diagnostics) == 200
