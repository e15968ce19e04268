"""The code that can send bytes out of the process, found in the source: sockets, programs, files, downloads."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import dotted, tree

_NET = (
    *("socket", "ssl", "smtplib", "http.client", "urllib.request", "httpx", "requests", "aiohttp", "urllib3"),
    *(
        "imaplib",
        "poplib",
        "ftplib",
        "telnetlib",
        "xmlrpc",
        "asyncio",
        "websockets",
        "socketserver",
        "pycurl",
    ),
    *("multiprocessing", "django.core.mail", "logging.handlers", "syslog", "boto3", "paramiko", "sentry_sdk"),
)
_PROGRAMS = ("subprocess", "pty")
_STARTS = ("os.system", "os.popen", "os.execv", "os.execve", "os.execvp", "os.execvpe", "os.posix_spawn")
_WRITERS = ("write_text", "write_bytes", "fdopen", "NamedTemporaryFile", "mkstemp", "SpooledTemporaryFile")
_MOVERS = (
    "shutil.copy",
    "shutil.copy2",
    "shutil.copyfile",
    "shutil.copytree",
    "shutil.move",
    "os.link",
    "os.symlink",
)
_FLAGS = ("O_WRONLY", "O_RDWR", "O_APPEND")
_DOWNLOADS = ("FileResponse", "StreamingHttpResponse")
_HIDDEN = ("__import__", "exec", "eval", "import_module")


def ways_out(path: Path) -> set[str]:
    """Of "network", "program", "file", "download", "stdout", "hidden": those that stand in one file."""
    return {way for node in ast.walk(tree(path)) for way in _ways(node)}


def _ways(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield from _imported(node)
    elif isinstance(node, ast.Call):
        yield from _called(node)
    elif isinstance(node, ast.Attribute) and node.attr in _FLAGS:
        yield "file"
    elif isinstance(node, ast.Constant) and node.value == "Content-Disposition":
        yield "download"


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    else:
        names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
        if names == ["http.client", "http.client.responses"]:  # the words for status codes: no client
            return
    for name in names:
        if any(name == one or name.startswith(f"{one}.") for one in _NET):
            yield "network"
        if any(name == one or name.startswith(f"{one}.") for one in _PROGRAMS):
            yield "program"


def _called(node: ast.Call) -> Iterator[str]:
    name = dotted(node.func)
    last = node.func.attr if isinstance(node.func, ast.Attribute) else name
    if last in _DOWNLOADS:
        yield "download"
    if last in _WRITERS or name in _MOVERS or (last == "open" and _mode_of(node) & set("wax+")):
        yield "file"
    if name in _STARTS or name.startswith("os.spawn"):
        yield "program"
    if name in _HIDDEN or last == "import_module":
        yield "hidden"
    if name.startswith(("sys.stdout", "sys.stderr.buffer", "sys.__stdout__")):
        yield "stdout"


def _mode_of(node: ast.Call) -> set[str]:
    """The letters of a mode given as a literal, to `open` (second) or to a path's `open` (first)."""
    first = 1 if isinstance(node.func, ast.Name) else 0  # `open("x")` names a file
    literals = [one.value for one in node.args[first:2] if isinstance(one, ast.Constant)]
    literals += [
        one.value.value for one in node.keywords if one.arg == "mode" and isinstance(one.value, ast.Constant)
    ]
    modes = [one for one in literals if isinstance(one, str) and one and set(one) <= set("rwaxbt+")]
    return set("".join(modes))
