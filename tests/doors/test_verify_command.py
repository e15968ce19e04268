"""A customer verifies with one file and one key, on a machine that has neither server nor database."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from giuloi.doors.cli.verify import _EVENTS, app
from tests.core.ledger.history import Event, edited, small_shop
from tests.core.ledger.tampering import BUNDLE, OTHER, SHOP

RUN = CliRunner()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "bundle.json").write_bytes(BUNDLE)
    (tmp_path / "key").write_text(f"{SHOP.key}\n", "utf-8")
    (tmp_path / "head").write_bytes(SHOP.heads["An"][0])
    return tmp_path


def test_an_honest_bundle_is_good(files: Path) -> None:
    """Nine uses, the log, the judgement."""
    said = RUN.invoke(app, [str(files / "bundle.json"), "--key", str(files / "key"), "--lang", "en"])
    assert said.exit_code == 0
    assert "12 leaves" in said.output
    at = SHOP.now.strftime("%Y-%m-%d %H:%M:%S UTC")
    assert said.output.endswith(f"GOOD: nothing is wrong. Exported at {at}: it tells nothing later.\n")
    assert "    9  " in said.output


def test_it_speaks_vietnamese(files: Path) -> None:
    """And says where the key came from, when none was given."""
    said = RUN.invoke(app, [str(files / "bundle.json"), "--lang", "vi"])
    assert said.exit_code == 0
    assert "ĐÚNG" in said.output
    assert SHOP.key.fingerprint in said.output


def test_a_head_kept_from_before_is_compared(files: Path) -> None:
    """The one that came with the first export."""
    arguments = [str(files / "bundle.json"), "--key", str(SHOP.key), "--head", str(files / "head")]
    assert RUN.invoke(app, arguments).exit_code == 0


def test_the_bundle_of_last_time_is_compared(files: Path) -> None:
    """The newer goes on from the older; the older is not shown again as if it were new."""
    shop, first = small_shop()
    (files / "first.json").write_bytes(first)
    (files / "second.json").write_bytes(shop.export("An"))
    later, earlier = (str(files / name) for name in ("second.json", "first.json"))
    assert RUN.invoke(app, [later, "--key", str(shop.key), "--before", earlier]).exit_code == 0
    said = RUN.invoke(app, [earlier, "--key", str(shop.key), "--before", earlier])
    assert (said.exit_code, "[nothing_new]" in said.output) == (1, True)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a use is missing", edited(BUNDLE, lambda b: b["entries"].pop(3)), "missing_middle"),
        ("not a bundle", b"hello", "not_a_bundle"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wrong_is_named_and_fails(files: Path, name: str, data: bytes, code: str) -> None:
    """Exit code 1, the code in brackets."""
    (files / "bundle.json").write_bytes(data)
    said = RUN.invoke(app, [str(files / "bundle.json"), "--key", str(SHOP.key), "--lang", "en"])
    assert said.exit_code == 1
    assert f"[{code}]" in said.output
    assert "BAD" in said.output


def test_a_bundle_of_a_key_that_is_not_the_one_asked_for_is_bad(files: Path) -> None:
    """However perfect."""
    said = RUN.invoke(app, [str(files / "bundle.json"), "--key", str(OTHER.key)])
    assert said.exit_code == 1
    assert "[unknown_key]" in said.output


def test_a_hostile_file_does_not_steer_the_terminal(files: Path) -> None:
    """An origin with an escape sequence is shown without it."""
    (files / "bundle.json").write_bytes(edited(BUNDLE, lambda b: b.update(origin="\x1b[2J\u202ex")))
    said = RUN.invoke(app, [str(files / "bundle.json"), "--key", str(SHOP.key)])
    assert said.exit_code == 1
    assert "\x1b" not in said.output
    assert "\u202e" not in said.output


@pytest.mark.parametrize(
    "options",
    [
        ["--key", "nowhere"],
        ["--key", "a+b+c"],
        ["--head", "head"],
        ["--key", "{}/bundle.json", "--head", "nowhere"],
    ],
    ids=["no such file", "no key", "a head without a key", "a file that is no key"],
)
def test_wrong_use_is_told_apart_from_wrong_evidence(files: Path, options: list[str]) -> None:
    """Exit code 2."""
    arguments = [option.format(files) for option in options]
    assert RUN.invoke(app, [str(files / "bundle.json"), *arguments]).exit_code == 2
    assert RUN.invoke(app, [str(files / "missing.json")]).exit_code == 2


def test_every_event_has_its_words() -> None:
    """In both languages."""
    assert set(_EVENTS) == set(Event)


def test_it_loads_neither_django_nor_the_records() -> None:
    """So that anybody can run it, and nothing it finds can be influenced by an installation."""
    heavy = "m.startswith(('django', 'giuloi.records', 'giuloi.site'))"
    code = f"import sys, giuloi.doors.cli.verify; print([m for m in sys.modules if {heavy}])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
