"""`giuloi init` makes an installation once and whole; before it, and with parts of two of them, nothing works."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.harness.processes import giuloi

pytestmark = pytest.mark.once


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """The environment of an installation that is not made yet."""
    return _house(tmp_path, "first")


def _house(folder: Path, name: str) -> dict[str, str]:
    return {
        "GIULOI_LANG": "en",
        "GIULOI_DATA": str(folder / name / "data"),
        "GIULOI_ROOT_KEY": str(folder / name / "keys" / "root.key"),
        "GIULOI_DATABASE_URL": f"sqlite://{folder / name / 'data' / 'giuloi.db'}",
    }


def _run(env: dict[str, str], *arguments: str) -> tuple[int, str]:
    with giuloi(*arguments, real=True, **env) as process:
        out, err = process.communicate(timeout=60)
    return process.returncode, out + err


def test_nothing_is_made_by_a_look_or_a_wrong_name(env: dict[str, str], tmp_path: Path) -> None:
    """Before init every command says so and leaves no file; a name that no log can have is refused at first."""
    code, said = _run(env, "orders")
    assert (code, "run giuloi init" in said) == (3, True)
    code, said = _run(env, "init", "--origin", "Tiệm bánh")
    assert (code, "no spaces" in said) == (2, True)
    assert not list(tmp_path.iterdir())


def test_keys_and_data_of_two_installations_are_not_mixed(env: dict[str, str], tmp_path: Path) -> None:
    """A foreign root key is noticed before anything is written under it; a used database is not taken over."""
    code, said = _run(env, "init", "--origin", "tiembanh.example/giuloi")
    assert (code, "its fingerprint: " in said) == (0, True)
    other = _house(tmp_path, "second")
    assert _run(other, "init")[0] == 0
    mixed = {**env, "GIULOI_ROOT_KEY": other["GIULOI_ROOT_KEY"]}
    code, said = _run(mixed, "bridge", "add", "woocommerce", "phoco")
    assert (code, "secret" in said) == (3, False)

    example = Path(__file__).parents[1] / "policies" / "good" / "smallest.md"
    assert _run(env, "policy", "publish", "--yes", str(example))[0] == 0
    taken = {**_house(tmp_path, "third"), "GIULOI_DATABASE_URL": env["GIULOI_DATABASE_URL"]}
    code, said = _run(taken, "init")
    assert (code, "holds an installation already" in said) == (3, True)
    assert not (tmp_path / "third" / "keys").exists()
