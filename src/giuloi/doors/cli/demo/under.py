"""Run a program that ends with its parent: `python -m giuloi.doors.cli.demo.under PARENT PROGRAM ARGUMENT…`.

The kernel keeps the wish across exec, so a shell script that becomes a server ends with the demo too.
"""

from __future__ import annotations

import os
import sys

from giuloi.doors.cli.lifeline import end_with_parent

if __name__ == "__main__":
    end_with_parent(int(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606  no shell in between: the demo's own argument list
