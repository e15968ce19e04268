"""`giuloi policy diff OLD NEW`: what changed, at its file and line, for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from giuloi.core.terms import NotServing, PolicyError
from giuloi.doors.cli.policy import app
from giuloi.records import published
from tests.clauses.wording import TODAY, text_with
from tests.core.policy.corpus import shipped
from tests.records.conftest import Shop, an, shop

__all__ = ["an", "shop"]
TIGHTER = ('roles    = ["fulfilment", "care"]', 'roles    = ["fulfilment"]')


def run(*arguments: object) -> str:
    """What `policy diff` prints."""
    result = CliRunner().invoke(app, ["diff", *map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def folder(place: Path, *changes: tuple[str, str]) -> Path:
    """The shipped policy in a folder, changed."""
    place.mkdir()
    for name, text in text_with(*changes).items():
        (place / name).write_text(text, "utf-8")
    return place


def test_a_policy_against_itself_does_not_differ(tmp_path: Path) -> None:
    """Whichever way it is named: a folder, or its main file with the translation beside it."""
    one = folder(tmp_path / "one")
    assert "do not differ" in run(one, one / "shop.vi.md")
    assert json.loads(run(one, one, "--json"))["same"] is True


def test_each_change_is_told_with_its_mark_file_and_line(tmp_path: Path) -> None:
    """A role less is tighter, a longer term looser; the line is the clause's in the new document."""
    old = folder(tmp_path / "old")
    new = folder(tmp_path / "new", TIGHTER, ('use      = "180d"', 'use      = "200d"'))
    line = (new / "shop.vi.md").read_text("utf-8").splitlines().index("### I.1") + 1
    out = run(old, new)
    assert f"{new / 'shop.vi.md'}:{line}" in out
    assert "2 changes: 1 looser, 1 tighter, 0 said otherwise." in out
    found: Any = json.loads(run(old, new, "--json"))
    assert [(one["clause"], one["mark"]) for one in found["changes"]] == [
        ("I.1", "tighter"),
        ("IV.1", "looser"),
    ]
    assert "touches" not in found["changes"][0]


def test_with_a_published_version_people_are_counted_and_not_named(
    shop: Shop, an: int, tmp_path: Path
) -> None:
    """The version in force by its name, the next one from a folder: An is one member."""
    new = folder(tmp_path / "new", TIGHTER)
    [change] = json.loads(run("now", new, "--json"))["changes"]
    assert change["touches"] == {"members": 1, "guests_with_open_orders": 0, "consents": {"supply": 1}}
    assert "1 members" in run(shop.policy_id, new)


def test_two_published_versions_are_compared_by_their_numbers(shop: Shop, an: int) -> None:
    """Both as they were published, word for word."""
    made = published.publish(text_with(TIGHTER), TODAY, shop.now())
    assert json.loads(run(shop.policy_id, made.id, "--json"))["new"] == made.policy.hash


def test_what_is_no_policy_is_said(tmp_path: Path) -> None:
    """A file that is not there, an empty folder, a text that does not compile."""
    good = folder(tmp_path / "good")
    (tmp_path / "empty").mkdir()
    bad = tmp_path / "bad.md"
    bad.write_text("# Không có gì\n", "utf-8")
    for name in (tmp_path / "nothing.md", tmp_path / "empty"):
        with pytest.raises(NotServing, match="no policy"):
            run(good, name)
    with pytest.raises(PolicyError):
        run(good, bad)


def test_a_file_alone_takes_no_other_documents_along(tmp_path: Path) -> None:
    """Only NAME.xx.md has translations beside it."""
    text = shipped()["shop.vi.md"]
    for name in ("policy.md", "other.md"):
        (tmp_path / name).write_text(text, "utf-8")
    assert json.loads(run(tmp_path / "policy.md", tmp_path / "other.md", "--json"))["same"] is True
