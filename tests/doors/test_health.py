"""/livez, /readyz and /metrics: what an operator may know, and nobody else."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from django.test import Client

from giuloi import records
from giuloi.promises.use.channels import queue
from giuloi.site import health

pytestmark = [pytest.mark.once, pytest.mark.django_db]

Say = Callable[..., None]


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Say:
    """Decide what the records' own checks answer."""
    module = ModuleType("giuloi.records.selfcheck")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(records, "selfcheck", module, raising=False)
    monkeypatch.setattr(health, "_FRESH", -1.0)
    monkeypatch.setattr(health, "backlog", lambda: 3)

    def say(error: Exception | None = None, **checks: bool) -> None:
        def ready() -> dict[str, bool]:
            if error:
                raise error
            return checks

        module.ready = ready  # type: ignore[attr-defined]

    return say


@pytest.fixture
def ask() -> Callable[..., Any]:
    """Ask from loopback, as a scraper on the machine does."""
    client = Client(raise_request_exception=False)
    return lambda where, host="127.0.0.1", **more: client.get(where, headers={"Host": host, **more})


def test_the_process_says_that_it_lives(ask: Callable[..., Any]) -> None:
    """Without asking anybody, and without being sent to https."""
    assert ask("/livez").status_code == 200


@pytest.mark.parametrize(
    ("checks", "status"),
    [({"database": True, "ledger": True}, 200), ({"database": True, "ledger": False}, 503), ({}, 503)],
    ids=["all hold", "one fails", "nothing was checked"],
)
def test_it_is_ready_only_when_every_check_holds(
    say: Say, ask: Callable[..., Any], checks: dict[str, bool], status: int
) -> None:
    """Each check is named with its answer."""
    say(**checks)
    answer = ask("/readyz")
    assert (answer.status_code, answer.json()["checks"]) == (status, checks)


def test_a_check_that_raises_is_a_check_that_fails(
    say: Say, ask: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """The answer and the log say nothing of the error but its type and place."""
    say(RuntimeError("binh@example.vn"))
    answer = ask("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "checks": {"selfcheck": False}})
    assert "binh@example.vn" not in capsys.readouterr().err


def test_metrics_count_by_route_and_never_by_address(
    say: Say, ask: Callable[..., Any], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was asked for is not in them."""
    say(database=True, ledger=False)
    monkeypatch.setitem(queue.counts, ("email", "failed"), 2)
    settings.GIULOI_METRICS_TOKEN = "right-token"
    ask("/livez")
    ask("/0912345678?email=binh@example.vn")
    text = ask("/metrics", Authorization="Bearer right-token").content.decode()
    assert 'giuloi_requests_total{method="GET",route="livez",status="200"}' in text
    assert 'giuloi_ready{check="database"} 1.0' in text
    assert 'giuloi_ready{check="ledger"} 0.0' in text
    assert "giuloi_pending_uses 3.0" in text
    assert 'giuloi_messages_total{kind="email",outcome="failed"} 2.0' in text
    assert "0912345678" not in text
    assert "example.vn" not in text


@pytest.mark.parametrize(
    "headers",
    [{}, {"host": "127.0.0.1:8000"}, {"host": "testserver"}, {"Authorization": "Bearer "}],
    ids=["from loopback", "as nginx passes it on", "by a public name", "with an empty token"],
)
def test_without_a_token_metrics_are_there_for_nobody(
    say: Say, ask: Callable[..., Any], headers: dict[str, str]
) -> None:
    """A proxy on the same machine asks from loopback too, and need not say that it is one."""
    say(database=True)
    assert ask("/metrics", **headers).status_code == 404


@pytest.mark.parametrize(
    ("shown", "status"), [("", 404), ("Bearer wrong", 404), ("Bearer right-token", 200), ("Bearer ü", 404)]
)
def test_with_a_token_only_the_token_counts(
    say: Say, ask: Callable[..., Any], settings: Any, shown: str, status: int
) -> None:
    """From anywhere with it, from nowhere without it."""
    say(database=True)
    settings.GIULOI_METRICS_TOKEN = "right-token"
    assert ask("/metrics", host="testserver", Authorization=shown).status_code == status
