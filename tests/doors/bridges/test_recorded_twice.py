"""The recorded deliveries are data of the tests and of the demo: two copies, one recording."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).with_name("recorded")
DEMO = Path(__file__).parents[3] / "src" / "giuloi" / "doors" / "cli" / "demo" / "recorded"


def test_the_demo_posts_what_the_tests_replay() -> None:
    """Byte for byte: a signature holds for nothing else."""
    shown = {path.name: path.read_bytes() for path in DEMO.glob("*.json")}
    assert shown
    assert shown == {name: (HERE / name).read_bytes() for name in shown}
