"""docs/asvs.md has a row for each requirement of level 1 of ASVS 5.0.0, and each test it names is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from giuloi.records.access.account_rows import StaffAccount
from tests.records.conftest import Shop, shop

__all__ = ["shop"]

ROOT = Path(__file__).parents[2]
DOORS = [
    ROOT / "src" / "giuloi" / "doors" / one
    for one in ("portal", "console", "api", "trust", "bridges", "demo")
]
LEVEL_ONE = [
    "1.2.1",
    "1.2.2",
    "1.2.3",
    "1.2.4",
    "1.2.5",
    "1.3.1",
    "1.3.2",
    "1.5.1",
    "2.1.1",
    "2.2.1",
    "2.2.2",
    "2.3.1",
    "3.2.1",
    "3.2.2",
    "3.3.1",
    "3.4.1",
    "3.4.2",
    "3.5.1",
    "3.5.2",
    "3.5.3",
    "4.1.1",
    "4.4.1",
    "5.2.1",
    "5.2.2",
    "5.3.1",
    "5.3.2",
    "6.1.1",
    "6.2.1",
    "6.2.2",
    "6.2.3",
    "6.2.4",
    "6.2.5",
    "6.2.6",
    "6.2.7",
    "6.2.8",
    "6.3.1",
    "6.3.2",
    "6.4.1",
    "6.4.2",
    "7.2.1",
    "7.2.2",
    "7.2.3",
    "7.2.4",
    "7.4.1",
    "7.4.2",
    "8.1.1",
    "8.2.1",
    "8.2.2",
    "8.3.1",
    "9.1.1",
    "9.1.2",
    "9.1.3",
    "9.2.1",
    "10.4.1",
    "10.4.2",
    "10.4.3",
    "10.4.4",
    "10.4.5",
    "11.3.1",
    "11.3.2",
    "11.4.1",
    "12.1.1",
    "12.2.1",
    "12.2.2",
    "13.4.1",
    "14.2.1",
    "14.3.1",
    "15.1.1",
    "15.2.1",
    "15.3.1",
]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "asvs.md").read_text("utf-8").splitlines()
    if re.match(r"\| \d", line)
]


def test_every_requirement_of_level_one_has_one_row() -> None:
    """Seventy, each once, in their order."""
    assert len(LEVEL_ONE) == 70
    assert [row[0] for row in ROWS] == LEVEL_ONE


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_row_names_a_test_that_is_there_or_says_why_none(row: list[str]) -> None:
    """A row without a test does not apply, or is the operator's, or says how it is looked after."""
    _, asked, met, shown = row
    assert asked
    assert met
    if shown == "—":
        assert re.search(r"Does not apply, because|Operator|locked", met)
        return
    path, _, name = shown.strip("`").partition("::")
    assert f"def {name}(" in (ROOT / path).read_text("utf-8")


def _python(*folders: Path) -> list[Path]:
    return [path for folder in folders for path in folder.rglob("*.py")]


def test_no_view_starts_a_process_or_runs_a_text() -> None:
    """Neither eval nor exec nor a template made of a text; no subprocess in a door that answers requests."""
    for path in _python(*DOORS, ROOT / "src" / "giuloi" / "site"):
        tree = ast.parse(path.read_text("utf-8"))
        called = {
            one.func.id
            for one in ast.walk(tree)
            if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)
        }
        assert not called & {"eval", "exec", "compile", "Template", "system", "__import__"}, path
        assert "subprocess" not in _imported(tree), path


def test_no_xml_and_no_pickle_is_read() -> None:
    """Nothing that could build objects or fetch files while it is being read."""
    for path in _python(ROOT / "src"):
        assert not _imported(ast.parse(path.read_text("utf-8"))) & {
            "xml",
            "lxml",
            "pickle",
            "marshal",
            "shelve",
        }, path


def _imported(tree: ast.AST) -> set[str]:
    names = {one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return {name.split(".")[0] for name in names}


def test_no_script_of_ours_writes_markup() -> None:
    """textContent, never innerHTML and its kin."""
    scripts = [path for path in (ROOT / "src").rglob("*.js") if "htmx" not in path.name]
    assert scripts
    for path in scripts:
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", path.read_text("utf-8")
        ), path


def test_passwords_are_masked_and_may_be_pasted() -> None:
    """Every input for one, by its type and its autocomplete; no script stops a paste."""
    templates = "".join(path.read_text("utf-8") for folder in DOORS for path in folder.rglob("*.html"))
    inputs = re.findall(r'<input[^>]*name="(?:password|again|old)"[^>]*>', templates)
    assert len(inputs) >= 4
    for one in inputs:
        assert 'type="password"' in one
        assert re.search(r'autocomplete="(current|new)-password"', one)
    assert "onpaste" not in templates


def test_there_are_no_websockets() -> None:
    """The server is started without them."""
    served = (ROOT / "src" / "giuloi" / "doors" / "cli" / "web.py").read_text("utf-8")
    assert re.search(r"websockets=False", served)


@pytest.mark.usefixtures("shop")
def test_no_answer_allows_another_origin() -> None:
    """Whoever asks, from wherever."""
    for path in ("/", "/sign-in", "/trust/", "/api/v1/openapi.json", "/nowhere"):
        answer = Client().get(path, secure=True, headers={"Origin": "https://evil.example"})
        assert not [name for name in answer.headers if name.startswith("Access-Control-")], path


@pytest.mark.usefixtures("shop")
def test_no_hidden_file_is_served() -> None:
    """Neither source control nor settings nor sources."""
    for path in (".git/config", ".env", "static/.git/config", "static/../pyproject.toml", "pyproject.toml"):
        assert Client().get(f"/{path}", secure=True).status_code == 404


def test_a_new_shop_has_no_account(shop: Shop) -> None:
    """Nobody can sign in until somebody was invited; Django's own users are not installed."""
    assert not StaffAccount.objects.exists()
    assert "django.contrib.auth" not in settings.INSTALLED_APPS


def test_the_time_to_renew_a_library_is_written_down() -> None:
    """In days, in SECURITY.md."""
    assert re.search(r"within 7 days", (ROOT / "SECURITY.md").read_text("utf-8"))
