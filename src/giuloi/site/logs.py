"""Logs that cannot hold personal data: keys and the shapes of their values are on a list.

One JSON object a line on stderr. What is not on the list is dropped and counted (`dropped`), so that it is
noticed. Lines from libraries keep their logger, level and place in the code, never their message: we did not
write it and cannot know what is in it. Exceptions keep their type and place, never their message.
"""

from __future__ import annotations

import json
import logging
import math
import re
import sys
import threading
from collections.abc import Callable, Mapping, MutableMapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

import structlog

_WORD = re.compile(r"[A-Za-z_][A-Za-z_.-]{0,63}").fullmatch  # no digits: no phone number, no id
_EVENT = re.compile(r"[a-z][a-z_.]{0,63}").fullmatch
_CLAUSE = re.compile(r"[IVX]{1,5}(\.[0-9]{1,3})?").fullmatch
_PLACE = re.compile(r"[A-Za-z0-9_./-]{1,120}:[0-9]{1,6}").fullmatch
_ROUTE = re.compile(
    r"[A-Za-z0-9_./<>:^$()?\\-]{0,120}"
).fullmatch  # the pattern in the URLconf, never the path
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}Z").fullmatch


def _text(shape: Callable[[str], Any]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and shape(value) is not None


def _number(value: Any) -> bool:
    return isinstance(value, bool) or (isinstance(value, int | float) and math.isfinite(value))


_SHAPES: Mapping[str, Callable[[Any], bool]] = {
    "event": _text(_EVENT),
    "time": _text(_TIME),
    "clause": _text(_CLAUSE),
    "where": _text(_PLACE),
    "route": _text(_ROUTE),
    **dict.fromkeys(
        (
            "level",
            "logger",
            "door",
            "part",
            "sweep",
            "check",
            "exception",
            "kind",
            "method",
            "outcome",
            "reason",
        ),
        _text(_WORD),
    ),
    **dict.fromkeys(("status", "count", "ms", "pid", "port", "pause", "signal", "backlog"), _number),
}


def only_known(_: Any, __: str, event: MutableMapping[str, Any]) -> dict[str, Any]:
    """Keep what is on the list and has its shape; count the rest. The last step before JSON."""
    kept = {key: value for key, value in event.items() if key in _SHAPES and _SHAPES[key](value)}
    dropped = len(event) - len(kept)
    if "event" not in kept:
        kept["event"] = "unnamed"
    return {**kept, "dropped": dropped} if dropped else kept


def exceptions_by_place(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Turn exc_info into the type and the line of code it came from: its message may quote anything."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    elif isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["exception"] = type(error).__qualname__.replace("<locals>.", "")
        event["where"] = place(error.__traceback__)
    return event


def place(traceback: TracebackType | None) -> str:
    """The innermost line of our own code in a traceback, or else the innermost line of all."""
    found = ""
    ours = ""
    while traceback is not None:
        found = _short(traceback.tb_frame.f_code.co_filename, traceback.tb_lineno)
        ours = found if found.startswith("giuloi/") else ours
        traceback = traceback.tb_next
    return ours or found or "unknown:0"


def _short(filename: str, line: int) -> str:
    for root in ("/src/", "/site-packages/", "/lib/"):
        if root in filename:
            return f"{filename.rpartition(root)[2]}:{line}"
    return f"{filename.rpartition('/')[2]}:{line}"


def _stamped(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    event["time"] = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return event


class _Stderr:
    """Writes each line whole to whatever stderr is at that moment."""

    def msg(self, line: str) -> None:
        sys.stderr.write(line + "\n")
        sys.stderr.flush()

    debug = info = warning = error = critical = exception = log = msg


class _FromLibraries(logging.Handler):
    """Standard logging, through the same processors: Django, granian and whoever else."""

    def emit(self, record: logging.LogRecord) -> None:
        event: dict[str, Any] = {
            "event": "log",
            "level": record.levelname.lower(),
            "logger": record.name,
            "where": _short(record.pathname, record.lineno),
            "exc_info": record.exc_info,
        }
        if isinstance(status := getattr(record, "status_code", None), int):
            event["status"] = status
        line = only_known(None, "", _stamped(None, "", exceptions_by_place(None, "", event)))
        sys.stderr.write(json.dumps(line) + "\n")


def configure(options: Mapping[str, Any]) -> None:
    """Route everything here: structlog, standard logging, warnings, and what nobody caught."""
    level = logging.getLevelNamesMapping()[options["level"]]
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            exceptions_by_place,
            _stamped,
            only_known,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: _Stderr(),
        cache_logger_on_first_use=False,
    )
    logging.captureWarnings(True)
    for logger in (
        logging.getLogger(name) for name in ("django", "django.server", "_granian", "granian.access")
    ):
        logger.handlers.clear()
        logger.propagate = True
    logging.getLogger("_granian").setLevel(logging.WARNING)
    root = logging.getLogger()
    root.handlers[:] = [_FromLibraries()]
    root.setLevel(level)
    threading.excepthook = _uncaught_in_thread


def _uncaught_in_thread(caught: threading.ExceptHookArgs) -> None:
    structlog.get_logger().error("uncaught", exc_info=caught.exc_value)
