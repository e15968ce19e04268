"""The verifier as one HTML file that needs nothing else: `python -m giuloi.doors.trust.assemble` writes it anew.

Its modules are put one after another into one inline script: their imports are left out, and no name may stand in
two of them. A policy in the file itself lets this script and this style run and nothing else, and nothing load: so
it can be opened from disk, without a network and without trusting whoever sent it along.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parent / "static" / "trust"
START = "page.js"
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./([a-z_]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async function|function|class|const) )", re.MULTILINE)
_TOP = re.compile(r"^(?:async function|function|class|const|let) ([A-Za-z0-9_$]+)", re.MULTILINE)


def assembled() -> str:
    """The whole file. Raises ValueError when two modules give one name to two things."""
    script = "\n".join(_plain(name) for name in modules())
    names = _TOP.findall(script)
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"two modules of the verifier use one name: {', '.join(sorted(twice))}")
    style = (FOLDER / "verifier.css").read_text("utf-8")
    if "</" in script + style:
        raise ValueError("script and style must not hold what could end them early")
    return _PAGE.format(policy=_policy(script, style), style=style, script=script)


def modules() -> Iterator[str]:
    """The file names of all modules, each after those it imports."""
    seen: set[str] = set()

    def visit(name: str) -> Iterator[str]:
        if name not in seen:
            seen.add(name)
            for needed in _IMPORT.findall(_source(name)):
                yield from visit(needed)
            yield name

    return visit(START)


def _plain(name: str) -> str:
    return f"// {name}\n" + _EXPORT.sub("", _IMPORT.sub("", _source(name)))


def _source(name: str) -> str:
    return (FOLDER / "verifier" / name).read_text("utf-8")


def _policy(script: str, style: str) -> str:
    allowed = {"script-src": _hash(script), "style-src": _hash(style)}
    directives = [f"{name} '{value}'" for name, value in allowed.items()]
    return "; ".join(["default-src 'none'", *directives, "base-uri 'none'", "form-action 'none'"])


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


_PAGE = """<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Kiểm chứng bằng chứng của cửa hàng · Verify a shop's evidence</title>
<style>{style}</style>
</head>
<body>
<main>
<header id="top"></header>
<div id="verifier" data-alone></div>
<noscript><p>Trang này cần JavaScript. Cách khác: lệnh <code>giuloi verify</code>.</p>
<p lang="en">This page needs JavaScript. Otherwise: the command <code>giuloi verify</code>.</p></noscript>
</main>
<script type="module">{script}</script>
</body>
</html>
"""


if __name__ == "__main__":
    (FOLDER / "verifier.html").write_text(assembled(), encoding="utf-8")
