"""Nothing personal reaches the logs: not by key, value, message, exception, address or argument."""

from __future__ import annotations

import json
import logging
import threading
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from giuloi.site.logs import only_known

CANARIES = ("Nguyễn Thị Bình", "binh@example.vn", "0912345678", "+84912345678", "12 Hàng Bài", "203.0.113.9")


def _lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    err = capsys.readouterr().err
    for canary in CANARIES:
        assert canary not in err
        assert json.dumps(canary).strip('"') not in err
    return [json.loads(line) for line in err.splitlines()]


@pytest.mark.parametrize("canary", CANARIES)
def test_a_value_that_is_not_of_its_shape_is_dropped_and_counted(
    canary: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Under a key that is not on the list, under each key that is, and in place of the event's name."""
    structlog.get_logger().warning(
        "something", email=canary, door=canary, where=canary, clause=canary, count=canary
    )
    structlog.get_logger().warning(f"asked by {canary}")
    first, second = _lines(capsys)
    assert (first["event"], first["dropped"]) == ("something", 5)
    assert (second["event"], second["dropped"]) == ("unnamed", 1)


@pytest.mark.parametrize("canary", CANARIES)
def test_an_exception_leaves_its_type_and_place_only(canary: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Its message may quote anything, and so may the one it came from."""
    try:
        try:
            raise KeyError(canary)
        except KeyError as error:
            raise ValueError(f"no such customer: {canary}") from error
    except ValueError as error:
        structlog.get_logger().error("failed", exc_info=error)
        logging.getLogger("django.request").exception("Internal Server Error: %s", f"/customers/{canary}")
    ours, djangos = _lines(capsys)
    assert ours["exception"] == djangos["exception"] == "ValueError"
    assert ours["where"].startswith("test_logs.py:")


@pytest.mark.parametrize("canary", CANARIES)
def test_a_library_leaves_its_name_and_place_only(canary: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Django, granian, warnings and anybody else: never the message, the arguments or the extras."""
    for name in ("django.request", "django.db.backends", "_granian", "granian.access", "py.warnings", "else"):
        logging.getLogger(name).error("for %s " + canary, canary, extra={"email": canary})
    lines = _lines(capsys)
    assert {line["event"] for line in lines} == {"log"}
    assert [line["logger"] for line in lines][:2] == ["django.request", "django.db.backends"]


def test_what_nobody_caught_in_a_thread_is_logged_without_its_message(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A thread that dies says where, not of whom."""

    def dies() -> None:
        raise RuntimeError(CANARIES[0])

    # pytest replaces the hook for the time of a test; ours is what `configure` installs.
    from giuloi.site.logs import _uncaught_in_thread

    before, threading.excepthook = threading.excepthook, _uncaught_in_thread
    try:
        thread = threading.Thread(target=dies)
        thread.start()
        thread.join()
    finally:
        threading.excepthook = before
    (line,) = _lines(capsys)
    assert (line["event"], line["exception"]) == ("uncaught", "RuntimeError")


def test_what_is_on_the_list_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    """The log still says what happened."""
    structlog.get_logger().info(
        "use.refused",
        door="api",
        outcome="denied",
        clause="IV.4",
        reason="no_consent",
        count=3,
        ms=1.5,
        status=403,
    )
    (line,) = _lines(capsys)
    assert line.pop("time").endswith("Z")
    assert line == {
        "event": "use.refused", "level": "info", "door": "api", "outcome": "denied", "clause": "IV.4",
        "reason": "no_consent", "count": 3, "ms": 1.5, "status": 403,
    }  # fmt: skip


@given(st.dictionaries(st.sampled_from(["event", "door", "where", "kind", "email", "reason"]), st.text()))
def test_no_text_with_a_digit_or_an_at_sign_passes_but_in_a_place_in_the_code(event: dict[str, Any]) -> None:
    """whatever_is_logged_holds_no_address_and_no_number."""
    for key, value in only_known(None, "", dict(event)).items():
        if isinstance(value, str) and key != "where":
            assert not any(letter.isdigit() or letter in "@ " for letter in value)
