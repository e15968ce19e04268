"""`giuloi`: run one command and turn what goes wrong into a sentence and an exit code.

0 done · 1 failed · 2 wrong use or setting · 3 this installation must not serve · 130 interrupted
"""

from __future__ import annotations

import os
import sys
import traceback

from giuloi.core.terms import GiuloiError, NotServing
from giuloi.doors.cli import tongue
from giuloi.site.environment import BadSetting

_CODES: tuple[tuple[type[GiuloiError], int], ...] = ((BadSetting, 2), (NotServing, 3), (GiuloiError, 1))


def main() -> None:
    """The console script."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "giuloi.site.settings")
    arguments = sys.argv[1:]
    sys.exit(run(arguments))


def run(arguments: list[str]) -> int:
    """Run `arguments`; returns the exit code."""
    tongue.choose(arguments, os.environ)
    try:
        from giuloi.doors.cli.app import command

        command().main(args=arguments, prog_name="giuloi")
    except GiuloiError as error:
        sys.stderr.write(f"giuloi: {error}\n")
        return next(code for kind, code in _CODES if isinstance(error, kind))
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except KeyboardInterrupt:
        return 130
    # Broad on purpose: an unexpected error's message may quote personal data, so only its type and place are
    # shown unless the operator asks for more.
    except Exception as error:
        _unexpected(error, whole="--traceback" in arguments)
        return 1
    return 0


def _unexpected(error: Exception, *, whole: bool) -> None:
    if whole:
        traceback.print_exception(error)
        return
    from giuloi.site.logs import place

    sys.stderr.write(
        f"giuloi: {type(error).__qualname__} at {place(error.__traceback__)} ({tongue.say(*_MORE)})\n"
    )


_MORE = ("chạy `giuloi --traceback …` để xem chi tiết", "run `giuloi --traceback …` to see more")

if __name__ == "__main__":
    main()
